"""A vehicle's health: a score that named rules take points off, what is at risk, odd costs, and a year's spending.

Every figure comes from a row or from a rule of this file; docs/health.md lists the rules and works
an example by hand. The more is overdue, the lower the score, never the other way round. Whole cents of one currency.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

WHOLE: Final = 100
# Work without which it is not safe or ends in a large repair.
VITAL: Final = frozenset(
    ("brake_fluid", "brake_pads", "brake_pads_front", "brake_pads_rear", "brake_discs", "tyres", "timing_belt")
)
_DAYS_A_MONTH: Final = 30.44
_YEAR: Final = 365
MOST_RISKS: Final = 6


class HealthRule(StrEnum):
    """The rules that take points off. Values are stored with what people say of a report."""

    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    INSPECTION = "inspection"
    TROUBLE = "trouble"
    REPAIRS = "repairs"
    AGE = "age"
    MILEAGE = "mileage"


# What a rule takes off at most.
MOST: Final = {
    HealthRule.OVERDUE: 45,
    HealthRule.UNKNOWN: 10,
    HealthRule.INSPECTION: 15,
    HealthRule.TROUBLE: 35,
    HealthRule.REPAIRS: 12,
    HealthRule.AGE: 8,
    HealthRule.MILEAGE: 8,
}
_OVERDUE_VITAL, _OVERDUE, _OVERDUE_EVERY, _OVERDUE_MORE = 8, 4, 3, 6
_TROUBLE: Final = {"stop": 25, "high": 12, "medium": 5, "low": 1}
_OLD, _FAR, _FAR_EVERY = 10, 150_000, 20_000
_REPAIR, _REPAIRS_FREE = 3, 1


class Grade(StrEnum):
    """The score in a word."""

    GOOD = "good"
    FAIR = "fair"
    WATCH = "watch"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the plan: days until it is due (below 0: overdue; None: nothing known), and its usual price."""

    name: str
    days_left: int | None
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """A diagnosis that is not settled: its row, its urgency or `stop`, and what putting it right may cost."""

    id: int
    title: str
    urgency: str
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """A record of work: its row, its day, its category, what it cost, its services."""

    id: int
    on: date
    repair: bool
    cents: int | None
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent on fuel in so many months, and what other costs are known to fall due within a year."""

    fuel_cents: int = 0
    fuel_months: float = 0.0
    fixed_cents: int = 0


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """Everything a report is made of."""

    today: date
    services: tuple[Service, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    work: tuple[Work, ...] = ()
    spent: Spent = Spent()
    first_registered_on: date | None = None
    kilometres: int | None = None
    inspection_due_on: date | None = None
    known_since: date | None = None
    prices: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Points that a rule takes off, and what it is about: a service, a title, a number of days or of something."""

    rule: HealthRule
    points: int
    about: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Risk:
    """What is expected to need money: within so many days (0: now), and how much, in cents; `case` is a diagnosis."""

    about: str
    days: int
    low: int
    high: int
    case: int = 0


class OddKind(StrEnum):
    """Why a cost is odd."""

    DEAR = "dear"
    TWICE = "twice"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Odd:
    """A cost that stands out: its record (0: a whole year), what was paid, and what is compared with."""

    kind: OddKind
    record: int
    about: str
    cents: int
    compared: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the forecast, between two amounts."""

    name: str
    low: int
    middle: int
    high: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the next twelve months are expected to cost: in nine years of ten between `low` and `high`, roughly."""

    parts: tuple[Part, ...]

    @property
    def low(self) -> int:
        """If everything goes well."""
        return sum(part.low for part in self.parts)

    @property
    def middle(self) -> int:
        """What to reckon with."""
        return sum(part.middle for part in self.parts)

    @property
    def high(self) -> int:
        """If much comes together."""
        return sum(part.high for part in self.parts)


@dataclass(frozen=True, slots=True)
class Health:
    """A report."""

    score: int
    grade: Grade
    reasons: tuple[Reason, ...]
    risks: tuple[Risk, ...]
    odd: tuple[Odd, ...]
    forecast: Forecast


def health_of(facts: HealthFacts) -> Health:
    """Make the report."""
    reasons = _reasons(facts)
    taken = sum(min(sum(one.points for one in reasons if one.rule is rule), most) for rule, most in MOST.items())
    score = max(0, WHOLE - taken)
    shown = tuple(sorted(reasons, key=lambda one: (-one.points, one.rule.value, one.about)))
    return Health(score, _grade(score), shown, _risks(facts), _odd(facts), _forecast(facts))


def _grade(score: int) -> Grade:
    if score >= 85:
        return Grade.GOOD
    if score >= 65:
        return Grade.FAIR
    return Grade.WATCH if score >= 40 else Grade.POOR


def _reasons(facts: HealthFacts) -> list[Reason]:
    reasons = [
        Reason(HealthRule.OVERDUE, overdue_points(one.name, -one.days_left), one.name, -one.days_left)
        for one in facts.services
        if one.days_left is not None and one.days_left < 0
    ]
    unknown = sum(one.days_left is None for one in facts.services)
    if unknown:
        reasons.append(Reason(HealthRule.UNKNOWN, min(unknown, MOST[HealthRule.UNKNOWN]), number=unknown))
    if facts.inspection_due_on is not None and facts.inspection_due_on < facts.today:
        days = (facts.today - facts.inspection_due_on).days
        reasons.append(Reason(HealthRule.INSPECTION, MOST[HealthRule.INSPECTION], number=days))
    reasons += [Reason(HealthRule.TROUBLE, _TROUBLE.get(one.urgency, 1), one.title, one.id) for one in facts.troubles]
    return reasons + [one for one in (_repairs(facts), _age(facts), _mileage(facts)) if one is not None]


def overdue_points(service: str, days: int) -> int:
    """What an overdue service takes off: more for what is vital, and one more each three months, up to six."""
    more = min(int(days / _DAYS_A_MONTH) // _OVERDUE_EVERY, _OVERDUE_MORE)
    return (_OVERDUE_VITAL if service in VITAL else _OVERDUE) + more


def _repairs(facts: HealthFacts) -> Reason | None:
    recent = [one for one in facts.work if one.repair and 0 <= (facts.today - one.on).days <= 2 * _YEAR]
    more = len(recent) - _REPAIRS_FREE
    if more <= 0:
        return None
    return Reason(HealthRule.REPAIRS, min(more * _REPAIR, MOST[HealthRule.REPAIRS]), number=len(recent))


def _age(facts: HealthFacts) -> Reason | None:
    years = _years(facts)
    if years is None or years <= _OLD:
        return None
    return Reason(HealthRule.AGE, min(years - _OLD, MOST[HealthRule.AGE]), number=years)


def _years(facts: HealthFacts) -> int | None:
    born = facts.first_registered_on
    return max(0, (facts.today - born).days) // _YEAR if born is not None else None


def _mileage(facts: HealthFacts) -> Reason | None:
    over = (facts.kilometres or 0) - _FAR
    if over < _FAR_EVERY:
        return None
    points = min(over // _FAR_EVERY, MOST[HealthRule.MILEAGE])
    return Reason(HealthRule.MILEAGE, points, number=facts.kilometres or 0)


def _risks(facts: HealthFacts) -> tuple[Risk, ...]:
    """Unsettled trouble first, then what is due within a year, the soonest first."""
    trouble = [
        Risk(one.title, 0, one.low, one.high, one.id)
        for one in sorted(facts.troubles, key=lambda one: -_TROUBLE.get(one.urgency, 1))
    ]
    due = [
        Risk(one.name, max(one.days_left, 0), one.low, one.high)
        for one in sorted(facts.services, key=lambda one: (one.days_left is None, one.days_left or 0))
        if one.days_left is not None and one.days_left <= _YEAR
    ]
    return tuple([*trouble, *due][:MOST_RISKS])


def _odd(facts: HealthFacts) -> tuple[Odd, ...]:
    return (*_dear(facts), *_twice(facts), *_more(facts))


def _dear(facts: HealthFacts) -> list[Odd]:
    """Visits for one service that cost more than half above its usual range."""
    highest = {name: high for name, _, high in facts.prices}
    return [
        Odd(OddKind.DEAR, one.id, one.services[0], one.cents, highest[one.services[0]], one.on)
        for one in facts.work
        if one.cents is not None and len(one.services) == 1 and one.services[0] in highest
        if one.cents > 1.5 * highest[one.services[0]]
    ]


def _twice(facts: HealthFacts) -> list[Odd]:
    """The same repair or wear part within half a year."""
    found: list[Odd] = []
    last: dict[str, Work] = {}
    for one in sorted(facts.work, key=lambda work: work.on):
        for service in one.services:
            before = last.get(service)
            if before is not None and service in VITAL and (one.on - before.on).days <= _YEAR // 2 and one.cents:
                found.append(Odd(OddKind.TWICE, one.id, service, one.cents, (one.on - before.on).days, one.on))
            last[service] = one
    return found


def _more(facts: HealthFacts) -> list[Odd]:
    """Work of the past year that cost more than twice what the years before did on average."""
    if facts.known_since is None or (facts.today - facts.known_since).days < 2 * _YEAR:
        return []
    ages = [((facts.today - one.on).days, one.cents or 0) for one in facts.work]
    now = sum(cents for days, cents in ages if 0 <= days < _YEAR)
    years = (facts.today - facts.known_since).days / _YEAR - 1
    before = int(sum(cents for days, cents in ages if days >= _YEAR) / years)
    return [Odd(OddKind.MORE, 0, "", now, before)] if before > 0 and now > 2 * before else []


# What unplanned repairs cost a common car in a year, in cents, by its age: below five years, below ten, above.
UNPLANNED: Final = ((5, 150_00), (10, 400_00), (10_000, 650_00))
FUEL_DOUBT: Final = 0.15


def _forecast(facts: HealthFacts) -> Forecast:
    parts = []
    if facts.spent.fuel_months >= 1 and facts.spent.fuel_cents > 0:
        fuel = _tens(12 * facts.spent.fuel_cents / facts.spent.fuel_months)
        parts.append(Part("fuel", _tens(fuel * (1 - FUEL_DOUBT)), fuel, _tens(fuel * (1 + FUEL_DOUBT))))
    if facts.spent.fixed_cents > 0:
        fixed = facts.spent.fixed_cents
        parts.append(Part("fixed", fixed, fixed, fixed))
    due = [one for one in facts.services if one.days_left is not None and one.days_left <= _YEAR]
    low, high = sum(one.low for one in due), sum(one.high for one in due)
    if high:
        parts.append(Part("planned", low, (low + high) // 2, high))
    low, high = sum(one.low for one in facts.troubles), sum(one.high for one in facts.troubles)
    if high:
        parts.append(Part("trouble", low, (low + high) // 2, high))
    usual = _tens(_unplanned(facts))
    parts.append(Part("unplanned", 0, usual, _tens(2.5 * usual)))
    return Forecast(tuple(parts))


def _tens(cents: float) -> int:
    """To ten units of the currency: an estimate shows no cents."""
    return round(cents / 10_00) * 10_00


def _unplanned(facts: HealthFacts) -> int:
    """What repairs cost a year: by age, drawn towards what this vehicle's own years cost."""
    years = _years(facts) if facts.first_registered_on is not None else 7
    usual = next(cents for below, cents in UNPLANNED if (years or 0) < below)
    if facts.known_since is None:
        return usual
    known = min(max((facts.today - facts.known_since).days / _YEAR, 0.0), 5.0)
    if known < 1:
        return usual
    own = sum(one.cents or 0 for one in facts.work if one.repair and (facts.today - one.on).days <= 5 * _YEAR) / known
    # The usual weighs as much as two years of one's own.
    return round((2 * usual + known * own) / (2 + known))
