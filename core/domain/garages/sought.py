"""What is looked for in the directory: near a place, by words, or a list of its own."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from core.domain.garages.globe import Point
from core.domain.garages.listing import telling_words
from core.domain.garages.specialties import Specialty, specialties_in
from core.domain.garages.towns import Town, town_of_postcode, towns_named
from core.domain.record_search import HIGHEST_ASKED

# Said before a town, or around what is meant; folded.
_SMALL: Final = re.compile(
    r"^(?:(?:un|une|des|les|le|la|l|a|an|the|el|los|las|en|dans|in|at|sur|pres|proche|autour|near|around|close|cerca"
    r"|de|du|d|of|to|vers|garage|garages|taller|talleres|pour|for|para)\b[ ']*)+"
)
_POSTCODE: Final = re.compile(r"[0-9]{5}")


class Kind(StrEnum):
    """Which list: near a place, by words, the best rated, those visited or marked."""

    NEAR = "near"
    WORDS = "words"
    TOP = "top"
    MINE = "mine"


class Order(StrEnum):
    """Nearest first, or best rated first."""

    DISTANCE = "d"
    RATING = "r"


@dataclass(frozen=True, slots=True)
class Sought:
    """A list that is asked for; `place` names the middle where a town was typed."""

    kind: Kind
    words: tuple[str, ...] = ()
    specialty: Specialty | None = None
    middle: Point | None = None
    order: Order = Order.DISTANCE
    position: int = 0
    place: str | None = None


def sought_in(text: str) -> Sought:
    """What a person looks for: a specialty, a town or postcode, a name, or several of them."""
    specialties, rest = specialties_in(text)
    specialty = specialties[0] if specialties else None
    rest = _SMALL.sub("", rest).strip()
    town = town_in(rest)
    if town is not None and not _POSTCODE.fullmatch(rest):
        return Sought(Kind.NEAR, specialty=specialty, middle=town.middle, place=town.name)
    words = carried(telling_words(rest))
    if not words:
        return Sought(Kind.TOP, specialty=specialty)
    return Sought(Kind.WORDS, words=words, specialty=specialty)


def beside(text: str) -> Sought | None:
    """What to look for when the words find nothing: near the town that the text ends with, or its postcode."""
    specialties, rest = specialties_in(text)
    parts = rest.split()[-6:]
    for start in range(len(parts)):
        town = town_in(_SMALL.sub("", " ".join(parts[start:])))
        if town is not None:
            specialty = specialties[0] if specialties else None
            return Sought(Kind.NEAR, specialty=specialty, middle=town.middle, place=town.name)
    return None


def town_in(text: str) -> Town | None:
    """The town that a text names, by its name, its postcode or both."""
    plain = text.strip()
    postcode = _POSTCODE.search(plain)
    if postcode is not None:
        return town_of_postcode(postcode.group(), _POSTCODE.sub("", plain).strip())
    return next(iter(towns_named(plain)), None)


def carried(words: list[str]) -> tuple[str, ...]:
    """As many words as a button can carry."""
    found: list[str] = []
    for word in words:
        if len(".".join([*found, word])) > HIGHEST_ASKED:
            return tuple(found) or (word[:HIGHEST_ASKED],)
        found.append(word)
    return tuple(found)


def moved(sought: Sought, position: int) -> Sought:
    """The same list from another position."""
    return replace(sought, position=max(0, position))
