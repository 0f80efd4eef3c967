"""Counts and durations of what happens, as plain numbers: adding one costs a microsecond; others read them."""

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# Upper bounds in seconds; what takes longer than the last one is counted apart.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 60.0)

# A name and the values of its labels, which come from short fixed lists: never an id, never a text.
Key = tuple[str, ...]


@dataclass(slots=True)
class Durations:
    """How often something took how long."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        """One more."""
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds


@dataclass(slots=True)
class Meters:
    """What one process counted since it started. Used from the event loop alone, so it needs no lock."""

    counts: Counter[Key] = field(default_factory=Counter)
    durations: dict[Key, Durations] = field(default_factory=dict)
    # What goes up and down, such as the number of pages being read.
    levels: Counter[Key] = field(default_factory=Counter)

    def count(self, *key: str) -> None:
        """One more of this."""
        self.counts[key] += 1

    def took(self, seconds: float, *key: str) -> None:
        """Something took so long."""
        found = self.durations.get(key)
        if found is None:
            found = self.durations[key] = Durations()
        found.add(max(0.0, seconds))

    @contextmanager
    def timed(self, *key: str) -> Iterator[None]:
        """Measure the block, and count it among what is going on."""
        began = time.perf_counter()
        self.levels[key] += 1
        try:
            yield
        finally:
            self.levels[key] -= 1
            self.took(time.perf_counter() - began, *key)
