import asyncio

from structlog.testing import capture_logs

from bot.background import Background
from core.models import ChatState, OdometerReading
from tests.conftest import Chat
from tests.making import vehicle


async def test_what_starts_a_flow_starts_it_over_in_its_midst(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/km")
    await chat.say("/km")
    assert chat.last.endswith(chat.says("odometer.ask", vehicle="AB-123-CD"))
    await chat.say("42 000")
    assert (await OdometerReading.get()).kilometres == 42_000
    assert (await ChatState.get()).flow == ""


async def test_another_flow_takes_over_and_says_so(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/start")
    await chat.say("/km")
    await chat.say("/settings")
    assert chat.last.startswith(chat.says("chat.left_flow"))
    assert (await ChatState.get()).flow == ""


async def test_background_work_is_waited_for_and_ends_with_us():
    background, done = Background(), list[str]()

    async def work(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        done.append(name)

    async def fail() -> None:
        raise ValueError

    with capture_logs() as log:
        background.start(work("quick", 0.02))
        background.start(work("endless", 60))
        background.start(fail())
        async with asyncio.timeout(2):
            await background.drain(0.2)
        await background.drain(0.2)
    assert done == ["quick"]
    assert [one["event"] for one in log] == ["background.failed"]
