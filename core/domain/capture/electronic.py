"""The data of an electronic invoice that a PDF carries beside its pages: Factur-X, ZUGFeRD 1 and 2, Order-X, UBL."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from core.domain.capture.identifiers import find_sirets
from core.domain.capture.plain_xml import BadXml, Node, parse_xml
from core.domain.capture.types import MISSING, Field, FieldState, FieldValue, InvoiceLine

_LINE_CAP = 500
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ElectronicInvoice:
    """Fields and lines as the seller's program wrote them."""

    fields: Mapping[str, Field]
    lines: tuple[InvoiceLine, ...]


@dataclass(frozen=True, slots=True)
class _Dialect:
    """Where a kind of document has what; the first place that holds anything counts. An order has no number for us."""

    number: tuple[Path, ...]
    day: tuple[Path, ...]
    vendor: tuple[Path, ...]
    vendor_ids: tuple[Path, ...]
    currency: tuple[Path, ...]
    excluding: Path
    tax: Path
    including: Path
    lines: tuple[str, ...]
    description: Path
    quantity: tuple[Path, ...]
    unit_price: Path
    line_total: Path


def _cross_industry(
    document: str, summation: Path, line_summation: Path, currency: str, *, order: bool = False
) -> _Dialect:
    return _Dialect(
        number=() if order else ((document, "ID"),),
        day=() if order else ((document, "IssueDateTime", "DateTimeString"),),
        vendor=(("SellerTradeParty", "Name"),),
        vendor_ids=(("SellerTradeParty", "ID"),),
        currency=((currency,),),
        excluding=(*summation, "TaxBasisTotalAmount"),
        tax=(*summation, "TaxTotalAmount"),
        including=(*summation, "GrandTotalAmount"),
        lines=("IncludedSupplyChainTradeLineItem",),
        description=("SpecifiedTradeProduct", "Name"),
        quantity=(("BilledQuantity",), ("RequestedQuantity",)),
        unit_price=("NetPriceProductTradePrice", "ChargeAmount"),
        line_total=(*line_summation, "LineTotalAmount"),
    )


_HEADER = ("SpecifiedTradeSettlementHeaderMonetarySummation",)
_LINE = ("SpecifiedTradeSettlementLineMonetarySummation",)
_UBL = _Dialect(
    # The document's own number comes before those of everything in it.
    number=(("ID",),),
    day=(("IssueDate",),),
    vendor=(
        ("AccountingSupplierParty", "PartyLegalEntity", "RegistrationName"),
        ("AccountingSupplierParty", "PartyName", "Name"),
    ),
    vendor_ids=(("AccountingSupplierParty", "CompanyID"), ("AccountingSupplierParty", "ID")),
    currency=(("DocumentCurrencyCode",),),
    excluding=("LegalMonetaryTotal", "TaxExclusiveAmount"),
    tax=("TaxTotal", "TaxAmount"),
    including=("LegalMonetaryTotal", "TaxInclusiveAmount"),
    lines=("InvoiceLine", "CreditNoteLine"),
    description=("Item", "Name"),
    quantity=(("InvoicedQuantity",), ("CreditedQuantity",)),
    unit_price=("Price", "PriceAmount"),
    line_total=("LineExtensionAmount",),
)
_DIALECTS = {
    "CrossIndustryInvoice": _cross_industry("ExchangedDocument", _HEADER, _LINE, "InvoiceCurrencyCode"),
    "CrossIndustryDocument": _cross_industry(
        "HeaderExchangedDocument",
        ("ApplicableSupplyChainTradeSettlement", "SpecifiedTradeSettlementMonetarySummation"),
        ("SpecifiedTradeSettlementMonetarySummation",),
        "InvoiceCurrencyCode",
    ),
    "SCRDMCCBDACIOMessageStructure": _cross_industry(
        "ExchangedDocument", _HEADER, _LINE, "OrderCurrencyCode", order=True
    ),
    "Invoice": _UBL,
    "CreditNote": _UBL,
}  # fmt: skip


def read_electronic(data: bytes) -> ElectronicInvoice | None:
    """The fields of an electronic invoice, None when it is not one or not well made."""
    try:
        root = parse_xml(data)
    except BadXml:
        return None
    dialect = _DIALECTS.get(root.name)
    if dialect is None:
        return None
    excluding, tax, including = (
        _decimal(root.first(*path)) for path in (dialect.excluding, dialect.tax, dialect.including)
    )
    added_up = None not in (excluding, tax, including) and (excluding or 0) + (tax or 0) == including
    state = FieldState.VERIFIED if added_up else FieldState.READ
    fields = {
        "vendor_name": _field(_text(_first(root, dialect.vendor))),
        "vendor_siret": _siret(root, dialect),
        "invoice_number": _field(_text(_first(root, dialect.number))),
        "invoice_date": _field(_day(_first(root, dialect.day))),
        "currency": _field(_text(_first(root, dialect.currency))),
        "total_excl_tax": _field(excluding, state),
        "tax_amount": _field(tax, state),
        "total_incl_tax": _field(including, state),
    }
    items = [item for name in dialect.lines for item in root.all(name)][:_LINE_CAP]
    return ElectronicInvoice(fields, tuple(_line(item, dialect) for item in items))


def _line(item: Node, dialect: _Dialect) -> InvoiceLine:
    return InvoiceLine(
        _text(item.first(*dialect.description)) or "",
        _decimal(_first(item, dialect.quantity)),
        _decimal(item.first(*dialect.unit_price)),
        _decimal(item.first(*dialect.line_total)),
    )


def _first(node: Node, paths: tuple[Path, ...]) -> str | None:
    return next((text for path in paths if (text := node.first(*path))), None)


def _siret(root: Node, dialect: _Dialect) -> Field:
    for text in _texts(root, dialect.vendor_ids):
        for siret in find_sirets(text):
            return Field(siret.value, 0.99, FieldState.VERIFIED)
    return MISSING


def _texts(root: Node, paths: tuple[Path, ...]) -> Iterator[str]:
    for path in paths:
        for node in root.all(*path):
            yield node.text


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
    plain = (text or "").strip()
    try:
        return datetime.strptime(plain[:10].replace("-", ""), "%Y%m%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return None
