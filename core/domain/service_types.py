"""Kinds of work done on a vehicle, and how to tell them from the words of a garage."""

import re
from enum import StrEnum, unique
from functools import lru_cache
from operator import itemgetter
from typing import Final, TypeAlias

from core.domain.garage_words import words_of
from core.domain.service_rules import (
    ENDED,
    FILTERS,
    FRONT,
    NOT_WORK,
    NOTHING,
    ONLY_LOOKED_AT,
    REAR_BY_NATURE,
    RULES,
    TO_COME,
)


@unique
class ServiceType(StrEnum):
    """A kind of work; values are stored and exported, so renaming one is a migration."""

    OIL_CHANGE = "oil_change"
    OIL_FILTER = "oil_filter"
    AIR_FILTER = "air_filter"
    CABIN_FILTER = "cabin_filter"
    FUEL_FILTER = "fuel_filter"
    SPARK_PLUGS = "spark_plugs"
    GLOW_PLUGS = "glow_plugs"
    BRAKE_PADS = "brake_pads"
    BRAKE_PADS_FRONT = "brake_pads_front"
    BRAKE_PADS_REAR = "brake_pads_rear"
    BRAKE_DISCS = "brake_discs"
    BRAKE_DISCS_FRONT = "brake_discs_front"
    BRAKE_DISCS_REAR = "brake_discs_rear"
    BRAKE_FLUID = "brake_fluid"
    TIMING_BELT = "timing_belt"
    ACCESSORY_BELT = "accessory_belt"
    WATER_PUMP = "water_pump"
    COOLANT = "coolant"
    BATTERY = "battery"
    TYRES = "tyres"
    TYRES_FRONT = "tyres_front"
    TYRES_REAR = "tyres_rear"
    TYRE_ROTATION = "tyre_rotation"
    TYRE_REPAIR = "tyre_repair"
    WHEEL_ALIGNMENT = "wheel_alignment"
    WHEEL_BALANCING = "wheel_balancing"
    TECHNICAL_INSPECTION = "technical_inspection"
    EMISSIONS_CHECK = "emissions_check"
    GENERAL_SERVICE = "general_service"
    CLUTCH = "clutch"
    GEARBOX_OIL = "gearbox_oil"
    TRANSMISSION = "transmission"
    AIR_CONDITIONING = "air_conditioning"
    WIPERS = "wipers"
    BULBS = "bulbs"
    EXHAUST = "exhaust"
    PARTICULATE_FILTER = "particulate_filter"
    EGR_VALVE = "egr_valve"
    SHOCK_ABSORBERS = "shock_absorbers"
    SUSPENSION = "suspension"
    STEERING = "steering"
    WINDSCREEN = "windscreen"
    BODYWORK = "bodywork"
    ALTERNATOR = "alternator"
    STARTER = "starter"
    INJECTORS = "injectors"
    TURBO = "turbo"
    DIAGNOSIS = "diagnosis"
    TOWING = "towing"
    WASH = "wash"
    OTHER_REPAIR = "other_repair"


# A kind that has both ends of the car, with the kind for its front and for its rear.
ENDS: Final[dict[ServiceType, tuple[ServiceType, ServiceType]]] = {
    ServiceType.BRAKE_PADS: (ServiceType.BRAKE_PADS_FRONT, ServiceType.BRAKE_PADS_REAR),
    ServiceType.BRAKE_DISCS: (ServiceType.BRAKE_DISCS_FRONT, ServiceType.BRAKE_DISCS_REAR),
    ServiceType.TYRES: (ServiceType.TYRES_FRONT, ServiceType.TYRES_REAR),
}


def general_kind(service: ServiceType) -> ServiceType:
    """Tell the kind that a front or rear one belongs to; any other kind is itself."""
    return next((general for general, ends in ENDS.items() if service in ends), service)


def service_name(service: ServiceType) -> str:
    """Name the message that says a kind of work to people."""
    return f"service.{service}"


def service_types_of(description: str, *, planned: bool = False) -> tuple[ServiceType, ...]:
    """Tell the kinds of work that an invoice line or a few words name, in French or English; () when none.

    Advice for later ("a prevoir", "next service") names no work, unless what is read is a plan.
    """
    return _read(words_of(description), planned=planned)


# A kind of work and its place in the line.
Found: TypeAlias = tuple[int, ServiceType]

_WORD: Final = r"(?<![a-z0-9])(?:{})(?![a-z0-9])"
_NOTHING: Final = re.compile(_WORD.format("|".join(NOTHING)))
_RULES: Final = tuple((ids.split(), re.compile(_WORD.format("|".join(ways)))) for ids, ways in RULES)
_FILTERS: Final = tuple((ServiceType(filtered), re.compile(word)) for filtered, word in FILTERS)
# Both say the cabin filter, though they hold the word of the engine's one.
_CABIN_AIR: Final = re.compile(r"\bair (?:(?:de|du|d|l) )*(?=habitacle\b|clim)|(?<=\bcabin )air ")
_PLURAL_FILTERS: Final = re.compile(r"\bfiltres\b")


@lru_cache(maxsize=4_096)
def _read(words: str, *, planned: bool) -> tuple[ServiceType, ...]:
    left = _NOTHING.sub("+", " + ".join(part for part in words.split(" + ") if _is_work(part, planned=planned)))
    if not _PLURAL_FILTERS.search(left):
        left = _CABIN_AIR.sub("", left)
    found: list[Found] = []
    for ids, pattern in _RULES:
        for match in pattern.finditer(left):
            found += _filters(match) if ids == ["filters"] else [(match.start(), ServiceType(id_)) for id_ in ids]
        # What was read leaves marks of its length: places stay true, and what stood around makes no phrase.
        left = pattern.sub(lambda match: "~" * len(match.group()), left)
    in_their_order = sorted([*found, *_with_ends(left)], key=itemgetter(0))
    return tuple(dict.fromkeys(kind for _, kind in in_their_order))


def _is_work(part: str, *, planned: bool) -> bool:
    if not planned and TO_COME.search(part):
        return False
    return not NOT_WORK.search(part) and not ONLY_LOOKED_AT.search(part)


def _filters(listed: re.Match[str]) -> list[Found]:
    words = [(word.search(listed.group()), kind) for kind, word in _FILTERS]
    return [(listed.start() + word.start(), kind) for word, kind in words if word]


def _with_ends(words: str) -> list[Found]:
    """Read pads, discs and tyres with the end of the car that each is said of."""
    named: list[tuple[int, ServiceType, set[str]]] = []
    # Those whose end was said behind them, as the French do.
    behind: set[int] = set()
    leading: set[str] = set()
    used = False
    for match in ENDED.finditer(words):
        kind, word = match.lastgroup or "", match.group()
        if kind == "leads":
            leading, used = ({word} if used else leading | {word}), False
        elif kind == "follows":
            (named[-1][2] if named else leading).add(word)
            behind |= {len(named) - 1} if named else set()
        else:
            if used and named and (named[-1][1] is ServiceType.TYRES) != (kind == ServiceType.TYRES):
                leading = set()  # "front brake pads and 4 new tires"
            used = True
            ends = set(leading) or ({"ar"} if REAR_BY_NATURE.search(word) else set())
            named.append((match.start(), ServiceType(kind), ends))
    if named and not used:
        # An English end said last, as in "brake pads front and rear".
        named[-1][2].update(leading)
    return _shared(named, behind)


def _shared(named: list[tuple[int, ServiceType, set[str]]], behind: set[int]) -> list[Found]:
    """Give the end that was said once to all that it was said for.

    Behind the last of a list it is that of the whole list ("disques et plaquettes avant"); behind an earlier one it is
    that one's alone ("plaquettes avant et disques").
    """
    sides = [frozenset(word in FRONT for word in ends) for _, _, ends in named]
    # Tyres are bought by themselves: "4 pneus et plaquettes avant" are no front tyres.
    said = {side for side in sides if side}
    tyred = {kind is ServiceType.TYRES for _, kind, _ in named}
    common = said.pop() if len(said) == 1 and len(tyred) == 1 else frozenset()
    last = max((at for at in behind if sides[at]), default=len(named))
    found: list[Found] = []
    for at, ((place, kind, _), side) in enumerate(zip(named, sides, strict=True)):
        again = any(other is kind and sides[earlier] for earlier, (_, other, _) in enumerate(named[:at]))
        ends = side or (common if at < last or again else frozenset())
        found += [(place, ENDS[kind][0 if front else 1]) for front in sorted(ends, reverse=True)] or [(place, kind)]
    return found
