"""A Stripe of its own: API, pages and webhooks over one store that follows the simulated clock."""

import asyncio
from pathlib import Path

from aiohttp import web

from simulator.clock import Clock
from simulator.stripe.lifecycle import Lifecycle
from simulator.stripe.store import Store
from simulator.stripe.stripe_api import StripeApi
from simulator.stripe.stripe_pages import StripePages
from simulator.stripe.telling import Telling
from simulator.wire import Raw

# Seconds between looks at the clock while nobody moves it.
_LOOK = 60.0
KEY = "sk_test_simulator"


class StandIn:
    """What `/stripe` answers, and `/sim/stripe` for whoever sets it up."""

    def __init__(self, clock: Clock, file: Path | None = None) -> None:
        self.clock = clock
        self.store = Store(clock.unix, file)
        self.lifecycle = Lifecycle(self.store)
        self.telling = Telling(self.store)
        self.api = StripeApi(self.store, self.lifecycle)
        self.pages = StripePages(self.store, self.lifecycle)

    def routes(self) -> list[web.RouteDef]:
        """Every route."""
        return [*self.api.routes(), *self.pages.routes(), web.post("/sim/stripe/address", self.address)]

    async def address(self, request: web.Request) -> web.Response:
        """Tell events to this address from now on, signed with this secret."""
        asked = await request.json()
        self.telling.addresses[str(asked["url"])] = str(asked["secret"])
        return web.json_response({"ok": True})

    async def run(self) -> None:
        """Tell events and follow the clock until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.telling.run())
            group.create_task(self._follow())

    async def _follow(self) -> None:
        while True:
            await self.clock.changed_since(self.clock.version, _LOOK)
            self.lifecycle.run()
            self.store.save()

    # For tests

    def pay(self, url: str, **how: int | bool) -> Raw:
        """Pay the checkout of this link, as its page would."""
        return self.pages.complete(self.store.objects[url.rpartition("/")[2]], **how)  # type: ignore[arg-type]  # its own options

    def only(self, kind: str) -> Raw:
        """The one object of a kind."""
        (found,) = self.store.all(kind)
        return found

    async def told(self, seconds: float = 10) -> None:
        """Return when every event has been told, or given up."""
        await self.telling.silent(seconds)
