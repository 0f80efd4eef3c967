"""When the French contrôle technique is due, and where that date comes from.

The rules are those published in November 2026 for cars, vans and category L; what is derived stays editable.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
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
    # Another country's inspection, or none at all: the person says when.
    PLAIN = "plain"
    NONE = "none"


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
    OWN = "own"


class InspectionRule(StrEnum):
    """The rule that gave a date; its text and its source are in the catalogues."""

    OWN = "own"
    CARD = "card"
    REPORT = "report"
    MAJOR = "major"
    CRITICAL = "critical"
    CAR_FIRST = "car_first"
    CAR_AGAIN = "car_again"
    COLLECTION = "collection"
    YEARLY = "yearly"
    L_CALENDAR = "l_calendar"
    L_FIRST = "l_first"
    L_AGAIN = "l_again"
    EMISSIONS = "emissions"


@dataclass(frozen=True, slots=True)
class LastInspection:
    """The last inspection; `valid_until` is what its report says, when it was read.

    `retest_of` is the day of the periodic inspection that failed, where this one is its re-test.
    """

    done_on: date
    result: InspectionResult = InspectionResult.FAVOURABLE
    valid_until: date | None = None
    retest_of: date | None = None


@dataclass(frozen=True, slots=True)
class InspectionDue:
    """The last day to be inspected and the day from which it makes sense.

    `to_confirm` says that the date is past and that an inspection we do not know of may have been done since.
    """

    due_on: date
    opens_on: date
    source: InspectionSource
    to_confirm: bool = False
    rule: InspectionRule = field(default=InspectionRule.CAR_FIRST, compare=False)


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
_YEAR: Final = 12
_FOR_SALE: Final = 6
# Classes whose dates follow no French rule.
_BY_HAND: Final = frozenset({InspectionClass.PLAIN, InspectionClass.NONE})
_EXEMPT_BEFORE: Final = date(1960, 1, 1)

# Category L entered the scheme in April 2024, by year of first registration.
_OLDEST_L: Final = (date(2017, 1, 1), date(2024, 12, 31))
_OLDER_L: Final = (date(2020, 1, 1), date(2025, 12, 31))
_OLD_L: Final = (date(2022, 1, 1), date(2026, 12, 31))

_AGAIN: Final = {
    InspectionClass.CAR: InspectionRule.CAR_AGAIN,
    InspectionClass.VAN: InspectionRule.CAR_AGAIN,
    InspectionClass.TWO_WHEELER: InspectionRule.L_AGAIN,
    InspectionClass.COLLECTION: InspectionRule.COLLECTION,
    InspectionClass.YEARLY: InspectionRule.YEARLY,
}

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


def last_inspection(inspections: Sequence[LastInspection]) -> LastInspection | None:
    """The last of some inspections, newest first; a re-test says of which failed one it is.

    A re-test is one within two months of the inspection that asked for it, and so is the next if it fails as well.
    """
    if not inspections:
        return None
    last, failed_on = inspections[0], None
    for earlier in inspections[1:]:
        if earlier.result is InspectionResult.FAVOURABLE or last.done_on > plus_months(earlier.done_on, _RETEST):
            break
        failed_on = earlier.done_on
    return replace(last, retest_of=failed_on)


def inspection_due(
    of: InspectionClass,
    today: date,
    *,
    first_registration: date | None = None,
    card_date: date | None = None,
    last: LastInspection | None = None,
    own_date: date | None = None,
) -> InspectionDue | None:
    """Work out the next inspection: the person's own date, the card's if it is to come, the last inspection, the rules.

    None for a vehicle that is exempt, or when nothing is known to count from.
    """
    if own_date is not None and of is not InspectionClass.NONE:
        return _due(own_date, InspectionSource.OWN, today, InspectionRule.OWN, known=True)
    if of in _BY_HAND:
        return None
    if of is InspectionClass.COLLECTION and first_registration is not None and first_registration < _EXEMPT_BEFORE:
        return None
    if card_date is not None and card_date >= today and (last is None or last.done_on < card_date):
        return _due(card_date, InspectionSource.CARD, today, InspectionRule.CARD, known=True)
    if last is not None:
        return _after(of, last, today)
    if card_date is not None:
        return _due(card_date, InspectionSource.CARD, today, InspectionRule.CARD)
    if first_registration is None:
        return None
    return _first(of, first_registration, today)


def outdates(of: InspectionClass, last: LastInspection, card_date: date) -> bool:
    """Whether what a registration card says is from before an inspection, and ends with it.

    A card that knew of it would say its whole validity; a test that failed gives none, whatever a card said.
    """
    if of in _BY_HAND:
        return False
    return last.result is not InspectionResult.FAVOURABLE or card_date < plus_months(last.done_on, _VALIDITY[of] - 1)


def outdates_own(of: InspectionClass, last: LastInspection, own_date: date, months: int | None = None) -> bool:
    """Whether a date that the person set is from before an inspection, and ends with it; `months`: it comes back so.

    One that lies further ahead than an inspection is good for was set after it: an old report does not undo it. A
    test that failed ends also what lies just as far ahead, because its re-test comes first.
    """
    validity = months or _VALIDITY.get(of, _YEAR)
    failed = last.result is not InspectionResult.FAVOURABLE
    return own_date <= plus_months(last.done_on, validity + (1 if failed else -1))


def emissions_check_due(of: InspectionClass, last: LastInspection, *, burns_fuel: bool = True) -> InspectionDue | None:
    """Work out a van's pollution check, in the two months before the anniversary between two inspections.

    Electric and hydrogen vans have none.
    """
    if of is not InspectionClass.VAN or not burns_fuel:
        return None
    due_on = plus_months(last.done_on, 12)
    return InspectionDue(
        due_on, plus_months(due_on, -2), InspectionSource.LAST_INSPECTION, rule=InspectionRule.EMISSIONS
    )


def sale_needs_inspection(of: InspectionClass, first_registration: date | None, today: date) -> bool:
    """Whether a sale to a private person needs an inspection of less than six months: from its first one's age on."""
    if of in _BY_HAND or first_registration is None:
        return False
    months = 60 if of is InspectionClass.TWO_WHEELER else _FIRST[of]
    return plus_months(first_registration, months) <= today


def valid_for_sale_until(last: LastInspection) -> date:
    """The last day on which an inspection serves for a sale: six months, two months of a major fault, else its day."""
    months = {InspectionResult.FAVOURABLE: _FOR_SALE, InspectionResult.MAJOR: _RETEST}.get(last.result, 0)
    return plus_months(last.done_on, months)


def _after(of: InspectionClass, last: LastInspection, today: date) -> InspectionDue:
    source = InspectionSource.LAST_INSPECTION
    # A re-test, passed or not, is good for as long as the inspection that asked for it would have been.
    since = last.retest_of or last.done_on
    if last.result is InspectionResult.FAVOURABLE:
        due_on = last.valid_until or plus_months(since, _VALIDITY[of])
        rule = InspectionRule.REPORT if last.valid_until else _AGAIN[of]
        return _due(due_on, source, today, rule, known=True)
    # A major fault gives two months for the re-test; a critical one only the day itself to drive to a garage.
    if last.result is InspectionResult.MAJOR:
        retest_by = plus_months(since, _RETEST)
        return InspectionDue(retest_by, last.done_on, source, rule=InspectionRule.MAJOR)
    return InspectionDue(last.done_on, last.done_on, source, rule=InspectionRule.CRITICAL)


def _first(of: InspectionClass, first_registration: date, today: date) -> InspectionDue:
    source = InspectionSource.FIRST_REGISTRATION
    if of is not InspectionClass.TWO_WHEELER:
        rule = _AGAIN[of] if of in {InspectionClass.COLLECTION, InspectionClass.YEARLY} else InspectionRule.CAR_FIRST
        return _due(plus_months(first_registration, _FIRST[of]), source, today, rule)
    for before, deadline in (_OLDEST_L, _OLDER_L):
        if first_registration < before:
            return _due(deadline, InspectionSource.CALENDAR, today, InspectionRule.L_CALENDAR)
    if first_registration < _OLD_L[0]:
        anniversary = plus_months(first_registration, 12 * (_OLD_L[1].year - first_registration.year))
        deadline = min(plus_months(anniversary, 4), _OLD_L[1])
        due = _due(deadline, InspectionSource.CALENDAR, today, InspectionRule.L_CALENDAR)
        return replace(due, opens_on=anniversary)
    return _due(plus_months(first_registration, 60), source, today, InspectionRule.L_FIRST)


def _due(
    due_on: date, source: InspectionSource, today: date, rule: InspectionRule, *, known: bool = False
) -> InspectionDue:
    opens = plus_months(due_on, -_OPENS_BEFORE)
    return InspectionDue(due_on, opens, source, to_confirm=due_on < today and not known, rule=rule)
