"""Which vehicle a text means, by the names that a person gives to theirs."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from core.domain.catalogue import key_of, seeded_catalogue
from core.domain.plates import normalised_plate
from core.domain.typed_text import folded

# What somebody types to name a vehicle, and nothing else, is no longer than this.
LONGEST_NAME: Final = 40
_WORDS: Final = re.compile(r"[^\W_]+")
# A typo is forgiven in a search, where what is found is only shown; never where it decides.
_ALIKE: Final = 84.0
# Words that a model begins with and shares with others: alone they name nothing.
_SHARED: Final = frozenset(
    {"classe", "class", "serie", "series", "grand", "model", "new", "type", "range", "super", "the"}
)
# Before a model that is a number: "la 208" is a car, "208 €" and "pour 208 €" are not.
_BEFORE_A_NUMBER: Final = frozenset(
    {"la", "le", "ma", "mon", "sa", "son", "cette", "ce", "notre", "votre", "my", "the", "his", "her", "our", "this"}
    | {"el", "del", "al", "mi", "este", "nuestro"}
)


@dataclass(frozen=True, slots=True)
class VehicleNames:
    """A vehicle by everything it may be called; plate and VIN normalised."""

    id: int
    nickname: str | None = None
    make: str | None = None
    model: str | None = None
    plate: str | None = None
    vin: str | None = None


def named_in(text: str, vehicles: Sequence[VehicleNames]) -> int | None:
    """The one vehicle that a text names: by plate or VIN, else by nickname, make and model, model, make; or nothing."""
    if not vehicles or not text:
        return None
    said = _Said(text[:400])
    for names_it in _SURE_FIRST:
        found = [vehicle.id for vehicle in vehicles if names_it(said, vehicle)]
        if found:
            # Two Clios and no plate: only the person knows which.
            return found[0] if len(found) == 1 else None
    return None


def called(text: str, vehicles: Sequence[VehicleNames]) -> list[int]:
    """The vehicles that a text names with every word of it: "ma clio" and "AB123CD", but not "vidange clio"."""
    if len(text) > LONGEST_NAME:
        return []
    words = [word for word in _WORDS.findall(folded(text)) if word not in _BEFORE_A_NUMBER]
    whole = key_of(text)
    if not words:
        return []
    return [vehicle.id for vehicle in vehicles if _is_called(words, whole, vehicle)]


def found_by(text: str, vehicles: Sequence[VehicleNames]) -> list[int]:
    """The vehicles that a search finds: each word of it is part of a name, or nearly."""
    words = _WORDS.findall(folded(text[:80]))
    whole = key_of(text)
    if not words:
        return []
    # `AB-123` is meant as it stands, and not as two words of which any plate may hold one here and one there.
    exactly = [vehicle.id for vehicle in vehicles if any(whole in key for key in _keys(vehicle))] if whole else []
    return exactly or [vehicle.id for vehicle in vehicles if _is_found(words, vehicle)]


class _Said:
    """A text in the forms that names are looked for in."""

    def __init__(self, text: str) -> None:
        self.words = _WORDS.findall(folded(text))
        # Plates are written in one to three groups, VINs in more; a word's neighbour may be part of another number.
        pieces = normalised_plate_words(text)
        self.runs = {"".join(pieces[i : i + n]) for i in range(len(pieces)) for n in range(1, 6)}

    def says(self, name: str | None, *, number_needs: bool = False) -> bool:
        """Whether the words of a name follow one another in the text, as one word or as several."""
        key = key_of(name or "")
        if not key:
            return False
        for place in range(len(self.words)):
            joined = ""
            for length in range(place, min(place + 6, len(self.words))):
                joined += self.words[length]
                if joined == key:
                    return not number_needs or not key.isdigit() or self._is_name(place)
                if not key.startswith(joined):
                    break
        return False

    def _is_name(self, place: int) -> bool:
        return len(self.words) == 1 or (place > 0 and self.words[place - 1] in _BEFORE_A_NUMBER)


def normalised_plate_words(text: str) -> list[str]:
    """The words of a text as they would be written on a plate."""
    words = re.split(r"[\s\-–.·*/|,;:!?()]+", text)
    return [piece for word in words if len(word) <= 20 for piece in [normalised_plate(word)] if piece]


def _by_number(said: _Said, vehicle: VehicleNames) -> bool:
    return any(number is not None and number in said.runs for number in (vehicle.plate, vehicle.vin))


def _by_nickname(said: _Said, vehicle: VehicleNames) -> bool:
    return said.says(vehicle.nickname)


def _by_make_and_model(said: _Said, vehicle: VehicleNames) -> bool:
    return _by_make(said, vehicle) and any(said.says(model) for model in _models(vehicle))


def _by_model(said: _Said, vehicle: VehicleNames) -> bool:
    return any(said.says(model, number_needs=True) for model in _models(vehicle))


def _by_make(said: _Said, vehicle: VehicleNames) -> bool:
    make = seeded_catalogue().make(vehicle.make or "")
    keys = make.keys if make is not None else (vehicle.make,)
    return any(said.says(key) for key in keys)


_SURE_FIRST: Final[tuple[Callable[[_Said, VehicleNames], bool], ...]] = (
    _by_number,
    _by_nickname,
    _by_make_and_model,
    _by_model,
    _by_make,
)


def _models(vehicle: VehicleNames) -> list[str]:
    """The model whole, in the catalogue's other spellings, and its first word where that names it: Clio of `Clio 4`."""
    if not vehicle.model:
        return []
    names = [vehicle.model]
    make = seeded_catalogue().make(vehicle.make or "")
    known = make.model(key_of(vehicle.model)) if make is not None else None
    if known is not None:
        names += known.keys
    words = _WORDS.findall(folded(vehicle.model))
    if len(words) > 1 and words[0] not in _SHARED and (len(words[0]) > 2 or not words[0].isalpha()):
        names.append(words[0])
    return names


def _is_called(words: Sequence[str], whole: str, vehicle: VehicleNames) -> bool:
    keys = set(_keys(vehicle))
    parts = {part for name in _names(vehicle) for part in _WORDS.findall(folded(name))}
    return whole in keys or set(words) <= parts | keys


def _names(vehicle: VehicleNames) -> list[str]:
    every = (vehicle.nickname, vehicle.make, vehicle.model, vehicle.plate, vehicle.vin)
    return [name for name in every if name]


def _keys(vehicle: VehicleNames) -> list[str]:
    return [key_of(name) for name in _names(vehicle)]


def _is_found(words: Sequence[str], vehicle: VehicleNames) -> bool:
    parts = [part for name in _names(vehicle) for part in _WORDS.findall(folded(name))]
    return all(_is_part(word, (*_keys(vehicle), *parts)) for word in words)


def _is_part(word: str, keys: Sequence[str]) -> bool:
    if any(word in key for key in keys):
        return True
    return len(word) > 3 and any(fuzz.ratio(word, key) >= _ALIKE for key in keys)
