from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.health import (
    MOST,
    VITAL,
    Grade,
    HealthFacts,
    HealthRule,
    OddKind,
    Service,
    Spent,
    Trouble,
    Work,
    health_of,
    overdue_points,
)
from core.knowledge.prices import service_prices

TODAY = date(2026, 11, 26)
NAMES = (*sorted(VITAL), "oil_change", "air_filter", "wipers")
CENTS = st.integers(0, 2_000_000)
DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))
SERVICES = st.builds(
    Service,
    st.sampled_from(NAMES),
    st.none() | st.integers(-4_000, 4_000),
    st.integers(0, 500_00),
    st.integers(500_00, 900_00),
)
WORK = st.builds(
    Work, st.integers(1, 99), DAYS, st.booleans(), st.none() | CENTS, st.lists(st.sampled_from(NAMES)).map(tuple)
)
TROUBLES = st.builds(
    Trouble, st.integers(1, 9), st.just("x"), st.sampled_from(["stop", "high", "medium", "low", "?"]),
    st.integers(0, 100_00), st.integers(100_00, 900_00),
)  # fmt: skip
FACTS = st.builds(
    HealthFacts,
    st.just(TODAY),
    st.lists(SERVICES, max_size=9).map(tuple),
    st.lists(TROUBLES, max_size=4).map(tuple),
    st.lists(WORK, max_size=9).map(tuple),
    st.builds(Spent, CENTS, st.floats(0, 12), CENTS),
    st.none() | DAYS,
    st.none() | st.integers(0, 900_000),
    st.none() | DAYS,
    st.none() | DAYS,
    st.just(tuple((name, price.low, price.high) for name, price in service_prices().prices.items())),
)


@given(FACTS)
def test_a_report_always_makes_sense(facts: HealthFacts) -> None:
    report = health_of(facts)
    assert 0 <= report.score <= 100
    forecast = report.forecast
    amounts = [(part.low, part.middle, part.high) for part in forecast.parts]
    for low, middle, high in (*amounts, (forecast.low, forecast.middle, forecast.high)):
        assert 0 <= low <= middle <= high < 10**9
        assert all(isinstance(cents, int) for cents in (low, middle, high))
    assert all(one.points > 0 for one in report.reasons)
    assert (report.score == 100) == (not report.reasons)
    assert all(risk.days >= 0 for risk in report.risks)


@given(FACTS, st.sampled_from(NAMES), st.integers(1, 3_000), st.integers(0, 3_000))
def test_more_that_is_overdue_never_raises_the_score(facts: HealthFacts, name: str, days: int, more: int) -> None:
    def with_overdue(number: int) -> int:
        return health_of(replace(facts, services=(*facts.services, Service(name, -number)))).score

    assert with_overdue(days + more) <= with_overdue(days) <= health_of(facts).score
    grown = [
        replace(one, days_left=one.days_left - more if one.days_left is not None else None) for one in facts.services
    ]
    assert health_of(replace(facts, services=tuple(grown))).score <= health_of(facts).score


@given(FACTS, TROUBLES)
def test_trouble_never_raises_the_score(facts: HealthFacts, trouble: Trouble) -> None:
    assert health_of(replace(facts, troubles=(*facts.troubles, trouble))).score <= health_of(facts).score


def test_a_rule_takes_off_no_more_than_its_ceiling() -> None:
    late = tuple(Service(name, -3_000) for name in NAMES)
    report = health_of(HealthFacts(TODAY, late))
    assert report.score == 100 - MOST[HealthRule.OVERDUE]
    everything = HealthFacts(
        TODAY, late, (Trouble(1, "x", "stop"),) * 3, (), Spent(), date(1980, 1, 1), 900_000, date(2020, 1, 1)
    )
    assert health_of(everything).grade is Grade.POOR


def test_the_example_of_the_page_comes_out_as_it_says() -> None:
    facts = HealthFacts(
        TODAY,
        (
            Service("oil_change", -100, 70_00, 180_00),
            Service("brake_fluid", -40, 50_00, 110_00),
            Service("tyres", 200, 240_00, 800_00),
        ),
        (Trouble(7, "Couinement au freinage", "medium", 80_00, 250_00),),
        (
            Work(1, TODAY - timedelta(days=300), True, 420_00, ("alternator",)),
            Work(2, TODAY - timedelta(days=90), True, 310_00, ("brake_fluid",)),
        ),
        Spent(960_00, 12.0, 540_00),
        date(2014, 5, 1),
        182_000,
        known_since=TODAY - timedelta(days=730),
        prices=tuple((name, price.low, price.high) for name, price in service_prices().prices.items()),
    )
    report = health_of(facts)
    points = {(one.rule, one.about): one.points for one in report.reasons}
    assert points[(HealthRule.OVERDUE, "oil_change")] == overdue_points("oil_change", 100) == 5
    assert points[(HealthRule.OVERDUE, "brake_fluid")] == 8
    assert (report.score, report.grade) == (100 - 5 - 8 - 5 - 3 - 2 - 1, Grade.FAIR)
    assert [one.kind for one in report.odd] == [OddKind.DEAR]
    assert {part.name: (part.low, part.middle, part.high) for part in report.forecast.parts} == {
        "fuel": (820_00, 960_00, 1_100_00),
        "fixed": (540_00, 540_00, 540_00),
        "planned": (360_00, 725_00, 1_090_00),
        "trouble": (80_00, 165_00, 250_00),
        "unplanned": (0, 510_00, 1_280_00),
    }


@pytest.mark.parametrize("name", sorted(VITAL))
def test_what_is_vital_weighs_more_and_has_a_price(name: str) -> None:
    assert overdue_points(name, 1) > overdue_points("wipers", 1)
    assert name in service_prices().prices
