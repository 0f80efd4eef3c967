"""When a service is due next: by the calendar or by the odometer, whichever comes first."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.domain.months import plus_months
from core.domain.pace import Mileage
from core.domain.service_schedule import Interval


class Decider(StrEnum):
    """What makes a service due."""

    DATE = "date"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class Done:
    """Work that was done: its day and, where known, the driven kilometres."""

    on: date
    kilometres: int | None = None


@dataclass(frozen=True, slots=True)
class NextDue:
    """The two limits of a service, and the day when the first of them is expected to be met.

    `earliest` and `latest` enclose that day in nine cases of ten; `latest` is None where it may be any later day.
    """

    due_on: date | None
    due_km: int | None
    expected_on: date | None
    decided_by: Decider
    earliest: date | None = None
    latest: date | None = None


def next_due(
    done: Done, interval: Interval, today: date, mileage: Mileage | None = None, anchor: Done | None = None
) -> NextDue:
    """Work out when a service is due again, counted from the visit; from the anchor when the rhythm is fixed.

    With a fixed rhythm, work done up to half an interval before its turn is the work of that turn.
    """
    due_on, due_km = _limits(done, interval, anchor)
    return _expected(due_on, due_km, today, mileage)


def _expected(due_on: date | None, due_km: int | None, today: date, mileage: Mileage | None) -> NextDue:
    if due_km is None or mileage is None:
        decider = Decider.DATE if due_on is not None else Decider.DISTANCE
        return NextDue(due_on, due_km, due_on, decider, due_on, due_on)
    # A limit that was passed, or is expected to have been, is met today at the latest.
    first, middle, last = (
        max(day, today) if day is not None else None
        for day in (mileage.earliest(due_km), mileage.reached_on(due_km), mileage.latest(due_km))
    )
    if middle is not None and (due_on is None or middle < due_on):
        return NextDue(due_on, due_km, middle, Decider.DISTANCE, first, _sooner(last, due_on))
    decider = Decider.DATE if due_on is not None else Decider.DISTANCE
    return NextDue(due_on, due_km, due_on, decider, _sooner(first, due_on), _sooner(last, due_on))


def _sooner(first: date | None, second: date | None) -> date | None:
    days = [day for day in (first, second) if day is not None]
    return min(days, default=None)


def _limits(done: Done, interval: Interval, anchor: Done | None) -> tuple[date | None, int | None]:
    start = anchor or done
    due_on = _next_turn(start.on, interval.months, done.on) if interval.months else None
    due_km = None
    if interval.kilometres and done.kilometres is not None:
        counted_from = start.kilometres if start.kilometres is not None else done.kilometres
        due_km = counted_from + _turns(done.kilometres - counted_from, interval.kilometres) * interval.kilometres
    return due_on, due_km


def _turns(gone: int, interval: int) -> int:
    """Which turn comes after `gone`: the nearest one is the one that was done."""
    return max((2 * gone + interval) // (2 * interval), 0) + 1


def _next_turn(start: date, months: int, done_on: date) -> date:
    """The turn after the one that work of a day was for, always counted from the start so that no day drifts."""
    turn = ((done_on.year - start.year) * 12 + done_on.month - start.month) // months
    if plus_months(start, turn * months) > done_on:
        turn -= 1
    behind, ahead = (plus_months(start, count * months) for count in (turn, turn + 1))
    return ahead if done_on - behind < ahead - done_on else plus_months(start, (turn + 2) * months)


def is_overdue(due: NextDue, today: date, kilometres: int | None) -> bool:
    """Whether one of the limits is behind: the day is past, or the driven kilometres have reached the mileage."""
    late = due.due_on is not None and due.due_on < today
    return late or (due.due_km is not None and kilometres is not None and kilometres >= due.due_km)
