"""What each plan allows and costs: the one table. It seeds the catalogue's rows, which administrators may then change.

No other module compares the names of plans.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from core.domain.money import Money

STARS: Final = "XTR"


class Level(StrEnum):
    """A plan. Values are stored."""

    FREE = "free"
    STANDARD = "standard"
    PREMIUM = "premium"


class Interval(StrEnum):
    """How often a plan is paid. Values are stored."""

    MONTH = "month"
    YEAR = "year"


class Feature(StrEnum):
    """What a plan gives some of. Values are stored."""

    VEHICLES = "vehicles"
    DOCUMENTS = "documents"
    STORAGE = "storage"
    RECORDS = "records"
    READINGS = "readings"
    AI_MESSAGES = "ai_messages"
    AI_TRIES = "ai_tries"
    DIAGNOSES = "diagnoses"
    ANALYSES = "analyses"
    PRIORITY = "priority"


class Span(StrEnum):
    """Over what a limit counts: what is kept now, a month, for ever; or it is there or not."""

    KEPT = "kept"
    MONTH = "month"
    EVER = "ever"
    SWITCH = "switch"


SPANS: Final[Mapping[Feature, Span]] = {
    Feature.VEHICLES: Span.KEPT,
    Feature.DOCUMENTS: Span.KEPT,
    Feature.STORAGE: Span.KEPT,
    Feature.RECORDS: Span.MONTH,
    Feature.READINGS: Span.MONTH,
    Feature.AI_MESSAGES: Span.MONTH,
    Feature.AI_TRIES: Span.EVER,
    Feature.DIAGNOSES: Span.MONTH,
    Feature.ANALYSES: Span.SWITCH,
    Feature.PRIORITY: Span.SWITCH,
}

# Where a plan gives none of the first, so many of the second are free to try, of each kind.
TRIES: Final[Mapping[Feature, Feature]] = {Feature.AI_MESSAGES: Feature.AI_TRIES}

_MB, _GB = 1_000_000, 1_000_000_000
UNLIMITED: Final = None

# Limits in the order FREE, STANDARD, PREMIUM; storage in bytes.
_LIMITS: Final[Mapping[Feature, tuple[int | None, int | None, int | None]]] = {
    Feature.VEHICLES: (3, 10, UNLIMITED),
    Feature.DOCUMENTS: (50, 200, 1000),
    Feature.STORAGE: (200 * _MB, _GB, 10 * _GB),
    Feature.RECORDS: (10, 50, 200),
    Feature.READINGS: (3, 100, 500),
    Feature.AI_MESSAGES: (0, 100, 500),
    Feature.AI_TRIES: (1, 0, 0),
    Feature.DIAGNOSES: (0, 0, 30),
    Feature.ANALYSES: (0, 0, UNLIMITED),
    Feature.PRIORITY: (0, 0, UNLIMITED),
}


@dataclass(frozen=True, slots=True)
class Price:
    """What a plan costs each interval; Stars are bought for thirty days at a time."""

    interval: Interval
    money: Money


_PRICES: Final[Mapping[Level, tuple[Price, ...]]] = {
    Level.FREE: (),
    Level.STANDARD: (
        Price(Interval.MONTH, Money(9_99)),
        Price(Interval.YEAR, Money(99_00)),
        # What is left of so many Stars is about the price in euros.
        Price(Interval.MONTH, Money(770_00, STARS)),
    ),
    Level.PREMIUM: (
        Price(Interval.MONTH, Money(19_99)),
        Price(Interval.YEAR, Money(199_00)),
        Price(Interval.MONTH, Money(1540_00, STARS)),
    ),
}

Limits = Mapping[Feature, int | None]


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """A plan as it is offered."""

    level: Level
    limits: Limits
    prices: tuple[Price, ...] = ()
    popular: bool = False


CATALOGUE: Final[Mapping[Level, PlanTerms]] = {
    level: PlanTerms(
        level,
        {feature: limits[place] for feature, limits in _LIMITS.items()},
        _PRICES[level],
        popular=level is Level.STANDARD,
    )
    for place, level in enumerate(Level)
}


def rank(level: Level) -> int:
    """The place of a plan among the others: more is more."""
    return list(Level).index(level)


def allows(limit: int | None, used: int, more: int = 1) -> bool:
    """Whether so much more fits under a limit."""
    return limit is UNLIMITED or used + more <= limit


def counted_month(feature: Feature, day: date) -> str:
    """The name under which the use of a day is counted."""
    return f"{day:%Y-%m}" if SPANS[feature] is Span.MONTH else Span.EVER.value


def first_with(offers: Mapping[Level, Limits], feature: Feature, above: Level) -> Level | None:
    """The smallest plan that gives more of a feature than another plan does."""
    here = offers[above].get(feature, 0)
    for level in sorted(offers, key=rank):
        there = offers[level].get(feature, 0)
        if rank(level) > rank(above) and here is not UNLIMITED and (there is UNLIMITED or there > here):
            return level
    return None
