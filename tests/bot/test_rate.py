import asyncio
import time

from bot.rate import GROUP_MESSAGES, LEAST_PUSHES, Pace


async def seconds_of(pace: Pace, *chats: int, answer: bool = False) -> float:
    began = time.monotonic()
    for chat in chats:
        await (pace.answer(chat) if answer else pace.push(chat))
    return time.monotonic() - began


async def test_answers_do_not_wait_for_each_other():
    assert await seconds_of(Pace(), *([7] * 500), answer=True) < 0.1


async def test_pushes_get_what_answers_leave_and_never_nothing():
    pace = Pace()
    quiet = await seconds_of(pace, *range(1, 11))
    for _ in range(200):
        await pace.answer(99)
    busy = await seconds_of(pace, 20, 21)
    assert quiet < 0.6
    assert 0.15 < busy <= 2 / LEAST_PUSHES + 0.2


async def test_a_group_gets_twenty_messages_a_minute_answers_too():
    pace = Pace(group_seconds=0.4)
    assert await seconds_of(pace, *([-5] * GROUP_MESSAGES), answer=True) < 0.1
    assert 0.25 < await seconds_of(pace, -5, answer=True) < 0.8
    assert await seconds_of(pace, -6, answer=True) < 0.1


async def test_a_chat_that_telegram_closed_once_gets_one_message_a_second_and_no_other_does():
    pace = Pace(per_chat_seconds=0.2)
    pace.slow_down(7, 0)
    assert 0.35 < await seconds_of(pace, 7, 7, 7, answer=True) < 0.9
    assert await seconds_of(pace, 8, 8, 8, answer=True) < 0.1


async def test_a_pause_that_telegram_asked_for_is_not_shortened_by_answers():
    pace = Pace()
    pace.slow_down(7, 0.6)
    for _ in range(20):
        await pace.answer(8)
    assert await seconds_of(pace, 9) > 0.4


async def test_who_waits_is_let_go_at_a_stop():
    pace = Pace()
    pace.slow_down(7, 60)
    waiting = asyncio.ensure_future(pace.push(9))
    await asyncio.sleep(0.01)
    pace.stop()
    async with asyncio.timeout(1):
        await waiting
