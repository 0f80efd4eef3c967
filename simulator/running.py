"""Starting and stopping the simulator in an event loop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from simulator.control import Control, first_people, guard
from simulator.mails import Mailroom
from simulator.openai.model_server import ModelServer
from simulator.server import LARGEST_REQUEST, BotApi
from simulator.stripe.stand_in import StandIn
from simulator.world import World

# No secret: it opens nothing but the simulator.
TOKEN = "7000000000:AAsimulator-token-of-a-bot-that-lives-here"  # noqa: S105
USERNAME = "autotrack_bot"
NAME = "AutoTrack"
_OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Running:
    """A simulator that answers."""

    url: str
    api: BotApi
    control: Control
    stripe: StandIn
    mails: Mailroom
    model: ModelServer


def application(api: BotApi, control: Control, host: str, *more: StandIn | Mailroom | ModelServer) -> web.Application:
    """Put the APIs and the page together."""
    names = _OWN_NAMES if host in _OWN_NAMES else frozenset[str]()
    app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[guard(names)])
    app.add_routes([*api.routes(), *control.routes(), *(route for one in more for route in one.routes())])
    return app


@asynccontextmanager
async def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    token: str = TOKEN,
    username: str = USERNAME,
    name: str = NAME,
    purchases: Path | None = None,
    continues: bool = False,
) -> AsyncIterator[Running]:
    """Answer until the block ends; port 0 takes a free one; `purchases` is a file that keeps what was bought.

    With `continues` no number of an update or a message is one that an earlier simulator gave to the same bot.
    """
    api = BotApi(World(token, username, name, continues=continues))
    first_people(api)
    control, stripe = Control(api), StandIn(api.world.clock, purchases)
    mails, model = Mailroom(api.world), ModelServer()
    runner = web.AppRunner(application(api, control, host, stripe, mails, model), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        taken: int = runner.addresses[0][1]
        # Bound to every address, it is reached at this machine's own.
        everywhere = host in ("", "0.0.0.0")  # noqa: S104  # what "every address" is shown as
        shown = "127.0.0.1" if everywhere else f"[{host}]" if ":" in host else host
        url = stripe.api.base = f"http://{shown}:{taken}"
        working = asyncio.create_task(stripe.run())
        try:
            yield Running(url, api, control, stripe, mails, model)
        finally:
            working.cancel()
            await asyncio.wait([working])
    finally:
        await api.close()
        await control.close()
        await runner.cleanup()
