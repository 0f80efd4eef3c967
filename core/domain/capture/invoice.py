"""A garage's invoice or till receipt: heading, vehicle, lines and totals."""

import re
from datetime import date
from decimal import Decimal

from core.domain.capture.invoice_heading import invoice_date, invoice_number, vendor_siret
from core.domain.capture.invoice_lines import Items, read_items
from core.domain.capture.invoice_totals import Totals, is_credit, read_totals
from core.domain.capture.invoice_vehicle import mileage, plate, vin
from core.domain.capture.invoice_vendor import vendor_name
from core.domain.capture.layout import Row
from core.domain.capture.types import MISSING, Field, FieldState, InvoiceLine

INVOICE_FIELDS = (
    "vendor_name", "vendor_siret", "invoice_number", "invoice_date", "plate", "vin", "mileage_km", "mileage_value",
    "mileage_unit", "currency", "total_excl_tax", "tax_amount", "total_incl_tax",
)  # fmt: skip
_FRENCH_TAX = re.compile(r"\bT\.?T\.?C\b|\bT\.?V\.?A\b|SIRET")


def read_invoice(rows: tuple[Row, ...], today: date) -> tuple[dict[str, Field], tuple[InvoiceLine, ...]]:
    """All fields and lines of an invoice; fields not seen are missing."""
    items = read_items(rows)
    totals = read_totals(rows, items.rows, items.total)
    totals = totals if is_credit(rows) else _with_lines(totals, items)
    siret = vendor_siret(rows)
    currency = _currency(rows, totals, siret)
    code = str(currency.value) if currency.value else None
    fields = {
        "vendor_name": vendor_name(rows, items.rows),
        "vendor_siret": siret,
        "invoice_number": invoice_number(rows),
        "invoice_date": invoice_date(rows, today),
        "plate": plate(rows),
        "vin": vin(rows),
        **mileage(rows, code),
        "currency": currency,
        "total_excl_tax": totals.excluding,
        "tax_amount": totals.tax,
        "total_incl_tax": totals.including,
    }
    return {name: fields[name] for name in INVOICE_FIELDS}, items.lines


def _with_lines(totals: Totals, items: Items) -> Totals:
    """Totals that the sum of the lines confirms."""
    total = items.total
    if total is None or totals.excluding.state is FieldState.VERIFIED:
        return totals
    excluding = totals.excluding
    if isinstance(excluding.value, Decimal) and abs(excluding.value - total) <= Decimal("0.02"):
        excluding = Field(excluding.value, 0.96, FieldState.VERIFIED, excluding.seen)
    return Totals(excluding, totals.tax, _contradicted(totals, items), totals.currency)


def _contradicted(totals: Totals, items: Items) -> Field:
    """The total, doubtful where lines that prove themselves sum up to more than it: a digit of it was lost."""
    including, total = totals.including, items.total
    if not isinstance(including.value, Decimal) or total is None or including.state is not FieldState.READ:
        return including
    if items.proved and total > including.value + Decimal("0.05"):
        return Field(including.value, 0.4, FieldState.DOUBTFUL, including.seen)
    return including


def _currency(rows: tuple[Row, ...], totals: Totals, siret: Field) -> Field:
    if totals.currency is not None:
        return Field(totals.currency, 0.95, FieldState.READ, totals.including.seen)
    for row in rows:
        for sign, code in (
            ("€", "EUR"),
            ("£", "GBP"),
            ("(EUR)", "EUR"),
            ("EUROS", "EUR"),
            (" CHF", "CHF"),
            ("(RM)", "MYR"),
        ):
            if sign in row.plain or (len(sign) > 1 and row.plain.strip() == sign.strip()):
                return Field(code, 0.9, FieldState.READ, row.pieces[0].box)
    french = siret.value is not None or sum(_FRENCH_TAX.search(row.plain) is not None for row in rows) >= 2
    if french and totals.including.value is not None:
        return Field("EUR", 0.7, FieldState.READ)
    return MISSING
