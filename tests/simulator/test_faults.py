import asyncio
import time
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from simulator.faults import Fault
from simulator.person import Person
from simulator.testing import Simulator
from tests.simulator.conftest import Ask


async def test_429_says_when_to_come_back_and_ends_after_its_times(sim: Simulator, bot: Bot, ana: Person) -> None:
    sim.fault(method="sendMessage", kind="429", times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(ana.id, "x")
        assert refused.value.retry_after == timedelta(seconds=7)
    await bot.send_message(ana.id, "x")
    assert [one.ok for one in sim.requests] == [False, False, True]


@pytest.mark.parametrize("kind", ["500", "502", "503", "504", "reset"])
async def test_a_broken_server_is_a_network_error_and_delivers_nothing(
    sim: Simulator, bot: Bot, ana: Person, kind: str
) -> None:
    sim.fault(kind=kind)
    with pytest.raises(NetworkError) as broken:
        await bot.send_message(ana.id, "x")
    assert not isinstance(broken.value, BadRequest)
    assert ana.messages == []


async def test_a_timeout_after_delivery_has_delivered(sim: Simulator, bot: Bot, ana: Person) -> None:
    sim.fault(method="sendMessage", kind="timeout_after_delivery")
    with pytest.raises(TimedOut):
        await bot.send_message(ana.id, "livré", read_timeout=0.2)
    assert ana.last.text == "livré"


async def test_a_timeout_before_delivers_nothing(sim: Simulator, bot: Bot, ana: Person) -> None:
    sim.fault(method="sendMessage", kind="timeout_before")
    with pytest.raises(TimedOut):
        await bot.send_message(ana.id, "perdu", read_timeout=0.2)
    assert ana.messages == []


async def test_a_reset_after_delivery_has_delivered(sim: Simulator, bot: Bot, ana: Person) -> None:
    sim.fault(kind="reset_after_delivery")
    with pytest.raises(NetworkError):
        await bot.send_message(ana.id, "livré")
    assert ana.last.text == "livré"


async def test_a_fault_can_be_for_one_chat(sim: Simulator, bot: Bot, ana: Person) -> None:
    tom = sim.user("Tom")
    await tom.say("/start")
    sim.fault(kind="403", chat_id=tom.id, times=None)
    await bot.send_message(ana.id, "x")
    for _ in range(2):
        with pytest.raises(Forbidden, match="blocked"):
            await bot.send_message(tom.id, "x")
    sim.clear_faults()
    await bot.send_message(tom.id, "x")


async def test_a_slow_answer_comes_late(sim: Simulator, bot: Bot, ana: Person) -> None:
    sim.fault(kind="slow", delay=0.15)
    began = time.monotonic()
    await bot.send_message(ana.id, "x")
    assert time.monotonic() - began > 0.14


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind of fault"):
        Fault("earthquake")


async def test_the_flood_limit_holds_for_a_chat_and_overall(sim: Simulator, ask: Ask, ana: Person) -> None:
    sim.flood(burst=3)
    answers = [await ask("sendMessage", chat_id=ana.id, text="x") for _ in range(5)]
    assert [one["ok"] for one in answers] == [True, True, True, False, False]
    assert answers[3]["description"] == "Too Many Requests: retry after 1"
    assert answers[3]["parameters"] == {"retry_after": 1}
    assert (await ask("sendChatAction", chat_id=ana.id, action="typing"))["ok"]

    people = [sim.user(f"p{number}") for number in range(40)]
    for person in people:
        await person.say("/start")
    sim.flood(overall=30)
    answers = await asyncio.gather(*[ask("sendMessage", chat_id=one.id, text="x") for one in people])
    assert 29 <= sum(one["ok"] for one in answers) <= 34


async def test_a_group_takes_twenty_messages_a_minute(sim: Simulator, ask: Ask, ana: Person) -> None:
    [member] = sim.group("Famille", ana)
    sim.flood()
    answers = [await ask("sendMessage", chat_id=member.chat_id, text="x") for _ in range(21)]
    assert [one["ok"] for one in answers] == [True] * 20 + [False]
    assert answers[-1]["parameters"]["retry_after"] > 50
