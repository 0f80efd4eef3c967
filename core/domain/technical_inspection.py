"""When the French contrôle technique is due, and where that date comes from.

The rules are those published in November 2026 for cars, vans and category L; what is derived stays editable.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from core.domain.months import plus_months


class InspectionClass(StrEnum):
    """The kinds of vehicle that the rules tell apart."""

    CAR = "car"
    VAN = "van"
    TWO_WHEELER = "two_wheeler"
    COLLECTION = "collection"
    YEARLY = "yearly"


class InspectionResult(StrEnum):
    """How the last inspection ended."""

    FAVOURABLE = "favourable"
    MAJOR = "major"
    CRITICAL = "critical"


class InspectionSource(StrEnum):
    """Where a due date comes from, to be shown with it."""

    CARD = "card"
    LAST_INSPECTION = "last_inspection"
    FIRST_REGISTRATION = "first_registration"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class LastInspection:
    """The last inspection; `valid_until` is what its report says, when it was read."""

    done_on: date
    result: InspectionResult = InspectionResult.FAVOURABLE
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class InspectionDue:
    """The last day to be inspected and the day from which it makes sense.

    `to_confirm` says that the date is past and that an inspection we do not know of may have been done since.
    """

    due_on: date
    opens_on: date
    source: InspectionSource
    to_confirm: bool = False


# First inspection and validity, in months after the first registration or the last inspection.
_FIRST: Final = {
    InspectionClass.CAR: 48,
    InspectionClass.VAN: 48,
    InspectionClass.COLLECTION: 60,
    InspectionClass.YEARLY: 12,
}
_VALIDITY: Final = {
    InspectionClass.CAR: 24,
    InspectionClass.VAN: 24,
    InspectionClass.TWO_WHEELER: 36,
    InspectionClass.COLLECTION: 60,
    InspectionClass.YEARLY: 12,
}
_OPENS_BEFORE: Final = 6
_RETEST: Final = 2
_EXEMPT_BEFORE: Final = date(1960, 1, 1)

# Category L entered the scheme in April 2024, by year of first registration.
_OLDEST_L: Final = (date(2017, 1, 1), date(2024, 12, 31))
_OLDER_L: Final = (date(2020, 1, 1), date(2025, 12, 31))
_OLD_L: Final = (date(2022, 1, 1), date(2026, 12, 31))

_CLASS_BY_CATEGORY: Final = {"M1": InspectionClass.CAR, "N1": InspectionClass.VAN}
_CLASS_BY_KIND: Final = {
    **dict.fromkeys(("VP", "VASP"), InspectionClass.CAR),
    **dict.fromkeys(("CTTE", "DERIV-VP"), InspectionClass.VAN),
    **dict.fromkeys(("MTL", "MTT1", "MTT2", "MTTE", "CL", "CYCL", "QM", "TQM", "TM"), InspectionClass.TWO_WHEELER),
}


def inspection_class(
    category: str | None, kind: str | None = None, *, collection: bool = False
) -> InspectionClass | None:
    """Tell the class from the card's J (`M1`, `N1G`, `L3e`) or J.1 (`VP`, `CTTE`, `MTL`); None for others."""
    if collection:
        return InspectionClass.COLLECTION
    european = (category or "").strip().upper()
    if european[:1] == "L" and european[1:2] in set("1234567"):
        return InspectionClass.TWO_WHEELER
    return _CLASS_BY_CATEGORY.get(european[:2]) or _CLASS_BY_KIND.get((kind or "").strip().upper())


def inspection_due(
    of: InspectionClass,
    today: date,
    *,
    first_registration: date | None = None,
    card_date: date | None = None,
    last: LastInspection | None = None,
) -> InspectionDue | None:
    """Work out the next inspection: the card's date if it is to come, else the last inspection, else the rules.

    None for a vehicle that is exempt, or when nothing is known to count from.
    """
    if of is InspectionClass.COLLECTION and first_registration is not None and first_registration < _EXEMPT_BEFORE:
        return None
    if card_date is not None and card_date >= today and (last is None or last.done_on < card_date):
        return _due(card_date, InspectionSource.CARD, today, known=True)
    if last is not None:
        return _after(of, last, today)
    if card_date is not None:
        return _due(card_date, InspectionSource.CARD, today)
    if first_registration is None:
        return None
    return _first(of, first_registration, today)


def emissions_check_due(of: InspectionClass, last: LastInspection) -> InspectionDue | None:
    """Work out a van's pollution check, in the two months before the anniversary between two inspections."""
    if of is not InspectionClass.VAN:
        return None
    due_on = plus_months(last.done_on, 12)
    return InspectionDue(due_on, plus_months(due_on, -2), InspectionSource.LAST_INSPECTION)


def _after(of: InspectionClass, last: LastInspection, today: date) -> InspectionDue:
    if last.result is InspectionResult.FAVOURABLE:
        due_on = last.valid_until or plus_months(last.done_on, _VALIDITY[of])
        return _due(due_on, InspectionSource.LAST_INSPECTION, today, known=True)
    # A major fault gives two months for the re-test; a critical one only the day itself to drive to a garage.
    retest_by = plus_months(last.done_on, _RETEST) if last.result is InspectionResult.MAJOR else last.done_on
    return InspectionDue(retest_by, last.done_on, InspectionSource.LAST_INSPECTION)


def _first(of: InspectionClass, first_registration: date, today: date) -> InspectionDue:
    if of is not InspectionClass.TWO_WHEELER:
        return _due(plus_months(first_registration, _FIRST[of]), InspectionSource.FIRST_REGISTRATION, today)
    for before, deadline in (_OLDEST_L, _OLDER_L):
        if first_registration < before:
            return _due(deadline, InspectionSource.CALENDAR, today)
    if first_registration < _OLD_L[0]:
        anniversary = plus_months(first_registration, 12 * (_OLD_L[1].year - first_registration.year))
        return _due(min(plus_months(anniversary, 4), _OLD_L[1]), InspectionSource.CALENDAR, today, opens_on=anniversary)
    return _due(plus_months(first_registration, 60), InspectionSource.FIRST_REGISTRATION, today)


def _due(
    due_on: date,
    source: InspectionSource,
    today: date,
    *,
    opens_on: date | None = None,
    known: bool = False,
) -> InspectionDue:
    opens = opens_on or plus_months(due_on, -_OPENS_BEFORE)
    return InspectionDue(due_on, opens, source, to_confirm=due_on < today and not known)
