"""Costs that come back, and costs that come once.

A payment counts whole on the day it falls due: a year's insurance of 600 € paid on 3 March is 600 € in March and
nothing in the other months. Payments are the occurrences `first + k periods`, counted from the first day so that the
31st stays the 31st where a month has one; nothing is spread, so that what is shown is what left the account.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from typing import Final

from core.domain.months import plus_months


@unique
class CostType(StrEnum):
    """A kind of cost beside fuel and maintenance; values are stored and exported."""

    INSURANCE = "insurance"
    TAX = "tax"
    PARKING = "parking"
    TOLL = "toll"
    FINE = "fine"
    CREDIT = "credit"
    WASH = "wash"
    CHARGING_SUBSCRIPTION = "charging_subscription"
    REGISTRATION = "registration"
    OTHER = "other"


# The rhythms that have a name, in months.
NAMED_PERIODS: Final = (1, 3, 6, 12)
HIGHEST_PERIOD: Final = 120
# Kinds that come once as a rule, so that nobody is asked for their rhythm.
USUALLY_ONCE: Final = frozenset({CostType.TOLL, CostType.FINE, CostType.WASH, CostType.REGISTRATION})


_COST_NAMES: Final = frozenset(f"cost.{kind}" for kind in CostType)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a cost is paid: once, or from a first day every some months until a last day (both included)."""

    first_on: date
    period_months: int | None = None
    ends_on: date | None = None


def cost_name(kind: CostType) -> str:
    """Name the message that says a kind of cost to people."""
    return f"cost.{kind}"


def is_cost_name(name: str) -> bool:
    """Whether a name is that of a kind of cost: a reminder of a payment carries it in place of a service."""
    return name in _COST_NAMES


def payments(schedule: Schedule, start: date, end: date) -> Iterator[date]:
    """The days within [start, end] on which it is paid, earliest first."""
    last = min(end, schedule.ends_on) if schedule.ends_on is not None else end
    period = schedule.period_months
    if period is None:
        if start <= schedule.first_on <= last:
            yield schedule.first_on
        return
    number = _first_number(schedule.first_on, period, start)
    while (day := _payment(schedule.first_on, period, number)) is not None and day <= last:
        if day >= start:
            yield day
        number += 1


def times_paid(schedule: Schedule, start: date, end: date) -> int:
    """How often it is paid within [start, end]."""
    return sum(1 for _ in payments(schedule, start, end))


def next_payment(schedule: Schedule, after: date) -> date | None:
    """The first payment after a day, if one is to come."""
    if schedule.period_months is None:
        return schedule.first_on if schedule.first_on > after else None
    number = _first_number(schedule.first_on, schedule.period_months, after)
    while (day := _payment(schedule.first_on, schedule.period_months, number)) is not None and day <= after:
        number += 1
    ended = day is not None and schedule.ends_on is not None and day > schedule.ends_on
    return None if ended else day


def _first_number(first_on: date, period: int, start: date) -> int:
    """The number of a payment that is not after `start` but near it (0: the first one)."""
    months = (start.year - first_on.year) * 12 + start.month - first_on.month
    return max(months // period - 1, 0)


def _payment(first_on: date, period: int, number: int) -> date | None:
    """The payment of a number; none past the end of the calendar."""
    try:
        return plus_months(first_on, number * period)
    except OverflowError:
        return None
