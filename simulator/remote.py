"""The same people as in testing.py, of a simulator that runs in another process."""

import asyncio
import base64
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from simulator.people import ImpossibleError
from simulator.person import Person
from simulator.wire import Raw, Upload

_PATIENCE = 60.0
_LONGEST_WAIT = 25.0


@dataclass(frozen=True, slots=True)
class _There:
    """The backend behind the control API; it blocks for the milliseconds that a local request takes."""

    url: str

    def ask(self, path: str, body: Raw | None = None) -> Raw:
        """Send a request and return the answer's JSON."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        # The address is the simulator's own, given by whoever started it.
        request = urllib.request.Request(f"{self.url}/sim/{path}", data, headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
                read: Raw = json.load(answer)
                return read
        except urllib.error.HTTPError as error:
            words = error.read().decode()
            if error.code == 409:
                raise ImpossibleError(json.loads(words)["error"]) from None
            raise ValueError(words) from None

    async def act(self, user_id: int, deed: str, payload: Raw, uploads: list[Upload]) -> Raw:
        files = [
            {"name": one.name, "mime": one.mime, "content": base64.b64encode(one.content).decode()} for one in uploads
        ]
        body = {**payload, "files": files} if files else payload
        return await asyncio.to_thread(self.ask, f"users/{user_id}/{deed}", body)

    def chat(self, chat_id: int) -> Raw:
        return self.ask(f"chats/{chat_id}")

    def newest(self, chat_id: int) -> Raw | None:
        messages: list[Raw] = self.chat(chat_id)["messages"]
        return next((one for one in reversed(messages) if one["from_bot"]), None)

    def happened(self, chat_id: int) -> int:
        count: int = self.ask(f"chats/{chat_id}/activity")["next"]
        return count

    def activity(self, chat_id: int, after: int) -> list[Raw]:
        items: list[Raw] = self.ask(f"chats/{chat_id}/activity?after={after}")["items"]
        return items

    async def wait(self, chat_id: int, after: int, seconds: float) -> None:
        path = f"chats/{chat_id}/activity?after={after}&timeout={min(seconds, _LONGEST_WAIT):.3f}"
        await asyncio.to_thread(self.ask, path)

    def file(self, file_id: str) -> bytes:
        address = f"{self.url}/sim/files/{quote(file_id)}"
        # The simulator's own address again.
        with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:  # noqa: S310
            content: bytes = answer.read()
            return content


class RemoteSimulator:
    """A simulator in another process, such as one that `python -m simulator` started."""

    def __init__(self, url: str) -> None:
        self.api_url = url.rstrip("/")
        self._there = _There(self.api_url)
        self._people: list[Person] = []

    def user(self, name: str, lang: str = "fr") -> Person:
        """Find a person by name or let one appear."""
        known = self._there.ask("users", {"name": name, "lang": lang})
        person = Person(known["id"], name, self._there)
        self._people.append(person)
        return person

    @property
    def requests(self) -> list[Raw]:
        """What the bot asked, oldest first."""
        requests: list[Raw] = self._there.ask("requests?limit=20000")["requests"]
        return requests

    @property
    def violations(self) -> list[str]:
        """Requests that the Bot API would refuse in any state."""
        violations: list[str] = self._there.ask("state")["violations"]
        return violations

    @property
    def unconfirmed(self) -> int:
        """How many updates the bot has not confirmed."""
        count: int = self._there.ask("state")["unconfirmed"]
        return count

    @property
    def unanswered(self) -> int:
        """How many taps still show their spinner."""
        return len(self._there.ask("state")["unanswered"])

    @property
    def now(self) -> datetime:
        """The simulated time."""
        return datetime.fromisoformat(self._there.ask("clock")["now"])

    async def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0, weeks: float = 0
    ) -> None:
        """Move the clock forward; what the bot wrote before is no longer waited for."""
        for person in self._people:
            person.look_away()
        by = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, weeks=weeks)
        await asyncio.to_thread(self._there.ask, "clock/advance", {"seconds": by.total_seconds()})

    def fault(self, *, kind: str, method: str = "*", times: int | None = 1, **more: float | str | None) -> None:
        """Let the next matching requests fail; see faults.Fault for what more there is."""
        self._there.ask("faults", {"kind": kind, "method": method, "times": times, **more})

    def updates(self, *, duplicates: int = 0, reorder: bool = False) -> None:
        """Deliver every update so many times more, or in the wrong order."""
        self._there.ask("updates", {"duplicates": duplicates, "reorder": reorder})

    def flood(self, *, on: bool = True, **figures: float) -> None:
        """Apply Telegram's sending limits."""
        self._there.ask("flood", {"on": on, **figures})
