"""Of many readings the most that can all be true: an odometer never runs back."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

DayReading = tuple[date, int]


def believable(new: Iterable[DayReading], there: Sequence[DayReading]) -> list[DayReading]:
    """The longest run of new readings that never goes back and contradicts none that is there; none twice."""
    bounds = _Bounds(there)
    return _longest_run(sorted({one for one in set(new) - set(there) if bounds.allow(*one)}))


class _Bounds:
    """What the readings that are there allow on a day."""

    def __init__(self, there: Sequence[DayReading]) -> None:
        ordered = sorted(there)
        self.days = [day for day, _ in ordered]
        self.highest: list[int] = []
        for _, kilometres in ordered:
            self.highest.append(max(kilometres, self.highest[-1] if self.highest else 0))
        self.lowest = [0] * len(ordered)
        low = None
        for place in range(len(ordered) - 1, -1, -1):
            low = ordered[place][1] if low is None else min(low, ordered[place][1])
            self.lowest[place] = low

    def allow(self, day: date, kilometres: int) -> bool:
        """Whether nothing earlier is higher and nothing later lower."""
        place = bisect_right(self.days, day)
        above = place == 0 or self.highest[place - 1] <= kilometres
        return above and (place == len(self.days) or kilometres <= self.lowest[place])


def _longest_run(ordered: Sequence[DayReading]) -> list[DayReading]:
    """The longest part of a list by days whose kilometres never fall."""
    ends: list[int] = []  # the lowest last value of a run of each length
    places: list[int] = []
    before: list[int] = []
    for place, (_, kilometres) in enumerate(ordered):
        length = bisect_right(ends, kilometres)
        if length == len(ends):
            ends.append(kilometres)
            places.append(place)
        else:
            ends[length], places[length] = kilometres, place
        before.append(places[length - 1] if length else -1)
    run, place = [], places[-1] if places else -1
    while place >= 0:
        run.append(ordered[place])
        place = before[place]
    return run[::-1]
