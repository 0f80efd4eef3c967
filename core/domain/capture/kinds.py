"""How each kind of document is read."""

from collections.abc import Callable, Mapping
from datetime import date

from core.domain.capture.dashboard import read_dashboard
from core.domain.capture.fuel_receipt import read_fuel
from core.domain.capture.inspection import read_inspection
from core.domain.capture.insurance import read_insurance
from core.domain.capture.invoice import read_invoice
from core.domain.capture.layout import Row
from core.domain.capture.quote import read_quote
from core.domain.capture.registration import read_registration
from core.domain.capture.types import DocumentType, Field, FieldState, InvoiceLine

Extractor = Callable[[tuple[Row, ...], date], dict[str, Field]]
_PLAIN: Mapping[DocumentType, Extractor] = {
    DocumentType.REGISTRATION: read_registration,
    DocumentType.INSURANCE: read_insurance,
    DocumentType.INSPECTION: read_inspection,
    DocumentType.FUEL_RECEIPT: read_fuel,
    DocumentType.ODOMETER: read_dashboard,
}
_WITH_LINES = {DocumentType.INVOICE: read_invoice, DocumentType.QUOTE: read_quote}
_SURE = 0.8
# Names that a quick reading has to give, and those that a check has to prove, before the careful one is spared.
_PROVED: Mapping[DocumentType, tuple[str, ...]] = {
    DocumentType.REGISTRATION: ("plate", "vin", "first_registration_date"),
    DocumentType.INVOICE: ("total_incl_tax",),
    DocumentType.QUOTE: ("total_incl_tax",),
    DocumentType.FUEL_RECEIPT: ("quantity", "unit_price", "total"),
    DocumentType.INSPECTION: ("inspection_date", "next_inspection", "result"),
}
_CLEAR: Mapping[DocumentType, tuple[str, ...]] = {
    DocumentType.REGISTRATION: (
        "registration_date", "make", "model", "fuel", "fiscal_power", "seats", "power_kw", "co2", "holder_name",
    ),
    DocumentType.INVOICE: ("invoice_date", "plate", "mileage_km", "invoice_number"),
    DocumentType.QUOTE: ("quote_date", "plate", "quote_number"),
    DocumentType.FUEL_RECEIPT: ("date",),
    DocumentType.INSPECTION: ("plate", "mileage_km", "vin"),
}  # fmt: skip


_NAMED: Mapping[DocumentType, str] = {
    DocumentType.INVOICE: "vendor_name",
    DocumentType.QUOTE: "vendor_name",
    DocumentType.FUEL_RECEIPT: "station",
}


def extract(
    kind: DocumentType, rows: tuple[Row, ...], today: date
) -> tuple[Mapping[str, Field], tuple[InvoiceLine, ...]]:
    """The fields and lines of a document of a kind; OTHER has none."""
    if kind in _WITH_LINES:
        return _WITH_LINES[kind](rows, today)
    return (_PLAIN[kind](rows, today), ()) if kind in _PLAIN else ({}, ())


def has_lines(kind: DocumentType) -> bool:
    """Whether a kind of document has lines."""
    return kind in _WITH_LINES


def is_proved(kind: DocumentType, fields: Mapping[str, Field]) -> bool:
    """Whether the checks of a kind agree and nothing that matters is missing or doubtful; no check, no proof."""
    if kind not in _PROVED or any(field.state is FieldState.DOUBTFUL for field in fields.values()):
        return False
    proved = all(fields[name].state is FieldState.VERIFIED for name in _PROVED[kind])
    if kind in _NAMED and fields[_NAMED[kind]].value is None:
        return False
    return proved and all(fields[name].confidence >= _SURE for name in _CLEAR[kind])
