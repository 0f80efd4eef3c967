import copy
import re
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from core.domain.energy import Energy, burns_fuel
from core.domain.service_schedule import Interval, basis_of, interval_for, is_wear, services_of
from core.domain.service_types import ServiceType
from core.i18n import LANGUAGES
from core.knowledge import Schedule, service_schedule
from core.knowledge.schedule import FILE


@pytest.mark.parametrize(
    ("service", "energy", "months", "kilometres"),
    [
        (ServiceType.OIL_CHANGE, Energy.PETROL, 12, 15_000),
        (ServiceType.OIL_CHANGE, Energy.DIESEL, 12, 15_000),
        (ServiceType.OIL_FILTER, Energy.ETHANOL, 12, 10_000),
        (ServiceType.BRAKE_FLUID, Energy.ELECTRIC, 24, None),
        (ServiceType.CABIN_FILTER, Energy.ELECTRIC, 12, 15_000),
        (ServiceType.TIMING_BELT, Energy.DIESEL, 120, 120_000),
        (ServiceType.BRAKE_PADS_FRONT, Energy.PETROL, None, 30_000),
        (ServiceType.GENERAL_SERVICE, Energy.ELECTRIC, 24, 30_000),
    ],
)
def test_an_interval_depends_on_the_work_and_the_energy(
    service: ServiceType, energy: Energy, months: int | None, kilometres: int | None
) -> None:
    assert interval_for(service, energy) == Interval(months, kilometres)


def test_an_electric_car_has_no_engine_to_keep() -> None:
    engine = {
        *(ServiceType.OIL_CHANGE, ServiceType.OIL_FILTER, ServiceType.SPARK_PLUGS, ServiceType.TIMING_BELT),
        *(ServiceType.FUEL_FILTER, ServiceType.AIR_FILTER, ServiceType.PARTICULATE_FILTER, ServiceType.GEARBOX_OIL),
    }
    for energy in Energy:
        if not burns_fuel(energy):
            assert engine.isdisjoint(services_of(energy))


def test_a_diesel_has_no_spark_plugs_and_a_petrol_car_no_particulate_rhythm() -> None:
    assert interval_for(ServiceType.SPARK_PLUGS, Energy.DIESEL) is None
    assert interval_for(ServiceType.PARTICULATE_FILTER, Energy.PETROL) is None


def test_repairs_have_no_rhythm() -> None:
    for service in (ServiceType.CLUTCH, ServiceType.TOWING, ServiceType.OTHER_REPAIR, ServiceType.TECHNICAL_INSPECTION):
        assert all(interval_for(service, energy) is None for energy in Energy)


def test_every_energy_has_brake_fluid_and_tyres_to_look_after() -> None:
    for energy in Energy:
        assert {ServiceType.BRAKE_FLUID, ServiceType.TYRES} <= set(services_of(energy))
        assert is_wear(ServiceType.TYRES, energy)
        assert not is_wear(ServiceType.BRAKE_FLUID, energy)


@pytest.mark.parametrize("language", [*LANGUAGES, "es"])
def test_every_interval_says_where_it_comes_from(language: str) -> None:
    for energy in Energy:
        for service in services_of(energy):
            basis = basis_of(service, energy, language)
            assert basis is not None
            assert basis.endswith(".")
    assert basis_of(ServiceType.TOWING, Energy.PETROL, language) is None


def test_french_reasons_are_typed_as_french_is() -> None:
    assert [
        e.basis.fr for e in service_schedule().entries if re.search(r"[^\u00a0\u202f][:;!?]|'|[0-9] [0-9]", e.basis.fr)
    ] == []


@pytest.mark.parametrize(("months", "kilometres"), [(None, None), (0, None), (None, 0), (0, 0), (-1, 5), (12, -1)])
def test_an_interval_without_a_limit_cannot_exist(months: int | None, kilometres: int | None) -> None:
    with pytest.raises(ValueError, match="interval"):
        Interval(months, kilometres)


def written() -> dict[str, Any]:
    return copy.deepcopy(yaml.safe_load(FILE.read_text("utf-8")))


@pytest.mark.parametrize(
    "spoilt",
    [
        {"months": None, "kilometres": None},
        {"months": 0},
        {"months": "12"},
        {"kilometres": 1.5},
        {"services": []},
        {"basis": {"fr": "Seulement en français."}},
        {"basis": {"fr": "", "en": ""}},
        {"sources": ["hearsay"]},
        {"note": "unknown field"},
        {"services": ["oil_change", "oil_change"]},
    ],
)
def test_a_mistake_in_the_data_is_refused_when_it_is_read(spoilt: dict[str, object]) -> None:
    data = written()
    Schedule.model_validate(data)
    data["entries"][0] |= spoilt
    with pytest.raises(ValidationError):
        Schedule.model_validate(data)
