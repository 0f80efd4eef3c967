import socket
from pathlib import Path

from app.runtime import running
from app.wiring import build
from core.gateways.clock import MovableClock
from core.i18n import translator
from simulator.testing import Simulator
from tests.conftest import Bot, Chat, settings_for


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_with_a_public_address_messages_come_by_webhook(sim: Simulator, tmp_path: Path):
    port = free_port()
    settings = settings_for(sim, tmp_path).model_copy(
        update={"public_url": f"http://127.0.0.1:{port}", "http_port": port}
    )
    clock = MovableClock()
    async with running(build(settings, clock), warm=False) as runtime:
        assert not runtime.polls
        chat = Chat(Bot(sim, runtime, clock), sim.user("Camille", lang="fr"), translator("fr"))
        await chat.say("/start")
        assert chat.last.startswith(chat.says("start.welcome", name="Camille"))
    assert not [request for request in sim.requests if request.method == "getUpdates"]
