from datetime import date
from decimal import Decimal

import pytest

from core.domain.capture.reading import interpret, is_settled
from core.domain.capture.types import DocumentType, FieldState, Reading
from tests.domain.capture.pages import page

TODAY = date(2026, 11, 22)
HEADING = (
    "GARAGE DU PARC|FACTURE N° 2026-0142",
    "18 rue des Artisans 69003 LYON|Date de facture : 12/10/2026",
    "SIRET 405 874 827 00026|Échéance : 12/11/2026",
    "Véhicule : RENAULT CLIO|Immatriculation : FG-418-KT|Kilométrage : 98 450 km",
)
LINES = (
    "Désignation|Quantité|P.U. HT|Montant HT",
    "Plaquettes de frein avant|1|61,90|61,90",
    "Disque de frein avant|2|54,35|108,70",
)
SUMS = ("Total HT|100,00", "TVA|20,00", "Total TTC|120,00")
TOTALS = ("|||Total HT 170,60 €", "|||TVA 20% 34,12 €", "|||Total TTC 204,72 €")


def read(*rows: str) -> Reading:
    return interpret([page(*rows)], 1, TODAY)


def values(reading: Reading) -> dict[str, object]:
    return {name: field.value for name, field in reading.fields.items()}


def test_a_whole_invoice_is_read_and_its_totals_are_verified() -> None:
    reading = read(*HEADING, *LINES, *TOTALS)
    assert reading.document_type is DocumentType.INVOICE
    assert values(reading) == {
        "vendor_name": "GARAGE DU PARC", "vendor_siret": "40587482700026", "invoice_number": "2026-0142",
        "invoice_date": date(2026, 10, 12), "plate": "FG418KT", "vin": None, "mileage_km": 98_450,
        "mileage_value": 98_450, "mileage_unit": "km", "currency": "EUR", "total_excl_tax": Decimal("170.60"),
        "tax_amount": Decimal("34.12"), "total_incl_tax": Decimal("204.72"),
    }  # fmt: skip
    assert {reading.fields[name].state for name in ("total_excl_tax", "tax_amount", "total_incl_tax")} == {
        FieldState.VERIFIED
    }
    assert reading.fields["vendor_siret"].state is FieldState.VERIFIED
    assert [(line.description, line.quantity, line.total) for line in reading.lines] == [
        ("Plaquettes de frein avant", Decimal(1), Decimal("61.90")),
        ("Disque de frein avant", Decimal(2), Decimal("108.70")),
    ]
    assert is_settled(reading)


def test_every_value_says_where_it_was_seen() -> None:
    reading = read(*HEADING, *LINES, *TOTALS)
    assert all(field.seen is not None for field in reading.fields.values() if field.value is not None)


def test_a_total_that_does_not_add_up_is_never_verified() -> None:
    reading = read(*HEADING, *LINES, "|||Total HT 170,60 €", "|||TVA 20% 34,12 €", "|||Total TTC 264,72 €")
    assert reading.fields["total_incl_tax"].state is not FieldState.VERIFIED
    assert not is_settled(reading)


def test_a_lost_decimal_comma_is_not_taken_for_a_larger_total() -> None:
    reading = read(*HEADING, *LINES, "|||Total HT 170,60 €", "|||TVA 20% 34,12 €", "|||Total TTC 20472 €")
    assert reading.fields["total_incl_tax"].state in {FieldState.DOUBTFUL, FieldState.MISSING}


def test_the_total_is_what_was_charged_and_not_what_is_left_to_pay() -> None:
    reading = read(*HEADING, *LINES, *TOTALS, "|||Acompte versé 50,00 €", "|||Reste à payer 154,72 €")
    assert reading.fields["total_incl_tax"].value == Decimal("204.72")


def test_without_tax_the_total_is_the_sum_of_the_lines() -> None:
    reading = read(
        *HEADING, *LINES, "|||TOTAL À PAYER 170,60 €", "TVA non applicable, art. 293 B du CGI"
    )  # fmt: skip
    assert reading.fields["total_incl_tax"].value == Decimal("170.60")
    assert reading.fields["tax_amount"].value == Decimal("0.00")


def test_a_discount_between_the_lines_and_the_total_does_not_confuse() -> None:
    reading = read(
        *HEADING, *LINES, "Base HT|Remise|Total HT|Taux|Montant TVA|Net à payer (EUR)",
        "170,60|17,06|153,54|20,00|30,71|184,25",
    )  # fmt: skip
    assert reading.fields["total_excl_tax"].value == Decimal("153.54")
    assert reading.fields["total_incl_tax"].value == Decimal("184.25")


@pytest.mark.parametrize(
    "label", ["Échéance", "Date MEC", "1ère mise en circulation", "Date de restitution", "À régler avant le", "MOT due"]
)
def test_other_dates_are_not_the_date_of_the_invoice(label: str) -> None:
    reading = read(
        "GARAGE DU PARC|FACTURE N° F-778", f"{label} : 03/05/2025", "Total HT|100,00", "TVA|20,00", "Total TTC|120,00"
    )
    assert reading.fields["invoice_date"].value is None


def test_a_date_in_the_future_is_not_the_date_of_the_invoice() -> None:
    reading = read(
        "GARAGE DU PARC|FACTURE N° F-778", "Date : 03/05/2031", "Total HT|100,00", "TVA|20,00", "Total TTC|120,00"
    )
    assert reading.fields["invoice_date"].value is None


def test_the_distance_of_the_next_service_is_not_the_odometer() -> None:
    reading = read(*HEADING[:3], *TOTALS, "Prochain entretien conseillé : 113 450 km ou le 12/10/2027")
    assert reading.fields["mileage_km"].value is None


def test_miles_are_turned_into_kilometres() -> None:
    reading = read(
        "Kwikfix Garage|INVOICE", "Invoice No|RO822226", "Invoice Date|21 Jan 2024", "Registration|VH14 HZN",
        "Mileage|168,410", "Sub Total|£96.42", "VAT @ 20%|£19.28", "Total Due|£115.70",
    )  # fmt: skip
    assert values(reading)["mileage_km"] == round(168_410 * 1.609344)
    assert (values(reading)["mileage_unit"], values(reading)["currency"]) == ("mi", "GBP")
    assert values(reading)["plate"] == "VH14HZN"


def test_a_till_receipt_has_lines_of_two_rows() -> None:
    reading = read(
        "PROFIL GOMME", "Ticket 6003721|18/03/2024 14:21", "IMMAT GJ048GA", "KM 18235", "Pneu NEXEN 185/65 R15 88T",
        "4 x 86,16|344,64", "Valve caoutchouc", "4 x 2,90|11,60", "TOTAL TTC|356,24 €", "dont TVA 20%|59,37",
    )  # fmt: skip
    assert [(line.description, line.quantity, line.unit_price, line.total) for line in reading.lines] == [
        ("Pneu NEXEN 185/65 R15 88T", Decimal(4), Decimal("86.16"), Decimal("344.64")),
        ("Valve caoutchouc", Decimal(4), Decimal("2.90"), Decimal("11.60")),
    ]
    assert reading.fields["total_incl_tax"].value == Decimal("356.24")
    assert reading.fields["plate"].value == "GJ048GA"


@pytest.mark.parametrize(
    "rows",
    [
        ("Chère Madame,", "je vous écris de Lyon où il fait beau.", "Le chat dort sur le canapé depuis 14 heures."),
        ("MENU", "Salade 8,50", "Steak frites 16,00", "Tarte 7,00"),
        ("Horaires d'ouverture", "Lundi 9:00 - 18:00", "Tél. 04 78 00 11 22"),
    ],
)
def test_what_is_no_invoice_yields_no_field(rows: tuple[str, ...]) -> None:
    reading = read(*rows)
    assert reading.document_type is DocumentType.OTHER
    assert reading.fields == {}
    assert reading.lines == ()


def test_lines_go_on_after_the_sum_of_a_section() -> None:
    reading = read(
        *HEADING, "Désignation|Quantité|P.U. HT|Montant HT", "MAIN D'OEUVRE", "Forfait vidange|1|61,90|61,90",
        "|||Sous-total main d'oeuvre 61,90", "PIÈCES", "Disque de frein avant|2|54,35|108,70",
        "|||Sous-total pièces 108,70", *TOTALS,
    )  # fmt: skip
    assert [line.description for line in reading.lines] == ["Forfait vidange", "Disque de frein avant"]


def test_lines_of_a_page_too_slanted_for_rows_are_put_together_by_their_order() -> None:
    reading = read(
        *HEADING, "Désignation|Quantité|P.U. HT|Montant HT", "Plaquettes de frein avant|||",
        "Disque de frein avant|1|61,90|61,90", "|2|54,35|108,70", *TOTALS,
    )  # fmt: skip
    assert [(line.description, line.total) for line in reading.lines] == [
        ("Plaquettes de frein avant", Decimal("61.90")), ("Disque de frein avant", Decimal("108.70")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "plate"),
    [
        ("Plaque : 1-HKC-234", "1HKC234"), ("No. immatriculation : VD2608 Modèle : TOYOTA", "VD2608"),
        ("Matricula : 4821 KLM", "4821KLM"), ("Kennzeichen : B-MW 4711", "BMW4711"), ("Kenteken : 12-ABC-3", "12ABC3"),
    ],
)  # fmt: skip
def test_plates_of_the_neighbours_are_known(printed: str, plate: str) -> None:
    reading = read(*HEADING[:3], f"{printed}|Kilométrage : 98 450 km", *LINES, *TOTALS)
    assert values(reading)["plate"] == plate


def test_words_between_two_dates_are_no_vin() -> None:
    reading = read(HEADING[0], "Facture n° 01622 du 12 août 2021", *HEADING[2:], *LINES, *TOTALS)
    assert values(reading)["vin"] is None
    assert values(reading)["invoice_date"] == date(2021, 8, 12)


def test_a_total_below_what_the_lines_sum_up_to_is_doubtful() -> None:
    reading = read(*HEADING, *LINES, "|||TOTAL À PAYER 70,60 €", "TVA non applicable, art. 293 B du CGI")
    assert reading.fields["total_incl_tax"].state is FieldState.DOUBTFUL


def test_headings_that_a_slant_set_on_two_lines_still_head_their_columns() -> None:
    reading = read(
        *HEADING, "Désignation|||", "Plaquettes de frein avant|Quantité|P.U. HT|Montant HT",
        "Disque de frein avant||61,90|61,90", "|2|54,35|108,70", *TOTALS,
    )  # fmt: skip
    assert [(line.description, line.quantity, line.total) for line in reading.lines] == [
        ("Plaquettes de frein avant", Decimal(1), Decimal("61.90")),
        ("Disque de frein avant", Decimal(2), Decimal("108.70")),
    ]


def test_a_quick_look_that_lost_a_quantity_is_not_the_last() -> None:
    lost = (LINES[0], "Plaquettes de frein avant|||61,90", *LINES[2:])
    assert is_settled(read(*HEADING, *LINES, *TOTALS))
    assert not is_settled(read(*HEADING, *lost, *TOTALS))
