import random
from collections.abc import Callable
from datetime import date, timedelta
from math import isfinite, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.pace import HIGHEST_PACE, Mileage, Reading, kilometres_on, mileage_of

TODAY = date(2026, 11, 22)
HISTORIES = st.lists(
    st.tuples(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 2_000_000), st.booleans()),
    min_size=1,
    max_size=60,
)


def readings(*pairs: tuple[int, int]) -> list[Reading]:
    return [Reading(TODAY - timedelta(days=ago), kilometres) for ago, kilometres in pairs]


def pace_of(*pairs: tuple[int, int], new_on: date | None = None) -> float | None:
    known = mileage_of(readings(*pairs), new_on)
    return known.pace.per_day if known and known.pace else None


def test_a_steady_driver_has_their_pace() -> None:
    assert pace_of((300, 10_000), (200, 14_000), (100, 18_000), (0, 22_000)) == 40


def test_the_order_of_the_readings_does_not_matter() -> None:
    assert pace_of((0, 22_000), (300, 10_000), (100, 18_000)) == 40


def test_one_mistyped_reading_does_not_move_the_pace_much() -> None:
    steady = [(ago, 30_000 - 40 * ago) for ago in range(0, 301, 30)]
    wrong = [(ago, kilometres * 10 if ago == 150 else kilometres) for ago, kilometres in steady]
    pace = pace_of(*wrong)
    assert pace is not None
    assert 35 < pace < 45


@pytest.mark.parametrize(
    "pairs",
    [
        [(0, 10_000)],
        [(0, 10_000), (0, 10_050)],
        [(0, 10_100), (3, 10_000)],
        [(0, 9_000), (100, 10_000)],
        [(0, 900_000), (30, 10_000)],
    ],
)
def test_readings_that_say_too_little_give_no_pace(pairs: list[tuple[int, int]]) -> None:
    assert pace_of(*pairs) is None


def test_a_car_that_stands_still_has_a_pace_of_nothing_and_after_a_year_nothing_else_is_expected() -> None:
    ahead = TODAY + timedelta(days=90)
    for ago, high in ((100, 13_028), (400, 10_000)):
        known = mileage_of(readings((ago, 10_000), (0, 10_000)))
        assert known is not None
        assert known.pace is not None
        assert (known.pace.per_day, known.expected(ahead).kilometres, known.expected(ahead).high) == (0, 10_000, high)


def test_how_someone_drove_years_ago_does_not_count_when_there_is_better() -> None:
    assert pace_of((3_000, 0), (2_000, 100_000), (100, 110_000), (0, 111_000)) == 10
    assert pace_of((1_000, 0), (0, 30_000)) == 30


def test_how_someone_drives_now_weighs_more_than_a_year_ago() -> None:
    slow = [(ago, 10_000 - 10 * (ago - 360)) for ago in range(360, 721, 30)]
    fast = [(ago, 10_000 + 60 * (360 - ago)) for ago in range(0, 360, 30)]
    pace = pace_of(*slow, *fast)
    assert pace is not None
    assert pace > 45


def test_the_only_reading_of_a_vehicle_counts_from_its_first_registration_and_loosely() -> None:
    known = mileage_of(readings((0, 36_500)), TODAY - timedelta(days=1_000))
    assert known is not None
    assert known.pace is not None
    assert known.pace.per_day == pytest.approx(36.5)
    assert known.pace.high > 1.5 * known.pace.per_day
    assert pace_of((0, 500), new_on=TODAY - timedelta(days=30)) is None


def test_a_confirmed_estimate_moves_the_last_reading_and_teaches_no_pace() -> None:
    told = readings((200, 10_000), (100, 14_000))
    known = mileage_of([*told, Reading(TODAY, 15_000, firm=False)])
    assert known is not None
    assert known.pace is not None
    assert (known.last, known.pace.per_day) == (Reading(TODAY, 15_000, firm=False), 40)


def test_the_worked_example_of_the_docs() -> None:
    known = mileage_of(readings((90, 71_449), (60, 72_649), (30, 73_849), (0, 75_049)))
    assert known is not None
    assert known.pace is not None
    assert known.pace.per_day == 40
    assert known.pace.spread == pytest.approx(sqrt(2 * 60**2 / 5))
    ahead = TODAY + timedelta(days=30)
    assert known.expected(ahead).kilometres == 76_249
    unseen = 0.8 * 40 * sqrt(1 - 90 / 365)
    stray = 1.645 * sqrt(2 * 60**2 / 5 * (30 + 30 * 30 / 90) + ((0.2 * 40) ** 2 + unseen**2) * 30**2)
    assert known.expected(ahead).high - 76_249 == round(stray) == 1_480
    assert known.reached_on(80_049) == TODAY + timedelta(days=125)
    assert known.earliest(80_049) == TODAY + timedelta(days=57)
    assert known.latest(80_049) is None


def test_a_day_between_two_readings_has_its_share() -> None:
    history = readings((100, 10_000), (0, 14_000))
    assert kilometres_on(history, TODAY - timedelta(days=25)) == 13_000
    assert kilometres_on(history, TODAY) == 14_000
    assert kilometres_on(history, TODAY + timedelta(days=1)) is None
    assert kilometres_on([], TODAY) is None


@given(HISTORIES, st.integers(0, 4_000), st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_what_is_expected_is_a_number_and_never_less_than_the_last_reading(
    pairs: list[tuple[date, int, bool]], days: int, new_on: date | None
) -> None:
    known = mileage_of([Reading(*pair) for pair in pairs], new_on)
    assert known is not None
    assert known.last.on == max(day for day, _, _ in pairs)
    if known.pace is not None:
        assert 0 <= known.pace.low <= known.pace.per_day <= min(known.pace.high, HIGHEST_PACE * 3)
        assert known.pace.per_day <= HIGHEST_PACE
        assert isfinite(known.pace.spread)
    before, after = (known.expected(known.last.on + timedelta(days=count)) for count in (days, days + 1))
    assert known.last.kilometres <= before.low <= before.kilometres <= before.high
    assert before.kilometres <= after.kilometres
    assert known.expected(known.last.on - timedelta(days=days)).high == known.last.kilometres


@given(HISTORIES, st.integers(1, 400_000))
def test_a_distance_ahead_is_reached_after_the_last_reading_and_not_before_its_earliest_day(
    pairs: list[tuple[date, int, bool]], ahead: int
) -> None:
    known = mileage_of([Reading(*pair) for pair in pairs])
    assert known is not None
    goal = known.last.kilometres + ahead
    first, middle, last = known.earliest(goal), known.reached_on(goal), known.latest(goal)
    assert known.reached_on(known.last.kilometres) == known.last.on
    if middle is not None:
        assert first is not None
        assert known.last.on < first <= middle
        assert last is None or middle <= last
        assert known.expected(middle).kilometres >= goal - 1
        assert (
            middle == known.last.on + timedelta(days=1) or known.expected(middle - timedelta(days=1)).kilometres <= goal
        )


def driven(chance: random.Random, kind: str) -> list[int]:
    """What the odometer shows each evening of 500 days."""
    base, shown, days = chance.uniform(8, 90), float(chance.randrange(150_000)), []
    for day in range(500):
        weekend = day % 7 >= 5
        match kind:
            case "steady":
                today = base * chance.uniform(0.7, 1.3)
            case "commuter":
                today = base * (0.25 if weekend else 1.3) * chance.uniform(0.6, 1.4)
            case "weekend":
                today = base * (3.0 if weekend else 0.2) * chance.uniform(0.2, 1.8)
            case "holidays":
                today = base * chance.uniform(0.5, 1.2) + (400 if day % 180 in {80, 81, 94, 95} else 0)
            case _:
                today = base * (1 if day < 300 else 1.8) * chance.uniform(0.5, 1.5)
        shown += today
        days.append(round(shown))
    return days


@pytest.mark.parametrize(
    ("kind", "promised"),
    [("steady", 0.95), ("commuter", 0.95), ("weekend", 0.9), ("holidays", 0.75), ("a new job", 0.75)],
)
def test_the_interval_holds_as_often_as_it_says_for_ordinary_drivers(kind: str, promised: float) -> None:
    chance, start, held, cars = random.Random(7), date(2024, 1, 1), 0, 0
    for count in (3, 6, 12) * 40:
        shown = driven(chance, kind)
        last, ahead = chance.randrange(250, 440), chance.choice([7, 20, 45])
        days = sorted({last, last - 60, *chance.sample(range(last - 180, last), count - 2)})
        known = mileage_of([Reading(start + timedelta(days=day), shown[day]) for day in days])
        assert isinstance(known, Mileage)
        expected = known.expected(start + timedelta(days=last + ahead))
        held, cars = held + (expected.low <= shown[last + ahead] <= expected.high), cars + 1
    assert held / cars >= promised


def oddly_driven(chance: random.Random, kind: str) -> list[int]:
    """What the odometer shows each evening of three years, driven as few people do."""
    base, shown, days, begins = chance.uniform(5, 80), float(chance.randrange(150_000)), [], chance.randrange(365)
    gap = chance.choice([45, 90, 150])
    for day in range(begins, begins + 1_100):
        summer = 90 <= day % 365 <= 273
        match kind:
            case "a summer bike":
                today = base * 2.2 * chance.uniform(0.2, 1.9) if summer else 0
            case "a winter car":
                today = base * (chance.uniform(0.6, 2) if summer else chance.uniform(0.4, 1.6) * 2)
            case "long gaps":
                today = base * chance.uniform(0.6, 1.4) if day // gap % 2 else 0
            case _:
                today = base * 0.3 + (chance.uniform(500, 1_200) if day % 91 < 2 else 0)
        shown += today
        days.append(round(shown))
    return days


@pytest.mark.parametrize("kind", ["a summer bike", "a winter car", "long gaps", "journeys"])
@pytest.mark.parametrize("ahead", [10, 30, 90])
def test_the_interval_holds_for_odd_drivers_of_whom_a_year_is_known(kind: str, ahead: int) -> None:
    chance, start, held, cars = random.Random(11), date(2023, 1, 1), 0, 0
    for _ in range(120):
        shown, last = oddly_driven(chance, kind), chance.randrange(500, 900)
        days = sorted({last, *chance.sample(range(last - 420, last), 9)})
        known = mileage_of([Reading(start + timedelta(days=day), shown[day]) for day in days])
        assert known is not None
        expected = known.expected(start + timedelta(days=last + ahead))
        held, cars = held + (expected.low <= shown[last + ahead] <= expected.high), cars + 1
    assert held / cars >= 0.85


@given(
    st.tuples(st.integers(0, 150), st.integers(0, 150)).filter(lambda paces: sum(paces) > 0),
    st.sampled_from([60, 90, 120, 180]),
    st.integers(0, 359),
    st.integers(1, 60),
)
def test_whoever_drives_by_turns_stays_within_the_interval_in_either_turn(
    paces: tuple[int, int], turn: int, begins: int, ahead: int
) -> None:
    shown = [0]
    for day in range(begins, begins + 800):
        shown.append(shown[-1] + paces[day // turn % 2])
    start = date(2024, 1, 1)
    known = mileage_of([Reading(start + timedelta(days=day), shown[day]) for day in range(0, 721, 30)])
    assert known is not None
    expected = known.expected(start + timedelta(days=720 + ahead))
    assert expected.low <= shown[720 + ahead] <= expected.high


@given(st.integers(0, 1_500), st.integers(1, 200), st.integers(1, 400))
def test_after_a_long_silence_the_interval_is_wide_and_never_runs_back(silence: int, pace: int, ahead: int) -> None:
    history = readings(*((silence + ago, 50_000 - pace * ago) for ago in range(0, 181, 30)))
    known = mileage_of([one for one in history if one.kilometres >= 0])
    assert known is not None
    near, far = (known.expected(TODAY + timedelta(days=days)) for days in (0, ahead))
    assert known.last.kilometres <= near.low <= near.high
    assert near.high - near.low <= far.high - far.low


KINDS: dict[str, Callable[[date, random.Random], float]] = {
    "bike": lambda day, chance: 0 if day.month in (11, 12, 1, 2, 3) else max(0.0, chance.gauss(25, 25)),
    "season": lambda day, chance: max(0.0, chance.gauss(70 if 5 <= day.month <= 9 else 12, 20)),
    "steady": lambda _, chance: max(0.0, chance.gauss(40, 20)),
    "rare": lambda _, chance: max(0.0, chance.gauss(6, 6)),
}


@pytest.mark.parametrize(("kind", "least"), [("bike", 95), ("season", 85), ("steady", 95), ("rare", 95)])
def test_three_readings_of_a_quarter_year_say_honestly_how_little_they_tell(kind: str, least: int) -> None:
    held, chance = 0, random.Random(kind)
    for _ in range(100):
        start, driven = date(2024, 1, 1) + timedelta(days=chance.randrange(365)), [50_000.0]
        for day in range(121):
            driven.append(driven[-1] + KINDS[kind](start + timedelta(days=day), chance))
        read = (0, chance.randrange(20, 70), 90)
        known = mileage_of([Reading(start + timedelta(days=day), round(driven[day])) for day in read])
        assert known is not None
        expected = known.expected(start + timedelta(days=120))
        held += expected.low <= round(driven[120]) <= expected.high
    assert held >= least


@pytest.mark.parametrize("kind", ["a summer bike", "a winter car", "long gaps", "journeys"])
def test_half_a_year_of_an_odd_driver_says_little_of_the_other_half(kind: str) -> None:
    chance, start, held = random.Random(13), date(2023, 1, 1), 0
    for _ in range(100):
        shown, last = oddly_driven(chance, kind), chance.randrange(300, 900)
        days = sorted({last, last - 180, *chance.sample(range(last - 180, last), 2)})
        known = mileage_of([Reading(start + timedelta(days=day), shown[day]) for day in days])
        assert known is not None
        expected = known.expected(start + timedelta(days=last + 90))
        held += expected.low <= shown[last + 90] <= expected.high
    assert held >= 80


@given(HISTORIES)
def test_a_history_of_less_than_a_year_is_never_surer_than_the_same_one_over_a_year(
    pairs: list[tuple[date, int, bool]],
) -> None:
    known = mileage_of([Reading(*pair) for pair in pairs])
    assert known is not None
    days = {day for day, _, firm in pairs if firm}
    if known.pace is None or not days or known.pace.span >= 180:
        return
    ahead = known.expected(known.last.on + timedelta(days=100))
    assert ahead.high - ahead.kilometres >= 100 * 0.8 * 20 * (1 - 180 / 365)
