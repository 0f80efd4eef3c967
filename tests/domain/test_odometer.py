from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.odometer import Around, DoubtKind, doubt_of, is_plain, rounded_estimate
from core.domain.pace import Mileage, Pace, Reading

TODAY = date(2026, 11, 22)
READ = TODAY - timedelta(days=30)
KNOWN = Around(highest_before=71_449, last_on=READ)
DRIVEN = Mileage(Reading(READ, 71_449), Pace(40.0, 60.0, 180))


@pytest.mark.parametrize(
    ("typed", "kind", "guesses"),
    [
        (9, DoubtKind.BACKWARDS, ()),
        (7_265, DoubtKind.BACKWARDS, ()),
        (726_490, DoubtKind.LEAP, (72_649, 72_640, 72_690)),
        (2_649, DoubtKind.BACKWARDS, (72_649,)),
        (27_650, DoubtKind.BACKWARDS, (72_650,)),
        (45_143, DoubtKind.BACKWARDS, (72_651,)),
        (116_920, DoubtKind.LEAP, (72_650,)),
        (71_448, DoubtKind.BACKWARDS, (71_484,)),
        (82_649, DoubtKind.LEAP, ()),
        (2_000_000, DoubtKind.LEAP, ()),
    ],
)
def test_a_slip_is_noticed_and_what_was_meant_is_offered(typed: int, kind: DoubtKind, guesses: tuple[int, ...]) -> None:
    doubt = doubt_of(typed, TODAY, KNOWN, DRIVEN)
    assert doubt is not None
    assert (doubt.kind, doubt.last) == (kind, 71_449)
    assert doubt.guesses == guesses


@pytest.mark.parametrize("typed", [71_449, 72_000, 72_649, 74_500])
def test_an_ordinary_month_is_believed_without_a_look_at_the_history(typed: int) -> None:
    assert is_plain(typed, TODAY, KNOWN)
    assert doubt_of(typed, TODAY, KNOWN, DRIVEN) is None


def test_a_journey_across_europe_is_believed_of_who_drives_much() -> None:
    fast = Mileage(Reading(READ, 71_449), Pace(250.0, 300.0, 180))
    assert doubt_of(85_000, TODAY, KNOWN, fast) is None
    assert doubt_of(85_000, TODAY, KNOWN, DRIVEN) is not None


def test_without_a_pace_only_what_no_car_can_do_is_doubted() -> None:
    assert doubt_of(110_000, TODAY, KNOWN) is None
    assert doubt_of(130_000, TODAY, KNOWN) is not None


def test_the_first_reading_is_believed_and_an_older_one_must_fit_before_the_next() -> None:
    assert doubt_of(300_000, TODAY, Around()) is None
    assert is_plain(300_000, TODAY, Around())
    doubt = doubt_of(72_000, READ - timedelta(days=10), Around(lowest_after=71_449))
    assert doubt is not None
    assert (doubt.kind, doubt.last) == (DoubtKind.BACKWARDS, 71_449)


def test_between_two_readings_both_bounds_hold() -> None:
    between = Around(highest_before=70_000, lowest_after=71_449, last_on=READ - timedelta(days=60))
    assert doubt_of(70_700, READ, between) is None
    assert doubt_of(69_999, READ, between) is not None
    too_high = doubt_of(71_450, READ, between)
    assert too_high is not None
    assert too_high.last == 71_449


@given(
    typed=st.integers(0, 2_000_000),
    before=st.none() | st.integers(0, 2_000_000),
    after=st.none() | st.integers(0, 2_000_000),
    days=st.integers(0, 4_000),
    per_day=st.none() | st.floats(0, 1_000),
)
def test_whatever_is_typed_gets_a_judgement_and_guesses_that_fit(
    typed: int, before: int | None, after: int | None, days: int, per_day: float | None
) -> None:
    last_on = TODAY - timedelta(days=days) if before is not None else None
    around = Around(before, after, last_on)
    known = Mileage(Reading(TODAY - timedelta(days=days), before or 0), Pace(per_day, per_day, 90) if per_day else None)
    doubt = doubt_of(typed, TODAY, around, known)
    if doubt is None:
        assert before is None or typed >= before
        assert after is None or typed <= after
        return
    assert doubt.last in {before, after}
    assert len(doubt.guesses) <= 3
    assert all(guess != typed and guess >= (before or 0) for guess in doubt.guesses)


def test_an_estimate_is_as_round_as_it_is_unsure() -> None:
    assert rounded_estimate(76_000, 76_249, 76_300) == 76_250
    assert rounded_estimate(75_500, 76_249, 77_000) == 76_200
    assert rounded_estimate(76_249, 76_249, 76_249) == 76_249
    assert rounded_estimate(75_049, 75_049, 79_049) == 75_049
