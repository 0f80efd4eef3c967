"""How often each kind of work is due, by default, for a vehicle's kind and energy."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from core.domain.energy import Energy
from core.domain.service_types import ServiceType
from core.knowledge import ScheduleEntry, service_schedule


@dataclass(frozen=True, slots=True)
class Interval:
    """Time and distance between two services, whichever ends first; None does not count. At least one is set."""

    months: int | None
    kilometres: int | None

    def __post_init__(self) -> None:
        if not any((self.months, self.kilometres)) or min(self.months or 1, self.kilometres or 1) < 1:
            raise ValueError("an interval has months, kilometres or both, more than zero")


class VehicleKind(StrEnum):
    """The kinds of vehicle that have a schedule of their own."""

    CAR = "car"
    MOTORBIKE = "motorbike"


def vehicle_kind(category: str | None) -> VehicleKind:
    """Tell the kind from the card's category: two, three and four wheels of category L are kept as motorbikes are."""
    return VehicleKind.MOTORBIKE if (category or "").strip().upper().startswith("L") else VehicleKind.CAR


def interval_for(service: ServiceType, energy: Energy, kind: VehicleKind = VehicleKind.CAR) -> Interval | None:
    """Find the default interval; nothing for a repair, nor for oil in an electric car."""
    entry = _entries().get((kind, service, energy))
    return Interval(entry.months, entry.kilometres) if entry else None


def is_wear(service: ServiceType, energy: Energy, kind: VehicleKind = VehicleKind.CAR) -> bool:
    """Whether the interval only tells when to have a look, as for tyres."""
    entry = _entries().get((kind, service, energy))
    return entry is not None and entry.wear


def basis_of(service: ServiceType, energy: Energy, language: str, kind: VehicleKind = VehicleKind.CAR) -> str | None:
    """Say in a sentence where the default interval comes from."""
    entry = _entries().get((kind, service, energy))
    return entry.basis.in_language(language) if entry else None


def services_of(energy: Energy, kind: VehicleKind = VehicleKind.CAR) -> tuple[ServiceType, ...]:
    """List what a vehicle of this kind and energy needs regularly, in the order of a service plan."""
    return tuple(service for of_kind, service, of in _entries() if of_kind is kind and of is energy)


@cache
def _entries() -> dict[tuple[VehicleKind, ServiceType, Energy], ScheduleEntry]:
    return {
        (VehicleKind(entry.vehicle), ServiceType(service), Energy(energy)): entry
        for entry in service_schedule().entries
        for service in entry.services
        for energy in entry.energies
    }
