"""Fault codes of on-board diagnostics: found in any text, taken apart, explained."""

import re
from dataclasses import dataclass
from typing import Final

from core.domain.typed_text import clean
from core.knowledge.fault_codes import code_entries, code_file
from core.knowledge.told import Told

_CODE: Final = re.compile(
    r"(?<![A-Z0-9-])([PBCU])[ -]?([0-3OI])[ ]?([0-9A-FOI]{3})(?:[-:][0-9A-F]{2})?(?![A-Z0-9])", re.IGNORECASE
)
_MOST: Final = 8
_PLACE: Final[dict[str, dict[str, str]]] = {
    "fr": {"b": "rangée", "s": "sonde", "AVG": "avant gauche", "AVD": "avant droite", "ARG": "arrière gauche",
           "ARD": "arrière droite", "G": "alternateur-moteur"},
    "en": {"b": "bank", "s": "sensor", "AVG": "front left", "AVD": "front right", "ARG": "rear left",
           "ARD": "rear right", "G": "generator"},
    "es": {"b": "bancada", "s": "sonda", "AVG": "delantera izquierda", "AVD": "delantera derecha",
           "ARG": "trasera izquierda", "ARD": "trasera derecha", "G": "generador"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FaultCode:
    """A code, and the causes of the diagnosis that it points at."""

    code: str
    causes: tuple[str, ...]

    @property
    def is_generic(self) -> bool:
        """Whether the code means the same in every make."""
        letter, kind = self.code[0], self.code[1]
        if letter == "P":
            return kind in "02" or (kind == "3" and self.code[2] >= "4")
        return kind in {"U": "03"}.get(letter, "0")

    @property
    def is_known(self) -> bool:
        """Whether the built-in knowledge has a text for it, beyond what its letters and digits say."""
        return self.code in code_entries() or self._unit is not None

    @property
    def system(self) -> Told:
        """The system that the letter names."""
        return code_file().systems[self.code[0]]

    @property
    def area(self) -> Told | None:
        """The area that the first digits name, for engine and transmission."""
        # A maker's own codes keep the areas of the generic ones.
        known = self.code[:3] if self.is_generic else f"P0{self.code[2]}" if self.code.startswith("P1") else ""
        return code_file().areas.get(known)

    @property
    def _unit(self) -> Told | None:
        number = self.code[3:]
        return code_file().units.get(number) if self.code.startswith(("U01", "U04")) else None

    def label(self, language: str) -> str:
        """What the code says, in a language; where no text is known, what its letters and digits say."""
        data, colon = code_file(), "\u00a0:" if language == "fr" else ":"
        if (unit := self._unit) is not None:
            part = data.parts["link" if self.code[2] == "1" else "data"]
            return f"{part.in_language(language)}{colon} {unit.in_language(language)}"
        entry = code_entries().get(self.code)
        if entry is None:
            where = self.system.in_language(language)
            if self.area is not None:
                where = f"{where}, {self.area.in_language(language)}"
            kind = data.unlisted["generic" if self.is_generic else "maker"]
            return kind.in_language(language).format(where=where)
        named, fault = data.parts[entry.part], data.faults[entry.fault]
        place = _place(entry.place, language)
        inside = f" {place}" if entry.part.endswith("_cyl") or entry.part.startswith("deact_") else f" ({place})"
        return f"{named.in_language(language)}{inside if place else ''}{colon} {fault.in_language(language)}"


def _place(place: str, language: str) -> str:
    words = _PLACE.get(language, _PLACE["en"])
    said = []
    for part in place.split():
        if part in words:
            said.append(words[part])
        elif part[0] in "bs" and part[1:].isdigit():
            said.append(f"{words[part[0]]} {part[1:]}")
        else:
            said.append(part)
    return ", ".join(said)


def codes_in(text: str) -> tuple[FaultCode, ...]:
    """Find the fault codes of a text, each once; O and I are read as the digits they look like."""
    found: dict[str, FaultCode] = {}
    for match in _CODE.finditer(clean(text)):
        code = _written(match)
        if code is not None and code not in found:
            found[code] = FaultCode(code, _causes(code))
    return tuple(found.values())[:_MOST]


def masked(text: str) -> str:
    """A text without its fault codes."""
    return _CODE.sub(lambda match: " " if _written(match) else match.group(), clean(text))


def _written(match: re.Match[str]) -> str | None:
    letter, kind, rest = (part.upper() for part in match.groups())
    digits = f"{kind}{rest}".replace("O", "0").replace("I", "1")
    # Four letters after the first are a word ("cafe", "bade"), and so is one without any digit as typed.
    if not any(character.isdigit() for character in match.group()[1:]) or digits == "0000":
        return None
    # "C 2008" and "B 1000" are a model or a number: with a gap only P and U are meant as codes.
    if letter in "BC" and match.group()[1:2] in " -":
        return None
    return f"{letter}{digits}"


def _causes(code: str) -> tuple[str, ...]:
    entry = code_entries().get(code)
    return tuple(code_file().parts[entry.part].causes.split()) if entry is not None else ()
