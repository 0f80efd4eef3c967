"""Registration plates: French ones by their patterns, foreign ones as they are."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.domain.typed_numbers import ascii_digits
from core.errors import Refusal

HIGHEST_TYPED: Final = 32
LOWEST_LENGTH: Final = 3
HIGHEST_LENGTH: Final = 10

# Letters that look like Latin ones; the countries that write them on plates use no others.
_LOOKALIKES: Final = str.maketrans("АВЕІКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEIKMHOPCTYXABEZHIKMNOPTYX")
_SEPARATORS: Final = re.compile(r"[\s\-–—‐‑._·•*/|]+")

# I, O and U are in no SIV plate; nor is SS.
_L: Final = "[A-HJ-NP-TV-Z]"
_SIV: Final = re.compile(f"({_L}{{2}})([0-9]{{3}})({_L}{{2}})")
# The mopeds' series ran from A-11-A before it joined the common one.
_SIV_MOPED: Final = re.compile(f"({_L}{{1,2}})([0-9]{{2,3}})({_L}{{1,2}})")
_FNI: Final = re.compile(r"([0-9]{1,4})([A-Z]{1,3})([0-9]{2,3}|2[AB])")
_OVERSEAS: Final = frozenset({"971", "972", "973", "974", "975", "976", "977", "978", "986", "987", "988"})

# What a camera or a hurried thumb takes one for the other, by the kind of character that must stand there.
_AS_DIGIT: Final = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
_AS_LETTER: Final = {"0": "D", "1": "L", "2": "Z", "5": "S", "6": "G", "8": "B"}


class PlateKind(StrEnum):
    """The numbering that a plate belongs to."""

    SIV = "siv"
    SIV_TEMPORARY = "siv_temporary"
    SIV_MOPED = "siv_moped"
    FNI = "fni"
    FOREIGN = "foreign"


class PlateNotUnderstood(Refusal):
    """A text that is no registration plate."""

    def __init__(self) -> None:
        super().__init__("error.plate_not_understood")


@dataclass(frozen=True, slots=True)
class Plate:
    """A registration plate: `value` is upper case without separators, as it is stored and compared."""

    value: str
    kind: PlateKind

    @property
    def display(self) -> str:
        """The plate as it is read on the car: AB-123-CD, 1234 AB 75."""
        if self.kind is PlateKind.FOREIGN:
            return self.value
        pattern, separator = (_FNI, " ") if self.kind is PlateKind.FNI else (_SIV_MOPED, "-")
        blocks = pattern.fullmatch(self.value)
        return separator.join(blocks.groups()) if blocks else self.value


def normalised_plate(text: str) -> str:
    """Reduce a plate to upper-case letters and digits; other signs stay, and are refused by `parse_plate`."""
    if len(text) > HIGHEST_TYPED:
        return ""
    typed = unicodedata.normalize("NFC", ascii_digits(text.strip())).upper()
    wide = "".join(
        unicodedata.normalize("NFKC", character) if character.isalpha() else character for character in typed
    )
    return _SEPARATORS.sub("", wide).translate(_LOOKALIKES)


def parse_plate(text: str) -> Plate:
    """Read a plate as typed; one that follows no French pattern is kept as a foreign one."""
    value = normalised_plate(text)
    kind = _french_kind(value)
    if kind is None:
        if not _may_be_foreign(value):
            raise PlateNotUnderstood
        kind = PlateKind.FOREIGN
    return Plate(value, kind)


def french_plate(text: str) -> Plate | None:
    """Read a plate that follows a French pattern exactly, or nothing."""
    value = normalised_plate(text)
    kind = _french_kind(value)
    return Plate(value, kind) if kind else None


def displayed_plate(value: str) -> str:
    """Write a stored plate as it is read on the car."""
    return Plate(value, _french_kind(value) or PlateKind.FOREIGN).display


def repaired_siv(text: str) -> Plate | None:
    """Read a SIV plate whose letters and digits were taken for one another: `A8-I23-CD` is AB-123-CD."""
    value = normalised_plate(text)
    if len(value) != 7:
        return None
    repaired = "".join(
        _AS_DIGIT.get(character, character) if 2 <= place < 5 else _AS_LETTER.get(character, character)
        for place, character in enumerate(value)
    )
    kind = _french_kind(repaired)
    return Plate(repaired, kind) if kind in {PlateKind.SIV, PlateKind.SIV_TEMPORARY} else None


def _french_kind(value: str) -> PlateKind | None:
    siv = _SIV.fullmatch(value)
    if siv:
        left, number, right = siv.groups()
        if "SS" in (left, right) or number == "000":
            return None
        return PlateKind.SIV_TEMPORARY if left == "WW" else PlateKind.SIV
    if _SIV_MOPED.fullmatch(value):
        return PlateKind.SIV_MOPED
    fni = _FNI.fullmatch(value)
    if fni and int(fni[1]) > 0 and _is_department(fni[3]):
        return PlateKind.FNI
    return None


def _is_department(code: str) -> bool:
    return code in {"2A", "2B"} or code in _OVERSEAS or (len(code) == 2 and 1 <= int(code) <= 95)


def _may_be_foreign(value: str) -> bool:
    return (
        LOWEST_LENGTH <= len(value) <= HIGHEST_LENGTH
        and any(character in "0123456789" for character in value)
        and all(character in "0123456789" or character.isalpha() for character in value)
    )
