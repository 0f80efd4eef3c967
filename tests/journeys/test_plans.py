from core.domain.money import Money
from core.domain.plans import Feature, Level
from core.models import UsageCount, Vehicle
from tests.conftest import Chat
from tests.making import account, vehicle


def head(chat: Chat, interval: str, level: Level, cents: int, monthly: int) -> str:
    name = chat.t.plain(f"plan_name.{level.value}")
    return chat.says(f"offers.head_{interval}", name=name, price=Money(cents), monthly=Money(monthly))


async def test_the_plans_are_compared_by_month_and_by_year_in_one_message(chat: Chat):
    await chat.say("/plans")
    shown = chat.message.id
    assert head(chat, "month", Level.STANDARD, 999, 999) in chat.last
    assert head(chat, "month", Level.PREMIUM, 1999, 1999) in chat.last
    assert chat.says("offers.yours") in chat.last.splitlines()[2]
    assert chat.says("gives.vehicles", n=10) in chat.last
    assert chat.says("gives_all.vehicles") in chat.last
    await chat.tap(chat.t.plain("offers.by_year"))
    assert chat.message.id == shown
    assert head(chat, "year", Level.STANDARD, 9900, 825) in chat.last
    await chat.tap(chat.t.plain("offers.by_month"))
    assert head(chat, "month", Level.PREMIUM, 1999, 1999) in chat.last


async def test_a_fourth_vehicle_is_refused_kindly_with_the_plan_that_allows_it(chat: Chat):
    for number in range(3):
        await vehicle(chat, plate=f"AB{number}23CD")
    await chat.say("EF-456-GH")
    await chat.tap(chat.labels[0])
    assert chat.last.startswith(chat.says("blocked.vehicles", n=3))
    assert await Vehicle.all().count() == 3
    assert chat.says("blocked.safe") in chat.last
    await chat.tap(chat.t.plain("offers.compare"))
    assert chat.last.startswith(chat.says("offers.title"))


async def test_the_count_of_the_month_is_told_with_the_day_it_begins_anew(chat: Chat):
    owner = await account(chat)
    await vehicle(chat, plate="AB123CD")
    today = chat.bot.clock.now()
    await UsageCount.create(owner_id=owner.id, feature=Feature.RECORDS.value, month=f"{today:%Y-%m}", used=10)
    await chat.say("vidange 89€ hier")
    await chat.tap(chat.labels[0])
    assert chat.last.startswith(chat.says("blocked.records", n=10))
    assert chat.labels[0] == chat.t.plain("offers.compare")
