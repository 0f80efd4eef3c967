"""Preventive work to advise for a vehicle, the most pressing first: what is due, what nobody noted, what wears."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from core.domain.service_schedule import Interval
from core.domain.service_types import ServiceType
from core.knowledge.topics import usual_costs

MOST: Final = 5
SOON: Final = timedelta(days=60)
# A distance this near counts as soon.
_NEAR_KM: Final = 1_500
# What is dangerous or ruinous to let go comes before comfort.
_WEIGHTY: Final = frozenset(
    {
        *(ServiceType.BRAKE_PADS, ServiceType.BRAKE_PADS_FRONT, ServiceType.BRAKE_PADS_REAR, ServiceType.BRAKE_FLUID),
        *(ServiceType.BRAKE_DISCS, ServiceType.BRAKE_DISCS_FRONT, ServiceType.BRAKE_DISCS_REAR, ServiceType.TYRES),
        *(ServiceType.TYRES_FRONT, ServiceType.TYRES_REAR, ServiceType.TIMING_BELT, ServiceType.OIL_CHANGE),
        ServiceType.TECHNICAL_INSPECTION,
    }
)


class Reason(StrEnum):
    """Why something is advised; the order is that of pressing."""

    OVERDUE = "overdue"
    SOON = "soon"
    UNKNOWN_DUE = "unknown_due"
    UNKNOWN_AGE = "unknown_age"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service as its plan has it; distances as the dash shows them. Without a due limit nothing is known of it."""

    service: ServiceType
    interval: Interval | None
    due_on: date | None = None
    due_km: int | None = None
    expected_on: date | None = None
    wears: bool = False

    @property
    def is_known(self) -> bool:
        """Whether its last visit is known."""
        return self.due_on is not None or self.due_km is not None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Work that is advised, why, and what it usually costs in EUR."""

    service: ServiceType
    reason: Reason
    due_on: date | None
    due_km: int | None
    expected_on: date | None
    wears: bool
    cost: tuple[int, int] | None
    years: int = 0


def suggestions(
    candidates: Iterable[Candidate],
    today: date,
    kilometres: int | None,
    registered_on: date | None,
    planned: Iterable[ServiceType] = (),
) -> tuple[Suggestion, ...]:
    """The work to advise, at most five, what is planned already left out."""
    left_out = set(planned)
    years = (today - registered_on).days // 365 if registered_on is not None else 0
    found = [
        _suggestion(one, _reason(one, today, kilometres, years), years)
        for one in candidates
        if one.service not in left_out
    ]
    found.sort(key=_pressing)
    return tuple(found[:MOST])


def _reason(one: Candidate, today: date, kilometres: int | None, years: int) -> Reason:
    if one.is_known:
        left = one.due_km - kilometres if one.due_km is not None and kilometres is not None else None
        if (one.due_on is not None and one.due_on < today) or (left is not None and left < 0):
            return Reason.OVERDUE
        expected = one.expected_on or one.due_on
        near = (expected is not None and expected <= today + SOON) or (left is not None and left <= _NEAR_KM)
        return Reason.SOON if near else Reason.LATER
    if one.interval is None:
        return Reason.UNKNOWN
    if one.interval.kilometres and kilometres is not None and kilometres >= one.interval.kilometres:
        return Reason.UNKNOWN_DUE
    aged = one.interval.months is not None and years * 12 >= one.interval.months
    return Reason.UNKNOWN_AGE if aged else Reason.UNKNOWN


def _suggestion(one: Candidate, reason: Reason, years: int) -> Suggestion:
    cost = usual_costs().get(one.service.value)
    return Suggestion(one.service, reason, one.due_on, one.due_km, one.expected_on, one.wears, cost, years)


def _pressing(one: Suggestion) -> tuple[int, bool, date, str]:
    rank = list(Reason).index(one.reason)
    return rank, one.service not in _WEIGHTY, one.expected_on or one.due_on or date.max, one.service.value
