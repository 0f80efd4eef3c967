"""Recognise a whole message that says what the odometer shows."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.domain.distance import UNITS, Unit, in_thousands, kilometres_typed
from core.domain.typed_numbers import ascii_digits
from core.domain.typed_text import folded
from core.domain.usual_units import usual
from core.errors import Refusal

HIGHEST_TYPED: Final = 80
# Shorter bare numbers are more often a price, a day or a quantity than a mileage.
LOWEST_BARE: Final = 1_000


class Certainty(StrEnum):
    """How sure it is that a message is an odometer reading."""

    CERTAIN = "certain"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class OdometerLine:
    """A mileage read in a message; a likely one is to be asked about before it is recorded."""

    kilometres: int
    certainty: Certainty


_NAMES: Final = frozenset(
    ("compteur", "kilometrage", "odometre", "odo", "odometer", "mileage", "cuentakilometros", "kilometraje")
)
_NUMBER: Final = re.compile(r"[0-9][0-9.,' ]*")
_WORD: Final = re.compile(r"[a-z]+")
# Words that people put around a reading without changing what the message is.
_AROUND: Final = """
    a at de du des est et is it the le la l mon ma my s au actuel actuelle current now maintenant ce jour
    today aujourd hui reading reads shows indique affiche i m am je suis j ai nous sommes on en ahora el marca
    voiture car mis nouveau new
"""
_FILLERS: Final = frozenset(_WORD.findall(_AROUND))
_PLAIN_BETWEEN: Final = frozenset(" .,:=-'!")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")


def odometer_line(text: str, unit: Unit | None = None) -> OdometerLine | None:
    """Recognise `84 200 km`, `compteur 84200`, `52,000 miles` or a bare `84200`; never raises.

    A unit or a name of the odometer makes it certain; a bare number of 1,000 or more, not a year, is likely.
    """
    if len(text) > HIGHEST_TYPED:
        return None
    typed = ascii_digits(folded(text))
    if in_thousands(typed) != typed:
        return None  # "84k km" is read with the lines
    numbers = _NUMBER.findall(typed)
    if len(numbers) != 1:
        return None
    digits = numbers[0].rstrip(" .,'")
    before, _, after = typed.partition(digits)
    # Before the number, `mi` is the Spanish "my".
    words = [word for word in _WORD.findall(before) if word != "mi"] + _WORD.findall(after)
    # A minus before the digits, a slash, a currency sign or a word we do not know: it is another message.
    if before.endswith("-") or set(_WORD.sub("", before + after)) - _PLAIN_BETWEEN:
        return None
    units = {UNITS[word] for word in words if word in UNITS}
    if len(units) > 1 or any(word not in UNITS and word not in _NAMES | _FILLERS for word in words):
        return None
    return _judged(digits, units.pop() if units else None, unit or usual().distance, named=not _NAMES.isdisjoint(words))


def _judged(digits: str, typed_unit: Unit | None, usual_unit: Unit, *, named: bool) -> OdometerLine | None:
    try:
        kilometres = kilometres_typed(digits, typed_unit or usual_unit)
    except Refusal:
        return None
    if named or (typed_unit and kilometres >= LOWEST_BARE):
        return OdometerLine(kilometres, Certainty.CERTAIN)
    if typed_unit:
        return OdometerLine(kilometres, Certainty.LIKELY)
    if kilometres < LOWEST_BARE or digits.startswith("0") or _YEAR.fullmatch(digits):
        return None
    return OdometerLine(kilometres, Certainty.LIKELY)
