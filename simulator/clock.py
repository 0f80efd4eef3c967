"""The simulated clock: real time plus an offset that only grows."""

import time
from datetime import UTC, datetime, timedelta

from simulator.pulse import Pulse
from simulator.wire import Raw


class Clock:
    """Says what time it is for everyone in the simulated world."""

    def __init__(self) -> None:
        self.offset = 0.0
        self.version = 1
        self._speed = 1.0
        self._since = time.monotonic()
        self._passed = 0.0
        self._moved = Pulse()

    def unix(self) -> float:
        """Return seconds since 1970."""
        return time.time() + self.offset

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    @staticmethod
    def monotonic() -> float:
        """Return real seconds for waiting; these are never moved."""
        return time.monotonic()

    @property
    def speed(self) -> float:
        """How many seconds of the limits pass in a real one."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._passed, self._since = self.seconds(), time.monotonic()
        self._speed = speed

    def seconds(self) -> float:
        """Return the seconds by which limits are counted: real ones, unless they are made to pass faster."""
        return self._passed + (time.monotonic() - self._since) * self._speed

    def advance(self, seconds: float) -> None:
        """Move forward; a clock never runs backwards."""
        if not 0 <= seconds <= 100 * 366 * 86_400:
            raise ValueError("the clock moves forward only, and by a century at most")
        self.offset += seconds
        self.version += 1
        self._moved.fire()

    async def changed_since(self, version: int, seconds: float) -> None:
        """Return when the clock was moved after that version, or when the time is over."""
        if self.version <= version:
            await self._moved.wait(seconds)

    def reading(self) -> Raw:
        """Return what the control API answers."""
        return {
            "version": self.version,
            "now": self.now().isoformat().replace("+00:00", "Z"),
            "offset_seconds": self.offset,
        }
