"""The printed fields of a registration card: which value stands behind which European code."""

import re
from dataclasses import dataclass

from core.domain.capture.layout import Piece, Row

_DOTTED = re.compile(
    r"^[\s(.]*([CDFGJPSUVXYZ2])\s?[.,:·]\s?([1-9]|I|L)(?:[.,]?\s?(1|A)(?![0-9A-Z/-]))?\)?[\s.:)]*(.*)$"
)
# A point that the reader lost; X1, C3 and A3 are models of cars and stay values.
_UNDOTTED = re.compile(r"^([DFPSUVY])([1-9])(?:\s+|$)()(.*)$")
_SINGLE = re.compile(r"^[\s(.]*([ABEGHIJKQ])(?:[.:)]+\s*|\s+|$)(.*)$")
_EXISTING = {
    "C": "1346", "D": "123", "F": "123", "G": "1", "J": "123", "P": "12346", "S": "12", "U": "12", "V": "79", "X": "1",
    "Y": "123456", "Z": "1234",
}  # fmt: skip
# What sits in front of a code when a reader joins it with the small print around it.
_MANY_CODES = 6


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed behind a code."""

    text: str
    piece: Piece


def printed_fields(rows: tuple[Row, ...]) -> dict[str, list[Printed]]:
    """Values by code, in reading order; a code may be printed more than once."""
    found: dict[str, list[Printed]] = {}
    for row in rows:
        for at, piece in enumerate(row.pieces):
            label = code_of(piece.plain)
            if label is None:
                continue
            code, rest = label
            values = found.setdefault(code, [])
            following = row.pieces[at + 1] if at + 1 < len(row.pieces) else None
            if rest:
                values.append(Printed(_tail(piece.text, rest), piece))
            elif following is not None and code_of(following.plain) is None:
                values.append(Printed(following.text, following))
    return found


def card_date(rows: tuple[Row, ...]) -> list[Printed]:
    """What may stand behind I, whose code is a single stroke: a date alone on a line under the fees."""
    fees = [row for row in rows if re.match(r"^[\s(.]*[XYV]\s?[.,]\s?\d", row.plain)]
    if not fees:
        return []
    last = fees[-1]
    return [
        Printed(piece.text, piece)
        for row in rows
        if row.page == last.page and row.middle > last.middle and "VISITE" not in row.plain
        for piece in row.pieces
        if re.fullmatch(r"[I1LT|!\]\[.\s]{0,3}\d[\dOIL/.\s-]{7,12}", piece.plain) and _alone(row, piece)
    ]


def _alone(row: Row, piece: Piece) -> bool:
    return all(len(other.plain.strip(" .")) <= 1 for other in row.pieces if other is not piece)


def code_of(plain: str) -> tuple[str, str] | None:
    """The code a text begins with and what follows it in the same text."""
    dotted = _DOTTED.match(plain) or _UNDOTTED.match(plain)
    if dotted is not None:
        letter, digit, sub, rest = dotted.groups()
        letter, digit = ("Z" if letter == "2" else letter), ("1" if digit in "IL" else digit)
        if digit in _EXISTING[letter]:
            return _with_sub(letter, digit, sub, rest)
    single = _SINGLE.match(plain)
    return (single.group(1), single.group(2).strip()) if single is not None else None


def has_card_codes(rows: tuple[Row, ...]) -> bool:
    """Whether a page carries the codes of a registration card: many of them, of several kinds."""
    codes = {label[0] for row in rows for piece in row.pieces if (label := code_of(piece.plain)) and "." in label[0]}
    return len(codes) >= _MANY_CODES and len({code[0] for code in codes}) >= 4


def _with_sub(letter: str, digit: str, sub: str | None, rest: str) -> tuple[str, str]:
    if sub is not None and (letter, digit) in {("D", "2"), ("C", "4")}:
        return f"{letter}.{digit}.{sub}", rest.strip()
    return f"{letter}.{digit}", f"{sub or ''}{rest}".strip()


def _tail(text: str, rest: str) -> str:
    # Folding keeps lengths but for ligatures, which cards do not use.
    return text[-len(rest) :] if len(rest) <= len(text) else text
