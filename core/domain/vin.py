"""Vehicle identification numbers: what they tell, and what looks wrong in them."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.domain.typed_numbers import ascii_digits
from core.domain.vin_makers import MAKERS, country_of
from core.errors import Refusal

STANDARD_LENGTH: Final = 17
LOWEST_LENGTH: Final = 5
HIGHEST_TYPED: Final = 60

_LETTERS_AND_DIGITS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_NEVER_IN_A_VIN: Final = frozenset("IOQ")
_SEPARATORS: Final = frozenset(" \t\n\r-–—._/*\u00a0\u202f\u2009")

_VALUES: Final = {
    **{digit: int(digit) for digit in "0123456789"},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    "P": 7,
    "R": 9,
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}
_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_YEAR_CODES: Final = "ABCDEFGHJKLMNPRSTVWXY123456789"
# The seventh character tells the decade for cars and light trucks only.
_MOTORCYCLES: Final = frozenset({"1HD", "5HD"})
_CONFUSED: Final = {"I": "1", "O": "0", "Q": "0"}


class VinWarning(StrEnum):
    """What is unusual about a VIN without making it impossible."""

    SHORT = "short"
    FORBIDDEN_LETTER = "forbidden_letter"
    CHECK_DIGIT = "check_digit"


@dataclass(frozen=True, slots=True)
class Vin:
    """A VIN, upper case without separators, and what it tells by itself."""

    value: str
    warnings: tuple[VinWarning, ...] = ()
    maker: str | None = None
    country: str | None = None
    model_year: int | None = None


def normalised_vin(text: str) -> str:
    """Reduce a VIN to upper case without separators; other signs stay, and are refused by `parse_vin`."""
    if len(text) > HIGHEST_TYPED:
        return text[: HIGHEST_TYPED + 1]
    wide = "".join(
        unicodedata.normalize("NFKC", character) if character.isalpha() else character
        for character in ascii_digits(text.strip())
    )
    return "".join(character for character in wide.upper() if character not in _SEPARATORS)


def parse_vin(text: str, this_year: int | None = None) -> Vin:
    """Read a VIN as typed; only a wrong length or a sign that no VIN has is refused, the rest warns."""
    value = normalised_vin(text)
    if not value or not set(value) <= _LETTERS_AND_DIGITS:
        raise Refusal("error.vin_characters")
    if not LOWEST_LENGTH <= len(value) <= STANDARD_LENGTH:
        raise Refusal("error.vin_length", length=len(value))
    return described(value, this_year)


def described(value: str, this_year: int | None = None) -> Vin:
    """Tell what a normalised VIN says: maker, country, and model year where the standard gives one."""
    standard = len(value) == STANDARD_LENGTH
    return Vin(
        value,
        tuple(_warnings(value)),
        maker=MAKERS.get(value[:3]) if standard else None,
        country=country_of(value) if standard else None,
        model_year=_model_year(value, this_year) if standard and is_north_american(value) else None,
    )


def is_north_american(value: str) -> bool:
    """Whether the check digit and the model year are mandatory: only for makers of that region."""
    return country_of(value) in {"US", "CA", "MX"}


def check_digit(value: str) -> str | None:
    """Compute the ninth character by the North-American rule; nothing when a letter has no value."""
    if len(value) != STANDARD_LENGTH or any(character not in _VALUES for character in value):
        return None
    rest = sum(_VALUES[character] * weight for character, weight in zip(value, _WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def repaired_vin(value: str) -> str:
    """Read I, O and Q, which no VIN has, as the digits they were mistaken for."""
    return "".join(_CONFUSED.get(character, character) for character in value)


def _warnings(value: str) -> list[VinWarning]:
    warnings = []
    if len(value) < STANDARD_LENGTH:
        warnings.append(VinWarning.SHORT)
    if not _NEVER_IN_A_VIN.isdisjoint(value):
        warnings.append(VinWarning.FORBIDDEN_LETTER)
    elif len(value) == STANDARD_LENGTH and is_north_american(value) and check_digit(value) != value[8]:
        warnings.append(VinWarning.CHECK_DIGIT)
    return warnings


def _model_year(value: str, this_year: int | None) -> int | None:
    # The tenth character repeats every 30 years; a letter in the seventh place means 2010 or later.
    place = _YEAR_CODES.find(value[9])
    if place < 0 or value[:3] in _MOTORCYCLES:
        return None
    year = 1980 + place + (30 if value[6].isalpha() else 0)
    # Next year's models are sold from the summer on; later than that is a misread character.
    return None if this_year is not None and year > this_year + 1 else year
