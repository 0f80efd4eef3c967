from datetime import date

import pytest

from core.domain.capture.inspection import defects_of
from core.domain.capture.reading import interpret
from core.domain.capture.types import DocumentType, FieldState, Reading
from tests.domain.capture.pages import page

TODAY = date(2026, 11, 22)


def report(result: str, until: str, *defects: str) -> Reading:
    rows = (
        "PROCES-VERBAL DE CONTROLE TECHNIQUE",
        "N° du procès-verbal : 23412345|Date du contrôle : 08/09/2025",
        "NATURE DU CONTRÔLE : Contrôle technique périodique",
        f"RÉSULTAT DU CONTRÔLE : {result}",
        f"LIMITE DE VALIDITÉ DU CONTRÔLE : {until}",
        "Immatriculation|1ère mise en circulation|VIN",
        "BQ-456-PV (F)|02/02/2014|VF3GU481LRPD61835",
        "Kilométrage relevé : 271832 km",
        "Kilométrage relevé lors du précédent contrôle : 198760 km le 11/02/2023",
        *defects,
    )
    return interpret([page(*rows)], 1, TODAY)


def values(reading: Reading) -> dict[str, object]:
    return {name: field.value for name, field in reading.fields.items()}


def test_a_favourable_report_is_read_and_its_dates_prove_each_other() -> None:
    reading = report("Favorable", "08/09/2027")
    assert reading.document_type is DocumentType.INSPECTION
    assert values(reading) == {
        "plate": "BQ456PV", "vin": "VF3GU481LRPD61835", "mileage_km": 271_832, "inspection_date": date(2025, 9, 8),
        "result": "favourable", "defects": None, "next_inspection": date(2027, 9, 8),
    }  # fmt: skip
    for name in ("inspection_date", "next_inspection", "result"):
        assert reading.fields[name].state is FieldState.VERIFIED


@pytest.mark.parametrize(
    ("said", "until", "result"),
    [
        ("Défavorable pour défaillances majeures", "08/11/2025", "major"),
        ("Défavorable pour défaillances critiques", "08/09/2025", "critical"),
        ("S", "08/11/2025", "major"), ("R", "08/09/2025", "critical"), ("A", "08/09/2027", "favourable"),
    ],
)  # fmt: skip
def test_every_result_is_told_apart(said: str, until: str, result: str) -> None:
    assert values(report(said, until))["result"] == result


def test_defects_keep_their_code_and_their_severity() -> None:
    reading = report(
        "Défavorable pour défaillances majeures", "08/11/2025", "DÉFAILLANCES MAJEURES :",
        "4.1.2.a.2. ORIENTATION (FEUX DE CROISEMENT) : L'orientation n'est pas dans les limites G",
        "DÉFAILLANCES MINEURES :", "5.3.2.b.1. AMORTISSEURS : Protection défectueuse ARD",
    )  # fmt: skip
    told = defects_of(str(reading.fields["defects"].value))
    assert [(defect.code, defect.severity) for defect in told] == [("4.1.2.a.2", "major"), ("5.3.2.b.1", "minor")]
    assert told[1].description == "AMORTISSEURS : Protection défectueuse ARD"


def test_a_limit_that_no_rule_leads_to_is_not_verified() -> None:
    reading = report("Favorable", "08/10/2027")
    assert reading.fields["next_inspection"].state is FieldState.READ


def test_the_bill_of_an_inspection_is_an_invoice() -> None:
    rows = (
        "CT DU PORT|FACTURE N° 2026-118", "Date : 08/09/2026", "Contrôle technique périodique|1|65,00|65,00",
        "Immatriculation : FG-418-KT", "Total HT|65,00", "TVA 20%|13,00", "Total TTC|78,00",
    )  # fmt: skip
    assert interpret([page(*rows)], 1, TODAY).document_type is DocumentType.INVOICE
