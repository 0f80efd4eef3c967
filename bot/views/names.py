"""How things are called in the chat."""

from collections.abc import Sequence

from core.domain.plates import displayed_plate
from core.domain.service_types import ServiceType, service_name
from core.i18n import Translator
from core.models import Vehicle


def vehicle_name(t: Translator, vehicle: Vehicle) -> str:
    """Make, model and plate, as far as they are known."""
    title = " ".join(part for part in (vehicle.make, vehicle.model) if part)
    plate = displayed_plate(vehicle.plate) if vehicle.plate else ""
    return " · ".join(part for part in (title, plate) if part) or vehicle.vin or t.plain("vehicle.unnamed")


def short_name(vehicle: Vehicle) -> str:
    """The plate, or else the model: enough in a list; empty when neither is known."""
    return displayed_plate(vehicle.plate) if vehicle.plate else vehicle.model or vehicle.make or ""


def services_text(t: Translator, services: Sequence[ServiceType], highest: int = 4) -> str:
    """The services of a record in a few words."""
    names = [t.plain(service_name(service)) for service in services[:highest]]
    return ", ".join(names) + (" …" if len(services) > highest else "")


# A keyboard takes 100 buttons; the last vehicles added are the likeliest ones.
CHOICES = 40


def newest(vehicles: Sequence[Vehicle]) -> Sequence[Vehicle]:
    """The vehicles to choose from, the latest first."""
    return vehicles[::-1][:CHOICES]
