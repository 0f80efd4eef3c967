"""A vehicle's service plan: how often each kind of work is due, and what the person's own invoices say about that."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Final

from core.domain.next_due import Done
from core.domain.service_schedule import Interval
from core.domain.service_types import ServiceType

LONGEST_MONTHS: Final = 240
LONGEST_KILOMETRES: Final = 400_000
SHORTEST_KILOMETRES: Final = 100

# So many stretches between two visits make a habit, when they are alike; below this difference it is no news.
_ENOUGH: Final = 2
_ALIKE: Final = 0.25
_NEWS: Final = 0.15
_DAYS_A_MONTH: Final = 30.44


class Origin(StrEnum):
    """Where an interval comes from."""

    SCHEDULE = "schedule"
    OWN = "own"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Rule:
    """How often a service is due on one vehicle; an inactive one is never due. With an anchor its rhythm is fixed."""

    service: ServiceType
    interval: Interval | None
    origin: Origin
    active: bool = True
    anchor: Done | None = None


def learned_interval(visits: Sequence[Done], current: Interval | None) -> Interval | None:
    """The rhythm that one's own visits had, oldest first; None when they are too few, too uneven, or no news.

    Only the limits that the current rule has are learned: who changes oil by the year gets no distance.
    """
    months = _rhythm([(later.on - earlier.on).days / _DAYS_A_MONTH for earlier, later in pairwise(visits)])
    known = [visit.kilometres for visit in visits if visit.kilometres is not None]
    distance = _rhythm([later - earlier for earlier, later in pairwise(known)])
    if current is not None:
        months = months if current.months else None
        distance = distance if current.kilometres else None
    found_months = min(max(round(months), 1), LONGEST_MONTHS) if months else None
    found_distance = _rounded(distance) if distance else None
    if not found_months and not found_distance:
        return None
    if current is None:
        return Interval(found_months, found_distance)
    if not _is_news(found_months, current.months) and not _is_news(found_distance, current.kilometres):
        return None
    return Interval(found_months or current.months, found_distance or current.kilometres)


def _rhythm(gaps: Sequence[float]) -> float | None:
    """The median of the stretches, when at least half of them are near it."""
    lasting = [gap for gap in gaps if gap > 0]
    if len(lasting) < _ENOUGH:
        return None
    middle = median(lasting)
    near = [gap for gap in lasting if abs(gap - middle) <= _ALIKE * middle]
    return middle if 2 * len(near) > len(lasting) else None


def _rounded(kilometres: float) -> int:
    step = 1_000 if kilometres >= 5_000 else 500 if kilometres >= 2_000 else 100
    return min(max(round(kilometres / step) * step, SHORTEST_KILOMETRES), LONGEST_KILOMETRES)


def _is_news(found: int | None, current: int | None) -> bool:
    return bool(found and current and abs(found - current) > _NEWS * current)
