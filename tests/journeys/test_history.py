from datetime import timedelta
from decimal import Decimal

from core.domain.record_status import RecordStatus
from core.domain.service_types import ServiceType
from core.services.days import today_of
from core.services.maintenance import NewRecord
from tests.bot.telegram import arrives, tap
from tests.conftest import Chat
from tests.making import account, subscriber, vehicle
from tests.services.logbook import OIL, euros


async def logbook(chat: Chat) -> tuple[int, int]:
    """Two cars with some work of several years; their ids."""
    first, second = await vehicle(chat, plate="AB123CD"), await vehicle(chat, plate="EF456GH")
    owner, services = await account(chat), chat.bot.runtime.parts.services
    today = today_of(owner, services.clock)
    works = (
        (first.id, 2, (OIL,), "Garage Müller", 89, RecordStatus.COMPLETED),
        (first.id, 400, (ServiceType.TYRES,), "Norauto", 312, RecordStatus.COMPLETED),
        (first.id, 800, (ServiceType.CLUTCH,), "Norauto", 780, RecordStatus.COMPLETED),
        (second.id, 5, (OIL,), "Norauto", 99, RecordStatus.COMPLETED),
        (first.id, -9, (ServiceType.BRAKE_PADS,), "Midas", None, RecordStatus.SCHEDULED),
    )
    for car, ago, kinds, garage, total, status in works:
        day, amount = today - timedelta(days=ago), euros(total) if total else None
        new = NewRecord(car, day, kinds, garage=garage, total=amount, status=status)
        await services.maintenance.create(owner, new)
    return first.id, second.id


async def test_filters_combine_and_live_in_the_buttons(chat: Chat):
    await logbook(chat)
    await chat.say("/history")
    assert chat.last == chat.says("history.title", n=5)
    assert chat.message.buttons[0][0][0].startswith("🗓")
    await chat.tap(chat.t.plain("history.filter"))
    await chat.tap(chat.t.plain("filter.status", status=chat.t.plain("filter.all")))
    await chat.tap(chat.t.plain("status.completed"))
    assert chat.last.startswith(chat.says("history.title", n=4))
    await chat.tap(chat.t.plain("history.filter"))
    await chat.tap(chat.t.plain("filter.vehicle"))
    await chat.tap("AB-123-CD")
    assert chat.last.startswith(chat.says("history.title_vehicle", n=3, vehicle="AB-123-CD"))
    await chat.tap(chat.t.plain("history.filter"))
    await chat.tap(chat.t.plain("filter.category", category=chat.t.plain("filter.all")))
    await chat.tap(chat.t.plain("category.tyres"))
    assert chat.last.startswith(chat.says("history.title_vehicle", n=1, vehicle="AB-123-CD"))
    await chat.tap(chat.t.plain("history.filter"))
    await chat.tap(chat.t.plain("filter.clear"))
    assert chat.last == chat.says("history.title", n=5)


async def test_a_year_is_one_of_those_that_have_records(chat: Chat):
    await logbook(chat)
    owner = await account(chat)
    year = (today_of(owner, chat.bot.clock) - timedelta(days=800)).year
    await chat.say("/history")
    await chat.tap(chat.t.plain("history.filter"))
    await chat.tap(chat.t.plain("filter.year", year=chat.t.plain("filter.all")))
    await chat.tap(str(year))
    assert chat.last.startswith(chat.says("history.title", n=1))
    assert chat.t.plain("service.clutch") in str(chat.message.buttons)


async def test_words_are_found_without_accents_in_either_language_and_nothing_found_says_so(chat: Chat):
    await logbook(chat)
    for words, found in (("muller", 1), ("MÜLLER vidanges", 1), ("oil norauto", 1), ("vidange", 2), ("%_'", None)):
        await chat.say("/history")
        await chat.tap(chat.t.plain("history.search"))
        await chat.say(words)
        if found is None:
            assert chat.last == chat.says("filter.no_words")
            await chat.say("zorglub")
            assert chat.says("history.nothing_found") in chat.last
        else:
            assert chat.last.startswith(chat.says("history.title", n=found))
    await chat.say("/history embrayage")
    assert chat.last.startswith(chat.says("history.title", n=1))
    await chat.say(f"/history {'x' * 4000}")
    assert chat.says("history.nothing_found") in chat.last


async def test_leaving_the_search_forgets_its_question(chat: Chat):
    await logbook(chat)
    await chat.say("/history")
    await chat.tap(chat.t.plain("history.search"))
    await chat.tap(chat.t.plain("flow.back"))
    assert chat.last == chat.says("history.title", n=5)
    await chat.say("vidange 2027")
    assert not chat.last.startswith(chat.says("history.title", n=2))


async def test_the_summary_counts_adds_and_averages_by_kind_and_year(chat: Chat):
    first, _ = await logbook(chat)
    await chat.say("/menu")
    await arrives(chat.bot, tap(chat, f"1:sum:{first}"))
    amounts = chat.says("summary.amount", total=euros(1181), average=euros(1181).times(Decimal(1) / 3))
    assert f"{chat.says('summary.line', name=chat.t.plain('summary.all'), n=3)} · {amounts}" in chat.last
    tyres = chat.says("summary.amount", total=euros(312), average=euros(312))
    assert f"{chat.says('summary.line', name=chat.t.plain('category.tyres'), n=1)} · {tyres}" in chat.last
    assert chat.says("summary.by_year") in chat.last


async def test_pages_turn_within_a_filter_also_from_an_old_button(chat: Chat):
    await subscriber(chat)
    first, _ = await logbook(chat)
    owner, services = await account(chat), chat.bot.runtime.parts.services
    for ago in range(20, 30):
        day = today_of(owner, services.clock) - timedelta(days=ago)
        await services.maintenance.create(owner, NewRecord(first, day, (ServiceType.WASH,), garage="Éléphant Bleu"))
    await chat.say("/history elephant")
    await chat.tap(chat.t.plain("list.later"))
    assert chat.t.plain("list.where", n=2, of=2) in str(chat.message.buttons)
    await arrives(chat.bot, tap(chat, f"1:h:l:{first}:0:7:0:bleu:9999"))
    assert chat.shown.text.startswith(chat.says("history.title_vehicle", n=10, vehicle="AB-123-CD"))
    await arrives(chat.bot, tap(chat, f"1:h:l:{first}:9:99:0::-5"))
    assert chat.shown.text.startswith(chat.says("history.title_vehicle", n=14, vehicle="AB-123-CD"))
