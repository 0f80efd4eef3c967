import json
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.capture.reading import combined, flag_unseen, has_text, interpret, layer_agrees, with_electronic
from core.domain.capture.types import (
    Box,
    DocumentType,
    Field,
    FieldState,
    InvoiceLine,
    PageText,
    Reading,
    Segment,
)
from tests.domain.capture.pages import page

TODAY = date(2026, 11, 22)
INVOICE = (
    "GARAGE DU PARC|FACTURE N° 2026-0142", "Date : 12/10/2026|Immat : FG-418-KT", "Total HT|170,60 €",
    "TVA 20%|34,12 €",
    "Total TTC|204,72 €",
)  # fmt: skip

values = st.one_of(st.none(), st.text(max_size=9), st.integers(), st.dates(), st.decimals(-99_999, 99_999, places=2))
boxes = st.none() | st.builds(Box, st.integers(0, 9), *[st.floats(0, 1)] * 4)
fields = st.builds(Field, values, st.floats(0, 1), st.sampled_from(FieldState), boxes)
numbers = st.none() | st.decimals(0, 9_999, places=2)
lines = st.builds(InvoiceLine, st.text(max_size=9), numbers, numbers, numbers)
readings = st.builds(
    Reading,
    st.sampled_from(DocumentType),
    st.dictionaries(st.sampled_from(("plate", "total_incl_tax", "invoice_date")), fields),
    st.lists(lines, max_size=3).map(tuple),
    st.integers(1, 9),
    st.lists(st.text(max_size=9), max_size=3).map(tuple),
)


@given(readings)
def test_a_reading_survives_being_stored(reading: Reading) -> None:
    assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading


@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_page_at_all_is_answered(texts: list[str]) -> None:
    reading = interpret([page(*texts)], 1, TODAY)
    assert all(field.value is not None or field.state is FieldState.MISSING for field in reading.fields.values())


def test_what_two_readings_agree_on_is_surer() -> None:
    reading = interpret([page(*INVOICE)], 1, TODAY)
    both = combined(reading, reading)
    assert both.fields["plate"].confidence > reading.fields["plate"].confidence
    assert both.fields["total_incl_tax"] == reading.fields["total_incl_tax"]


def test_a_verified_value_outranks_a_later_doubtful_one() -> None:
    quick = interpret([page(*INVOICE)], 1, TODAY)
    worse = interpret([page(*INVOICE[:-1], "Total TTC|264,72 €")], 1, TODAY)
    assert combined(quick, worse).fields["total_incl_tax"].value == Decimal("204.72")
    assert combined(worse, quick).fields["total_incl_tax"].value == Decimal("204.72")


def test_totals_of_two_readings_are_never_mixed() -> None:
    quick = interpret([page(*INVOICE)], 1, TODAY)
    other = interpret([page(*INVOICE[:2], "Total HT|100,00 €", "TVA 20%|20,00 €", "Total TTC|120,00 €")], 1, TODAY)
    both = combined(quick, other).fields
    amounts = tuple(both[name].value for name in ("total_excl_tax", "tax_amount", "total_incl_tax"))
    assert amounts in {
        (Decimal("170.60"), Decimal("34.12"), Decimal("204.72")),
        (Decimal("100.00"), Decimal("20.00"), Decimal("120.00")),
    }  # fmt: skip


def test_a_text_layer_is_trusted_only_when_the_picture_shows_the_same() -> None:
    shown = page(*INVOICE)
    assert layer_agrees(shown, shown)
    assert not layer_agrees(page("GARAGE FANTOME|FACTURE N° 9", "Immat : ZZ-999-ZZ", "Total TTC|9999,99 €"), shown)


def test_one_hidden_lie_in_an_honest_text_layer_is_flagged() -> None:
    lying = interpret([page(*INVOICE[:1], "Date : 12/10/2026|Immat : ZZ-999-ZZ", *INVOICE[2:])], 1, TODAY)
    flagged = flag_unseen(lying, [page(*INVOICE)])
    assert flagged.fields["plate"].state is FieldState.DOUBTFUL
    assert flagged.fields["total_incl_tax"].state is FieldState.VERIFIED


def test_specks_are_no_text() -> None:
    quad = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
    specks = tuple(Segment(text, 0.5, quad) for text in ("20", "l", "2", "GHJK LMNO"))
    assert not has_text([PageText(100, 100, specks)])
    assert has_text([page("FACTURE N° 12")])


def test_the_text_is_kept_page_by_page() -> None:
    reading = interpret([page("Bonjour"), page("Au revoir")], 7, TODAY)
    assert (reading.text, reading.pages) == (("Bonjour", "Au revoir"), 7)


def test_a_quick_reading_of_another_kind_gives_way() -> None:
    other = replace(interpret([page("Bonjour")], 1, TODAY))
    invoice = interpret([page(*INVOICE)], 1, TODAY)
    assert combined(other, invoice) == invoice
    assert combined(invoice, other) == invoice


ELECTRONIC = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
  xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
 <rsm:ExchangedDocument><ram:ID>2026-0142</ram:ID><ram:TypeCode>380</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">20261012</udt:DateTimeString></ram:IssueDateTime>
 </rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:IncludedSupplyChainTradeLineItem>
   <ram:SpecifiedTradeProduct><ram:Name>Plaquettes de frein</ram:Name></ram:SpecifiedTradeProduct>
   <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>170.60</ram:ChargeAmount>
   </ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
   <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity>1</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
   <ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation>
    <ram:LineTotalAmount>170.60</ram:LineTotalAmount>
   </ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
  </ram:IncludedSupplyChainTradeLineItem>
  <ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Garage du Parc</ram:Name>
   <ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">40587482700026</ram:ID></ram:SpecifiedLegalOrganization>
  </ram:SellerTradeParty></ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>170.60</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="EUR">34.12</ram:TaxTotalAmount><ram:GrandTotalAmount>204.72</ram:GrandTotalAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>"""


def test_an_electronic_invoice_inside_the_file_is_taken_exactly() -> None:
    reading = with_electronic(interpret([page(*INVOICE)], 1, TODAY), ELECTRONIC.encode())
    assert reading.fields["vendor_name"].value == "Garage du Parc"
    assert reading.fields["vendor_siret"].state is FieldState.VERIFIED
    assert reading.fields["invoice_date"].value == date(2026, 10, 12)
    assert reading.fields["total_incl_tax"].value == Decimal("204.72")
    assert reading.fields["plate"].value == "FG418KT"
    assert [(line.description, line.total) for line in reading.lines] == [("Plaquettes de frein", Decimal("170.60"))]


def test_an_electronic_invoice_that_says_other_than_its_page_is_flagged() -> None:
    shown = page(*INVOICE)
    lying = with_electronic(interpret([shown], 1, TODAY), ELECTRONIC.replace("204.72", "904.72").encode())
    flagged = flag_unseen(lying, [shown])
    assert flagged.fields["total_incl_tax"].state is FieldState.DOUBTFUL
    assert flagged.fields["invoice_number"].state is FieldState.READ


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<a/>", b"<a>", b"\xff\xfe", ELECTRONIC.encode()[:-40],
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>" + ELECTRONIC.encode(), b"<a>" * 100_000,
    ],
)  # fmt: skip
def test_data_that_is_no_honest_invoice_changes_nothing(data: bytes) -> None:
    reading = interpret([page(*INVOICE)], 1, TODAY)
    assert with_electronic(reading, data) == reading


@pytest.mark.parametrize("text", ["123 456 " * 800, "A1" * 3_000, "01/02/20" * 900, "A-" * 3_000, "9" * 6_000])
def test_a_page_made_to_keep_us_busy_is_answered_at_once(text: str) -> None:
    rows = (*INVOICE, *(f"FACTURE N° IMMAT KM SIRET {text}|{number},{number % 100:02}" for number in range(1, 300)))
    started = time.process_time()
    interpret([page(*rows)] * 3, 3, TODAY)
    assert time.process_time() - started < 8.0
