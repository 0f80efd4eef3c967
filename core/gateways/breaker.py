"""A breaker in front of a service that may be away: after failures in a row nobody waits for it for a while."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

OPENS_AFTER: Final = 5
PAUSE: Final = 60.0


@dataclass(slots=True)
class Breaker:
    """Closed at first; open after failures in a row; then one call in each pause tries whether it is back."""

    opens_after: int = OPENS_AFTER
    pause: float = PAUSE
    now: Callable[[], float] = field(default=time.monotonic)
    _failures: int = 0
    _closed_until: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether calls are spared now."""
        return self._closed_until is not None and self.now() < self._closed_until

    def begin(self) -> bool:
        """Whether a call may be made; the first after a pause is the one that tries, the others wait for it."""
        if self._closed_until is None:
            return True
        if self.now() < self._closed_until:
            return False
        self._closed_until = self.now() + self.pause
        return True

    def succeeded(self) -> None:
        """The service answers: close."""
        self._failures, self._closed_until = 0, None

    def failed(self, *, at_once: bool = False) -> None:
        """It did not answer; `at_once`: and will not for a while."""
        self._failures += 1
        if at_once or self._failures >= self.opens_after:
            self._closed_until = self.now() + self.pause
