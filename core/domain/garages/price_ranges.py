"""What work costs at a garage: from the invoices of at least three people, rounded outwards, else what is usual.

Nobody's bill can be told from a range: each person counts once for each kind of work, by the middle of what they paid,
and the ends of the range are the next full ten euros below and above.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Final

from core.domain.garages.specialties import Specialty
from core.domain.service_types import ServiceType

# Different people whose kept invoices must stand behind a range, and years for which a bill says something.
PEOPLE: Final = 3
YEARS: Final = 3
_STEP: Final = 1_000
# What is asked for most at each kind of garage, in this order.
ASKED: Final[dict[Specialty, tuple[ServiceType, ...]]] = {
    Specialty.REPAIR: (
        *(ServiceType.OIL_CHANGE, ServiceType.GENERAL_SERVICE, ServiceType.BRAKE_PADS, ServiceType.BRAKE_DISCS),
        *(ServiceType.TIMING_BELT, ServiceType.CLUTCH, ServiceType.BATTERY, ServiceType.AIR_CONDITIONING),
    ),
    Specialty.DEALER: (ServiceType.OIL_CHANGE, ServiceType.GENERAL_SERVICE, ServiceType.BRAKE_PADS),
    Specialty.TYRES: (ServiceType.TYRES, ServiceType.TYRE_REPAIR, ServiceType.WHEEL_ALIGNMENT),
    Specialty.INSPECTION: (ServiceType.TECHNICAL_INSPECTION,),
    Specialty.WINDSCREEN: (ServiceType.WINDSCREEN,),
    Specialty.BODYWORK: (ServiceType.BODYWORK,),
    Specialty.ELECTRIC: (),
    Specialty.MOTORCYCLE: (),
    Specialty.TOWING: (ServiceType.TOWING,),
    Specialty.WASH: (ServiceType.WASH,),
}
# Work that an oil change includes by itself.
_WITH_OIL: Final = frozenset({ServiceType.OIL_FILTER})


@dataclass(frozen=True, slots=True)
class Bill:
    """What one person paid on one invoice for these services."""

    person: int
    cents: int
    services: frozenset[ServiceType]


@dataclass(frozen=True, slots=True)
class PriceRange:
    """From and to in cents of EUR; `people` stand behind it, none where it is only what is usual."""

    service: ServiceType
    low: int
    high: int
    people: int = 0


def own_ranges(bills: Iterable[Bill]) -> list[PriceRange]:
    """The ranges that enough people's bills tell of, those of most people first."""
    paid: defaultdict[ServiceType, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for bill in bills:
        service = _only(bill.services)
        if service is not None and bill.cents > 0:
            paid[service][bill.person].append(bill.cents)
    found = []
    for service, by_person in paid.items():
        if len(by_person) < PEOPLE:
            continue
        middles = [median_low(sums) for sums in by_person.values()]
        low, high = min(middles) // _STEP * _STEP, -(-max(middles) // _STEP) * _STEP
        found.append(PriceRange(service, low, high, len(by_person)))
    return sorted(found, key=lambda one: (-one.people, one.service))


def asked_at(specialties: Sequence[Specialty]) -> tuple[ServiceType, ...]:
    """What people ask such a garage for most; one of which nothing is known repairs."""
    wanted = specialties or (Specialty.REPAIR,)
    return tuple(dict.fromkeys(service for one in wanted for service in ASKED[one]))


def _only(services: frozenset[ServiceType]) -> ServiceType | None:
    """The one work that a whole bill is for; several share a sum that nobody can part."""
    left = services - _WITH_OIL if ServiceType.OIL_CHANGE in services else services
    return next(iter(left)) if len(left) == 1 else None
