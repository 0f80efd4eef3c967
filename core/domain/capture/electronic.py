"""The data of an electronic invoice (Factur-X, ZUGFeRD, XRechnung) that a PDF carries beside its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from core.domain.capture.identifiers import find_sirets
from core.domain.capture.types import MISSING, Field, FieldState, FieldValue, InvoiceLine

SIZE_CAP = 1_000_000
_LINE_CAP = 500
_SUMMATION = ".//{*}SpecifiedTradeSettlementHeaderMonetarySummation/{*}"
_SELLER = ".//{*}SellerTradeParty/{*}"


@dataclass(frozen=True, slots=True)
class ElectronicInvoice:
    """Fields and lines as the seller's program wrote them."""

    fields: Mapping[str, Field]
    lines: tuple[InvoiceLine, ...]


def read_electronic(data: bytes) -> ElectronicInvoice | None:
    """The fields of an electronic invoice, None when it is not one or not well made."""
    # A document type is where entities are declared, and an honest invoice has none.
    if len(data) > SIZE_CAP or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return None
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  # no document type, so no entity to expand
    except ElementTree.ParseError:
        return None
    if not root.tag.endswith("}CrossIndustryInvoice"):
        return None
    excluding, tax, including = (
        _decimal(root.findtext(_SUMMATION + name))
        for name in ("TaxBasisTotalAmount", "TaxTotalAmount", "GrandTotalAmount")
    )
    added_up = None not in (excluding, tax, including) and (excluding or 0) + (tax or 0) == including
    state = FieldState.VERIFIED if added_up else FieldState.READ
    fields = {
        "vendor_name": _field(_text(root.findtext(_SELLER + "Name"))),
        "vendor_siret": _siret(root),
        "invoice_number": _field(_text(root.findtext("{*}ExchangedDocument/{*}ID"))),
        "invoice_date": _field(_day(root.findtext("{*}ExchangedDocument/{*}IssueDateTime/{*}DateTimeString"))),
        "currency": _field(_text(root.findtext(".//{*}InvoiceCurrencyCode"))),
        "total_excl_tax": _field(excluding, state),
        "tax_amount": _field(tax, state),
        "total_incl_tax": _field(including, state),
    }
    items = root.findall(".//{*}IncludedSupplyChainTradeLineItem")[:_LINE_CAP]
    return ElectronicInvoice(fields, tuple(_line(item) for item in items))


def _line(item: ElementTree.Element) -> InvoiceLine:
    return InvoiceLine(
        _text(item.findtext("{*}SpecifiedTradeProduct/{*}Name")) or "",
        _decimal(item.findtext(".//{*}BilledQuantity")),
        _decimal(item.findtext(".//{*}NetPriceProductTradePrice/{*}ChargeAmount")),
        _decimal(item.findtext(".//{*}SpecifiedTradeSettlementLineMonetarySummation/{*}LineTotalAmount")),
    )


def _siret(root: ElementTree.Element) -> Field:
    for element in root.findall(".//{*}SellerTradeParty//{*}ID"):
        for siret in find_sirets(element.text or ""):
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
