import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.distance import (
    HIGHEST_KILOMETRES,
    DistanceNotUnderstood,
    checked_kilometres,
    kilometres_of_miles,
    miles_of_kilometres,
    parse_kilometres,
)
from core.errors import Refusal
from core.i18n import LANGUAGES
from core.i18n.formats import format_distance
from tests.domain.answers import answered


@pytest.mark.parametrize(
    ("typed", "kilometres"),
    [
        ("84200", 84_200), ("84 200", 84_200), ("84.200", 84_200), ("84,200 km", 84_200), ("84'200 km", 84_200),
        ("84 200 KM", 84_200), ("84200km.", 84_200), ("84\u202f200\xa0km", 84_200), ("84200,7 km", 84_200),
        ("84200 kilomètres", 84_200), ("52,000 miles", 83_686), ("52000 mi", 83_686), ("0", 0), ("12 km", 12),
        ("２０００", 2_000), ("٨٤٢٠٠", 84_200), ("2 000 000", 2_000_000), ("84 200 bornes", 84_200),
        ("84k", 84_000), ("84,2k km", 84_200), ("84 mille", 84_000), ("84 milles", 84_000), ("84 mille 200", 84_200),
        ("84.2k miles", 135_507), ("52 000 milles", 83_686),
    ],
)  # fmt: skip
def test_a_mileage_is_read_in_every_usual_spelling(typed: str, kilometres: int) -> None:
    assert parse_kilometres(typed) == kilometres


def test_a_bare_number_is_in_the_unit_of_the_person() -> None:
    assert parse_kilometres("52,000", unit="mi") == 83_686
    assert parse_kilometres("52,000 km", unit="mi") == 52_000


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "km",
        "beaucoup",
        "84²",
        "84_200",
        "84,2 km",
        "84200,75",
        "1e5",
        "-5",
        "84200 €",
        "12 km/h",
        "km 84",
        "9" * 200,
    ],
)
def test_what_is_no_mileage_is_refused(typed: str) -> None:
    with pytest.raises(DistanceNotUnderstood):
        parse_kilometres(typed)


@pytest.mark.parametrize("typed", ["2000001", "999 999 999", "1300000 miles", "99999999999999999999999"])
def test_what_no_odometer_shows_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_kilometres(typed)
    assert refused.value.key == "error.distance_out_of_range"


def test_a_negative_distance_is_refused() -> None:
    with pytest.raises(Refusal):
        checked_kilometres(-1)


def test_miles_are_rounded_to_the_nearest_kilometre() -> None:
    assert [kilometres_of_miles(miles) for miles in (0, 1, 2, 52_000)] == [0, 2, 3, 83_686]


@given(st.integers(min_value=0, max_value=1_200_000))
def test_miles_survive_a_trip_through_kilometres(miles: int) -> None:
    assert miles_of_kilometres(kilometres_of_miles(miles)) == miles


@pytest.mark.parametrize("language", LANGUAGES)
@given(kilometres=st.integers(min_value=0, max_value=HIGHEST_KILOMETRES))
def test_a_distance_that_we_wrote_is_read_back(language: str, kilometres: int) -> None:
    assert parse_kilometres(format_distance(kilometres, language)) == kilometres
    miles = miles_of_kilometres(kilometres)
    assert miles_of_kilometres(parse_kilometres(format_distance(kilometres, language, "mi"))) == miles


@given(st.text(alphabet=st.characters(codec=None)) | st.text(alphabet="0123456789., kmi'²"))
def test_reading_a_mileage_is_total(text: str) -> None:
    kilometres = answered(lambda: parse_kilometres(text))
    assert kilometres is None or 0 <= kilometres <= HIGHEST_KILOMETRES
