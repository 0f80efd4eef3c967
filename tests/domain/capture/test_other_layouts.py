"""Layouts and wordings that were read wrong once, each by the rule that was missing."""

from datetime import date
from decimal import Decimal

import pytest

from core.domain.capture.reading import interpret
from core.domain.capture.types import DocumentType, FieldState, Reading
from tests.domain.capture.pages import page

TODAY = date(2026, 11, 22)
TOP = ("GARAGE DU PARC|FACTURE N° 2026-0142", "18 rue des Artisans 69003 LYON|Date de facture : 12/10/2026")
CAR = ("Immatriculation : FG-418-KT|Kilométrage : 98 450 km",)
TOTALS = ("|||Total HT 170,60 €", "|||TVA 20% 34,12 €", "|||Total TTC 204,72 €")


def read(*rows: str) -> Reading:
    return interpret([page(*rows)], 1, TODAY)


def value(reading: Reading, name: str) -> object:
    return reading.fields[name].value


def state(reading: Reading, name: str) -> FieldState:
    return reading.fields[name].state


@pytest.mark.parametrize(
    ("row", "plate", "sure"),
    [
        ("Véhicule : Renault Clio III immatriculée 1234 AB 69, kilométrage : 187 500 km", "1234AB69", True),
        ("VEHICULE PF 964 BK   98350 KM", "PF964BK", True),
        ("Plaques : FR 12'408|Km : 98'400", "FR12408", True),
        ("Subaru Forester · VD 345 678 · 104'560 km", "VD345678", False),
        ("Immatriculation : XL-121-J|Km : 48 215", "XL121J", False),
        ("Immat: 1LE-158-BD|Km : 203114", "LE158BD", False),
    ],
)
def test_plates_in_sentences_and_without_labels_are_read_and_cut_ones_are_doubtful(
    row: str, plate: str, sure: bool
) -> None:
    reading = read(*TOP, row, *TOTALS)
    assert value(reading, "plate") == plate
    assert state(reading, "plate") is (FieldState.READ if sure else FieldState.DOUBTFUL)


@pytest.mark.parametrize(
    "rows",
    [
        ("Prestation|HT", "Gardiennage 2 jours|30,00"),
        ("Immatriculation : illisible", "Huile 5W30|12,40"),
        ("est immatriculé", "(articles R211-14 et suivants)"),
        ("VAT Reg No GB 123 4567 82", "Invoice No|HS-10482"),
    ],
)
def test_a_word_an_oil_and_a_law_are_no_plate(rows: tuple[str, ...]) -> None:
    assert value(read(*TOP, *rows, *TOTALS), "plate") is None


@pytest.mark.parametrize(
    ("row", "kilometres"),
    [
        ("Kms au compteur : 126 740 - Garantie échappement : 2 ans ou 40 000 km", 126_740),
        ("Véhicule : Audi A4 Avant - Km : 98 400", 98_400),
        ("Compteur : 187655", 187_655),
        ("km-Stand: 118.930", 118_930),
    ],
)
def test_kilometres_are_read_beside_what_speaks_of_others(row: str, kilometres: int) -> None:
    reading = read(*TOP, row, *TOTALS)
    assert (value(reading, "mileage_km"), state(reading, "mileage_km")) == (kilometres, FieldState.READ)


def test_kilometres_that_were_cut_at_their_separator_are_doubtful() -> None:
    assert state(read(*TOP, "Km au compteur : 241", *TOTALS), "mileage_km") is FieldState.DOUBTFUL


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        (("FACTURE|", "n° 3391"), "3391"),
        (("FACTURE|", "Réf : D26-0719"), "D26-0719"),
        (("FACTURE|", "N° : FC 026 03881"), "FC 026 03881"),
        (("FACTURE CLIENT ATELIER|", "N° 2600441 du 21/01/2026"), "2600441"),
        (("TICKET N 004-02-77183", "le 28/04/2026"), "004-02-77183"),
        (("F A C T U R E|Numéro: WA-45871", "Acompte reçu le 28-04-2026|-100,00"), "WA-45871"),
        (("Rechnung|", "Rechnungsnummer: 2026-55012"), "2026-55012"),
    ],
)
def test_numbers_under_their_title_are_read(rows: tuple[str, ...], number: str) -> None:
    assert value(read("GARAGE DU PARC", *rows, *TOTALS), "invoice_number") == number


def test_a_credit_note_is_given_back_in_doubt_and_is_not_the_invoice_it_takes_back() -> None:
    reading = read(
        "PNEUS DU PORT|AVOIR N° AV260032", "|Date : 09/04/2026",
        "en annulation de la facture 4471 du 30/03/2026", "Total HT|-124,80 €", "TVA 20,00 %|-24,96 €",
        "Total TTC|-149,76 €",
    )  # fmt: skip
    assert reading.document_type is DocumentType.INVOICE
    assert (value(reading, "invoice_number"), value(reading, "invoice_date")) == ("AV260032", date(2026, 4, 9))
    assert (value(reading, "total_incl_tax"), value(reading, "tax_amount")) == (Decimal("-149.76"), Decimal("-24.96"))
    assert state(reading, "total_incl_tax") is FieldState.DOUBTFUL


def test_a_credit_note_without_signs_is_in_doubt_too() -> None:
    reading = read("GARAGE DU PARC|FACTURE D'AVOIR", "N° A-0019", *TOTALS)
    assert state(reading, "total_incl_tax") is FieldState.DOUBTFUL


@pytest.mark.parametrize(
    "deducted",
    [
        ("Acompte versé|-200,00", "Net à payer|204,72", "CB|204,72"),
        ("Pris en charge par l'assureur|204,72", "Franchise à régler|200,00"),
    ],
)
def test_what_was_paid_before_is_no_part_less_of_the_total(deducted: tuple[str, ...]) -> None:
    reading = read(*TOP, *CAR, "Total TTC|404,72", *deducted)
    assert value(reading, "total_incl_tax") == Decimal("404.72")


def test_three_totals_on_one_line_are_told_apart() -> None:
    reading = read(*TOP, *CAR, "Taxe OTC|0,36|0,00|0,36", "Total HT 71,19 € Total TVA 14,17 € Total TTC 85,36 €")
    assert value(reading, "total_incl_tax") == Decimal("85.36")
    assert state(reading, "total_incl_tax") is FieldState.VERIFIED


def test_tax_that_is_included_is_no_total() -> None:
    reading = read(*TOP, *CAR, "TOTAL TTC|14,50", "TVA 20% incluse|2,42")
    assert (value(reading, "total_incl_tax"), value(reading, "tax_amount")) == (Decimal("14.50"), Decimal("2.42"))


def test_a_bill_of_whole_euros_is_one() -> None:
    reading = read(
        "Pascal MORIN - Carrossier peintre", "FACTURE N°2026/15", "Date : 3 juin 2026",
        "Peinture aile complète|220 €", "Net à payer|445 €", "TVA non applicable, article 293B du CGI",
    )  # fmt: skip
    assert reading.document_type is DocumentType.INVOICE
    assert value(reading, "total_incl_tax") == Decimal("445.00")


def test_a_price_without_cents_among_prices_with_them_is_doubtful() -> None:
    reading = read(*TOP, *CAR, "Main d'oeuvre|68,00", "Net à payer|445 €", "dont TVA 74,17 €")
    assert state(reading, "total_incl_tax") is FieldState.DOUBTFUL


@pytest.mark.parametrize(
    "row",
    [
        "FILTRE A HUILE|2|14,72|5 %|27,97",
        "FILTRE A HUILE|2|14,72|5,00|27,97 2",
        "FILTRE A HUILE|2|14,7200|5 %|27,97",
    ],
)
def test_a_reduced_price_keeps_its_line_whole(row: str) -> None:
    reading = read(*TOP, *CAR, "Libellé|Qté|P.U. / Taux|Remise|Montant HT", row, *TOTALS)
    assert [(line.quantity, line.unit_price, line.total) for line in reading.lines] == [
        (Decimal(2), Decimal("14.72"), Decimal("27.97"))
    ]


def test_a_german_bill_is_read() -> None:
    reading = read(
        "Autohaus Breisgau GmbH", "Rechnung", "Rechnungsnummer: 2026-55012|Amtl. Kennzeichen: FR-KL 2871",
        "Rechnungsdatum: 02.10.2026|Erstzulassung: 14.05.2013", "Nettobetrag 207,50 €", "MwSt. 19 % 39,43 €",
        "Gesamtbetrag 246,93 €",
    )  # fmt: skip
    assert reading.document_type is DocumentType.INVOICE
    assert (value(reading, "invoice_date"), value(reading, "plate")) == (date(2026, 10, 2), "FRKL2871")
    assert state(reading, "total_incl_tax") is FieldState.VERIFIED


def test_an_invoice_that_names_its_repair_order_is_an_invoice() -> None:
    reading = read("GARAGE DU PARC", "FACTURE N° 12874", "Ordre de réparation N° 9981 du 03/07/2026", *CAR, *TOTALS)
    assert reading.document_type is DocumentType.INVOICE
    assert value(reading, "invoice_number") == "12874"


def test_a_court_with_a_companys_number_is_no_vin() -> None:
    assert value(read(*TOP, *CAR, "RCS Nanterre 800674814", *TOTALS), "vin") is None


def test_a_vin_that_misses_its_maker_by_a_letter_is_doubtful() -> None:
    assert state(read(*TOP, "Châssis : VE7U791M2ES110508", *TOTALS), "vin") is FieldState.DOUBTFUL


@pytest.mark.parametrize("title", ["Proposition de prix n° P26-77", "PROPOSITION COMMERCIALE N° P26-77"])
def test_a_proposal_is_a_quote(title: str) -> None:
    reading = read("Ets Lambert Automobiles", title, "Date 12 mars 2026", *CAR, *TOTALS)
    assert reading.document_type is DocumentType.QUOTE
    assert value(reading, "quote_number") == "P26-77"


def test_litres_in_a_column_are_a_fill() -> None:
    reading = read(
        "STATION DU BOIS", "22/09/26 07:55", "Pompe: 02|SP95-E10", "Litres|Prix/L|EUROS", "33.21|1.729|57.42",
        "CARTE VISA",
    )  # fmt: skip
    assert reading.document_type is DocumentType.FUEL_RECEIPT
    assert {state(reading, name) for name in ("quantity", "unit_price", "total")} == {FieldState.VERIFIED}


def test_a_spanish_ticket_is_a_fill() -> None:
    reading = read(
        "ESTACION SUR", "05-09-2026 19:14", "SURTIDOR 3", "GASOLEO A|Litros 52,30", "Eur/l 1,479", "TOTAL EUR|77,35"
    )
    assert reading.document_type is DocumentType.FUEL_RECEIPT
    assert value(reading, "quantity") == Decimal("52.30")


@pytest.mark.parametrize(
    ("row", "policy"),
    [
        ("N° de contrat|A 4471 882 06", "A 4471 882 06"),
        ("Contrat n° : 304771882-B", "304771882-B"),
        ("un contrat automobile n° 00871154-02, à effet du 17/04/2026", "00871154-02"),
    ],
)
def test_policy_numbers_are_read_whole(row: str, policy: str) -> None:
    reading = read("MÉMO VÉHICULE ASSURÉ", "Assureur : NOVASUR Assurances", row, "Souscripteur : GARNIER Léa")
    assert value(reading, "policy_number") == policy


OLD_CARD = (
    "CERTIFICAT D'IMMATRICULATION", "A. N° immatriculation|8217 WX 35", "B. Date de 1ère mise en circulation",
    "19/09/2006", "C.1 Titulaire|HERVE NOLWENN", "D.1 Marque CITROEN|D.3 Dénomination commerciale C3",
    "E N° d'identification VF7FCKFVC28123456", "P.1 1360 P.2 54 P.3 ES P.6 5", "S.1 5|U.1 77|V.7 145",
    "I Date du certificat 02/04/2008",
)  # fmt: skip
OLDER_CARD = (
    "CERTIFICAT D'IMMATRICULATION", "N° d'immatriculation A|45 BCD 29",
    "Date de 1ère mise en circulation B|11.03.1998", "Nom du titulaire C.1|LE ROUX PIERRICK", "Marque D.1|RENAULT",
    "Dénomination D.3|LAGUNA", "N° série E|VF1B56D0518123456", "Genre J.1|VP", "Energie P.3|GO", "Puiss. P.6|7",
    "Places assises S.1|5", "P.T.A.C. F.2|1725",
)  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (OLD_CARD, {"plate": "8217WX35", "first_registration_date": date(2006, 9, 19), "model": "C3",
                    "holder_name": "HERVE NOLWENN", "engine_cc": 1360, "power_kw": 54, "fuel": "ES", "seats": 5,
                    "registration_date": date(2008, 4, 2)}),
        (OLDER_CARD, {"plate": "45BCD29", "first_registration_date": date(1998, 3, 11), "make": "RENAULT",
                      "model": "LAGUNA", "fuel": "GO", "fiscal_power": 7, "holder_name": "LE ROUX PIERRICK"}),
    ],
)  # fmt: skip
def test_cards_that_say_their_codes_in_words_are_read(rows: tuple[str, ...], told: dict[str, object]) -> None:
    reading = read(*rows)
    assert reading.document_type is DocumentType.REGISTRATION
    assert {name: value(reading, name) for name in told} == told


def test_a_british_test_is_an_inspection_and_a_code_of_five_parts_is_whole() -> None:
    reading = read(
        "MOT test certificate", "Registration number|BD61 SMR", "Test result|PASS", "VT20|Expiry date 16 Feb 2027"
    )
    assert reading.document_type is DocumentType.INSPECTION
    report = read(
        "PROCES-VERBAL DE CONTROLE TECHNIQUE", "RÉSULTAT DU CONTRÔLE : DÉFAVORABLE", "DÉFAILLANCES MAJEURES",
        "8.2.2.1.c.2 Opacité : les valeurs dépassent la limite",
    )  # fmt: skip
    assert str(value(report, "defects")).startswith("major 8.2.2.1.c.2 ")


def test_a_number_before_the_word_for_kilometres_belongs_to_the_plate() -> None:
    reading = read(*TOP, "Plaque:1-TYU-774 Km:54.120", *TOTALS)
    assert (value(reading, "plate"), value(reading, "mileage_km")) == ("1TYU774", 54_120)


def test_an_invoice_that_names_its_quote_is_no_quote() -> None:
    reading = read("GARAGE DU PARC|FACTURE D'ACOMPTE", "|N° FAC-2026-007", "Devis n° D-2025-332 accepté", *TOTALS)
    assert reading.document_type is DocumentType.INVOICE
    assert value(reading, "invoice_number") == "FAC-2026-007"


def test_the_vehicle_and_the_customer_are_not_the_seller() -> None:
    reading = read(
        "GARAGE PASSION 974|FACTURE ATELIER", "Distributeur officiel|Facture No.: 1100457781",
        "NISSAN JUKE - MB-646-EF - 92 310 KM", "|SAS CONSEIL & STRATÉGIE", *TOTALS,
    )  # fmt: skip
    assert value(reading, "vendor_name") == "GARAGE PASSION 974"


def test_sums_of_sections_are_no_lines() -> None:
    reading = read(
        *TOP, *CAR, "Désignation|Quantité|P.U. HT|Montant HT", "Huile 5W30|4,5|9,80|44,10", "Vidange|1,25|52,00|65,00",
        "Fournitures|||44,10", "Main d'œuvre|||65,00", "Total HT|||109,10",
    )  # fmt: skip
    assert [line.description for line in reading.lines] == ["Huile 5W30", "Vidange"]


@pytest.mark.parametrize("row", ["PEAGE DE SAINT-ARNOULT", "PARKING DE LA GARE"])
def test_a_toll_and_a_parking_ticket_are_no_invoice_of_a_garage(row: str) -> None:
    reading = read("VINCY AUTOROUTES", row, "RECU 17/10/2026", "MONTANT TTC|14,90", "TVA 20,00%|2,48")
    assert reading.document_type is DocumentType.OTHER


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        (("Total TTC avant remise|200,00", "Remise|-20,00", "Total TTC|180,00"), "180.00"),
        (("Total TTC|180,00", "Paiement en 3 fois|60,00", "Prochaine échéance à payer|60,00"), "180.00"),
        (("Total TTC|200,00", "Remise fidélité|-20,00", "Net à payer TTC|180,00", "CB|180,00"), "180.00"),
    ],
)
def test_what_stands_before_a_discount_and_what_is_paid_by_and_by_are_no_totals(
    rows: tuple[str, ...], total: str
) -> None:
    reading = read(*TOP, *CAR, *rows)
    assert (value(reading, "total_incl_tax"), state(reading, "total_incl_tax")) == (Decimal(total), FieldState.READ)


@pytest.mark.parametrize(
    "rows",
    [
        ("Total HT|1 003,93", "TVA 20%|200,79", "Total TTC|204,72"),
        ("Total HT|100,00", "TVA|21,00", "Total TTC|120,00"),
        ("Total TTC|200,00", "Total TTC|180,00"),
    ],
)
def test_totals_that_contradict_each_other_are_doubtful(rows: tuple[str, ...]) -> None:
    assert state(read(*TOP, *CAR, *rows), "total_incl_tax") is FieldState.DOUBTFUL


@pytest.mark.parametrize("other", ["Imprimé le 05/11/2026", "Devis du 01/10/2026", "OR n° 8871 du 10/10/2026"])
def test_days_of_other_papers_are_not_those_of_the_invoice(other: str) -> None:
    reading = read("GARAGE DU PARC|FACTURE N° 2026-0142", other, "Le 12/10/2026", *CAR, *TOTALS)
    assert value(reading, "invoice_date") == date(2026, 10, 12)


@pytest.mark.parametrize(
    ("rows", "kilometres"),
    [
        (("Kilométrage précédent : 80 000 km|Kilométrage actuel : 95 000 km",), 95_000),
        (("A prévoir à 120 000 km : courroie",), None),
        (("Désignation|Montant HT", "Révision des 60 000 km|100,00"), None),
    ],
)
def test_kilometres_of_other_days_are_not_those_of_now(rows: tuple[str, ...], kilometres: int | None) -> None:
    assert value(read(*TOP, *rows, *TOTALS), "mileage_km") == kilometres


def test_a_car_that_was_lent_and_the_number_of_a_part_are_no_plate_of_the_vehicle() -> None:
    lent = read(*TOP, "Véhicule de prêt immatriculé AA-111-BB", "Véhicule : RENAULT FG-418-KT", *TOTALS)
    assert value(lent, "plate") == "FG418KT"
    assert value(read(*TOP, "Désignation|Montant HT", "Filtre CP-123-AB|100,00", *TOTALS), "plate") is None
