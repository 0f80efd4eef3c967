"""A garage's quote: laid out as an invoice, but nothing was done and nothing is owed."""

import re
from datetime import date, timedelta

from core.domain.capture.invoice import INVOICE_FIELDS, read_invoice
from core.domain.capture.invoice_heading import invoice_date, invoice_number
from core.domain.capture.labelled import day_behind
from core.domain.capture.layout import Row
from core.domain.capture.types import MISSING, Field, InvoiceLine

_RENAMED = {"invoice_number": "quote_number", "invoice_date": "quote_date"}
QUOTE_FIELDS = (*(_RENAMED.get(name, name) for name in INVOICE_FIELDS), "valid_until")
_NO = r"(?:N\s?[°O'\"*º]{1,2}|NUMERO|NUMBER|NUM|NR|NO|#|№|REF)"
_NUMBER_LABELS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:DEVIS|ESTIMATE|QUOTATION|QUOTE|PRESUPUESTO|OFFRE|PROPOSITION|PRO ?FORMA)[A-Z\s]{{0,14}}?\s?{_NO}\s?[.:]*",
        rf"{_NO}\s?(?:DE |DU )?\s?(?:DEVIS|ESTIMATE|QUOTE|OFFRE)\s?[.:]*",
        r"\b(?:DEVIS|ESTIMATE|QUOTATION|QUOTE|OFFRE)\s?[:#]?\s?(?=[A-Z]{0,4}[-/ ]?\d{2})",
        rf"^{_NO}\s?[.:]+",
        r"^(?:DEVIS|ESTIMATE|QUOTE|QUOTATION)$",
    )
)
_TITLE = re.compile(r"\bD ?E ?V ?I ?S\b|ESTIMATION|ESTIMATE|QUOT|PRESUPUESTO|OFFRE|PRO ?FORMA|PROPOSITION")
_UNTIL = re.compile(r"VALABLE\s*(?:JUSQU'?\s?AU|JUSQUE)|VALIDITE|VALID UNTIL|VALID TO|EXPIR|JUSQU'?\s?AU|VALIDO HASTA")


def read_quote(rows: tuple[Row, ...], today: date) -> tuple[dict[str, Field], tuple[InvoiceLine, ...]]:
    """All fields and lines of a quote; `valid_until` only where a day is printed."""
    fields, lines = read_invoice(rows, today)
    fields["invoice_date"] = invoice_date(rows, today, of_quote=True)
    fields["invoice_number"] = invoice_number(rows, _NUMBER_LABELS, _TITLE)
    until, day = day_behind(rows, _UNTIL), fields["invoice_date"]
    if isinstance(until.value, date) and isinstance(day.value, date) and until.value < day.value - timedelta(days=1):
        until = MISSING
    named = {_RENAMED.get(name, name): field for name, field in fields.items()}
    return {name: {**named, "valid_until": until}[name] for name in QUOTE_FIELDS}, lines
