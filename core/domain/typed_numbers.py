"""Numbers as people type them, read through our own list of allowed characters.

`int()` and `float()` never see raw text: they accept `84_200`, `nan`, `1e400`, and fail on `²`.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Final

from core.errors import Refusal

HIGHEST_TYPED: Final = 40

# The decimal point of each language; the other one of the two groups thousands there.
_DECIMAL_POINT: Final = {"fr": ",", "es": ",", "en": "."}

# Spaces and apostrophes only ever group thousands: ordinary, no-break, narrow, thin, and the Swiss ones.
_GROUPING: Final = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007'’", " "))

_SPACED: Final = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+")
_DOTTED: Final = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_WHOLE: Final = re.compile(r"[0-9]+")


class NumberAmbiguous(Refusal):
    """A number with two readings, such as `1.234`: they are carried along, none is chosen."""

    def __init__(self, readings: tuple[Decimal, ...]) -> None:
        super().__init__("error.number_ambiguous")
        self.readings = readings


class NumberNotUnderstood(Refusal):
    """A text that is not a number."""

    def __init__(self) -> None:
        super().__init__("error.number_not_understood")


def ascii_digits(text: str) -> str:
    """Write every decimal digit, full-width or Arabic or other, as 0-9; what is not one stays."""
    if text.isascii():
        return text
    # `²` and `½` have a numeric value but are no decimal digits: they stay, and are refused later.
    return "".join(
        str(unicodedata.decimal(character)) if unicodedata.category(character) == "Nd" else character
        for character in text
    )


def _whole(text: str) -> str | None:
    """Read digits whose thousands are grouped by spaces, or not grouped."""
    if _WHOLE.fullmatch(text) or _SPACED.fullmatch(text):
        return text.replace(" ", "")
    return None


def _with_point(text: str, point: str) -> Decimal | None:
    """Read a number whose decimal point is `point` and whose thousands are grouped by the other sign."""
    grouping = "," if point == "." else "."
    typed, found, decimals = text.partition(point)
    if found and not _WHOLE.fullmatch(decimals):
        return None
    whole: str | None
    if grouping in typed:
        # The grouped form is matched with a full stop, whichever sign it was typed with.
        dotted = typed.replace(grouping, ".")
        whole = dotted.replace(".", "") if _DOTTED.fullmatch(dotted) else None
    else:
        whole = "0" if found and not typed else _whole(typed)
    # One text makes the Decimal: adding the two parts would round what has more than 28 digits.
    return None if whole is None else Decimal(f"{whole}.{decimals or 0}")


def readings(text: str) -> dict[str, Decimal]:
    """List every value that a typed number may have, by the decimal point that was assumed."""
    typed = ascii_digits(text.strip()).translate(_GROUPING)
    if len(typed) > HIGHEST_TYPED:
        return {}
    found = {point: _with_point(typed, point) for point in (",", ".")}
    return {point: value for point, value in found.items() if value is not None}


def parse_decimal(text: str, language: str | None = None) -> Decimal:
    """Read a positive number; the language decides `1,234`, and without one it is refused as ambiguous.

    A French `1.234` stays ambiguous: it is how thousands are grouped, and how numeric keypads type decimals.
    """
    values = readings(text)
    distinct = set(values.values())
    if not distinct:
        raise NumberNotUnderstood
    if len(distinct) == 1:
        return distinct.pop()
    point = _DECIMAL_POINT.get(language or "")
    if point is None or (point == "," and "." in text):
        raise NumberAmbiguous(tuple(sorted(distinct)))
    return values[point]


def parse_whole(text: str, *, lowest: int = 0, highest: int = 2**31 - 1) -> int:
    """Read a whole number in a range; a lone point or comma before three digits groups thousands."""
    whole = [value for value in readings(text).values() if value == value.to_integral_value()]
    if not whole:
        raise NumberNotUnderstood
    # `84.200` also reads as 84.2, which is not whole; of `12.000` the person means the larger reading.
    value = int(max(whole))
    if not lowest <= value <= highest:
        raise Refusal("error.number_out_of_range", lowest=lowest, highest=highest)
    return value
