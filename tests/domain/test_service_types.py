import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.service_types import ENDS, ServiceType, general_kind, service_name, service_types_of
from core.i18n import LANGUAGES, translator

LINES = Path(__file__).with_name("garage_lines.txt").read_text("utf-8").splitlines()[1:]
ROWS = [line.partition(" =")[::2] for line in LINES]


@pytest.mark.parametrize(("line", "services"), ROWS)
def test_a_line_names_its_kinds_of_work(line: str, services: str) -> None:
    assert [str(service) for service in service_types_of(line)] == services.split()


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title])
def test_case_changes_nothing(change: Callable[[str], str]) -> None:
    for line, services in ROWS:
        assert [str(service) for service in service_types_of(change(line))] == services.split()


def test_advice_for_later_is_work_only_in_a_plan() -> None:
    assert service_types_of("Prochaine vidange") == ()
    assert service_types_of("Prochaine vidange", planned=True) == (ServiceType.OIL_CHANGE,)


def test_the_end_of_the_car_belongs_to_what_it_was_said_of() -> None:
    assert service_types_of("Plaquettes AV, disques AR et 4 pneus") == (
        ServiceType.BRAKE_PADS_FRONT,
        ServiceType.BRAKE_DISCS_REAR,
        ServiceType.TYRES,
    )


def test_a_front_kind_belongs_to_its_general_kind() -> None:
    assert [general_kind(end) for ends in ENDS.values() for end in ends] == [kind for kind in ENDS for _ in range(2)]
    assert general_kind(ServiceType.BATTERY) is ServiceType.BATTERY


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_work_has_its_own_name(language: str) -> None:
    names = [translator(language)(service_name(service)) for service in ServiceType]
    assert len(set(names)) == len(ServiceType)


# Spanish is spoken; lines of work are read in French and English.
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("service", ServiceType)
def test_our_own_name_of_a_kind_of_work_is_understood(service: ServiceType, language: str) -> None:
    assert service in service_types_of(translator(language)(service_name(service)))


@given(st.text(alphabet=st.characters(codec=None)) | st.text(alphabet="plaquetsvidngfrh 015|$!&/+.,"))
def test_reading_a_line_is_total(text: str) -> None:
    assert set(service_types_of(text)) <= set(ServiceType)


@pytest.mark.parametrize(
    "text",
    [
        "filtre a " * 455,
        "vidange " * 512,
        "a" * 4_096,
        "v1dange" * 585,
        "+" * 4_096,
        "de la " * 682,
        "plaquettes av + " * 256,
    ],
)
def test_a_hostile_text_is_answered_in_50_ms(text: str) -> None:
    started = time.process_time()
    service_types_of(text)
    assert time.process_time() - started < 0.05
