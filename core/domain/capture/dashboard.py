"""A photo of a dashboard: what the odometer shows, among trip, speed, clock and weather."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.domain.capture.context import Spot, spots
from core.domain.capture.invoice_vehicle import KILOMETRES_PER_MILE
from core.domain.capture.layout import Row
from core.domain.capture.types import MISSING, Field, FieldState

_INSTRUMENT = re.compile(
    r"\bKM\s?/?\s?H\b|\bMPH\b|\bODO|\bTRIP\b|R/?MIN|\bRPM\b|X\s?1000|\bKMS?\b|\bMILES?\b|\bMI\b|L/100|°C|"
    r"\bPRND|\bABS\b|\bTOTAL\b"
)
# A page of a paper has sentences; a dashboard has marks.
_MOST_LETTERS = 160
_LONGEST_TEXT = 34
_READING = re.compile(
    r"(?<![\d.,:/Xx×-])(?<!X )(\d{1,3}(?:[ .,']\d{3}){1,2}|\d{3,7})(?!\s?[\d:/°%]|[.,]\d|\s?R/?MIN|\s?RPM|\s?TR/)\s?"
    r"(KMS?\b(?!\s?/?\s?H)|"
    r"MI(?:LES)?\b(?!/))?"
)
_TOTAL = re.compile(r"\bODO|\bTOTAL|KILOMETRAGE|MILEAGE")
_OTHER = re.compile(
    r"TRIP|PARTIEL|JOURN|\bTRAJET|AUTONOM|RANGE|REST|\bDTE\b|SERVICE|REVISION|VIDANGE|NEXT|/H\b|\bDANS\b|AVG|MOY"
)
_FEWEST = 100
_MOST = 1_999_999


@dataclass(frozen=True, slots=True)
class _Shown:
    score: float
    value: int
    unit: str
    spot: Spot


def is_dashboard(rows: tuple[Row, ...]) -> bool:
    """Whether a picture shows instruments: few letters, a number that may be a mileage, no money."""
    letters = sum(char.isalpha() for row in rows for char in row.plain)
    longest = max((sum(char.isalpha() for char in piece.plain) for row in rows for piece in row.pieces), default=0)
    if letters > _MOST_LETTERS or longest > _LONGEST_TEXT or any("€" in row.plain for row in rows):
        return False
    best = max(_shown(rows), key=lambda shown: shown.score, default=None)
    pieces = [piece for row in rows for piece in row.pieces]
    instruments = sum(_INSTRUMENT.search(piece.plain) is not None for piece in pieces)
    if best is None or best.score <= 0:
        return instruments >= 3
    # The window of the odometer alone: a long number and hardly anything else.
    window = best.score >= 1 and letters <= 6 and len(pieces) <= 4
    return best.score >= 2 or window or instruments >= (1 if best.score >= 1 else 2)


def read_dashboard(rows: tuple[Row, ...], _: date) -> dict[str, Field]:
    """The odometer's reading in kilometres."""
    ordered = sorted(_shown(rows), key=lambda shown: (shown.score, shown.value), reverse=True)
    if not ordered or ordered[0].score <= 0:
        return {"odometer_km": MISSING}
    best = ordered[0]
    kilometres = round(best.value * KILOMETRES_PER_MILE) if best.unit == "mi" else best.value
    rivals = [other for other in ordered[1:] if other.value != best.value and other.score > best.score - 1]
    piece = best.spot.piece
    sure = best.score >= 2 and not rivals and piece.score >= 0.8
    confidence = round((0.9 if sure else 0.5) * min(1.0, 0.1 + piece.score), 3)
    return {"odometer_km": Field(kilometres, confidence, FieldState.READ if sure else FieldState.DOUBTFUL, piece.box)}


def _shown(rows: tuple[Row, ...]) -> Iterator[_Shown]:
    miles_only = any("MPH" in row.plain for row in rows) and not any(re.search(r"KM\b|KM/H", row.plain) for row in rows)
    for spot in spots(rows):
        for match in _READING.finditer(spot.piece.plain):
            value = int(re.sub(r"\D", "", match.group(1)))
            if not _FEWEST <= value <= _MOST:
                continue
            # A heading that holds a number of its own heads that number.
            above = spot.above if not re.search(r"\d", spot.above) else ""
            beside = spot.piece.plain[: match.start()], spot.left, above, _right(spot)
            unit = match.group(2) or _unit(beside[3])
            printed = "mi" if (unit or "").startswith("MI") or (not unit and miles_only) else "km"
            yield _Shown(_score(match.group(1), unit, beside), value, printed, spot)


def _score(digits: str, unit: str | None, beside: tuple[str, str, str, str]) -> float:
    inside, left, above, right = beside
    score = (1.0 if len(digits) >= 5 else 0.5 if len(digits) == 4 else 0.0) + (1.5 if unit else 0.0)
    if _TOTAL.search(inside) or _TOTAL.search(left):
        score += 2.0
    elif _TOTAL.search(above):
        score += 1.0
    if (
        _OTHER.search(inside)
        or _OTHER.search(left)
        or (not inside and _OTHER.search(above) and not _TOTAL.search(left))
    ):
        score -= 3.0
    return score - (1.0 if re.match(r"KM\s?/", right) else 0.0)


def _right(spot: Spot) -> str:
    following = spot.right
    return following.piece.plain if following is not None else ""


def _unit(right: str) -> str | None:
    match = re.match(r"^(KMS?|MI(?:LES)?)\b(?!\s?/)", right)
    return match.group(1) if match else None
