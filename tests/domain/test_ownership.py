from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.money import Money
from core.domain.ownership import (
    Distance,
    Expense,
    Period,
    Span,
    distance_driven,
    ownership,
    span_of,
)

YEAR = Span(date(2025, 11, 27), date(2026, 11, 26))


def spent(day: date, category: str, euros: int, currency: str = "EUR") -> Expense:
    return Expense(day, category, Money(euros * 100, currency))


def test_a_year_is_added_up_by_category_per_month_and_per_kilometre() -> None:
    expenses = [
        spent(date(2026, 1, 10), "fuel", 900), spent(date(2026, 3, 3), "insurance", 600),
        spent(date(2026, 8, 1), "fuel", 660), spent(date(2025, 11, 26), "fuel", 70),
        spent(date(2026, 5, 5), "toll", 24),
    ]  # fmt: skip
    readings = [(YEAR.start, 60_000), (date(2026, 4, 1), 64_000), (YEAR.end, 74_560)]
    found = ownership(expenses, readings, YEAR)
    assert found.distance == Distance(14_560, estimated=False)
    (euros,) = found.costs
    assert euros.categories == (("fuel", Money(156_000)), ("insurance", Money(60_000)), ("toll", Money(2_400)))
    assert (euros.running, euros.whole) == (Money(218_400), Money(218_400))
    # 365 days are 11.99 months of 30.4375 days; 2 184 € over 14 560 km are 15 cents.
    assert (euros.per_month, euros.per_km) == (Money(18_212), Decimal("0.150"))


def test_purchase_and_sale_stand_apart_from_what_running_it_costs() -> None:
    life = Span(date(2022, 1, 1), date(2026, 1, 1))
    bought, sold = (date(2022, 1, 1), Money(1_500_000)), (date(2026, 1, 1), Money(800_000))
    (euros,) = ownership([spent(date(2023, 1, 1), "fuel", 1_000)], [], life, bought, sold).costs
    assert (euros.running, euros.purchase, euros.sale) == (Money(100_000), Money(1_500_000), Money(800_000))
    assert euros.whole == Money(800_000)
    (recent,) = ownership([spent(date(2026, 2, 1), "fuel", 50)], [], YEAR, bought, sold).costs
    assert (recent.purchase, recent.sale) == (None, Money(800_000))


def test_currencies_are_never_added_together() -> None:
    expenses = [spent(date(2026, 1, 1), "fuel", 100), spent(date(2026, 1, 2), "fuel", 900, "XOF")]
    found = ownership(expenses, [], YEAR, purchase=(date(2026, 1, 1), Money(5_000, "CHF")))
    assert {cost.currency: cost.whole.cents for cost in found.costs} == {"XOF": 90_000, "EUR": 10_000, "CHF": 5_000}


@pytest.mark.parametrize(
    ("period", "first_known", "start"),
    [
        (Period.MONTHS, date(2020, 1, 1), date(2025, 11, 27)), (Period.YEAR, date(2020, 1, 1), date(2026, 1, 1)),
        (Period.LIFE, date(2020, 1, 1), date(2020, 1, 1)), (Period.MONTHS, date(2026, 9, 1), date(2026, 9, 1)),
        (Period.LIFE, None, date(2026, 11, 26)), (Period.YEAR, None, date(2026, 1, 1)),
        (Period.LIFE, date(2027, 1, 1), date(2026, 11, 26)),
    ],
)  # fmt: skip
def test_a_period_begins_no_earlier_than_what_is_known(period: Period, first_known: date | None, start: date) -> None:
    assert span_of(period, date(2026, 11, 26), first_known) == Span(start, date(2026, 11, 26))


@pytest.mark.parametrize(
    ("readings", "distance"),
    [
        ([], None),
        ([(date(2026, 5, 1), 60_000)], None),
        ([(date(2026, 5, 1), 60_000), (date(2026, 5, 20), 61_000)], None),
        ([(date(2026, 1, 1), 60_000), (date(2026, 11, 26), 60_000)], None),
        ([(date(2026, 1, 1), 60_000), (date(2026, 11, 26), 59_000)], None),
        # 100 days before the period and 265 in it: 364 of its days are driven at 20 km a day.
        ([(date(2025, 8, 19), 60_000), (date(2026, 11, 26), 69_280)], Distance(7_280, estimated=False)),
        # Readings from May on: 209 of 364 days at 20 km, the rest alike.
        ([(date(2026, 5, 1), 60_000), (date(2026, 11, 26), 64_180)], Distance(7_280, estimated=True)),
        ([(date(2025, 1, 1), 60_000), (date(2027, 1, 1), 67_300)], Distance(3_640, estimated=False)),
    ],
)
def test_kilometres_are_those_of_the_period(readings: list[tuple[date, int]], distance: Distance | None) -> None:
    assert distance_driven(readings, YEAR) == distance


DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))


@given(
    st.lists(st.tuples(DAYS, st.sampled_from(["fuel", "tax"]), st.integers(0, 10**7), st.sampled_from(["EUR", "CHF"]))),
    st.lists(st.tuples(DAYS, st.integers(0, 400_000)), max_size=6),
    DAYS,
    st.integers(0, 2000),
)
def test_categories_add_up_and_nothing_is_divided_by_nothing(
    rows: list[tuple[date, str, int, str]], readings: list[tuple[date, int]], start: date, days: int
) -> None:
    span = Span(start, start + timedelta(days=days))
    found = ownership([Expense(day, name, Money(cents, code)) for day, name, cents, code in rows], readings, span)
    for cost in found.costs:
        inside = sum(cents for day, _, cents, code in rows if day in span and code == cost.currency)
        assert sum(amount.cents for _, amount in cost.categories) == cost.running.cents == inside
        assert 0 <= cost.per_month.cents <= cost.running.cents
        assert cost.per_km is None or cost.per_km.is_finite()
    assert found.distance is None or found.distance.kilometres > 0
