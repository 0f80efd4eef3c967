import pytest

from core.domain.diagnosis.fault_codes import FaultCode, codes_in, masked
from core.knowledge.diagnosis import diagnosis_knowledge
from core.knowledge.fault_codes import code_entries, code_file, later


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("P0301", ["P0301"]), ("j'ai un p0420 et u0121", ["P0420", "U0121"]), ("po171", ["P0171"]),
        ("P 0133", ["P0133"]), ("code P0301-00", ["P0301"]), ("P0A80", ["P0A80"]), ("P0301 P0301", ["P0301"]),
        ("(C0035)", ["C0035"]), ("b0001", ["B0001"]), ("P1234", ["P1234"]), ("P3401", ["P3401"]),
        ("peugeot 2008", []), ("pb 2008", []), ("C4 2008", []), ("c 2008", []), ("cafe", []), ("P9999", []),
        ("AB-123-CD", []), ("VF1ABCP0301123456", []), ("P0301234", []), ("U1", []), ("", []), ("P0000", []),
    ],
)  # fmt: skip
def test_codes_are_found_in_any_text_and_nothing_else_is_taken_for_one(text: str, codes: list[str]) -> None:
    assert [code.code for code in codes_in(text)] == codes


@pytest.mark.parametrize(
    ("code", "fr", "en"),
    [
        ("P0301", "Ratés d’allumage au cylindre 1\u00a0: détectés", "Misfires in cylinder 1: detected"),
        ("P0102", "Débitmètre d’air (A)\u00a0: signal trop bas", "Air-flow meter (MAF) (A): signal too low"),
        ("P0171", "Mélange air-carburant (rangée 1)\u00a0: trop pauvre", "Air-fuel mixture (bank 1): too lean"),
        ("P0133", "Sonde lambda (rangée 1, sonde 1)\u00a0: réponse lente",
         "Oxygen (lambda) sensor (bank 1, sensor 1): slow response"),
        ("P0354", "Bobine d’allumage (D)\u00a0: anomalie du circuit", "Ignition coil (D): circuit fault"),
        ("P0296", "Équilibre du cylindre 12\u00a0: défaut détecté", "Balance of cylinder 12: fault detected"),
        ("P2263", "Turbo\u00a0: fonctionnement incorrect", "Turbocharger: does not perform as it should"),
        ("U0121", "Communication perdue avec le calculateur\u00a0: ABS", "No communication with the control unit: ABS"),
        ("P1234", "Code propre au constructeur\u00a0: moteur et transmission, injection",
         "Maker’s own code: engine and transmission, injection"),
        ("B1342", "Code propre au constructeur\u00a0: habitacle et carrosserie", "Maker’s own code: body"),
        ("C0999", "Code normalisé sans texte ici\u00a0: châssis", "Standard code without a text here: chassis"),
    ],
)  # fmt: skip
def test_a_code_is_explained_in_the_language_of_the_person(code: str, fr: str, en: str) -> None:
    (found,) = codes_in(code)
    assert (found.label("fr"), found.label("en")) == (fr, en)
    assert found.label("es")


def test_more_than_a_thousand_generic_powertrain_codes_have_a_text() -> None:
    powertrain = [code for code in code_entries() if code.startswith("P")]
    assert len(powertrain) >= 1_000
    assert all(FaultCode(code, ()).is_generic for code in powertrain)


def test_every_possible_code_says_something_in_every_language() -> None:
    for letter in "PBCU":
        for number in range(1, 0x4000, 37):
            (found,) = codes_in(f"{letter}{number >> 12}{number & 0xFFF:03X}")
            assert all(found.label(language) for language in ("fr", "en", "es"))


@pytest.mark.parametrize(("code", "generic"), [("P0001", True), ("P1001", False), ("P2001", True), ("P3001", False),
                                               ("P3401", True), ("B0001", True), ("C1001", False), ("U0001", True),
                                               ("U2001", False)])  # fmt: skip
def test_the_first_digit_tells_who_defined_a_code(code: str, generic: bool) -> None:
    assert FaultCode(code, ()).is_generic is generic


def test_codes_point_only_at_causes_that_are_known() -> None:
    known = set(diagnosis_knowledge().causes.causes)
    assert {cause for part in code_file().parts.values() for cause in part.causes.split()} <= known


def test_codes_count_as_their_lists_do() -> None:
    assert (later("P0109", 1), later("P0A09", 1), later("P0A0F", 1)) == ("P0110", "P0A0A", "P0A10")


def test_a_masked_text_has_no_codes_left() -> None:
    assert codes_in(masked("P0301 et U0121, moteur")) == ()
