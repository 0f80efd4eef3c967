from datetime import date

import pytest

from core.domain.capture.reading import interpret
from core.domain.capture.types import DocumentType, FieldState, Reading
from tests.domain.capture.pages import page

TODAY = date(2026, 11, 22)
GREEN = (
    "1. CARTE INTERNATIONALE D'ASSURANCE AUTOMOBILE",
    "2. EMISE SOUS L'AUTORITE DU BUREAU CENTRAL FRANCAIS",
    "3. VALABLE|4. Code pays / Code assureur / Numéro de la police",
    "DU|AU|F / 217 / 40718822",
    "25/05/2022|24/05/2023|",
    "5. Numéro d'immatriculation|7. Marque du véhicule",
    "XM-676-JE|VOLKSWAGEN GOLF",
    "9. Nom et adresse du souscripteur|10. Cette carte a été délivrée par :",
    "M. Hugo MARCHAND|CLARTÉ ASSURANCE MUTUELLE",
)
MEMO = (
    "NORDIA IARD",
    "Entreprise régie par le code des assurances",
    "MÉMO VÉHICULE ASSURÉ",
    "Document délivré le 02/04/2026",
    "Souscripteur du contrat :|Mme Claire LENOIR",
    "Numéro du contrat :|AU40718822",
    "Immatriculation du véhicule :|FG-418-KT",
    "Marque et modèle :|DACIA DUSTER",
    "Date d'effet du contrat :|10/04/2026",
    "Ce document constitue une présomption d'assurance pendant les 15 jours suivant la date d'effet.",
    "Le véhicule est inscrit au Fichier des véhicules assurés (FVA).",
)


def read(*rows: str) -> Reading:
    return interpret([page(*rows)], 1, TODAY)


def values(reading: Reading) -> dict[str, object]:
    return {name: field.value for name, field in reading.fields.items()}


def test_a_green_card_says_who_insures_what_from_when_until_when() -> None:
    reading = read(*GREEN)
    assert reading.document_type is DocumentType.INSURANCE
    assert values(reading) == {
        "insurer": "CLARTÉ ASSURANCE MUTUELLE", "policy_number": "40718822", "plate": "XM676JE",
        "valid_from": date(2022, 5, 25), "valid_until": date(2023, 5, 24),
    }  # fmt: skip


def test_a_memo_without_an_end_leaves_the_end_open() -> None:
    reading = read(*MEMO)
    assert reading.document_type is DocumentType.INSURANCE
    assert values(reading) == {
        "insurer": "NORDIA IARD", "policy_number": "AU40718822", "plate": "FG418KT", "valid_from": date(2026, 4, 10),
        "valid_until": None,
    }  # fmt: skip


def test_days_in_cells_of_a_form_are_read() -> None:
    rows = [row.replace("25/05/2022|24/05/2023", "25 05 2022|24 05 2023") for row in GREEN]
    assert values(read(*rows))["valid_until"] == date(2023, 5, 24)


def test_an_attestation_in_sentences_is_read() -> None:
    reading = read(
        "ATTESTATION D'ASSURANCE AUTOMOBILE", "La société ALTERIA ASSURANCES atteste que",
        "M. Paul DUVAL est titulaire du contrat", "n° 7551234B garantissant le véhicule RENAULT CLIO",
        "immatriculé FG-418-KT", "pour la période du 01/03/2026 au 28/02/2027.", "Fait à Bordeaux, le 20/02/2026",
    )  # fmt: skip
    assert reading.document_type is DocumentType.INSURANCE
    assert (values(reading)["valid_from"], values(reading)["valid_until"]) == (date(2026, 3, 1), date(2027, 2, 28))
    assert values(reading)["insurer"] == "ALTERIA ASSURANCES"


@pytest.mark.parametrize("count", range(1, len(MEMO)))
def test_half_a_memo_invents_nothing(count: int) -> None:
    reading = read(*MEMO[:count])
    whole = values(read(*MEMO))
    assert all(field.value in {None, whole[name]} for name, field in reading.fields.items() if name in whole)
    assert not any(field.state is FieldState.VERIFIED for field in reading.fields.values())
