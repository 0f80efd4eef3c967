"""The lines of an invoice: a table with headings, or the two-line entries of a till receipt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from rapidfuzz import fuzz, process

from core.domain.capture.amounts import decimal_of, find_amounts, whole_amount
from core.domain.capture.folding import fold, tidy
from core.domain.capture.invoice_totals import kind_of
from core.domain.capture.layout import Piece, Row
from core.domain.capture.till_lines import till_lines
from core.domain.capture.types import InvoiceLine

_HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "description",
        re.compile(
            r"DESIGNATION|LIBELLE|DESCRIPTION|PRESTATION|INTITULE|TRAVAUX|OPERATION|NATURE|DETAIL|"
            r"BEZEICHNUNG|DESCRIZIONE|PRODUIT|\bITEM\b|ARTICLE|OMSCHRIJVING|CONCEPTO|WORK DONE"
        ),
    ),
    ("reference", re.compile(r"^REF|^CODE\b|REFERENCE|PART N|^N°? ?ART")),
    ("unit_price", re.compile(r"P\.? ?U\b.{0,6}TAUX|TAUX HOR|TARIF HOR")),
    ("tax", re.compile(r"^%|TAUX|TVA ?%|% ?TVA|^TVA$|^T\.?V\.?A\.?$|^VAT$|VAT ?%|CODE TVA|^BTW$")),
    ("discount", re.compile(r"REMISE|\bREM\b|DISC")),
    (
        "quantity",
        re.compile(
            r"\bQTE\b|QUANTITE|\bQTY\b|\bQT\b|QUANTITY|NOMBRE|\bNB\b|TEMPS|HEURES|\bHRS\b|CANT\b|AANTAL|"
            r"UNITES|MENGE|ANZAHL|QUANTITA"
        ),
    ),
    (
        "unit_price",
        re.compile(
            r"\bP\.? ?U\b|P\.U|PRIX ?UNIT|PRIX U|UNIT PRICE|UNIT COST|U/P|TARIF|\bPRICE\b|PRIX HT|PRIX\b|"
            r"TAUX HOR|\bRATE\b|PRECIO|EINZELPREIS|PREZZO|^TAUX$"
        ),
    ),
    ("total", re.compile(r"TOTAL|MONTANT|AMOUNT|IMPORTE|PRIX TOTAL|NET HT|VALUE|PRIJS|GESAMT|BETRAG|IMPORTO")),
)
_CENT = Decimal("0.01")
_LONG_HEADINGS = {
    "DESIGNATION": "description", "LIBELLE": "description", "DESCRIPTION": "description", "QUANTITE": "quantity",
    "MONTANT": "total", "REFERENCE": "reference", "UNITAIRE": "unit_price",
}  # fmt: skip
_END = re.compile(
    r"^(?:SOUS|SUB)[ -]?TOTAL|^TOTAL|^TAUX|^BASE\b|^MONTANT (?:HT|TVA|TTC)|^NET A|^T\.?V\.?A|"
    r"^VAT\b|^GST|^REGLEMENT|^MODE DE|^AMOUNT DUE|"
    r"^DONT|^BALANCE|^RECAP|^CONDITIONS|^ARRETE"
)
_PART = re.compile(r"(?:SOUS|SUB)[ -]?TOTAL\b|TOTAL (?:PIECES|MAIN D|FOURNITURES|LABOUR|PARTS|FORFAIT)")
_SECTION = re.compile(r"^(?:MAIN D.?(?:OE)?UVRE|PIECES?(?: DETACHEES)?|FOURNITURES|LABOUR|PARTS|FORFAITS?|DIVERS)\W*$")


@dataclass(frozen=True)
class Items:
    """Lines, the rows they were on, and whether each quantity times price is its total."""

    lines: tuple[InvoiceLine, ...] = ()
    rows: frozenset[int] = frozenset()

    @property
    def total(self) -> Decimal | None:
        """The sum of the lines, None when one of them has no total."""
        totals = [line.total for line in self.lines]
        known = [total for total in totals if total is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(totals) else None

    @property
    def proved(self) -> bool:
        """Whether quantity times price is the total on every line."""
        return bool(self.lines) and all(_multiplies(line) for line in self.lines)


@dataclass(frozen=True)
class _Column:
    name: str
    piece: Piece


def read_items(rows: tuple[Row, ...]) -> Items:
    """The lines of an invoice, by its headings if it has any."""
    for at, row in enumerate(rows):
        columns = _columns(row)
        if columns is not None:
            table = _table(rows, at, columns)
            if table.lines:
                return table
    return Items(*till_lines(rows))


def _columns(row: Row) -> tuple[_Column, ...] | None:
    columns = []
    for piece in row.pieces:
        name = next((name for name, pattern in _HEADINGS if pattern.search(piece.plain)), None) or _misread(piece)
        if name is not None and len(piece.plain) <= 30 and not re.search(r"\d{2,}", piece.plain):
            columns.append(_Column(name, piece))
    names = {column.name for column in columns}
    wanted = names & {"description", "quantity", "unit_price", "total"}
    # A table of taxes also says amount and rate: lines have a description, or both a quantity and a price.
    is_table = len(wanted) >= 2 and ("description" in names or {"quantity", "unit_price"} <= names)
    return tuple(columns) if is_table else None


def _misread(piece: Piece) -> str | None:
    """The column of a heading in which a letter or two were misread."""
    if re.fullmatch(r"Q[A-Z0-9]{1,2}\.?", piece.plain.strip()):
        return "quantity"
    for token in re.findall(r"[A-Z]{5,}", piece.plain):
        best = process.extractOne(token, _LONG_HEADINGS.keys(), scorer=fuzz.ratio, score_cutoff=75)
        if best is not None:
            return _LONG_HEADINGS[best[0]]
    return None


def _table(rows: tuple[Row, ...], heading: int, columns: tuple[_Column, ...]) -> Items:
    lines: list[InvoiceLine] = []
    used = {heading}
    end = len(rows)
    for at in range(heading + 1, len(rows)):
        row = rows[at]
        if _is_end(row):
            if _is_part(rows, at, columns):
                used.add(at)
                continue
            end = at
            break
        if _columns(row) is not None:
            used.add(at)
            continue
        line = _table_line(row, columns)
        if line is None:
            if lines and _continues(rows[at - 1], row, columns) and at - 1 in used:
                lines[-1] = _extended(lines[-1], row)
                used.add(at)
            continue
        lines.append(line)
        used.add(at)
    region = (_beside_headings(rows[heading], columns), *rows[heading + 1 : end])
    ordered = _by_order(region, _with_description(rows, heading, columns))
    if len(ordered) > len(lines) or not all(_multiplies(line) for line in lines):
        lines = ordered or lines
    return Items(tuple(_without_sums(lines)), frozenset(used))


def _without_sums(lines: list[InvoiceLine]) -> list[InvoiceLine]:
    """Lines without the sums of their sections that follow them: parts and labour, once more."""
    first = len(lines)
    while first and _SECTION.match(fold(lines[first - 1].description)):
        first -= 1
    own, sums = (
        sum((line.total or Decimal(0) for line in some), Decimal(0)) for some in (lines[:first], lines[first:])
    )
    return lines[:first] if first and own == sums else lines


def _is_part(rows: tuple[Row, ...], at: int, columns: tuple[_Column, ...]) -> bool:
    """Whether a sum is that of a section, parts or labour, and more lines follow it."""
    if not any(_PART.match(piece.plain) for piece in rows[at].pieces):
        return False
    for row in rows[at + 1 :]:
        if _table_line(row, columns) is not None and not _is_end(row):
            return True
        if _is_end(row):
            return False
    return False


def _multiplies(line: InvoiceLine) -> bool:
    if line.quantity is None or line.unit_price is None or line.total is None:
        return False
    return abs(line.quantity * line.unit_price - line.total) <= _CENT


def _by_order(rows: Sequence[Row], columns: tuple[_Column, ...]) -> list[InvoiceLine]:
    """Descriptions and numbers put together by their order, on a page too slanted for rows; proved by the products."""
    names: list[Piece] = []
    numbers: list[dict[str, Decimal]] = []
    for row in rows:
        read: dict[str, Decimal] = {}
        for piece in row.pieces:
            column = _nearest(piece, columns).name
            value = _number(piece, column)
            if value is not None:
                read.setdefault(column, value)
            elif column == "description" and re.search(r"[A-Z]{3}", piece.plain) and not _SECTION.match(piece.plain):
                names.append(piece)
        if {"total", "unit_price"} <= read.keys():
            numbers.append(read)
    if len(names) < 2 or len(names) != len(numbers):
        return []
    lines = [
        _completed(tidy(piece.text), read)
        for piece, read in zip(sorted(names, key=lambda piece: piece.middle), numbers, strict=True)
    ]
    return lines if all(_multiplies(line) for line in lines) else []


def _beside_headings(row: Row, columns: tuple[_Column, ...]) -> Row:
    """What stands on the line of the headings and is none: it belongs to the first line."""
    return Row(row.page, tuple(piece for piece in row.pieces if all(piece is not one.piece for one in columns)))


def _with_description(rows: tuple[Row, ...], heading: int, columns: tuple[_Column, ...]) -> tuple[_Column, ...]:
    """The columns with that of the descriptions, whose heading a slant set on the line above."""
    if any(column.name == "description" for column in columns) or heading == 0:
        return columns
    above = rows[heading - 1].pieces[0]
    described = len(above.plain) <= 30 and _HEADINGS[0][1].search(above.plain)
    return (_Column("description", above), *columns) if described else columns


def _is_end(row: Row) -> bool:
    return _END.match(row.plain) is not None or any(
        kind_of(piece.plain)[1] >= 3 and len(piece.plain) < 26 for piece in row.pieces
    )


def _table_line(row: Row, columns: tuple[_Column, ...]) -> InvoiceLine | None:
    row = replace(row, pieces=tuple(map(_without_code, row.pieces)))
    words: list[str] = []
    numbers: dict[str, Decimal] = {}
    for piece in row.pieces:
        name = _nearest(piece, columns).name
        value = _number(piece, name)
        if value is not None:
            numbers.setdefault(name, value)
        elif not _is_amount(piece) and (name not in {"reference", "tax"} or not _is_code(piece.plain)):
            words.append(piece.text)
    words, numbers = _unglued(words, _by_product(row, numbers))
    description = tidy(" ".join(words))
    if not re.search(r"[^\W\d]{2,}", description) or not ({"total", "unit_price"} & numbers.keys()):
        return None
    return _completed(description, numbers)


def _without_code(piece: Piece) -> Piece:
    """An amount without the code of its tax, which stands close behind it: `29,40 2`."""
    glued = re.fullmatch(r"(\d{1,3}(?:[ .]?\d{3})*[.,]\d{2})\s+(?:\d|[A-Z])", piece.text.strip())
    return replace(piece, text=glued[1]) if glued is not None else piece


def _is_amount(piece: Piece) -> bool:
    amount = whole_amount(piece.plain)
    return amount is not None and amount.exact


def _number(piece: Piece, column: str) -> Decimal | None:
    if column == "quantity":
        return decimal_of(re.sub(r"\s?(?:H|HRS?|U|L|PCS?|X)\.?$", "", piece.plain))
    if column == "discount" and "%" in piece.plain:
        return decimal_of(piece.plain.replace("%", "").strip(" -"))
    if column in {"unit_price", "total", "discount"}:
        exact = re.fullmatch(r"(\d{1,6})[.,](\d{2})(\d{2})", piece.plain.strip(" €"))
        if exact is not None and column == "unit_price":
            return (
                Decimal(f"{exact[1]}.{exact[2]}") if exact[3] == "00" else Decimal(f"{exact[1]}.{exact[2]}{exact[3]}")
            )
        amount = whole_amount(piece.plain)
        return amount.value if amount is not None else None
    if column == "tax":
        return decimal_of(piece.plain.rstrip(" %"))
    return None


def _unglued(words: list[str], numbers: dict[str, Decimal]) -> tuple[list[str], dict[str, Decimal]]:
    """A reference or a quantity that the reader joined to the description: `2 Front brake discs`."""
    if not words:
        return words, numbers
    if len(words) > 1 and re.fullmatch(r"[A-Z]{0,3}\d{5,12}", words[0]):
        words = words[1:]
    words = [re.sub(r"^[A-Z]{0,3}\d{5,12}\s+(?=[^\W\d])", "", words[0]), *words[1:]]
    match = re.match(r"^(\d{1,2}(?:[.,]\d{1,2})?)\s+(?=[^\W\d])", words[0])
    price, total = numbers.get("unit_price"), numbers.get("total")
    if match is None or "quantity" in numbers or price is None or total is None:
        return words, numbers
    quantity = Decimal(match.group(1).replace(",", "."))
    if abs(price * quantity - total) > _CENT:
        return words, numbers
    return [words[0][match.end() :], *words[1:]], {**numbers, "quantity": quantity}


def _by_product(row: Row, numbers: dict[str, Decimal]) -> dict[str, Decimal]:
    """Numbers told apart by quantity times price, where the columns do not say it or say it wrong."""
    quantity, price, total = (numbers.get(name) for name in ("quantity", "unit_price", "total"))
    if quantity is not None and price is not None and total is not None and abs(quantity * price - total) <= _CENT:
        return numbers
    reduced = _reduced(row)
    if reduced is not None:
        return reduced
    values = [value for piece in row.pieces if (value := decimal_of(piece.plain.strip(" €£$"))) is not None]
    for last in range(len(values) - 1, 1, -1):
        for first, second in combinations(range(last), 2):
            if values[first] > 0 and abs(values[first] * values[second] - values[last]) <= _CENT < values[last]:
                return {"quantity": values[first], "unit_price": values[second], "total": values[last]}
    return numbers


def _reduced(row: Row) -> dict[str, Decimal] | None:
    """Quantity, price and total told apart where the price is reduced by so many per cent."""
    numbers = [
        value
        for piece in row.pieces
        if (value := decimal_of(re.sub(r"[€£$%]", "", piece.plain).strip(" -"))) is not None
    ]
    # On a line these stand in this order, with the tax before or behind them.
    for quantity, price, cut, total in combinations(numbers, 4):
        if 0 < cut < 100 and abs(quantity * price * (100 - cut) / 100 - total) <= _CENT < min(quantity, total):
            return {"quantity": quantity, "unit_price": price, "total": total}
    return None


def _completed(description: str, numbers: dict[str, Decimal]) -> InvoiceLine:
    quantity, price, total = (numbers.get(name) for name in ("quantity", "unit_price", "total"))
    if quantity is None and price is not None and price == total:
        quantity = Decimal(1)
    return InvoiceLine(description, quantity, price, total)


def _nearest(piece: Piece, columns: Sequence[_Column]) -> _Column:
    # Words are set from the left and numbers from the right: the closest pair of edges tells the column.
    def distance(column: _Column) -> float:
        heading = column.piece
        if column.name == "description" and not re.search(r"[A-Z]{2}", piece.plain):
            return abs(piece.left - heading.left) + 40.0
        return min(abs(piece.left - heading.left), abs(piece.right - heading.right), abs(piece.centre - heading.centre))

    return min(columns, key=distance)


def _is_code(plain: str) -> bool:
    return re.fullmatch(r"[A-Z0-9./-]{1,18}", plain) is not None


def _continues(before: Row, row: Row, columns: Sequence[_Column]) -> bool:
    """Whether a row is the second line of a description: close under it and without numbers."""
    first = next((column.piece for column in columns if column.name == "description"), None)
    close = row.middle - before.middle <= 1.25 * max(before.height, row.height)
    starts = first is None or abs(row.pieces[0].left - first.left) < 4 * row.height
    return close and starts and len(row.pieces) == 1 and not find_amounts(row.plain) and not _SECTION.match(row.plain)


def _extended(line: InvoiceLine, row: Row) -> InvoiceLine:
    return InvoiceLine(f"{line.description} {tidy(row.text)}", line.quantity, line.unit_price, line.total)
