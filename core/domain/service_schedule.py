"""How often each kind of work is due, by default, for a vehicle's energy."""

from dataclasses import dataclass
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


def interval_for(service: ServiceType, energy: Energy) -> Interval | None:
    """Find the default interval; nothing for a repair, nor for oil in an electric car."""
    entry = _entries().get((service, energy))
    return Interval(entry.months, entry.kilometres) if entry else None


def is_wear(service: ServiceType, energy: Energy) -> bool:
    """Whether the interval only tells when to have a look, as for tyres."""
    entry = _entries().get((service, energy))
    return entry is not None and entry.wear


def basis_of(service: ServiceType, energy: Energy, language: str) -> str | None:
    """Say in a sentence where the default interval comes from."""
    entry = _entries().get((service, energy))
    return entry.basis.in_language(language) if entry else None


def services_of(energy: Energy) -> tuple[ServiceType, ...]:
    """List what a vehicle of this energy needs regularly, in the order of a service plan."""
    return tuple(service for service, of in _entries() if of is energy)


@cache
def _entries() -> dict[tuple[ServiceType, Energy], ScheduleEntry]:
    return {
        (ServiceType(service), Energy(energy)): entry
        for entry in service_schedule().entries
        for service in entry.services
        for energy in entry.energies
    }
