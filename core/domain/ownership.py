"""What owning a vehicle costs, per kilometre and per month, by category.

Every expense counts whole on its day. The period begins at the first day that anything is known of, so that a car
logged since spring is not divided by twelve months. Kilometres come from the odometer: between two readings the
distance is taken as even; where readings cover a part of the period only, but at least half of it, the rest is taken
to have been driven alike, and the result says that it is estimated. Currencies are never added together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from core.domain.money import Money
from core.domain.months import plus_months

DAYS_A_MONTH: Final = Decimal("30.4375")
_THOUSANDTH: Final = Decimal("0.001")
Reading: TypeAlias = tuple[date, int]
# A purchase or a sale: its day and its price.
Deal: TypeAlias = tuple[date, Money]


class Period(StrEnum):
    """Which time is looked at: the last twelve months, this calendar year, all that is known."""

    MONTHS = "months"
    YEAR = "year"
    LIFE = "life"


@dataclass(frozen=True, slots=True)
class Expense:
    """Money spent on a day, under the name of its category."""

    day: date
    category: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to another, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days lie between the two."""
        return (self.end - self.start).days

    @property
    def months(self) -> Decimal:
        """Its length in months of 30.4375 days, one at least: a week says nothing about a month's cost."""
        return max((self.days + 1) / DAYS_A_MONTH, Decimal(1))

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a vehicle went; `estimated` when readings cover a part of the period only."""

    kilometres: int
    estimated: bool


@dataclass(frozen=True, slots=True)
class CurrencyCost:
    """What was spent in one currency: running costs by category, the largest first; purchase and sale apart."""

    currency: str
    categories: tuple[tuple[str, Money], ...]
    running: Money
    purchase: Money | None
    sale: Money | None
    per_month: Money
    per_km: Decimal | None

    @property
    def whole(self) -> Money:
        """Running costs with the purchase, less the sale."""
        nothing = Money(0, self.currency)
        return self.running + (self.purchase or nothing) - (self.sale or nothing)


@dataclass(frozen=True, slots=True)
class Ownership:
    """The cost of a vehicle over a span; `distance` None where readings say too little."""

    span: Span
    distance: Distance | None
    costs: tuple[CurrencyCost, ...]


def ownership(
    expenses: Sequence[Expense],
    readings: Sequence[Reading],
    span: Span,
    purchase: Deal | None = None,
    sale: Deal | None = None,
) -> Ownership:
    """Work out the cost over a span; purchase and sale count where their day lies in it."""
    bought = purchase[1] if purchase is not None and purchase[0] in span else None
    sold = sale[1] if sale is not None and sale[0] in span else None
    spent = [expense for expense in expenses if expense.day in span]
    distance = distance_driven(readings, span)
    currencies = {expense.amount.currency for expense in spent}
    currencies |= {amount.currency for amount in (bought, sold) if amount is not None}
    costs = [
        _of_currency(
            currency,
            [expense for expense in spent if expense.amount.currency == currency],
            span,
            distance,
            _in(currency, bought),
            _in(currency, sold),
        )
        for currency in currencies
    ]
    # The currency most was spent in stands first; cents of two of them are only compared for the order.
    return Ownership(span, distance, tuple(sorted(costs, key=lambda cost: (-cost.running.cents, cost.currency))))


def span_of(period: Period, today: date, first_known: date | None) -> Span:
    """The days a period means today, from the first day that anything is known of."""
    match period:
        case Period.MONTHS:
            start = plus_months(today, -12) + timedelta(days=1)
        case Period.YEAR:
            start = date(today.year, 1, 1)
        case Period.LIFE:
            start = first_known or today
    return Span(min(max(start, first_known or start), today), today)


def distance_driven(readings: Sequence[Reading], span: Span) -> Distance | None:
    """The kilometres within a span, or None where readings cover less than half of it or show no distance."""
    ordered = sorted(readings)
    inside = [reading for reading in ordered if reading[0] in span]
    before = [reading for reading in ordered if reading[0] < span.start][-1:]
    after = [reading for reading in ordered if reading[0] > span.end][:1]
    points = [(day, Decimal(kilometres)) for day, kilometres in (*before, *inside, *after)]
    if len(points) < 2 or span.days == 0:
        return None
    first, last = points[0], points[-1]
    if before:
        first = span.start, _between(points[0], points[1], span.start)
    if after:
        last = span.end, _between(points[-2], points[-1], span.end)
    covered, driven = (last[0] - first[0]).days, last[1] - first[1]
    if covered * 2 < span.days or covered == 0:
        return None
    kilometres = _whole(driven * span.days / covered)
    return Distance(kilometres, covered < span.days) if kilometres > 0 else None


def _of_currency(
    currency: str,
    spent: Sequence[Expense],
    span: Span,
    distance: Distance | None,
    purchase: Money | None,
    sale: Money | None,
) -> CurrencyCost:
    by_category: dict[str, int] = {}
    for expense in spent:
        by_category[expense.category] = by_category.get(expense.category, 0) + expense.amount.cents
    running = sum(by_category.values())
    ordered = sorted(by_category.items(), key=lambda item: (-item[1], item[0]))
    return CurrencyCost(
        currency,
        tuple((category, Money(cents, currency)) for category, cents in ordered),
        Money(running, currency),
        purchase,
        sale,
        Money(_whole(running / span.months), currency),
        (Decimal(running) / 100 / distance.kilometres).quantize(_THOUSANDTH, ROUND_HALF_UP) if distance else None,
    )


def _in(currency: str, amount: Money | None) -> Money | None:
    return amount if amount is not None and amount.currency == currency else None


def _between(earlier: tuple[date, Decimal], later: tuple[date, Decimal], day: date) -> Decimal:
    """What the odometer showed on a day between two readings, at an even pace."""
    days = (later[0] - earlier[0]).days
    passed = Decimal((day - earlier[0]).days) / days if days else Decimal(0)
    return earlier[1] + (later[1] - earlier[1]) * passed


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))
