"""Sums over time for pictures: what is spent goes into slots of months, quarters or years, and nothing is lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from core.domain.months import plus_months
from core.domain.ownership import Expense, Span

# Above so many months a column stands for a quarter, then for a year.
MOST_MONTHS, MOST_QUARTERS = 18, 48


class SpendGroup(StrEnum):
    """What a column is made of."""

    ENERGY = "energy"
    WORK = "work"
    INSURANCE = "insurance"
    OTHER = "other"


_GROUPS: Final = {"fuel": SpendGroup.ENERGY, "insurance": SpendGroup.INSURANCE}


@dataclass(frozen=True, slots=True)
class Slot:
    """A column's time: from its first day up to, and without, the first day of the next."""

    start: date
    until: date
    months: int


@dataclass(frozen=True, slots=True)
class Spending:
    """What was spent in one currency: hundredths by group for each slot, and by category."""

    currency: str
    slots: tuple[Slot, ...]
    groups: dict[SpendGroup, tuple[int, ...]]
    categories: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All of it, in hundredths."""
        return sum(sum(cents) for cents in self.groups.values())


def group_of(category: str) -> SpendGroup:
    """The group of a category's name: work is told by its own list of categories."""
    if category.startswith("category."):
        return SpendGroup.WORK
    return _GROUPS.get(category, SpendGroup.OTHER)


def slots_of(span: Span) -> tuple[Slot, ...]:
    """The columns of a span, whole months at both ends."""
    first = span.start.replace(day=1)
    months = (span.end.year - first.year) * 12 + span.end.month - first.month + 1
    width = 1 if months <= MOST_MONTHS else 3 if months <= MOST_QUARTERS else 12
    if width == 3:
        first = first.replace(month=(first.month - 1) // 3 * 3 + 1)
    elif width == 12:
        first = first.replace(month=1)
    slots = []
    start = first
    while start <= span.end:
        until = plus_months(start, width)
        slots.append(Slot(start, until, width))
        start = until
    return tuple(slots)


def spending(expenses: Iterable[Expense], span: Span) -> tuple[Spending, ...]:
    """The sums of each currency, the one most was spent in first; cents of two are only compared for the order."""
    by_currency: dict[str, list[Expense]] = {}
    for expense in expenses:
        if expense.day in span:
            by_currency.setdefault(expense.amount.currency, []).append(expense)
    slots = slots_of(span)
    found = [_of(currency, spent, slots) for currency, spent in by_currency.items()]
    return tuple(sorted(found, key=lambda one: (-one.total, one.currency)))


def _of(currency: str, spent: Sequence[Expense], slots: tuple[Slot, ...]) -> Spending:
    groups = {group: [0] * len(slots) for group in SpendGroup}
    categories: dict[str, int] = {}
    for expense in spent:
        place = _place(expense.day, slots)
        groups[group_of(expense.category)][place] += expense.amount.cents
        categories[expense.category] = categories.get(expense.category, 0) + expense.amount.cents
    ordered = tuple(sorted(categories.items(), key=lambda item: (-item[1], item[0])))
    return Spending(currency, slots, {group: tuple(cents) for group, cents in groups.items()}, ordered)


def _place(day: date, slots: Sequence[Slot]) -> int:
    first, width = slots[0].start, slots[0].months
    return ((day.year - first.year) * 12 + day.month - first.month) // width
