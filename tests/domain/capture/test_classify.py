from datetime import date
from decimal import Decimal

import pytest

from core.domain.capture.reading import interpret
from core.domain.capture.types import DocumentType, Reading
from tests.domain.capture.pages import page

TODAY = date(2026, 11, 22)
BODY = (
    "Véhicule : RENAULT CLIO|Immatriculation : FG-418-KT|Kilométrage : 98 450 km",
    "Désignation|Quantité|P.U. HT|Montant HT",
    "Plaquettes de frein avant|1|61,90|61,90", "Disque de frein avant|2|54,35|108,70", "|||Total HT 170,60 €",
    "|||TVA 20% 34,12 €", "|||Total TTC 204,72 €",
)  # fmt: skip


def read(*rows: str) -> Reading:
    return interpret([page(*rows)], 1, TODAY)


def test_a_quote_is_read_as_a_quote_and_never_as_an_invoice() -> None:
    reading = read(
        "GARAGE DU PARC|DEVIS N° D2026-0142",
        "69003 LYON|Date du devis : 12/10/2026",
        "|Valable jusqu'au 12/11/2026",
        *BODY,
    )
    assert reading.document_type is DocumentType.QUOTE
    told = {name: field.value for name, field in reading.fields.items()}
    assert (told["quote_number"], told["quote_date"], told["valid_until"]) == (
        "D2026-0142", date(2026, 10, 12), date(2026, 11, 12),
    )  # fmt: skip
    assert told["total_incl_tax"] == Decimal("204.72")
    assert "invoice_number" not in told
    assert len(reading.lines) == 2


@pytest.mark.parametrize(
    "heading",
    [
        ("GARAGE DU PARC|Devis estimatif", "Réf : 4471"), ("GARAGE DU PARC", "Bon pour accord, date et signature"),
        ("ESTIMATE No 12|Harbour Street Motors",), ("GARAGE DU PARC|D E V I S",),
    ],
)  # fmt: skip
def test_whatever_asks_for_agreement_is_a_quote(heading: tuple[str, ...]) -> None:
    assert read(*heading, *BODY).document_type is DocumentType.QUOTE


def test_an_invoice_that_names_its_quote_is_an_invoice() -> None:
    rows = ("GARAGE DU PARC|FACTURE N° 2026-0142", "Date : 12/10/2026|selon devis n° D118 du 02/10/2026", *BODY)
    assert read(*rows).document_type is DocumentType.INVOICE


@pytest.mark.parametrize(
    "rows",
    [
        ("SUPERMARCHÉ DES HALLES", "PAIN DE MIE|1,90", "LAIT|1,12", "TOTAL TTC|3,02", "TVA 5,50%|0,16", "CB|3,02"),
        ("CHEZ LULU", "TICKET 118", "2 COUVERTS", "MENU DU JOUR|32,00", "TOTAL TTC|32,00", "TVA 10%|2,91"),
        ("MODE & CO", "TICKET N° 44", "PULL LAINE|49,90", "TOTAL TTC|49,90", "SIRET 40587482700026", "MERCI"),
    ],
)
def test_a_till_receipt_without_a_word_about_a_vehicle_is_no_garage(rows: tuple[str, ...]) -> None:
    reading = read(*rows)
    assert (reading.document_type, dict(reading.fields), reading.lines) == (DocumentType.OTHER, {}, ())


def test_a_till_receipt_of_a_garage_is_an_invoice() -> None:
    rows = (
        "POINT PNEUS OUEST", "Ticket n° 8812|12/10/2026", "Immat FG-418-KT|98450 KM", "Pneu 205/55 R16",
        "2 x 89,90|179,80",
        "TOTAL A PAYER EUR|179,80", "dont TVA 20%|29,97", "CB|179,80", "SIRET 40587482700026",
    )  # fmt: skip
    assert read(*rows).document_type is DocumentType.INVOICE


@pytest.mark.parametrize("title", ["ORDRE DE RÉPARATION N° 118", "BON DE COMMANDE N° 118", "BON DE LIVRAISON"])
def test_papers_between_quote_and_invoice_are_neither(title: str) -> None:
    assert read(f"GARAGE DU PARC|{title}", *BODY).document_type is DocumentType.OTHER


@pytest.mark.parametrize(
    ("top", "vendor"),
    [
        (("POPULAR BOOKS", "CO. (M) SDN BHD", "(Co. No. 113825-W)"), "POPULAR BOOKS CO. (M) SDN BHD"),
        (("FACTUUR.|Aurora B.V.", "Weena 664|", "Dat doe ik zelf wel vandaag.|"), "Aurora B.V."),
        (("1001 PNEUS OUEST", "46 boulevard de la Mer"), "1001 PNEUS OUEST"),
        (("MR. TOOLS (M) SDN BHD", "(CO.REG :860671-D)"), "MR. TOOLS (M) SDN BHD"),
    ],
)
def test_the_seller_is_the_company_whole_and_no_slogan(top: tuple[str, ...], vendor: str) -> None:
    rows = (*top, "INVOICE NO 55120|Date 12/10/2026", "WRENCH 12MM|12.00", "TOTAL|12.00", "CASH|12.00")
    assert read(*rows).fields["vendor_name"].value == vendor
