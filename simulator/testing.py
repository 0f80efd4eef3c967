"""People with the bot, for tests: `ana = sim.user("Ana", lang="fr"); await ana.say("/start"); ana.last`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from simulator import snapshots
from simulator.faults import Fault
from simulator.mails import Mail
from simulator.people import ImpossibleError, perform
from simulator.person import Message, Person, Toast
from simulator.running import TOKEN, USERNAME, Running, serve
from simulator.server import Request
from simulator.wire import Raw, Upload

__all__ = ["ImpossibleError", "Message", "Person", "Simulator", "Toast", "Upload"]


class Simulator:
    """A simulator in this event loop."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self.api = running.api
        self.control = running.control
        self.stripe = running.stripe
        self.model = running.model
        self.mails = running.mails
        self.world = running.api.world
        self.api_url = running.url
        self.page_url = f"{running.url}/"
        self.token = self.world.token
        self._people: list[Person] = []

    @classmethod
    @asynccontextmanager
    async def running(
        cls, token: str = TOKEN, port: int = 0, *, host: str = "127.0.0.1", username: str = USERNAME
    ) -> AsyncIterator["Simulator"]:
        """Serve on a port of this machine until the block ends."""
        async with serve(host=host, port=port, token=token, username=username) as running:
            yield cls(running)

    @property
    def mailbox(self) -> list[Mail]:
        """The letters that were sent, the newest last."""
        return self.mails.letters

    def user(self, name: str, lang: str = "fr") -> Person:
        """Find a person by name or let one appear."""
        known = self.world.user(name, lang)
        return self._known(Person(known.id, name, _Here(self)))

    def group(self, title: str, *members: Person) -> list[Person]:
        """Open a group with the bot; returns its members as they act there."""
        chat = self.world.group(title, [self.world.users[one.id] for one in members])
        return [self._known(Person(one.id, one.name, _Here(self), chat.id)) for one in members]

    def _known(self, person: Person) -> Person:
        self._people.append(person)
        return person

    @property
    def requests(self) -> list[Request]:
        """What the bot asked, oldest first; fetching updates is left out unless it failed."""
        return list(self.api.requests)

    @property
    def violations(self) -> list[str]:
        """Requests that the Bot API would refuse in any state."""
        return self.api.violations

    @property
    def unconfirmed(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self.world.updates.pending)

    @property
    def unanswered(self) -> int:
        """How many taps still show their spinner."""
        return sum(not query.answered for query in self.world.queries.values())

    @property
    def now(self) -> datetime:
        """The simulated time."""
        return self.world.clock.now()

    async def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0, weeks: float = 0
    ) -> None:
        """Move the clock forward; what the bot wrote before is no longer waited for."""
        for person in self._people:
            person.look_away()
        by = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, weeks=weeks)
        self.world.clock.advance(by.total_seconds())
        self.world.emit({"type": "clock", **self.world.clock.reading()})
        self.stripe.lifecycle.run()
        await asyncio.sleep(0)

    def fault(
        self,
        *,
        kind: str,
        method: str = "*",
        times: int | None = 1,
        retry_after: int = 1,
        chat_id: int | None = None,
        delay: float = 0,
        description: str = "",
    ) -> None:
        """Let the next matching requests fail."""
        self.api.faults.add(Fault(kind, method, times, retry_after, chat_id, delay, description))

    def clear_faults(self) -> None:
        """End all faults, those of updates too."""
        self.api.faults.clear()
        self.updates()

    def updates(self, *, duplicates: int = 0, reorder: bool = False) -> None:
        """Deliver every update so many times more, or in the wrong order."""
        self.world.updates.duplicates, self.world.updates.reorder = duplicates, reorder

    def flood(
        self, *, on: bool = True, overall: float = 30, per_chat: float = 1, burst: int = 5, per_minute: int = 20
    ) -> None:
        """Apply Telegram's sending limits."""
        self.api.flood.switch(on=on, overall=overall, per_chat=per_chat, burst=burst, per_minute=per_minute)

    async def quiet(self, seconds: float = 0.2, timeout: float = 5) -> None:
        """Return when all updates are confirmed and the bot asked nothing for so long."""
        loop = asyncio.get_running_loop()
        end, since, count = loop.time() + timeout, loop.time(), -1
        while loop.time() - since < seconds or self.unconfirmed:
            if loop.time() > end:
                words = f"not quiet after {timeout} s; {self.unconfirmed} updates are not confirmed"
                raise TimeoutError(words)
            if len(self.api.requests) != count:
                count, since = len(self.api.requests), loop.time()
            await asyncio.sleep(0.01)


class _Here:
    """The backend in this process."""

    def __init__(self, sim: Simulator) -> None:
        self._world = sim.world

    async def act(self, user_id: int, deed: str, payload: Raw, uploads: list[Upload]) -> Raw:
        return perform(self._world, user_id, deed, payload, uploads)

    def chat(self, chat_id: int) -> Raw:
        return snapshots.chat_snapshot(self._world, self._world.chats[chat_id])

    def newest(self, chat_id: int) -> Raw | None:
        chat = self._world.chats[chat_id]
        return next((self._world.view(one) for one in chat.newest_first() if one.from_bot), None)

    def happened(self, chat_id: int) -> int:
        return len(self._world.chats[chat_id].activity)

    def activity(self, chat_id: int, after: int) -> list[Raw]:
        return snapshots.activity(self._world, self._world.chats[chat_id], after)

    async def wait(self, chat_id: int, after: int, seconds: float) -> None:
        chat = self._world.chats[chat_id]
        if len(chat.activity) <= after:
            await chat.pulse.wait(seconds)

    def file(self, file_id: str) -> bytes:
        stored = self._world.files.get(file_id)
        if stored is None:
            raise LookupError("there is no such file")
        return stored.content
