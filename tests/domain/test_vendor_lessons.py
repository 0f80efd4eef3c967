import pytest

from core.domain.capture.types import DocumentType
from core.domain.document_fields import ShownField, field_of
from core.domain.vendor_lessons import Lesson, candidates, lines_key, recalled, taught
from core.domain.vendors import letterhead, vendor_key

FIRST = "Facture F-118\nImprimée le 14/03/2026\nPrestation du 12/03/2026\nSolde dû\n89,90\nKm compteur 84 200\n"
NEXT = "Facture F-204\nImprimée le 20/04/2026\nPrestation du 18/04/2026\nSolde dû\n54,10\nKm compteur 86 150\n"


def field(name: str) -> ShownField:
    found = field_of(DocumentType.INVOICE, name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "right", "next_one"),
    [
        ("invoice_date", "2026-03-12", "2026-04-18"),
        ("total_incl_tax", "89.90", "54.10"),
        ("mileage_km", "84200", "86150"),
        ("invoice_number", "F-118", "F-204"),
    ],
)
def test_a_correction_teaches_where_the_value_stands(name: str, right: str, next_one: str) -> None:
    lesson = taught(field(name), FIRST, right)
    assert lesson is not None
    assert recalled(field(name), lesson, NEXT) == next_one


def test_a_value_that_is_not_on_the_paper_teaches_nothing_and_a_label_that_is_missing_finds_nothing() -> None:
    assert taught(field("invoice_date"), FIRST, "2026-01-01") is None
    lesson = taught(field("invoice_date"), FIRST, "2026-03-12")
    assert lesson is not None
    assert recalled(field("invoice_date"), lesson, "Date 18/04/2026") is None
    assert recalled(field("vendor_name"), Lesson(value="Garage"), "") == "Garage"
    assert recalled(field("invoice_date"), Lesson(value="2026-03-12"), FIRST) is None


def test_other_values_of_the_kind_are_offered_and_the_present_one_is_not() -> None:
    assert candidates(field("invoice_date"), FIRST, "2026-03-14") == ("2026-03-12",)
    assert candidates(field("vendor_name"), FIRST, None) == ()
    assert len(candidates(field("total_incl_tax"), "1,10 2,20 3,30 4,40 5,50 6,60", None)) == 4


def test_the_order_and_case_of_lines_do_not_matter() -> None:
    assert lines_key(["Vidange", "Prestation ZK12"]) == lines_key(["PRESTATION ZK12", "vidange"])
    assert lines_key(["Vidange"]) != lines_key(["Freins"])


def test_a_vendor_is_known_by_number_or_else_by_name_and_a_customer_is_no_vendor() -> None:
    assert vendor_key({"vendor_siret": "73282932000074", "vendor_name": "X"}) == "73282932000074"
    assert vendor_key({"vendor_name": "Garage de l'Étang"}) == "garagedeletang"
    assert vendor_key({"vendor_name": None}) is None
    head = letterhead("AUTO PLUS\nClient : 5 rue Haute\n75001 PARIS\n0612345678")
    assert (head.address, head.phone) == (None, None)
