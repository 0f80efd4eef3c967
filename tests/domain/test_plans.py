from datetime import date, timedelta

import pytest

from core.domain.money import Money
from core.domain.plans import CATALOGUE, Feature, Interval, Level, allows, counted_month, first_with

LIMITS = {level: terms.limits for level, terms in CATALOGUE.items()}


def test_the_table_offers_what_was_promised():
    prices = {(level, price.interval): price.money for level in Level for price in CATALOGUE[level].prices
              if price.money.currency == "EUR"}  # fmt: skip
    assert prices == {
        (Level.STANDARD, Interval.MONTH): Money(999),
        (Level.STANDARD, Interval.YEAR): Money(9900),
        (Level.PREMIUM, Interval.MONTH): Money(1999),
        (Level.PREMIUM, Interval.YEAR): Money(19900),
    }
    assert [LIMITS[level][Feature.VEHICLES] for level in Level] == [3, 10, None]
    assert [LIMITS[level][Feature.DOCUMENTS] for level in Level] == [50, 200, 1000]
    assert [LIMITS[level][Feature.RECORDS] for level in Level] == [10, 50, 200]
    assert [LIMITS[level][Feature.READINGS] for level in Level] == [3, 100, 500]
    assert [LIMITS[level][Feature.DIAGNOSES] for level in Level] == [0, 0, 30]
    assert all(set(limits) == set(Feature) for limits in LIMITS.values())


@pytest.mark.parametrize(
    ("limit", "used", "more", "fits"),
    [(3, 2, 1, True), (3, 3, 1, False), (3, 0, 4, False), (None, 10**9, 1, True), (0, 0, 1, False)],
)
def test_a_limit_is_reached_and_never_passed(limit: int | None, used: int, more: int, fits: bool):
    assert allows(limit, used, more) is fits


@pytest.mark.parametrize(
    ("feature", "above", "better"),
    [
        (Feature.VEHICLES, Level.FREE, Level.STANDARD),
        (Feature.VEHICLES, Level.STANDARD, Level.PREMIUM),
        (Feature.VEHICLES, Level.PREMIUM, None),
        (Feature.DIAGNOSES, Level.FREE, Level.PREMIUM),
        (Feature.ANALYSES, Level.STANDARD, Level.PREMIUM),
    ],
)
def test_the_smallest_plan_that_gives_more_is_offered(feature: Feature, above: Level, better: Level | None):
    assert first_with(LIMITS, feature, above) is better


def test_a_month_has_its_own_count_and_a_try_is_for_ever():
    day = date(2026, 12, 31)
    assert counted_month(Feature.READINGS, day) == "2026-12"
    assert counted_month(Feature.READINGS, day + timedelta(days=1)) == "2027-01"
    assert counted_month(Feature.AI_TRIES, day) == counted_month(Feature.AI_TRIES, date(2030, 1, 1))
