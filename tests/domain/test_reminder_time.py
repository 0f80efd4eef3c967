from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.reminder_time import (
    NIGHT,
    QuietHours,
    Repeat,
    Urgency,
    days_left,
    instant_at,
    next_occurrence,
    out_of_quiet,
    remind_at,
    repeat_of,
    snooze,
    urgency,
    zone_of,
)

PARIS = ZoneInfo("Europe/Paris")
ZONES = [
    *("Europe/Paris", "UTC", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata"),
    *("Africa/Casablanca", "Pacific/Apia", "America/St_Johns", "Pacific/Chatham"),
]
NONE = QuietHours(time(0), time(0))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NOW = utc("2026-11-22T12:00")
INSTANTS = st.integers(0, 3 * 366 * 86_400).map(lambda seconds: utc("2026-01-01T00:00") + timedelta(seconds=seconds))


def test_a_reminder_comes_before_the_day_at_the_hour_of_the_person() -> None:
    assert remind_at(date(2027, 3, 12), 7, 9, PARIS, NOW) == utc("2027-03-05T08:00")
    assert remind_at(date(2027, 7, 12), 0, time(18, 30), PARIS, NOW) == utc("2027-07-12T16:30")


def test_a_lead_that_is_already_past_means_now() -> None:
    assert remind_at(date(2026, 11, 25), 30, 9, PARIS, NOW) == NOW
    assert remind_at(date(2020, 1, 1), 7, 9, PARIS, NOW) == NOW


def test_now_in_the_night_waits_for_the_morning() -> None:
    late, early = utc("2026-11-22T22:30"), utc("2026-11-23T02:00")
    assert remind_at(date(2026, 11, 1), 7, 9, PARIS, late) == utc("2026-11-23T07:00")
    assert remind_at(date(2026, 11, 1), 7, 9, PARIS, early) == utc("2026-11-23T07:00")


def test_an_hour_of_the_night_is_held_to_eight() -> None:
    assert remind_at(date(2027, 3, 12), 0, 23, PARIS, NOW) == utc("2027-03-13T07:00")
    assert remind_at(date(2027, 3, 12), 0, 3, PARIS, NOW) == utc("2027-03-12T07:00")
    assert remind_at(date(2027, 3, 12), 0, 3, PARIS, NOW, quiet=NONE) == utc("2027-03-12T02:00")


@pytest.mark.parametrize(
    ("quiet", "clock", "held"),
    [
        (NIGHT, "22:00", True), (NIGHT, "21:59", False), (NIGHT, "07:59", True), (NIGHT, "08:00", False),
        (QuietHours(time(13), time(15)), "14:00", True), (QuietHours(time(13), time(15)), "12:59", False),
        (QuietHours(time(13), time(15)), "15:00", False), (NONE, "00:00", False), (NONE, "03:00", False),
    ],
)  # fmt: skip
def test_quiet_hours_begin_on_time_and_end_on_time(quiet: QuietHours, clock: str, held: bool) -> None:
    assert quiet.hold(time.fromisoformat(clock)) is held


def test_a_time_that_the_spring_skips_is_the_instant_an_hour_later() -> None:
    assert instant_at(date(2027, 3, 28), time(2, 30), PARIS) == utc("2027-03-28T01:30")
    assert instant_at(date(2027, 3, 28), time(2, 30), PARIS).astimezone(PARIS).time() == time(3, 30)


def test_a_time_that_the_autumn_repeats_is_its_first_occurrence() -> None:
    assert instant_at(date(2027, 10, 31), time(2, 30), PARIS) == utc("2027-10-31T00:30")


@pytest.mark.parametrize("name", ZONES)
def test_each_day_of_three_years_has_each_hour_exactly_once_in_order(name: str) -> None:
    zone = ZoneInfo(name)
    for clock in (time(0, 30), time(2, 30), time(9), time(23, 30)):
        instants = [instant_at(date(2026, 1, 1) + timedelta(days=place), clock, zone) for place in range(3 * 365)]
        gaps = {later - earlier for earlier, later in pairwise(instants)}
        assert min(gaps) >= timedelta(hours=22, minutes=30)
        assert max(gaps) <= timedelta(hours=25, minutes=30)


@given(
    instant=INSTANTS,
    name=st.sampled_from(ZONES),
    start=st.integers(0, 23),
    end=st.integers(0, 23),
)
def test_nothing_is_ever_sent_in_the_quiet_hours(instant: datetime, name: str, start: int, end: int) -> None:
    zone, quiet = ZoneInfo(name), QuietHours(time(start), time(end))
    held = out_of_quiet(instant, zone, quiet)
    assert held >= instant
    assert held - instant <= timedelta(hours=25)
    assert not quiet.hold(held.astimezone(zone).time())
    assert out_of_quiet(held, zone, quiet) == held


@given(
    now=INSTANTS,
    name=st.sampled_from(ZONES),
    days=st.integers(1, 60),
    hour=st.integers(0, 23),
)
def test_a_snoozed_reminder_comes_later_on_the_day_that_was_meant(
    now: datetime, name: str, days: int, hour: int
) -> None:
    zone = ZoneInfo(name)
    later = snooze(now, days, hour, zone)
    assert later > now
    meant = now.astimezone(zone).date() + timedelta(days=days)
    assert later.astimezone(zone).date() in {meant, meant + timedelta(days=1)}


def test_putting_off_by_no_day_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="a day"):
        snooze(NOW, 0, 9, PARIS)


@pytest.mark.parametrize(
    "name", [None, "", "Europe", "Europe/Atlantis", "../../etc/passwd", "/etc/localtime", "Paris\x00", "é"]
)
def test_a_zone_that_does_not_exist_is_the_default_one(name: str | None) -> None:
    assert zone_of(name) == PARIS
    assert zone_of(name, default="UTC").key == "UTC"


def test_a_zone_that_exists_is_found() -> None:
    assert zone_of("America/Montreal").key == "America/Montreal"


@pytest.mark.parametrize(
    ("iso", "repeat"),
    [
        ("P1Y", Repeat(months=12)), ("P2Y", Repeat(months=24)), ("P6M", Repeat(months=6)),
        ("P12M", Repeat(months=12)),
        ("P14D", Repeat(days=14)), ("P2W", Repeat(days=14)), ("P0D", None), ("P1H", None), ("PT1H", None),
        ("1Y", None),
        ("P1Y6M", None), ("", None), ("P²Y", None), ("P99999D", None),
    ],
)  # fmt: skip
def test_a_repeat_is_read_from_its_duration(iso: str, repeat: Repeat | None) -> None:
    assert repeat_of(iso) == repeat


@given(st.builds(Repeat, months=st.integers(1, 240)) | st.builds(Repeat, days=st.integers(1, 999)))
def test_a_repeat_that_we_wrote_is_read_back(repeat: Repeat) -> None:
    assert repeat_of(repeat.iso) == repeat


@pytest.mark.parametrize(("months", "days"), [(0, 0), (1, 1), (-1, 0), (0, -1)])
def test_a_repeat_is_months_or_days(months: int, days: int) -> None:
    with pytest.raises(ValueError, match="repeat"):
        Repeat(months, days)


def test_the_31st_and_the_leap_day_come_back_on_the_last_valid_day_without_drift() -> None:
    monthly = [date(2026, 1, 31)]
    for _ in range(4):
        monthly.append(next_occurrence(monthly[0], Repeat(months=1), after=monthly[-1]))
    assert [str(day) for day in monthly] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]
    assert next_occurrence(date(2024, 2, 29), Repeat(months=12), after=date(2024, 2, 29)) == date(2025, 2, 28)
    assert next_occurrence(date(2024, 2, 29), Repeat(months=12), after=date(2027, 12, 1)) == date(2028, 2, 29)


@given(
    first=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    repeat=st.builds(Repeat, months=st.integers(1, 36)) | st.builds(Repeat, days=st.integers(1, 400)),
    years=st.integers(0, 100),
)
def test_in_a_hundred_years_the_next_occurrence_is_the_first_one_later(first: date, repeat: Repeat, years: int) -> None:
    after = first + timedelta(days=365 * years)
    coming = next_occurrence(first, repeat, after)
    assert coming > after
    if repeat.days:
        assert (coming - first).days % repeat.days == 0
        assert (coming - after).days <= repeat.days
    else:
        months = (coming.year - first.year) * 12 + coming.month - first.month
        assert months % repeat.months == 0
        assert coming.day == min(first.day, monthrange(coming.year, coming.month)[1])
        assert (coming - after).days <= 31 * repeat.months + 3


def test_before_its_first_day_a_reminder_waits_for_it() -> None:
    assert next_occurrence(date(2027, 3, 12), Repeat(days=7), after=TODAY) == date(2027, 3, 12)


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("days", "rank"),
    [
        (365, Urgency.LOW), (31, Urgency.LOW), (30, Urgency.MEDIUM), (8, Urgency.MEDIUM), (7, Urgency.HIGH),
        (2, Urgency.HIGH),
        (1, Urgency.URGENT), (0, Urgency.URGENT), (-40, Urgency.URGENT),
    ],
)  # fmt: skip
def test_what_is_near_is_urgent(days: int, rank: Urgency) -> None:
    assert urgency(days) is rank
    assert days_left(TODAY + timedelta(days=days), TODAY) == days
