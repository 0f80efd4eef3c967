"""How things are called in the chat."""

from collections.abc import Sequence

from core.domain.service_types import ServiceType, service_name
from core.i18n import Translator
from core.models import Vehicle
from core.services.vehicles import plate_of


def vehicle_name(t: Translator, vehicle: Vehicle) -> str:
    """What the person calls it, or else make and model; and the plate, as far as they are known."""
    title = vehicle.nickname or model_name(vehicle)
    return " · ".join(part for part in (title, plate_of(vehicle)) if part) or vehicle.vin or t.plain("vehicle.unnamed")


def model_name(vehicle: Vehicle) -> str:
    """Make and model, as far as they are known."""
    return " ".join(part for part in (vehicle.make, vehicle.model) if part)


def short_name(vehicle: Vehicle) -> str:
    """What the person calls it, the plate, or else the model: enough in a list; empty when none is known."""
    return vehicle.nickname or plate_of(vehicle) or vehicle.model or vehicle.make or ""


def services_text(t: Translator, services: Sequence[ServiceType], highest: int = 4) -> str:
    """The services of a record in a few words."""
    names = [t.plain(service_name(service)) for service in services[:highest]]
    return ", ".join(names) + (" …" if len(services) > highest else "")


def ticked(label: str, chosen: bool) -> str:
    """A button's label, with a sign when it is the one that holds."""
    return f"✓ {label}" if chosen else label
