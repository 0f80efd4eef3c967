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
_SEPARATORS: Final = frozenset(": \t\n\r-–—._/*\u00a0\u202f\u2009")

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
# What people write before the number: the name, or the field of the registration card.
_LABELS: Final = ("NUMEROVIN", "NVIN", "VINE", "VIN", "CHASSIS", "E")
_CONFUSED: Final = {"I": "1", "O": "0", "Q": "0"}


class Region(StrEnum):
    """The part of the world where a maker is registered, by the first character."""

    AFRICA = "africa"
    ASIA = "asia"
    EUROPE = "europe"
    NORTH_AMERICA = "north_america"
    OCEANIA = "oceania"
    SOUTH_AMERICA = "south_america"


_REGIONS: Final = {
    "ABCDEFGH": Region.AFRICA,
    "JKLMNPR": Region.ASIA,
    "STUVWXYZ": Region.EUROPE,
    "12345": Region.NORTH_AMERICA,
    "67": Region.OCEANIA,
    "890": Region.SOUTH_AMERICA,
}


class VinWarning(StrEnum):
    """What is unusual about a VIN without making it impossible."""

    SHORT = "short"
    FORBIDDEN_LETTER = "forbidden_letter"
    CHECK_DIGIT = "check_digit"


class VinImpossible(Refusal):
    """A text that cannot be a VIN, with the number that was most likely meant."""

    def __init__(self, key: str, likely: str | None = None, **values: object) -> None:
        super().__init__(key, **values, **({"likely": likely} if likely is not None else {}))
        self.likely = likely


@dataclass(frozen=True, slots=True)
class Vin:
    """A VIN, upper case without separators, and what it tells by itself."""

    value: str
    warnings: tuple[VinWarning, ...] = ()
    maker: str | None = None
    country: str | None = None
    model_year: int | None = None
    region: Region | None = None
    # Whether the ninth character is a check digit there, and agrees; None where it is any character.
    checked: bool | None = None


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


def checked_vin(text: str, this_year: int | None = None, *, old: bool = False) -> Vin:
    """Read a VIN that a person typed; an impossible one is refused with the reason, and the likely one if there is one.

    `old` is for a vehicle of before 1981, whose number may be shorter.
    """
    value = normalised_vin(text)
    if len(value) != STANDARD_LENGTH:
        _refuse_length(value, old=old)
    elif not _NEVER_IN_A_VIN.isdisjoint(value):
        likely = repaired_vin(value)
        raise VinImpossible("error.vin_forbidden", likely, letters=_letters(value))
    return parse_vin(value, this_year)


def _refuse_length(value: str, *, old: bool) -> None:
    for label in _LABELS:
        likely = value.removeprefix(label)
        if len(likely) == STANDARD_LENGTH and likely != value:
            raise VinImpossible("error.vin_likely", likely, length=len(value))
    half = value[: len(value) // 2]
    if len(half) == STANDARD_LENGTH and half * 2 == value:
        raise VinImpossible("error.vin_likely", half, length=len(value))
    if len(value) > STANDARD_LENGTH:
        raise VinImpossible("error.vin_too_long", length=len(value))
    if not old or len(value) < LOWEST_LENGTH:
        raise VinImpossible("error.vin_too_short", length=len(value), missing=STANDARD_LENGTH - len(value))


def _letters(value: str) -> str:
    return ", ".join(sorted(_NEVER_IN_A_VIN & set(value)))


def typed_vin(text: str) -> str | None:
    """The VIN, perhaps a wrong one, that a whole message is, or nothing: words and long numbers are none."""
    if len(text) > HIGHEST_TYPED or len(text.split()) > 6:
        return None
    value = normalised_vin(text)
    for label in _LABELS:
        value = value.removeprefix(label) if len(value) > STANDARD_LENGTH else value
    digits = sum(character.isdigit() for character in value)
    if not set(value) <= _LETTERS_AND_DIGITS or digits < 4 or len(value) - digits < 2:
        return None
    if len(value) == STANDARD_LENGTH:
        return value
    # One sign too many or too few is a slip; to be taken for a VIN it must begin and end like one.
    near = abs(len(value) - STANDARD_LENGTH) <= 2
    return value if near and value[:3] in MAKERS and value[-4:].isdigit() else None


def region_of(value: str) -> Region | None:
    """The region of a VIN's maker; the United States were given some of Oceania's numbers."""
    if is_north_american(value):
        return Region.NORTH_AMERICA
    return next((region for first, region in _REGIONS.items() if value[:1] and value[0] in first), None)


def described(value: str, this_year: int | None = None) -> Vin:
    """Tell what a normalised VIN says: maker, country, and model year where the standard gives one."""
    standard = len(value) == STANDARD_LENGTH
    return Vin(
        value,
        tuple(_warnings(value)),
        maker=MAKERS.get(value[:3]) if standard else None,
        country=country_of(value) if standard else None,
        model_year=_model_year(value, this_year) if standard and has_check_digit(value) else None,
        region=region_of(value) if standard else None,
        checked=check_digit(value) == value[8] if standard and has_check_digit(value) else None,
    )


def is_north_american(value: str) -> bool:
    """Whether the maker is registered in North America."""
    return country_of(value) in {"US", "CA", "MX"}


def has_check_digit(value: str) -> bool:
    """Whether the check digit and the model year are mandatory: in North America and in China only."""
    return is_north_american(value) or country_of(value) == "CN"


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
    elif len(value) == STANDARD_LENGTH and has_check_digit(value) and check_digit(value) != value[8]:
        warnings.append(VinWarning.CHECK_DIGIT)
    return warnings


def _model_year(value: str, this_year: int | None) -> int | None:
    # The tenth character repeats every 30 years; a letter in the seventh place means 2010 or later in North America.
    place = _YEAR_CODES.find(value[9])
    if place < 0 or value[:3] in _MOTORCYCLES:
        return None
    year = 1980 + place + (30 if value[6].isalpha() else 0)
    if not is_north_american(value):
        # Hardly a Chinese car of before 2010 is on our roads.
        year = 2010 + place if this_year is None or 2010 + place <= this_year + 1 else 1980 + place
    # Next year's models are sold from the summer on; later than that is a misread character.
    return None if this_year is not None and year > this_year + 1 else year
