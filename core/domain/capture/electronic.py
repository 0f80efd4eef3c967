"""The data of an electronic invoice (Factur-X, ZUGFeRD, XRechnung) that a PDF carries beside its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from core.domain.capture.identifiers import find_sirets
from core.domain.capture.plain_xml import BadXml, Node, parse_xml
from core.domain.capture.types import MISSING, Field, FieldState, FieldValue, InvoiceLine

_LINE_CAP = 500
_SUMMATION = "SpecifiedTradeSettlementHeaderMonetarySummation"


@dataclass(frozen=True, slots=True)
class ElectronicInvoice:
    """Fields and lines as the seller's program wrote them."""

    fields: Mapping[str, Field]
    lines: tuple[InvoiceLine, ...]


def read_electronic(data: bytes) -> ElectronicInvoice | None:
    """The fields of an electronic invoice, None when it is not one or not well made."""
    try:
        root = parse_xml(data)
    except BadXml:
        return None
    if root.name != "CrossIndustryInvoice":
        return None
    excluding, tax, including = (
        _decimal(root.first(_SUMMATION, name)) for name in ("TaxBasisTotalAmount", "TaxTotalAmount", "GrandTotalAmount")
    )
    added_up = None not in (excluding, tax, including) and (excluding or 0) + (tax or 0) == including
    state = FieldState.VERIFIED if added_up else FieldState.READ
    fields = {
        "vendor_name": _field(_text(root.first("SellerTradeParty", "Name"))),
        "vendor_siret": _siret(root),
        "invoice_number": _field(_text(root.first("ExchangedDocument", "ID"))),
        "invoice_date": _field(_day(root.first("ExchangedDocument", "IssueDateTime", "DateTimeString"))),
        "currency": _field(_text(root.first("InvoiceCurrencyCode"))),
        "total_excl_tax": _field(excluding, state),
        "tax_amount": _field(tax, state),
        "total_incl_tax": _field(including, state),
    }
    items = list(root.all("IncludedSupplyChainTradeLineItem"))[:_LINE_CAP]
    return ElectronicInvoice(fields, tuple(_line(item) for item in items))


def _line(item: Node) -> InvoiceLine:
    return InvoiceLine(
        _text(item.first("SpecifiedTradeProduct", "Name")) or "",
        _decimal(item.first("BilledQuantity")),
        _decimal(item.first("NetPriceProductTradePrice", "ChargeAmount")),
        _decimal(item.first("SpecifiedTradeSettlementLineMonetarySummation", "LineTotalAmount")),
    )


def _siret(root: Node) -> Field:
    for node in root.all("SellerTradeParty", "ID"):
        for siret in find_sirets(node.text):
            return Field(siret.value, 0.99, FieldState.VERIFIED)
    return MISSING


def _field(value: FieldValue, state: FieldState = FieldState.READ) -> Field:
    return MISSING if value is None else Field(value, 0.98, state)


def _text(text: str | None) -> str | None:
    return " ".join((text or "").split())[:200] or None


def _decimal(text: str | None) -> Decimal | None:
    try:
        value = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < 10_000_000 else None


def _day(text: str | None) -> date | None:
    try:
        return datetime.strptime((text or "").strip(), "%Y%m%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return None
