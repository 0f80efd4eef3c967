import asyncio
from pathlib import Path

from core.i18n import translator
from simulator.running import serve
from simulator.testing import Simulator
from tests.conftest import Chat, running_bot


async def test_a_bot_hears_a_chat_page_that_was_started_again(tmp_path: Path):
    numbers = list[int]()
    for _ in range(2):
        async with serve(continues=True) as page:
            sim = Simulator(page)
            async with running_bot(sim, tmp_path) as bot:
                ana = Chat(bot, sim.user("Ana"), translator("fr"))
                numbers.append(await ana.person.say("/start"))
                await bot.settle()
                assert ana.person.messages[-1].from_bot, "what has a number of before is taken for a message of before"
        # Each number of the page stands for a second at the least.
        await asyncio.sleep(1)
    assert numbers[0] < numbers[1]
