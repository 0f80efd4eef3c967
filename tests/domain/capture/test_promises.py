from datetime import date

import pytest

from core.domain.capture.promises import promised_until

DAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Garantie 2 ans pièces et main d'œuvre", date(2028, 3, 12)),
        ("BATTERIE 70AH GARANTIE : 24 MOIS", date(2028, 3, 12)),
        ("Travaux garantis 6 mois", date(2026, 9, 12)),
        ("12 months warranty on parts", date(2027, 3, 12)),
        ("Garantie 12 mois\nPneus : garantie 5 ans", date(2031, 3, 12)),
        ("Véhicule hors garantie depuis 2 ans", None),
        ("Extension de garantie 24 mois : 199 €", None),
        ("Garantie légale 2 ans", None),
        ("Vidange 24 mois ou 30 000 km", None),
        ("Garantie", None),
        ("", None),
    ],
)
def test_a_promise_is_read_and_what_is_none_is_not(text: str, until: date | None) -> None:
    assert promised_until(text, DAY) == until
