import pytest

from core.domain.assistant.masking import masked, without_secrets

SECRETS = (
    ("ma carte 4539 1488 0343 6467 ne passe pas", "4539"),
    ("card 4539148803436467", "4539148803436467"),
    ("carte:4539-1488-0343-6467.", "1488"),
    ("FR76 3000 6000 0112 3456 7890 189 c'est mon iban", "3000"),
    ("iban fr7630006000011234567890189", "7630006000"),
    ("DE89370400440532013000", "DE8937"),
    ("mon code est 4821", "4821"),
    ("code secret : 0000", "0000"),
    ("le code PIN 1234", "1234"),
    ("your otp is 482913", "482913"),
    ("482 913", "482"),
    ("mot de passe: Tournesol", "Tournesol"),
    ("my password is hunter2!", "hunter2"),
    ("cvv 123", "123"),
    ("sk-proj-abcdefghijklmnopqrst", "abcdefghij"),
    ("123456789:AAabcdefghijklmnopqrstuvwxyz0123456", "AAabcd"),
)
PERSONAL = (
    ("écris à camille.durand+auto@exemple.fr stp", "durand"),
    ("camille (at) exemple.fr", "exemple"),
    ("appelle le 06 12 34 56 78", "12 34"),
    ("06.12.34.56.78", "34.56"),
    ("+33 6 12 34 56 78", "12 34"),
    ("0033612345678", "612345"),
    ("+44 7700 900123", "900123"),
    ("AB-123-CD couine", "123"),
    ("ab123cd couine", "ab123cd"),
    ("AB 123 CD", "123"),
    ("la 1234 AB 75", "1234"),
    ("VF1RFB00566123456 c'est le vin", "VF1RFB"),
    ("vin vf1rfb00566123456", "vf1rfb"),
    ("M. Martin Dupont m'a dit", "Dupont"),
    ("je m'appelle Camille Durand", "Camille"),
    ("my name is Ana", "Ana"),
    ("Mme Lefèvre", "Lefèvre"),
)
HARMLESS = (
    "j'ai 84 200 km et 2 000 € de frais",
    "code P0301 et P0420",
    "pneus 205/55 R16 91V",
    "huile 5W30, 4,5 l à 45,90 €",
    "contrôle technique le 12/03/2027",
    "la vidange tous les 15 000 km ou 12 mois",
    "how much is an oil change on a 208?",
    "voyant ABS allumé depuis 3 jours",
    "au bout de 120000 km la courroie",
    "peugeot 3008 1.5 BlueHDi 130",
)


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_secrets_are_neither_kept_nor_sent(text: str, secret: str):
    assert secret not in without_secrets(text)
    assert secret not in masked(text)


@pytest.mark.parametrize(("text", "personal"), PERSONAL)
def test_what_tells_who_somebody_is_does_not_leave(text: str, personal: str):
    assert personal not in masked(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_a_question_is_about_stays_as_it_was_typed(text: str):
    assert masked(text) == text


def test_names_and_plates_of_the_person_are_taken_out_however_they_are_written():
    known = ("Camille", "B MW 1234", "Garage Lefort")
    assert masked("Camille demande si B-MW 1234 de chez garage lefort", known) == (
        "[name] demande si [plate] de chez [name]"
    )
    assert masked("camillette", known) == "camillette"


def test_masking_is_quick_on_the_worst_texts():
    import time

    for text in ("1 " * 2_048, "a@" * 2_048, "AB 12" * 800, "code " * 800, "M. A" * 1_024, "sk-" * 1_300):
        begun = time.perf_counter()
        masked(text)
        assert time.perf_counter() - begun < 0.2
