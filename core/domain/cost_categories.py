"""What work is paid for: one category a record, from its services unless the person says otherwise."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum, unique
from typing import Final

from core.domain.service_types import ServiceType


@unique
class CostCategory(StrEnum):
    """What money went into; values are stored and exported."""

    MAINTENANCE = "maintenance"
    REPAIR = "repair"
    TYRES = "tyres"
    INSPECTION = "inspection"
    BODYWORK = "bodywork"
    ACCESSORIES = "accessories"
    OTHER = "other"


# Parts that wear count as maintenance: they are due with the kilometres, not because something broke.
_SERVICES: Final[Mapping[CostCategory, str]] = {
    CostCategory.MAINTENANCE: (
        "oil_change oil_filter air_filter cabin_filter fuel_filter spark_plugs glow_plugs brake_pads brake_pads_front"
        " brake_pads_rear brake_discs brake_discs_front brake_discs_rear brake_fluid timing_belt accessory_belt"
        " water_pump coolant battery general_service gearbox_oil air_conditioning wipers bulbs"
    ),
    CostCategory.REPAIR: (
        "clutch transmission exhaust particulate_filter egr_valve shock_absorbers suspension steering alternator"
        " starter injectors turbo diagnosis towing other_repair"
    ),
    CostCategory.TYRES: "tyres tyres_front tyres_rear tyre_rotation tyre_repair wheel_alignment wheel_balancing",
    CostCategory.INSPECTION: "technical_inspection emissions_check",
    CostCategory.BODYWORK: "windscreen bodywork",
    CostCategory.OTHER: "wash",
}
CATEGORIES: Final[Mapping[ServiceType, CostCategory]] = {
    ServiceType(service): category for category, services in _SERVICES.items() for service in services.split()
}


def category_of(services: Sequence[ServiceType]) -> CostCategory:
    """The category that most of the services belong to, of equals the one named first."""
    counted = Counter(CATEGORIES[service] for service in services)
    return counted.most_common(1)[0][0] if counted else CostCategory.OTHER


def category_name(category: CostCategory) -> str:
    """Name the message that says a category to people."""
    return f"category.{category}"
