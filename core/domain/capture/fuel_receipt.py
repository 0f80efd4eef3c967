"""A ticket of a filling station or of a charging point: how much, at what price, what was paid."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from core.domain.capture.context import spots
from core.domain.capture.invoice_heading import invoice_date
from core.domain.capture.invoice_lines import read_items
from core.domain.capture.invoice_totals import Kind, candidates
from core.domain.capture.invoice_vendor import vendor_name
from core.domain.capture.layout import Piece, Row
from core.domain.capture.types import MISSING, Field, FieldState

FUEL_FIELDS = ("date", "station", "quantity", "quantity_unit", "unit_price", "total")

_FUEL = re.compile(
    r"\bGA[ZS]OLE|\bGASOIL|\bDIESEL|\bSP\s?9[58]|\bSS?P\s?9[58]|SANS\s?PLOMB|\bE\s?10\b|\bE\s?85\b|\bGPL\b|\bUNLEADED|"
    r"\bSUPER\b|\bB7\b|\bGASOLINA|\bGASOLEO|\bPETROL\b|CARBURANT|\bADBLUE|\bLPG\b|\bETHANOL"
)
_PUMP = re.compile(r"\bPOMPE\b|\bPUMP\b|\bPISTE\b|STATION|DISTRIBUTEUR|\bSURTIDOR|PISTOLET|ZAPFSAULE|\bEROGATORE")
_CHARGE = re.compile(
    r"RECHARGE|\bCHARGE\b|\bCHARGING|\bBORNE|\bSESSION|ENERGIE|ENERGY|\bEVSE\b|CONNECTEUR|POINT DE CHARGE"
)
_SHOP = re.compile(r"MAIN D.?(?:OE)?UVRE|VIDANGE|FILTRE|PLAQUETTE|\bPNEU|LABOUR|\bKIT\b|REVISION|KILOMETRAGE")
_PER_UNIT = re.compile(
    r"(?:€|EUR|EUROS?|£|GBP|CTS?)?\s?/\s?(?:L(?:ITRES?)?|KWH|KG)\b|PRIX\s?/\s?L|PRIX (?:AU|DU|LE|"
    r"PAR) (?:LITRE|KWH)|PRICE PER"
)
_UNITS = {
    "L": "l",
    "LITRE": "l",
    "LITRES": "l",
    "LITRO": "l",
    "LITROS": "l",
    "LITER": "l",
    "LTR": "l",
    "LTRS": "l",
    "KWH": "kWh",
    "KG": "kg",
    "GAL": "gal",
}
_NUMBER = r"(\d{1,3}(?:\s?[.,]\s?\d{1,4}))"
_QUANTITY = re.compile(rf"(?<![\d.,/]){_NUMBER}\s?(LITRES?|LITROS?|LITER|LTRS?|L|KWH|KG|GAL)(?:\b|(?=X\s?\d))")
_QUANTITY_BEFORE = re.compile(
    rf"(?:VOLUME|QUANTITE|QTE|LITRAGE|LITRES?|LITROS?|LITER|LITRI|CANTIDAD|MENGE|VOL\.?|ENERGIE|KWH|VOL\.? ?\(L\))"
    rf"[\s:.=()L]*{_NUMBER}(?!\s?(?:€|EUR|/))"
)
_PRICE = re.compile(r"(?<![\d.,])(\d{1,2}\s?[.,]\s?\d{2,4})(?!\d)")
_PRICE_LABEL = re.compile(r"PRIX|P\.?\s?U\b|TARIF|PRICE|PRECIO|/\s?L\b|/\s?KWH")
_DECIMALS = re.compile(r"\s")
# A ticket has a handful of numbers; a page made to keep us busy has thousands.
_MOST = 60
# With more lines than that it is an invoice that also names a fuel.
_MOST_ITEMS = 2
_WITHIN = Decimal("0.015")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A number with its place; `weight`: how plainly the words beside it say what it is."""

    value: Decimal
    weight: float
    piece: Piece
    unit: str = ""


def is_fuel(rows: tuple[Row, ...]) -> bool:
    """Whether a page shows litres or kilowatt-hours that were sold, and nothing of a workshop."""
    signs = [any(sign.search(row.plain) for row in rows) for sign in (_FUEL, _PUMP, _PER_UNIT, _CHARGE)]
    measured = any(_QUANTITY.search(row.plain) or _QUANTITY_BEFORE.search(row.plain) for row in rows)
    measured = measured or any(_in_columns(rows))
    workshop = sum(_SHOP.search(row.plain) is not None for row in rows)
    return measured and sum(signs) >= 2 and workshop == 0 and len(read_items(rows).lines) <= _MOST_ITEMS


def read_fuel(rows: tuple[Row, ...], today: date) -> dict[str, Field]:
    """All fields of a ticket; verified where quantity times price is the total."""
    quantities, prices, totals = (list(islice(seen(rows), _MOST)) for seen in (_quantities, _prices, _totals))
    fields = {
        "date": invoice_date(rows, today), "station": vendor_name(rows),
        **(_agreeing(quantities, prices, totals) or _plain(quantities, prices, totals)),
    }  # fmt: skip
    return {name: fields[name] for name in FUEL_FIELDS}


def _quantities(rows: tuple[Row, ...]) -> Iterator[_Seen]:
    yield from _in_columns(rows)
    for row in rows:
        for match in _QUANTITY.finditer(row.plain):
            if not _follows_slash(row.plain, match.start(2)):
                yield _Seen(_decimal(match.group(1)), 2.0, _at(row, match.group(1)), _UNITS[match.group(2)])
        for match in _QUANTITY_BEFORE.finditer(row.plain):
            electric = re.search(r"KWH|ENERGIE|RECHARGE", row.plain) is not None
            yield _Seen(_decimal(match.group(1)), 1.5, _at(row, match.group(1)), "kWh" if electric else "l")


def _in_columns(rows: tuple[Row, ...]) -> Iterator[_Seen]:
    """A quantity under its heading: `Litres   Prix/L   EUROS`, and the numbers on the next line."""
    for spot in spots(rows):
        plain = spot.piece.plain.strip()
        if re.fullmatch(_NUMBER, plain) and re.fullmatch(
            r"(?:LITRES?|VOLUME|QUANTITE|QTE|LITROS)\W*(?:\(L\))?", spot.above
        ):
            yield _Seen(_decimal(plain), 1.5, spot.piece, "l")


def _follows_slash(plain: str, at: int) -> bool:
    return plain[max(0, at - 2) : at].strip().endswith("/")


def _prices(rows: tuple[Row, ...]) -> Iterator[_Seen]:
    for row in rows:
        labelled = _PRICE_LABEL.search(row.plain) is not None
        for match in _PRICE.finditer(row.plain):
            value = _decimal(match.group(1))
            behind = row.plain[match.end() : match.end() + 10]
            per_unit = re.match(r"\s?(?:€|EUR|EUROS?|£)?\s?/\s?(?:L|KWH|KG)", behind) is not None
            measured = re.match(r"\s?(?:L|KWH|KG)\b", behind) is not None
            if Decimal("0.05") <= value <= 5 and not measured:
                yield _Seen(value, 3.0 if per_unit else 2.0 if labelled else 0.5, _at(row, match.group(1)))


def _totals(rows: tuple[Row, ...]) -> Iterator[_Seen]:
    for candidate in candidates(rows, frozenset()):
        if candidate.kind in {Kind.INCLUDING, Kind.PAID, Kind.OTHER} and candidate.amount.exact:
            weight = (
                candidate.weight if candidate.kind is Kind.INCLUDING else 0.8 if candidate.kind is Kind.PAID else 0.3
            )
            yield _Seen(candidate.amount.value, weight, candidate.piece)


def _agreeing(quantities: Sequence[_Seen], prices: Sequence[_Seen], totals: Sequence[_Seen]) -> dict[str, Field] | None:
    """Quantity, price and total of which the first two make the third."""
    fitting = [
        (quantity.weight + price.weight + total.weight, quantity, price, total)
        for quantity in quantities
        for price in prices
        for total in totals
        if price.piece is not quantity.piece or price.value != quantity.value
        if abs(quantity.value * price.value - total.value) <= _WITHIN
    ]
    if not fitting:
        return None
    _, quantity, price, total = max(fitting, key=lambda item: item[0])
    fields = {
        name: Field(seen.value, 0.98, FieldState.VERIFIED, seen.piece.box)
        for name, seen in (("quantity", quantity), ("unit_price", price), ("total", total))
    }
    return {**fields, "quantity_unit": Field(quantity.unit, 0.97, FieldState.READ, quantity.piece.box)}


def _plain(quantities: Sequence[_Seen], prices: Sequence[_Seen], totals: Sequence[_Seen]) -> dict[str, Field]:
    """What the labels say where the numbers do not prove it."""
    quantity = max(quantities, key=lambda seen: seen.weight, default=None)
    price = max((seen for seen in prices if seen.weight >= 2), key=lambda seen: seen.weight, default=None)
    total = max(
        (seen for seen in totals if seen.weight >= 0.8), key=lambda seen: (seen.weight, seen.value), default=None
    )
    unproved = quantity is not None and price is not None and total is not None
    state = FieldState.DOUBTFUL if unproved else FieldState.READ

    def told(seen: _Seen | None) -> Field:
        return MISSING if seen is None else Field(seen.value, 0.45 if unproved else 0.7, state, seen.piece.box)

    unit = MISSING if quantity is None else Field(quantity.unit, 0.85, FieldState.READ, quantity.piece.box)
    return {"quantity": told(quantity), "quantity_unit": unit, "unit_price": told(price), "total": told(total)}


def _decimal(text: str) -> Decimal:
    return Decimal(_DECIMALS.sub("", text).replace(",", "."))


def _at(row: Row, number: str) -> Piece:
    return next((piece for piece in row.pieces if number in piece.plain), row.pieces[0])
