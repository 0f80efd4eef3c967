"""The printed fields of a registration card: which value stands behind which European code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.domain.capture.layout import Piece, Row

_DOTTED = re.compile(
    r"^[\s(.]*([CDFGJPSUVXYZ2]|0(?=\s?[.,]\s?[123](?:\s|$))|5(?=\s?[.,]\s?[12](?:\s|$)))\s?[.,:·]\s?([1-9]|I|L)(?:[.,]?\s?(1|A)(?![0-9A-Z/-]))?\)?[\s.:)]*(.*)$"
)
# A point that the reader lost; X1, C3 and A3 are models of cars and stay values.
_UNDOTTED = re.compile(r"^([DFPSUVY])([1-9])(?:\s+|$)()(.*)$")
_SINGLE = re.compile(r"^[\s(.]*([ABEGHIJKQ])(?:[.:)]+\s*|\s+|$)(.*)$")
# The stroke of I, read as a digit of the date behind it: `112/09/2019`.
_STROKE = re.compile(r"^[I1LT|!\]\[.\s]+(?=\d{2}\s?[/.-])")
_NEXT_CODE = re.compile(r"(?<=[A-Z0-9] )[CDFGJPSUVXZ]\.\d(?:\.\d)?(?=[ :.])")
# Older cards say in words what each code means.
_WORDS = re.compile(
    r"^(?:(?:N[°O.]*|NUMERO) ?(?:D'?)?(?:IMMATRICULATION|IDENTIFICATION)(?: DU VEHICULE)?|"
    r"DATE (?:DE (?:LA )?)?(?:(?:1[E]?RE|PREMIERE) )?(?:MISE EN CIRCULATION|IMMATRICULATION)|"
    r"DATE (?:DU|DE CE|DE) CERTIFICAT(?: D'IMMATRICULATION)?|TITULAIRE(?: DU CERTIFICAT)?|MARQUE|"
    r"TYPE[ ,]*VARIANTE?[ ,]*(?:ET |OU )?VERSION|DENOMINATION COMMERCIALE|GENRE(?: NATIONAL)?|"
    r"CARROSSERIE(?: NATIONALE)?|ENERGIE|CYLINDREE|PUISSANCE (?:FISCALE|ADMINISTRATIVE|NETTE MAX\.?)|"
    r"(?:NOMBRE DE )?PLACES ASSISES)(?: [(]?(?:KW|CV|CM3)[)]?)?[ .:]*"
)
# The oldest print them behind the words: `Date de 1ère mise en circulation B`, `Marque (D.1)`.
_BEHIND_WORDS = re.compile(
    r"^([A-Z0-9 .,'°()/]{4,48}?)\s\(?(?:([CDFGJPSUVXZ])\s?\.\s?(\d)|([ABEI]))\)?(?:\s*[:.]?\s*|\s*[:]\s*(.*))$"
)
_SAYS = re.compile(r"IMMATRICULATION|CIRCULATION|SERIE|IDENTIFICATION|CERTIFICAT|^DATE\b")
_LOOKS = {"2": "Z", "0": "D", "5": "S"}
_EXISTING = {
    "C": "1346", "D": "123", "F": "123", "G": "1", "J": "123", "P": "12346", "S": "12", "U": "12", "V": "79", "X": "1",
    "Y": "123456", "Z": "1234",
}  # fmt: skip
# The lines of the form in which several codes stand side by side.
_LINES = (
    ("F.1", "F.2", "F.3"), ("G", "G.1"), ("J", "J.1", "J.2", "J.3"), ("P.1", "P.2", "P.3", "P.6"),
    ("Q", "S.1", "S.2", "U.1"), ("U.2", "V.7", "V.9"), ("Q", "S.1", "S.2"), ("U.1", "U.2"),
    ("Y.1", "Y.2", "Y.3"), ("Y.4", "Y.5", "Y.6"), ("Y.1", "Y.2"), ("Y.3", "Y.4"), ("Y.5", "Y.6"),
)  # fmt: skip
_SPOILT = re.compile(r"^[A-Z0-9$.,]{1,4}(?:\s+(.+))?$")
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
        cells = [cell for piece in row.pieces for cell in _split(piece)]
        for piece, following in zip(cells, [*cells[1:], None], strict=True):
            label = code_of(piece.plain)
            if label is None:
                continue
            code, rest = label[0], _WORDS.sub("", label[1])
            values = found.setdefault(code, [])
            if rest:
                values.append(Printed(_tail(piece.text, rest), piece))
            elif following is not None and code_of(following.plain) is None:
                values.append(Printed(following.text, following))
            else:
                values.extend(_under(rows, row, piece) if label[1] else ())
    for row in rows:
        for code, printed in _by_order(row):
            found.setdefault(code, []).append(printed)
    return found


def _split(piece: Piece) -> list[Piece]:
    """The codes that a reader joined on one line: `P.1 1360 P.2 54 P.3 ES`."""
    starts = [0, *(match.start() for match in _NEXT_CODE.finditer(piece.plain) if match.start())]
    if len(starts) == 1 or len(piece.plain) != len(piece.text):
        return [piece]
    width = (piece.right - piece.left) / max(1, len(piece.text))
    ends = [*starts[1:], len(piece.text)]
    return [
        replace(
            piece, text=piece.text[start:end].strip(), left=piece.left + start * width, right=piece.left + end * width
        )
        for start, end in zip(starts, ends, strict=True)
    ]


def _under(rows: tuple[Row, ...], row: Row, piece: Piece) -> Iterator[Printed]:
    """What stands under a code and its words, where nothing follows them on their line."""
    at = rows.index(row) + 1
    alone = at < len(rows) and len(rows[at].pieces) == 1
    for under in rows[at].pieces if at < len(rows) else ():
        below = under.left < piece.right and under.right > piece.left - piece.height
        if (alone or below) and code_of(under.plain) is None:
            yield Printed(under.text, under)


def _by_order(row: Row) -> Iterator[tuple[str, Printed]]:
    """Values whose code was misread, told by the codes that stand before and after them in the form's line."""
    cells = _cells(row)
    known = [code for code, _ in cells if code is not None]
    line = next((line for line in _LINES if len(set(known) & set(line)) >= 2 and set(known) <= set(line)), None)
    if line is None:
        return
    places = [(line.index(code) if code is not None else None, value) for code, value in cells]
    for at, (place, value) in enumerate(places):
        before = max((index for index, _ in places[:at] if index is not None), default=-1)
        after = min((index for index, _ in places[at + 1 :] if index is not None), default=len(line))
        if place is None and value is not None and after - before == 2:
            yield line[before + 1], value


def _cells(row: Row) -> list[tuple[str | None, Printed | None]]:
    """The cells of a line: codes with their values, and what stands behind something that is no code."""
    cells: list[tuple[str | None, Printed | None]] = []
    for piece in row.pieces:
        label = code_of(piece.plain)
        if label is not None:
            cells.append((label[0], Printed(_tail(piece.text, label[1]), piece) if label[1] else None))
        elif cells and cells[-1][1] is None:
            cells[-1] = (cells[-1][0], Printed(piece.text, piece))
        else:
            spoilt = _SPOILT.match(piece.plain)
            value = Printed(_tail(piece.text, spoilt.group(1)), piece) if spoilt and spoilt.group(1) else None
            cells.append((None, value))
    return cells


def card_date(rows: tuple[Row, ...]) -> list[Printed]:
    """What may stand behind I, whose code is a single stroke: a date alone on a line under the fees."""
    fees = [row for row in rows if re.match(r"^[\s(.]*[XYV]\s?[.,]\s?\d", row.plain)]
    if not fees:
        return []
    last = fees[-1]
    return [
        Printed(_STROKE.sub("", piece.text), piece)
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
        letter, digit = _LOOKS.get(letter, letter), ("1" if digit in "IL" else digit)
        if digit in _EXISTING[letter]:
            return _with_sub(letter, digit, sub, rest)
    behind = _BEHIND_WORDS.match(plain)
    if behind is not None and (behind[2] or _SAYS.search(behind[1])):
        letter, digit = behind[2] or behind[4], behind[3] or ""
        if digit in _EXISTING.get(letter, "") or not digit:
            return (f"{letter}.{digit}" if digit else letter), (behind[5] or "").strip()
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
