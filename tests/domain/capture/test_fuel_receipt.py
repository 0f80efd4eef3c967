import time
from datetime import date
from decimal import Decimal

import pytest

from core.domain.capture.reading import interpret
from core.domain.capture.types import DocumentType, FieldState, Reading
from tests.domain.capture.pages import page

TODAY = date(2026, 11, 22)
PUMP = (
    "RELAIS DU PORT", "29000 QUIMPER", "12/10/2026 14:32:12", "Pompe 4 GAZOLE", "Volume|42,31 L", "Prix/L|1,789 EUR",
    "Montant TTC|75,69 EUR", "dont TVA 20,00%|12,62 EUR", "CARTE BANCAIRE",
)  # fmt: skip
TILL = (
    "STATION DES LILAS", "69008 LYON", "TICKET CLIENT N° 4411", "Le 12/10/26 à 14h32", "SUPER SP95 E10 Pompe n° 3",
    "31,20 L x 1,849 EUR/L|57,69", "TOTAL A PAYER|57,69 €", "CB EMV 57,69 EUR",
)  # fmt: skip
CHARGE = (
    "VOLTARIS", "Reçu de recharge", "Date de la session|12/10/2026 18:04", "Point de charge|FR*VLT*E0412*2",
    "Énergie délivrée|32,450 kWh", "Tarif|0,39 €/kWh", "Montant total TTC|12,66 €",
)  # fmt: skip


def read(*rows: str) -> Reading:
    return interpret([page(*rows)], 1, TODAY)


def values(reading: Reading) -> dict[str, object]:
    return {name: field.value for name, field in reading.fields.items()}


@pytest.mark.parametrize(
    ("rows", "station", "quantity", "unit", "price", "total"),
    [
        (PUMP, "RELAIS DU PORT", "42.31", "l", "1.789", "75.69"),
        (TILL, "STATION DES LILAS", "31.20", "l", "1.849", "57.69"),
        (CHARGE, "VOLTARIS", "32.450", "kWh", "0.39", "12.66"),
    ],
)
def test_a_ticket_is_read_and_proves_itself(
    rows: tuple[str, ...], station: str, quantity: str, unit: str, price: str, total: str
) -> None:
    reading = read(*rows)
    assert reading.document_type is DocumentType.FUEL_RECEIPT
    assert values(reading) == {
        "date": date(2026, 10, 12), "station": station, "quantity": Decimal(quantity), "quantity_unit": unit,
        "unit_price": Decimal(price), "total": Decimal(total),
    }  # fmt: skip
    assert {reading.fields[name].state for name in ("quantity", "unit_price", "total")} == {FieldState.VERIFIED}


def test_a_unit_glued_to_its_times_sign_is_read() -> None:
    reading = read(*(row.replace("L x", "Lx") for row in TILL))
    assert reading.fields["quantity"].value == Decimal("31.20")


def test_numbers_that_do_not_multiply_are_doubtful() -> None:
    reading = read(*(row.replace("1,789", "1,709") for row in PUMP))
    assert {reading.fields[name].state for name in ("quantity", "unit_price", "total")} == {FieldState.DOUBTFUL}


def test_a_page_full_of_litres_is_answered_at_once() -> None:
    started = time.process_time()
    read(*PUMP, *(f"Volume {n},{n % 100:02} L x 1,7{n % 100:02} EUR/L|{n},{n % 100:02} EUR" for n in range(1, 300)))
    assert time.process_time() - started < 4.0


def test_oil_by_the_litre_in_a_garage_is_no_fuel() -> None:
    rows = (
        "GARAGE DU PARC|FACTURE N° 118", "Immatriculation : FG-418-KT", "Huile moteur diesel 5W40|4,50 L|12,00|54,00",
        "Main d'oeuvre|1|68,00|68,00", "Total HT|122,00", "TVA 20%|24,40", "Total TTC|146,40",
    )  # fmt: skip
    assert read(*rows).document_type is DocumentType.INVOICE
