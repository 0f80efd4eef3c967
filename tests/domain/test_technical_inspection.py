from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.technical_inspection import (
    InspectionClass,
    InspectionDue,
    InspectionResult,
    InspectionRule,
    InspectionSource,
    LastInspection,
    emissions_check_due,
    inspection_class,
    inspection_due,
    outdates,
    sale_needs_inspection,
    valid_for_sale_until,
)

TODAY = date(2026, 11, 22)
CAR, VAN, TWO = InspectionClass.CAR, InspectionClass.VAN, InspectionClass.TWO_WHEELER


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("category", "kind", "expected"),
    [
        ("M1", None, CAR), ("M1G", "VP", CAR), (None, "VP", CAR), ("N1", None, VAN), ("N1G", None, VAN),
        (None, "CTTE", VAN), ("L3e", None, TWO), ("L1e-B", None, TWO), ("L7e", "QM", TWO), (None, "MTL", TWO),
        (None, "CL", TWO), ("", "", None), (None, None, None), ("N2", None, None), ("O1", None, None),
        ("L", None, None),
    ],
)  # fmt: skip
def test_the_card_tells_the_class(category: str | None, kind: str | None, expected: InspectionClass | None) -> None:
    assert inspection_class(category, kind) is expected


def test_a_collector_s_car_has_its_own_rhythm() -> None:
    assert inspection_class("M1", "VP", collection=True) is InspectionClass.COLLECTION


@pytest.mark.parametrize(
    ("of", "first", "due", "opens"),
    [
        (CAR, "2024-03-10", "2028-03-10", "2027-09-10"),
        (VAN, "2023-08-31", "2027-08-31", "2027-02-28"),
        (CAR, "2024-02-29", "2028-02-29", "2027-08-29"),
        (InspectionClass.YEARLY, "2026-05-02", "2027-05-02", "2026-11-02"),
        (InspectionClass.COLLECTION, "2024-05-02", "2029-05-02", "2028-11-02"),
        (TWO, "2023-06-15", "2028-06-15", "2027-12-15"),
    ],
)
def test_a_young_vehicle_counts_from_its_first_registration(
    of: InspectionClass, first: str, due: str, opens: str
) -> None:
    assert inspection_due(of, TODAY, first_registration=day(first)) == InspectionDue(
        day(due), day(opens), InspectionSource.FIRST_REGISTRATION
    )


@pytest.mark.parametrize(
    ("first", "due", "opens"),
    [
        ("2012-05-02", "2024-12-31", "2024-06-30"),
        ("2016-12-31", "2024-12-31", "2024-06-30"),
        ("2017-01-01", "2025-12-31", "2025-06-30"),
        ("2019-12-31", "2025-12-31", "2025-06-30"),
        ("2020-01-01", "2026-05-01", "2026-01-01"),
        ("2021-10-05", "2026-12-31", "2026-10-05"),
        ("2021-08-20", "2026-12-20", "2026-08-20"),
        ("2022-01-01", "2027-01-01", "2026-07-01"),
    ],
)
def test_motorcycles_follow_the_calendar_of_their_entry(first: str, due: str, opens: str) -> None:
    found = inspection_due(TWO, TODAY, first_registration=day(first))
    assert found is not None
    assert (found.due_on, found.opens_on) == (day(due), day(opens))
    assert found.to_confirm == (day(due) < TODAY)


def test_the_date_of_the_card_wins_while_it_is_to_come() -> None:
    due = inspection_due(CAR, TODAY, first_registration=day("2015-01-01"), card_date=day("2027-02-01"))
    assert due == InspectionDue(day("2027-02-01"), day("2026-08-01"), InspectionSource.CARD)
    today = inspection_due(CAR, TODAY, card_date=TODAY)
    assert today is not None
    assert (today.due_on, today.to_confirm) == (TODAY, False)


def test_an_inspection_passed_since_the_card_was_printed_wins_over_it() -> None:
    last = LastInspection(day("2026-10-01"))
    due = inspection_due(CAR, TODAY, card_date=day("2026-10-15"), last=last)
    assert due == InspectionDue(day("2028-10-01"), day("2028-04-01"), InspectionSource.LAST_INSPECTION)


def test_a_past_date_of_the_card_is_to_be_confirmed() -> None:
    due = inspection_due(CAR, TODAY, first_registration=day("2015-01-01"), card_date=day("2025-02-01"))
    assert due == InspectionDue(day("2025-02-01"), day("2024-08-01"), InspectionSource.CARD, to_confirm=True)


def test_an_old_car_without_any_known_inspection_is_to_be_confirmed() -> None:
    due = inspection_due(CAR, TODAY, first_registration=day("2015-01-01"))
    assert due == InspectionDue(
        day("2019-01-01"), day("2018-07-01"), InspectionSource.FIRST_REGISTRATION, to_confirm=True
    )


@pytest.mark.parametrize(
    ("of", "due"),
    [(CAR, "2027-03-10"), (VAN, "2027-03-10"), (TWO, "2028-03-10"), (InspectionClass.COLLECTION, "2030-03-10")],
)
def test_a_favourable_inspection_is_valid_for_the_term_of_its_class(of: InspectionClass, due: str) -> None:
    found = inspection_due(of, TODAY, last=LastInspection(day("2025-03-10")))
    assert found is not None
    assert (found.due_on, found.source) == (day(due), InspectionSource.LAST_INSPECTION)


def test_the_date_printed_on_the_report_wins_over_the_term() -> None:
    last = LastInspection(day("2025-03-10"), valid_until=day("2027-03-09"))
    found = inspection_due(CAR, TODAY, last=last)
    assert found is not None
    assert found.due_on == day("2027-03-09")


def test_a_favourable_inspection_that_has_lapsed_is_overdue_for_sure() -> None:
    found = inspection_due(CAR, TODAY, last=LastInspection(day("2023-03-10")))
    assert found is not None
    assert (found.due_on, found.to_confirm) == (day("2025-03-10"), False)


@pytest.mark.parametrize(("result", "due"), [("major", "2027-01-20"), ("critical", "2026-11-20")])
def test_a_failed_inspection_leaves_two_months_or_the_day_itself(result: str, due: str) -> None:
    last = LastInspection(day("2026-11-20"), InspectionResult(result))
    assert inspection_due(CAR, TODAY, last=last) == InspectionDue(
        day(due), day("2026-11-20"), InspectionSource.LAST_INSPECTION
    )


def test_only_vans_have_a_pollution_check_between_two_inspections() -> None:
    last = LastInspection(day("2026-03-10"))
    assert emissions_check_due(VAN, last) == InspectionDue(
        day("2027-03-10"), day("2027-01-10"), InspectionSource.LAST_INSPECTION
    )
    assert emissions_check_due(CAR, last) is None


def test_a_vehicle_of_before_1960_is_exempt() -> None:
    assert inspection_due(InspectionClass.COLLECTION, TODAY, first_registration=day("1959-12-31")) is None
    assert inspection_due(InspectionClass.COLLECTION, TODAY, first_registration=day("1960-01-01")) is not None


def test_with_nothing_known_there_is_no_date() -> None:
    assert inspection_due(CAR, TODAY) is None


@given(
    of=st.sampled_from(InspectionClass),
    today=st.dates(date(2024, 1, 1), date(2040, 1, 1)),
    first=st.none() | st.dates(date(1950, 1, 1), date(2040, 1, 1)),
    card=st.none() | st.dates(date(2000, 1, 1), date(2045, 1, 1)),
    last=st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1)),
)
def test_a_window_always_opens_before_it_closes(
    of: InspectionClass, today: date, first: date | None, card: date | None, last: date | None
) -> None:
    inspected = LastInspection(last) if last else None
    due = inspection_due(of, today, first_registration=first, card_date=card, last=inspected)
    assert due is None or due.opens_on <= due.due_on
    assert due is None or not due.to_confirm or due.due_on < today


def test_the_date_that_the_person_set_wins_over_all_others() -> None:
    due = inspection_due(
        CAR, TODAY, card_date=day("2027-02-01"), last=LastInspection(TODAY), own_date=day("2027-01-15")
    )
    assert due is not None
    assert (due.due_on, due.source, due.rule) == (day("2027-01-15"), InspectionSource.OWN, InspectionRule.OWN)


def test_another_country_and_no_inspection_follow_no_french_rule() -> None:
    for of in (InspectionClass.PLAIN, InspectionClass.NONE):
        assert inspection_due(of, TODAY, first_registration=day("2015-01-01"), card_date=day("2027-02-01")) is None
    assert inspection_due(InspectionClass.NONE, TODAY, own_date=day("2027-01-15")) is None
    own = inspection_due(InspectionClass.PLAIN, TODAY, own_date=day("2027-01-15"))
    assert own is not None


@pytest.mark.parametrize(
    ("of", "first", "last", "rule"),
    [
        (CAR, "2024-03-10", None, "car_first"), (CAR, "2015-03-10", "2026-03-10", "car_again"),
        (TWO, "2021-08-20", None, "l_calendar"), (TWO, "2023-06-15", None, "l_first"),
        (TWO, "2015-06-15", "2025-06-15", "l_again"), (InspectionClass.COLLECTION, "1970-01-01", None, "collection"),
        (InspectionClass.YEARLY, "2020-01-01", "2026-01-01", "yearly"),
    ],
)  # fmt: skip
def test_each_date_names_its_rule(of: InspectionClass, first: str, last: str | None, rule: str) -> None:
    inspected = LastInspection(day(last)) if last else None
    due = inspection_due(of, TODAY, first_registration=day(first), last=inspected)
    assert due is not None
    assert due.rule == rule


def test_an_electric_van_has_no_pollution_check() -> None:
    assert emissions_check_due(VAN, LastInspection(day("2026-03-10")), burns_fuel=False) is None


@pytest.mark.parametrize(
    ("of", "first", "needed"),
    [(CAR, "2022-11-22", True), (CAR, "2022-11-23", False), (TWO, "2021-11-23", False), (TWO, "2021-11-22", True),
     (InspectionClass.PLAIN, "2000-01-01", False)],
)  # fmt: skip
def test_a_sale_needs_an_inspection_once_the_first_one_was_due(of: InspectionClass, first: str, needed: bool) -> None:
    assert sale_needs_inspection(of, day(first), TODAY) is needed


@pytest.mark.parametrize(
    ("result", "until"), [("favourable", "2027-02-28"), ("major", "2026-10-31"), ("critical", "2026-08-31")]
)
def test_for_a_sale_an_inspection_serves_six_months_or_until_its_re_test(result: str, until: str) -> None:
    assert valid_for_sale_until(LastInspection(day("2026-08-31"), InspectionResult(result))) == day(until)


@pytest.mark.parametrize(
    ("of", "result", "card", "outdated"),
    [
        (CAR, InspectionResult.FAVOURABLE, "2026-12-01", True), (CAR, InspectionResult.FAVOURABLE, "2028-11-20", False),
        (CAR, InspectionResult.FAVOURABLE, "2028-11-01", False), (CAR, InspectionResult.MAJOR, "2028-11-20", True),
        (TWO, InspectionResult.FAVOURABLE, "2029-11-20", False), (TWO, InspectionResult.FAVOURABLE, "2028-11-20", True),
        (InspectionClass.PLAIN, InspectionResult.MAJOR, "2026-12-01", False),
    ],
)  # fmt: skip
def test_a_card_from_before_an_inspection_is_told_from_one_that_knew_of_it(
    of: InspectionClass, result: InspectionResult, card: str, outdated: bool
) -> None:
    assert outdates(of, LastInspection(day("2026-11-20"), result), day(card)) is outdated
