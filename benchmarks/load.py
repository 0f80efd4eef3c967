"""A steady load of texts, and how long each took to be answered."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.testing import Person, Simulator

# Seconds after the last text in which answers still count, late as they are.
GRACE = 2.0
TICK = 0.005


@dataclass(frozen=True, slots=True)
class Step:
    """What came of a rate: seconds to the answer at the 95th of 100, and how many texts had none in time."""

    rate: float
    texts: int
    p95: float
    unanswered: int

    @property
    def sustained(self) -> bool:
        """Whether people would not have noticed."""
        return self.p95 <= 1.0


@dataclass(slots=True)
class Load:
    """Writes as people do, one text after the other in each chat; each text has one answer."""

    sim: Simulator
    people: list[Person]
    text: Callable[[int], str]
    _said: int = 0
    _open: dict[int, deque[float]] = field(default_factory=dict)
    _waits: list[float] = field(default_factory=list)

    async def step(self, rate: float, seconds: float) -> Step:
        """Write at a rate for so long."""
        self._waits.clear()
        self.sim.api.requests.clear()
        texts = round(rate * seconds)
        began = time.monotonic()
        for number in range(texts):
            while (late := time.monotonic() - began - number / rate) < 0:
                await asyncio.sleep(min(-late, TICK))
                self._read()
            await self._say()
        await self._settle(began + seconds + GRACE)
        unanswered = sum(len(chat) for chat in self._open.values())
        waits = sorted([*self._waits, *[float("inf")] * unanswered])
        return Step(rate, texts, waits[int(len(waits) * 0.95)], unanswered)

    async def catch_up(self, seconds: float) -> None:
        """Wait until everything was answered, so long at most; then forget it."""
        await self._settle(time.monotonic() + seconds)
        self._open.clear()

    async def _say(self) -> None:
        person = self.people[self._said % len(self.people)]
        self._open.setdefault(person.id, deque()).append(self.sim.world.clock.unix())
        await person.say(self.text(self._said))
        self._said += 1
        if self._said % 16 == 0:
            await asyncio.sleep(0)

    async def _settle(self, end: float) -> None:
        while time.monotonic() < end and any(self._open.values()):
            await asyncio.sleep(TICK)
            self._read()

    def _read(self) -> None:
        """Take what was answered since the last look."""
        requests = self.sim.api.requests
        while requests:
            request = requests.popleft()
            waiting = self._open.get(request.params.get("chat_id", 0))
            if request.method == "sendMessage" and request.ok and waiting:
                self._waits.append(request.at - waiting.popleft())
