import asyncio
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Update
from telegram.ext import ApplicationHandlerStop, CallbackQueryHandler, MessageHandler, filters

from bot.context import BotContext
from bot.screens import Screen
from core import db
from core.errors import Gone, Refusal
from core.models import Account, ChatState, OdometerReading, Vehicle
from core.ports import JobTaken
from core.services.vehicles import NewVehicle
from tests.bot.telegram import arrives, message, private, rows, tap, user
from tests.conftest import Bot, Chat
from tests.making import account, vehicle

Step = Callable[[BotContext], Awaitable[None]]
# What changes although nothing happened: the record of what was seen.
NOISE = ("once", "job", "outgoing")


def step(chat: Chat, work: Step) -> None:
    """Put a step before all others that takes the text "go" and taps that say so."""

    async def callback(_: Update, context: BotContext) -> None:
        await work(context)
        raise ApplicationHandlerStop

    chat.bot.runtime.parts.jobs.backoff = 0.02
    application = chat.bot.runtime.parts.application
    application.add_handler(MessageHandler(filters.Regex("^go$"), callback), group=-1)
    application.add_handler(CallbackQueryHandler(callback, pattern="^go$"), group=-1)


async def much(context: BotContext) -> None:
    """Write rows, move the conversation, speak and toast: all that a step can do."""
    await context.services.vehicles.add(context.account, NewVehicle(plate="ZZ999ZZ"))
    context.place.flow, context.place.step, context.place.draft = "other", "step", {"n": 1}
    context.toast("document.saved_toast")
    await context.reply(Screen("all is well"))


def texts(chat: Chat) -> list[str]:
    return [one.text for one in chat.person.messages]


Log = list[MutableMapping[str, Any]]


@contextmanager
def logged() -> Iterator[Log]:
    with capture_logs() as log:
        yield log


def faults(log: Log) -> Log:
    return [one for one in log if one["log_level"] in {"error", "critical"}]


async def test_all_that_a_step_does_happens(chat: Chat):
    await account(chat)
    step(chat, much)
    await chat.say("go")
    state = await ChatState.get(chat_id=chat.person.id)
    assert (state.flow, state.step, state.draft) == ("other", "step", '{"n":1}')
    assert (await Vehicle.get()).plate == "ZZ999ZZ"
    assert chat.last == "all is well"


async def test_a_step_that_fails_changes_nothing_and_is_apologised_for_and_logged_once(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/km")

    async def fail(context: BotContext) -> None:
        await much(context)
        raise RuntimeError("canary of the inside")

    step(chat, fail)
    before, said = await rows(*NOISE), len(texts(chat))
    with logged() as log:
        await chat.say("go")
    assert await rows(*NOISE) == before
    (fault,) = faults(log)
    assert fault["event"] == "update.fault"
    assert texts(chat)[said:] == [chat.says("error.unexpected", reference=fault["reference"])]
    await chat.say("42 000")
    assert chat.last == chat.says("odometer.saved", kilometres=42_000, vehicle="AB-123-CD")


async def test_a_tap_whose_step_fails_is_answered_without_claiming_success(chat: Chat):
    await account(chat)

    async def fail(context: BotContext) -> None:
        await much(context)
        raise RuntimeError

    step(chat, fail)
    await arrives(chat.bot, tap(chat, "go"))
    await chat.bot.sim.quiet()
    assert chat.bot.sim.unanswered == 0
    assert [toast.text for toast in chat.person.toasts] == [""]


async def test_a_refusal_keeps_the_step_and_leaves_no_rows(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/km")

    async def refuse(context: BotContext) -> None:
        await much(context)
        raise Refusal("error.text_expected")

    step(chat, refuse)
    before = await rows(*NOISE)
    with logged() as log:
        await chat.say("go")
    assert (await rows(*NOISE), faults(log)) == (before, [])
    assert chat.last == chat.says("error.text_expected")


async def test_what_is_gone_offers_the_menu(chat: Chat):
    await account(chat)

    async def refuse(_: BotContext) -> None:
        raise Gone

    step(chat, refuse)
    await chat.say("go")
    assert (chat.last, chat.labels) == (chat.says("error.gone"), [chat.t.plain("menu.button")])


async def test_what_may_pass_is_tried_again_and_nobody_hears_of_it(chat: Chat):
    await account(chat)
    tries: list[int] = []

    async def unsteady(context: BotContext) -> None:
        tries.append(1)
        await much(context)
        if len(tries) < 3:
            raise TimeoutError

    step(chat, unsteady)
    said = len(texts(chat))
    with logged() as log:
        await chat.say("go")
        await chat.person.wait_for("all is well", 8)
    assert (len(tries), texts(chat)[said:], faults(log)) == (3, ["all is well"], [])
    assert await Vehicle.all().count() == 1


async def test_what_never_passes_is_apologised_for_after_three_tries(chat: Chat):
    await account(chat)
    tries: list[int] = []

    async def broken(_: BotContext) -> None:
        tries.append(1)
        raise TimeoutError

    step(chat, broken)
    said = len(texts(chat))
    with logged() as log:
        await chat.say("go")
        await chat.person.wait_for(lambda one: chat.t.plain("error.unexpected", reference="")[:10] in one.text, 8)
    assert (len(tries), len(texts(chat)) - said, len(faults(log))) == (3, 1, 1)


async def test_a_job_taken_by_somebody_else_says_nothing(chat: Chat):
    await account(chat)
    tries: list[int] = []

    async def taken(context: BotContext) -> None:
        tries.append(1)
        await much(context)
        if len(tries) == 1:
            raise JobTaken

    step(chat, taken)
    said = len(texts(chat))
    with logged() as log:
        await chat.say("go")
        await chat.person.wait_for("all is well", 8)
    assert (texts(chat)[said:], faults(log)) == (["all is well"], [])


async def test_a_place_somebody_else_changed_meanwhile_is_not_overwritten(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/km")
    tries: list[int] = []

    async def overtaken(context: BotContext) -> None:
        tries.append(context.place.version)
        if len(tries) == 1:
            await db.execute("UPDATE chat_state SET version = version + 1")
            context.place.leave()
            return
        await context.reply(Screen("second time"))

    step(chat, overtaken)
    await chat.say("go")
    await chat.person.wait_for("second time", 8)
    assert (await ChatState.get()).flow == "log_odometer"


async def test_an_update_that_comes_many_times_is_handled_once(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    chat.bot.sim.updates(duplicates=5)
    said = len(texts(chat))
    for number in range(5):
        await chat.person.say(f"{42_000 + number} km")
    await chat.bot.settle()
    chat.bot.sim.clear_faults()
    expected = [chat.says("odometer.saved", kilometres=42_000 + n, vehicle="AB-123-CD") for n in range(5)]
    assert texts(chat)[said:] == expected
    assert await OdometerReading.all().count() == 5


async def test_updates_in_the_wrong_order_with_gaps_are_each_handled(chat: Chat):
    await account(chat)
    said = len(texts(chat))
    updates = [message(chat, text="/help", entities=[{"type": "bot_command", "offset": 0, "length": 5}])] * 3
    numbers = [5_000_000, 17, 4_000_000_000]
    await arrives(chat.bot, *({**update, "update_id": n} for update, n in zip(updates, numbers, strict=True)))
    assert len(texts(chat)) - said == 3


async def test_reordered_batches_lose_nothing(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    chat.bot.sim.updates(reorder=True)
    for number in range(20):
        await chat.person.say(f"/help {number}")
    said = len(texts(chat))
    await chat.bot.settle()
    assert len(texts(chat)) - said <= 20
    assert sum(one.text == chat.says("help.text") for one in chat.person.messages) == 20


async def test_an_edited_answer_answers_the_question_that_waits(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/km")
    await chat.say("beaucoup")
    await chat.person.edit_last("42 100")
    await chat.bot.settle()
    assert chat.last == chat.says("odometer.saved", kilometres=42_100, vehicle="AB-123-CD")


async def test_blocking_stops_pushes_and_writing_again_resumes_them(chat: Chat):
    await account(chat)
    await chat.person.block()
    await chat.bot.settle()
    assert (await Account.get()).reachable is False
    await chat.person.unblock()
    await chat.bot.settle()
    await chat.say("/start")
    assert (await Account.get()).reachable is True
    assert chat.last.startswith(chat.says("start.welcome", name=chat.person.name))


async def test_a_person_found_to_have_blocked_us_is_unreachable_until_start(chat: Chat):
    await account(chat)
    chat.bot.sim.fault(kind="403", method="sendMessage")
    await chat.say("/help")
    assert (await Account.get()).reachable is False
    await chat.say("/start")
    assert (await Account.get()).reachable is True


async def test_a_group_is_told_once_that_we_work_in_private_and_nothing_is_kept_of_it(bot: Bot, chat: Chat):
    (member,) = bot.sim.group("La famille", chat.person)
    for text in ("/start", "/km", "84 200 km", "/vehicles", "@autotrack_bot salut"):
        await member.say(text)
    await bot.settle()
    assert [one.text for one in member.messages] == [chat.says("chat.private_only")]
    assert await Account.all().count() == 0
    assert await ChatState.all().count() == 0


async def test_a_tap_in_a_group_is_answered_and_does_nothing(bot: Bot, chat: Chat):
    await vehicle(chat, plate="AB123CD")
    before = await rows(*NOISE)
    update = tap(chat, "1:veh:1")
    query = update["callback_query"]
    assert isinstance(query, dict)
    group = {"id": -100123, "type": "supergroup", "title": "La famille"}
    query["message"] = {"message_id": 5, "date": 1, "chat": group, "text": "x"}
    said = len(bot.sim.requests)
    await arrives(bot, update)
    await bot.sim.quiet()
    assert [one.method for one in bot.sim.requests[said:]] == ["answerCallbackQuery"]
    assert await rows(*NOISE) == before


async def test_channels_and_what_has_no_person_are_let_be(bot: Bot, chat: Chat):
    channel = {"message_id": 1, "date": 1, "chat": {"id": -100, "type": "channel", "title": "News"}, "text": "/start"}
    anonymous = {
        "message_id": 2,
        "date": 1,
        "chat": {"id": -200, "type": "supergroup", "title": "G"},
        "from": {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
        "sender_chat": {"id": -200, "type": "supergroup", "title": "G"},
        "text": "hello",
    }
    nobody = {"message_id": 3, "date": 1, "chat": private(chat), "text": "hello"}
    with logged() as log:
        await arrives(
            bot,
            {"channel_post": channel},
            {"edited_channel_post": channel},
            {"message": anonymous},
            {"message": nobody},
            {"update_of_next_year": {"id": 5}},
            {},
        )
    assert (faults(log), [one for one in bot.sim.requests if one.method == "sendMessage"]) == ([], [])


async def test_an_update_that_cannot_be_read_stops_nobody(bot: Bot, chat: Chat):
    await account(chat)
    broken = {"message": {"message_id": 1, "chat": private(chat), "from": user(chat), "date": "yesterday"}}
    with logged() as log:
        await arrives(bot, broken, {"poll": {"id": 1}}, message(chat, text="qsdfg"))
    assert [one["event"] for one in faults(log)] == ["jobs.buried"] * 2
    apology, hint = texts(chat)[-2:]
    assert apology[:15] == chat.says("error.unexpected", reference="")[:15]
    assert hint == chat.says("chat.hint")


@pytest.mark.parametrize("name", ["\0\ud83d\u202eAna", "<b>&amp;</i>", "\u200b", "A" * 300, "%s {name}"])
async def test_a_name_of_any_kind_is_greeted(chat: Chat, name: str):
    await account(chat)
    said = len(texts(chat))
    start = message(chat, text="/start", entities=[{"type": "bot_command", "offset": 0, "length": 6}])
    sent = start["message"]
    assert isinstance(sent, dict)
    sent["from"] = user(chat, first_name=name)
    with logged() as log:
        await arrives(chat.bot, start)
    assert (len(texts(chat)) - said, faults(log)) == (1, [])


async def test_who_cannot_even_be_known_is_told_that_it_is_our_fault(chat: Chat):
    await chat.person.say("/start")
    await chat.bot.settle()
    await db.execute("ALTER TABLE account RENAME TO account_away")
    try:
        with logged() as log:
            await chat.say("/help")
    finally:
        await db.execute("ALTER TABLE account_away RENAME TO account")
    assert chat.last == chat.says("error.unexpected", reference=faults(log)[0]["reference"])


async def test_two_devices_of_one_person_never_mix(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    seen: list[str] = []
    running: list[str] = []

    async def slow(context: BotContext) -> None:
        running.append(context.text)
        assert len(running) == 1
        await asyncio.sleep(0.02)
        running.clear()
        seen.append("go")

    step(chat, slow)
    await asyncio.gather(*(chat.person.say("go") for _ in range(10)))
    await arrives(chat.bot, *(tap(chat, "go") for _ in range(10)))
    assert len(seen) == 20
