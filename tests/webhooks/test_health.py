from pathlib import Path

import aiohttp

from simulator.testing import Simulator
from tests.conftest import Bot, running_bot


async def read(bot: Bot, path: str) -> tuple[int, dict[str, object]]:
    async with aiohttp.ClientSession() as session, session.get(f"{bot.runtime.sidecar.address}{path}") as response:
        return response.status, await response.json()


async def test_a_running_bot_is_alive_and_ready(bot: Bot):
    assert await read(bot, "/health") == (200, {"status": "ok"})
    status, body = await read(bot, "/health/ready")
    assert status == 200
    parts = body["parts"]
    assert isinstance(parts, dict)
    assert {name: part["status"] for name, part in parts.items()} == {"db": "ok", "telegram": "ok", "queue": "ok"}


async def test_each_part_tells_how_long_it_took(bot: Bot):
    for part in ("db", "telegram", "queue"):
        status, body = await read(bot, f"/health/{part}")
        assert status == 200
        assert float(str(body["milliseconds"])) >= 0


async def test_without_telegram_it_is_alive_but_not_ready_and_names_only_the_kind_of_problem(
    sim: Simulator, tmp_path: Path
):
    async with running_bot(sim, tmp_path) as bot:
        sim.fault(kind="500", method="getMe", times=1)
        status, body = await read(bot, "/health/ready")
        assert status == 503
        assert body["status"] == "degraded"
        assert sim.token not in str(body)
        assert (await read(bot, "/health"))[0] == 200


async def test_unknown_paths_are_not_found(bot: Bot):
    async with aiohttp.ClientSession() as session:
        for path in ("/", "/admin", "/telegram"):
            async with session.get(f"{bot.runtime.sidecar.address}{path}") as response:
                assert response.status == 404
