from datetime import date
from decimal import Decimal

import pytest

from core.domain.capture.electronic import read_electronic
from core.domain.capture.types import FieldState
from tests.samples.bad.electronic import cii, order_x, ubl, zugferd_1
from tests.samples.bad.strangers import LAUGHS


@pytest.mark.parametrize(
    "data", [cii(), zugferd_1(), ubl(), ubl("CreditNote", "CreditedQuantity")], ids=["cii", "zf1", "ubl", "credit"]
)
def test_every_dialect_says_the_same(data: bytes) -> None:
    invoice = read_electronic(data)
    assert invoice is not None
    values = {name: field.value for name, field in invoice.fields.items()}
    assert values == {
        "vendor_name": "GARAGE DU PARC", "vendor_siret": "44306184100047", "invoice_number": "2026-0142",
        "invoice_date": date(2026, 10, 12), "currency": "EUR", "total_excl_tax": Decimal("100.00"),
        "tax_amount": Decimal("20.00"), "total_incl_tax": Decimal("120.00"),
    }  # fmt: skip
    assert invoice.fields["total_incl_tax"].state is FieldState.VERIFIED
    (line,) = invoice.lines
    assert (line.description, line.quantity, line.unit_price, line.total) == (
        "Vidange", Decimal(2), Decimal("50.00"), Decimal("100.00"),
    )  # fmt: skip


def test_an_order_has_totals_and_no_invoice_number() -> None:
    order = read_electronic(order_x())
    assert order is not None
    assert order.fields["total_incl_tax"].value == Decimal("120.00")
    assert order.fields["invoice_number"].value is None
    assert order.lines[0].quantity == Decimal(2)


def test_sums_that_do_not_add_up_are_not_verified() -> None:
    invoice = read_electronic(cii(total="999.00"))
    assert invoice is not None
    assert invoice.fields["total_incl_tax"].state is FieldState.READ


@pytest.mark.parametrize(
    "data",
    [b"", b"<a", b"<a/>", LAUGHS, b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Invoice>&x;</Invoice>",
     b"<a>" * 40_000, b"<Invoice/>" + b" " * 400_000, b"\x89PNG"],
)  # fmt: skip
def test_what_is_no_invoice_or_means_harm_is_left_alone(data: bytes) -> None:
    assert read_electronic(data) is None


def test_nonsense_in_an_invoice_is_missing() -> None:
    invoice = read_electronic(cii(total="1e99999", excluding="NaN", tax="vingt").replace(b"20261012", b"20269999"))
    assert invoice is not None
    names = ("total_incl_tax", "total_excl_tax", "tax_amount", "invoice_date")
    assert [invoice.fields[name].value for name in names] == [None] * 4
