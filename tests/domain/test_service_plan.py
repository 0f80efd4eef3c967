from datetime import date

import pytest

from core.domain.energy import Energy
from core.domain.next_due import Done
from core.domain.service_plan import learned_interval
from core.domain.service_schedule import Interval, VehicleKind, interval_for, services_of, vehicle_kind
from core.domain.service_types import ServiceType


def visits(*rows: tuple[str, int | None]) -> list[Done]:
    return [Done(date.fromisoformat(day), kilometres) for day, kilometres in rows]


DEFAULT = Interval(12, 15_000)


def test_three_even_visits_teach_a_rhythm() -> None:
    done = visits(("2023-01-10", 20_000), ("2024-01-20", 30_100), ("2025-02-01", 39_900), ("2026-02-10", 50_000))
    assert learned_interval(done, DEFAULT) == Interval(12, 10_000)


def test_what_the_rule_says_already_is_no_news() -> None:
    assert (
        learned_interval(visits(("2023-01-10", 20_000), ("2024-01-20", 34_000), ("2025-02-01", 49_000)), DEFAULT)
        is None
    )


@pytest.mark.parametrize(
    "done",
    [
        [],
        visits(("2024-01-20", 30_100)),
        visits(("2024-01-20", 30_100), ("2024-06-20", 36_100)),
        visits(("2020-01-20", 0), ("2020-02-20", 40_000), ("2025-06-20", 41_000)),
        visits(("2024-01-20", 30_100), ("2024-01-20", 30_100), ("2024-01-20", 30_100)),
    ],
)
def test_too_few_or_uneven_visits_teach_nothing(done: list[Done]) -> None:
    assert learned_interval(done, DEFAULT) is None


def test_only_the_limits_of_the_rule_are_learned() -> None:
    done = visits(("2022-01-10", 20_000), ("2023-01-10", 30_000), ("2024-01-10", 40_000))
    assert learned_interval(done, Interval(24, None)) == Interval(12, None)
    assert learned_interval(done, Interval(None, 20_000)) == Interval(None, 10_000)
    assert learned_interval(done, None) == Interval(12, 10_000)


def test_visits_without_a_mileage_teach_months_alone() -> None:
    done = visits(("2022-01-10", None), ("2022-07-10", None), ("2023-01-10", None))
    assert learned_interval(done, DEFAULT) == Interval(6, 15_000)


@pytest.mark.parametrize("category", ["L3e", "l1e-B", " L7e"])
def test_two_wheels_are_kept_by_their_own_schedule(category: str) -> None:
    assert vehicle_kind(category) is VehicleKind.MOTORBIKE
    assert interval_for(ServiceType.OIL_CHANGE, Energy.PETROL, VehicleKind.MOTORBIKE) == Interval(12, 8_000)
    assert ServiceType.TRANSMISSION in services_of(Energy.PETROL, VehicleKind.MOTORBIKE)
    assert ServiceType.OIL_CHANGE not in services_of(Energy.ELECTRIC, VehicleKind.MOTORBIKE)
    assert ServiceType.TIMING_BELT not in services_of(Energy.PETROL, VehicleKind.MOTORBIKE)


def test_anything_else_is_kept_as_a_car() -> None:
    assert {vehicle_kind(category) for category in (None, "", "M1", "N1")} == {VehicleKind.CAR}
