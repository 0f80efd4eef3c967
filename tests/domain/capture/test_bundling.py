import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.capture.bundling import bundle
from core.domain.capture.joining import joined
from core.domain.capture.reading import interpret
from core.domain.capture.types import Box, DocumentType, Field, FieldState, FieldValue, InvoiceLine, Reading
from tests.domain.capture.pages import page

TODAY = date(2026, 11, 22)
SIRET, OTHER_SIRET = "44306184100047", "55208131766522"
DAY = date(2026, 10, 12)


def photo(
    *text: str, kind: DocumentType = DocumentType.INVOICE, state: FieldState = FieldState.READ, **values: FieldValue
) -> Reading:
    fields = {name: Field(value, 0.9, state) for name, value in values.items()}
    return Reading(kind, fields, (), 1, ("\n".join(text),))


def invoice(number: str, total: str = "204.72", *text: str, **more: FieldValue) -> Reading:
    more = {"invoice_number": number, "invoice_date": DAY, "total_incl_tax": Decimal(total), **more}
    return photo(*text, **more)  # type: ignore[arg-type]  # values only


FIRST = photo(
    "Facture F26-104", "Page 1/2", "Vidange 80,00", invoice_number="F26-104", invoice_date=DAY, plate="FG418KT"
)
LAST = photo("Page 2/2", "Total TTC 204,72", total_incl_tax=Decimal("204.72"))
CAT = photo(kind=DocumentType.OTHER)


@pytest.mark.parametrize(
    ("readings", "groups"),
    [
        ([], []),
        ([CAT], [(0,)]),
        ([invoice("1042"), invoice("1043", "80.00"), invoice("1051", "12.50")], [(0,), (1,), (2,)]),
        ([FIRST, LAST], [(0, 1)]),
        ([LAST, FIRST], [(1, 0)]),
        ([FIRST, LAST, CAT], [(0, 1), (2,)]),
        ([FIRST, CAT], [(0,), (1,)]),
        ([FIRST, LAST, invoice("77", "80.00")], [(0, 1), (2,)]),
        ([invoice("77", "80.00"), FIRST, LAST], [(0,), (1, 2)]),
    ],
    ids=["none", "cat", "three invoices", "pages", "pages backwards", "pages and a cat", "a page and a cat",
         "pages and an invoice", "an invoice and pages"],
)  # fmt: skip
def test_photos_become_documents_by_what_they_say(readings: list[Reading], groups: list[tuple[int, ...]]) -> None:
    assert bundle(readings) == groups


def test_two_invoices_of_two_pages_are_told_apart_in_any_order() -> None:
    one = [photo("Page 1/2", invoice_number="A1", plate="FG418KT"), photo("Page 2/2", plate="FG418KT")]
    two = [photo("Page 1/2", invoice_number="B7", plate="BB999ZZ"), photo("Page 2/2", plate="BB999ZZ")]
    photos = [*one, *two]
    for order in permutations(range(4)):
        found = bundle([photos[at] for at in order])
        assert {tuple(order[place] for place in group) for group in found} == {(0, 1), (2, 3)}


def test_pages_without_a_vehicle_follow_the_page_sent_before_them() -> None:
    photos = [photo("Page 1/2", invoice_number="A1"), LAST, photo("Page 1/2", invoice_number="B7"), LAST]
    assert bundle(photos) == [(0, 1), (2, 3)]


def test_a_page_is_not_put_where_every_page_is_already() -> None:
    assert bundle([FIRST, LAST, photo("Page 2/2", "9,90")]) == [(0, 1), (2,)]
    assert bundle([FIRST, photo("Page 3/3", "Total 12,00")]) == [(0,), (1,)]


def test_one_paper_photographed_twice_is_one_document() -> None:
    assert bundle([invoice("2026-0142"), invoice("2O26-O142")]) == [(0, 1)]
    ticket = photo(kind=DocumentType.FUEL_RECEIPT, date=DAY, total=Decimal("62.10"))
    assert bundle([ticket, ticket]) == [(0, 1)]


def test_two_tickets_of_one_day_are_two_documents() -> None:
    tickets = [photo(kind=DocumentType.FUEL_RECEIPT, date=DAY, total=Decimal(total)) for total in ("62.10", "18.00")]
    assert bundle(tickets) == [(0,), (1,)]


def test_the_same_number_at_two_garages_is_two_invoices() -> None:
    assert bundle([invoice("12", vendor_siret=SIRET), invoice("12", vendor_siret=OTHER_SIRET)]) == [(0,), (1,)]


def test_numbers_that_follow_each_other_are_two_invoices() -> None:
    shared = {"vendor_siret": SIRET, "plate": "FG418KT"}
    assert bundle([invoice("F26-1042", **shared), invoice("F26-1043", "80.00", **shared)]) == [(0,), (1,)]


def test_a_misread_plate_does_not_tear_a_document_apart() -> None:
    assert bundle([invoice("12", plate="FG418KT"), photo("Page 2/2", invoice_number="12", plate="FG418KI")]) == [(0, 1)]


def test_a_page_that_is_carried_over_without_a_page_number_joins() -> None:
    first = photo("Facture 12", "A reporter 80,00", invoice_number="12")
    rest = photo("Report 80,00", "Plaquettes 40,00", "Total TTC 120,00", kind=DocumentType.OTHER)
    assert bundle([first, rest]) == [(0, 1)]


def test_a_page_with_nothing_but_totals_joins_the_invoice_that_has_none() -> None:
    first = photo("Facture 12", "Vidange 80,00", invoice_number="12", invoice_date=DAY)
    assert bundle([first, photo("Total TTC 96,00", total_incl_tax=Decimal("96.00"))]) == [(0, 1)]


def test_an_unknown_paper_with_a_price_does_not_join_an_invoice_that_is_whole() -> None:
    letter = photo("Chère Madame", "le billet à 38,50 euros", kind=DocumentType.OTHER)
    assert bundle([invoice("12"), letter]) == [(0,), (1,)]
    assert bundle([letter, invoice("12")]) == [(0,), (1,)]


def test_the_terms_on_the_back_belong_to_the_invoice_before_them() -> None:
    back = photo("CONDITIONS GÉNÉRALES DE VENTE", "Article 1", kind=DocumentType.OTHER)
    assert bundle([invoice("12"), back, invoice("13", "80.00")]) == [(0, 1), (2,)]


def test_two_sides_of_a_registration_card_are_one_document_and_two_cards_are_two() -> None:
    card = photo(kind=DocumentType.REGISTRATION, plate="FG418KT", vin="VF1RFB00066123456")
    assert bundle([card, photo(kind=DocumentType.REGISTRATION, plate="FG418KT")]) == [(0, 1)]
    assert bundle([card, photo(kind=DocumentType.REGISTRATION, make="RENAULT")]) == [(0, 1)]
    assert bundle([card, photo(kind=DocumentType.REGISTRATION, plate="BB999ZZ")]) == [(0,), (1,)]


def test_papers_of_two_kinds_stay_apart_even_for_one_car() -> None:
    photos = [
        invoice("12", plate="FG418KT"),
        photo(kind=DocumentType.QUOTE, quote_number="12", plate="FG418KT"),
        photo(kind=DocumentType.REGISTRATION, plate="FG418KT"),
        photo("12 345 km", kind=DocumentType.ODOMETER, odometer_km=12_345),
    ]
    assert bundle(photos) == [(0,), (1,), (2,), (3,)]


def test_what_is_doubtful_neither_joins_nor_parts() -> None:
    shaky = photo("Page 2/2", "Total 9,00", invoice_number="99", state=FieldState.DOUBTFUL)
    assert bundle([FIRST, shaky]) == [(0, 1)]


def test_a_pdf_of_many_pages_takes_no_photo_in() -> None:
    assert bundle([replace(FIRST, pages=2), LAST]) == [(0,), (1,)]


def test_an_invoice_in_two_photos_reads_like_one() -> None:
    heading = page(
        "GARAGE DU PARC|FACTURE N° 2026-0142", "Date : 12/10/2026|Immat : FG-418-KT|Page 1/2",
        "Désignation|Quantité|P.U. HT|Montant HT", "Plaquettes de frein|1|170,60|170,60", "A reporter|||170,60 €",
    )  # fmt: skip
    end = page(
        "FACTURE N° 2026-0142|Page 2/2", "Désignation|Quantité|P.U. HT|Montant HT", "Huile 5W30|1|29,40|29,40",
        "Total HT|200,00 €", "TVA 20%|40,00 €", "Total TTC|240,00 €",
    )  # fmt: skip
    photos = [interpret([end], 1, TODAY), interpret([heading], 1, TODAY)]
    (group,) = bundle(photos)
    assert group == (1, 0)
    whole = joined([photos[place] for place in group])
    assert whole.fields["plate"].value == "FG418KT"
    assert whole.fields["total_incl_tax"].value == Decimal("240.00")
    assert [line.description for line in whole.lines] == ["Plaquettes de frein", "Huile 5W30"]
    assert (whole.pages, len(whole.text)) == (2, 2)
    assert whole.fields["total_incl_tax"].seen is not None
    assert whole.fields["total_incl_tax"].seen.page == 1


def test_lines_of_a_page_photographed_twice_are_there_once() -> None:
    lines = (InvoiceLine("Vidange", total=Decimal("80.00")),)
    one = replace(invoice("12"), lines=lines)
    assert joined([one, one]).lines == lines


def test_the_surer_of_two_values_is_kept_and_totals_stay_together() -> None:
    box = Box(0, 0.1, 0.1, 0.2, 0.2)
    sure = {"total_incl_tax": Field(Decimal("12.00"), 0.99, FieldState.VERIFIED, box)}
    weak = {
        "total_incl_tax": Field(Decimal("72.00"), 0.4, FieldState.DOUBTFUL),
        "plate": Field("FG418KT", 0.9, FieldState.READ),
    }
    both = joined([Reading(DocumentType.INVOICE, sure, text=("a",)), Reading(DocumentType.INVOICE, weak, text=("b",))])
    assert both.fields["total_incl_tax"] == sure["total_incl_tax"]
    assert both.fields["plate"].value == "FG418KT"


kinds = st.sampled_from(DocumentType)
texts = st.sampled_from(
    ("", "Page 1/2", "Page 2/2", "Page 2/3", "Total 9,00", "A REPORTER 12,00", "CONDITIONS GENERALES")
)
values = st.fixed_dictionaries(
    {},
    optional={
        "invoice_number": st.sampled_from(("12", "13")), "plate": st.sampled_from(("FG418KT", "BB999ZZ")),
        "invoice_date": st.sampled_from((DAY, TODAY)), "total_incl_tax": st.sampled_from((Decimal(9), Decimal(12))),
    },
)  # fmt: skip
photos = st.builds(lambda kind, text, given: photo(text, kind=kind, **given), kinds, texts, values)


@given(st.lists(photos, max_size=10))
def test_every_photo_is_in_one_document_whatever_they_say(readings: list[Reading]) -> None:
    groups = bundle(readings)
    assert sorted(place for group in groups for place in group) == list(range(len(readings)))
    for group in groups:
        whole = joined([readings[place] for place in group])
        assert whole.pages == len(group)
        assert Reading.from_json(json.loads(json.dumps(whole.to_json()))) == whole
