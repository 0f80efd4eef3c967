"""Choosing services: which to offer first, and which a few typed words may mean."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from core.domain.service_types import ServiceType, service_name, service_types_of
from core.domain.typed_text import folded
from core.i18n import LANGUAGES, translator

# What people have done most often, offered before their own habits are known.
FREQUENT: Final = (
    ServiceType.OIL_CHANGE,
    ServiceType.GENERAL_SERVICE,
    ServiceType.TYRES,
    ServiceType.BRAKE_PADS,
    ServiceType.TECHNICAL_INSPECTION,
    ServiceType.BATTERY,
    ServiceType.OIL_FILTER,
    ServiceType.AIR_FILTER,
    ServiceType.CABIN_FILTER,
    ServiceType.BRAKE_DISCS,
    ServiceType.TIMING_BELT,
    ServiceType.AIR_CONDITIONING,
    ServiceType.WIPERS,
    ServiceType.BULBS,
)
NEAREST: Final = 4
_NEAR_ENOUGH: Final = 62


def offered(usual: Sequence[ServiceType]) -> tuple[ServiceType, ...]:
    """Every service in the order of the buttons: one's own habits, what is frequent, the rest."""
    return tuple(dict.fromkeys((*usual, *FREQUENT, *ServiceType)))


def named(text: str) -> tuple[ServiceType, ...]:
    """The services that words name for sure, also as plans."""
    exact = _by_name().get(folded(text[:100]).strip(" .!"))
    return (exact,) if exact is not None else service_types_of(text, planned=True)


def nearest(text: str) -> tuple[ServiceType, ...]:
    """Services whose names come near to what was typed, the nearest first."""
    found = process.extract(
        folded(text[:60]), list(_by_name()), scorer=fuzz.WRatio, score_cutoff=_NEAR_ENOUGH, limit=NEAREST * 2
    )
    return tuple(dict.fromkeys(_by_name()[name] for name, _, _ in found))[:NEAREST]


@cache
def _by_name() -> dict[str, ServiceType]:
    return {
        folded(translator(language).plain(service_name(service))): service
        for language in LANGUAGES
        for service in ServiceType
    }
