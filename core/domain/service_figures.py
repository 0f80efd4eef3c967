"""Figures of the whole service, from counts of rows: who comes, who stays, who pays, what it brings and costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from core.domain.months import plus_months
from core.domain.plans import Level

# How many months are looked back on, and how many of them a cohort is followed.
MONTHS: Final = 12
FOLLOWED: Final = 6


class Insight(StrEnum):
    """What figures are about. Values are part of buttons."""

    PEOPLE = "people"
    STAYING = "staying"
    PLANS = "plans"
    MONEY = "money"
    READING = "reading"
    AI = "ai"


@dataclass(frozen=True, slots=True)
class Active:
    """Different people who came on a day, in a week and in a month that end with a day; and how many there are."""

    day: int
    week: int
    month: int
    people: int
    new: int
    # By day, and by calendar month: (the first day of it, people).
    days: tuple[tuple[date, int], ...]
    months: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class Cohort:
    """People who began in a month, and how many of them came in each month after it; None: not over, or to come."""

    month: date
    size: int
    came: tuple[int | None, ...]

    def share(self, place: int) -> float | None:
        """The part of them that came so many months later (1: the month after)."""
        came = self.came[place - 1]
        return came / self.size if came is not None and self.size else None


@dataclass(frozen=True, slots=True)
class Conversions:
    """Who went from plan to plan: how many people there are, reached one, and hold it now."""

    people: int
    reached: Mapping[Level, int]
    now: Mapping[Level, int]
    # Of those who reached the dearer plan, how many came from the cheaper one.
    upgraded: int
    # By month: first steps from free to either plan, and steps up from the cheaper to the dearer one.
    months: tuple[tuple[date, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Revenue:
    """Money of one currency by month, in cents: what came in, what was paid back of it, what is left."""

    currency: str
    months: tuple[tuple[date, int, int], ...]

    @property
    def net(self) -> int:
        """What is left of all of it."""
        return sum(paid - refunded for _, paid, refunded in self.months)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often what was read was right: values shown on papers that were kept, and those that people corrected."""

    fields: tuple[tuple[str, int, int], ...]
    months: tuple[tuple[date, int, int], ...]

    @property
    def shown(self) -> int:
        """How many values there were."""
        return sum(shown for _, shown, _ in self.fields)

    @property
    def corrected(self) -> int:
        """How many of them were corrected."""
        return sum(corrected for _, _, corrected in self.fields)


@dataclass(frozen=True, slots=True)
class AiCost:
    """What the model cost by month, in millionths, with calls and those that failed."""

    months: tuple[tuple[date, int, int, int], ...]


def months_until(day: date, count: int = MONTHS) -> tuple[date, ...]:
    """The first days of the last months, that of the day being the last one."""
    first = day.replace(day=1)
    return tuple(plus_months(first, back - count + 1) for back in range(count))


def cohorts(sizes: Mapping[date, int], came: Mapping[tuple[date, date], int], today: date) -> tuple[Cohort, ...]:
    """Cohorts by month of arrival, oldest first; `came` counts people by (month of arrival, month they came in)."""
    running = today.replace(day=1)
    found = []
    for month in months_until(today):
        later = [plus_months(month, ahead) for ahead in range(1, FOLLOWED + 1)]
        counts = tuple(came.get((month, one), 0) if one <= running else None for one in later)
        if sizes.get(month):
            found.append(Cohort(month, sizes[month], counts))
    return tuple(found)


def conversions(
    people: int, steps: Iterable[tuple[int, Level, date]], now: Mapping[Level, int], today: date
) -> Conversions:
    """Conversions from what each person was told of their plans, oldest first: (person, plan, day)."""
    plans: dict[int, list[tuple[Level, date]]] = {}
    for person, level, day in steps:
        known = plans.setdefault(person, [])
        if not known or known[-1][0] is not level:
            known.append((level, day))
    months = {month: [0, 0, 0] for month in months_until(today)}
    reached = dict.fromkeys(Level, 0) | {Level.FREE: people}
    upgraded = 0
    for known in plans.values():
        for level in {level for level, _ in known} - {Level.FREE}:
            reached[level] += 1
        first, begun = known[0]
        _count(months, begun, 0 if first is Level.STANDARD else 1)
        ups = [day for (one, _), (other, day) in pairwise(known) if (one, other) == (Level.STANDARD, Level.PREMIUM)]
        upgraded += bool(ups)
        for day in ups:
            _count(months, day, 2)
    rows = tuple((month, one[0], one[1], one[2]) for month, one in months.items())
    return Conversions(people, reached, now, upgraded, rows)


def _count(months: Mapping[date, list[int]], day: date, place: int) -> None:
    month = day.replace(day=1)
    if month in months:
        months[month][place] += 1


def revenues(rows: Iterable[tuple[date, str, int, int]], today: date) -> tuple[Revenue, ...]:
    """Money by currency, the one that brought most first; of rows (month, currency, paid, refunded)."""
    found: dict[str, dict[date, tuple[int, int]]] = {}
    for month, currency, paid, refunded in rows:
        found.setdefault(currency, {})[month] = (paid, refunded)
    made = [
        Revenue(currency, tuple((month, *sums.get(month, (0, 0))) for month in months_until(today)))
        for currency, sums in found.items()
    ]
    return tuple(sorted(made, key=lambda one: (-one.net, one.currency)))


def accuracy(fields: Iterable[tuple[str, int, int]], months: Mapping[date, tuple[int, int]], today: date) -> Accuracy:
    """How reading did: of rows (field, shown, corrected), those that are corrected most first."""
    ordered = sorted(fields, key=lambda row: (-row[2] / row[1] if row[1] else 0.0, row[0]))
    return Accuracy(tuple(ordered), tuple((month, *months.get(month, (0, 0))) for month in months_until(today)))
