import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.money import Money
from core.domain.record_lines import HIGHEST_DESCRIPTION, LineKind, NewLine, Sums, compared, kind_of, sum_of, typed_line
from core.errors import Refusal

PART, LABOUR, OTHER = LineKind
KINDS = {
    "Filtre à huile": PART, "Plaquettes de frein AV": PART, "Huile moteur 5W30 5L": PART, "Bougie NGK": PART,
    "Pneu Michelin 205/55 R16 91V": PART, "Batterie 70Ah": PART, "Disque de frein ventilé": PART, "Oil filter": PART,
    "Kit distribution + pompe à eau": PART, "Brake pads front": PART, "Balai essuie-glace": PART, "Ampoule H7": PART,
    "Main d'oeuvre mécanique": LABOUR, "MAIN D’ŒUVRE T2": LABOUR, "M.O. 1,5 h": LABOUR, "Labour 2 hours": LABOUR,
    "Dépose repose pare-chocs": LABOUR, "Montage équilibrage": LABOUR, "Forfait pose plaquettes": LABOUR,
    "Réglage parallélisme": LABOUR, "Diagnostic électronique": LABOUR, "Contrôle des niveaux": LABOUR,
    "Wheel alignment": LABOUR, "Fitting of tyres": LABOUR, "Temps de main d'oeuvre": LABOUR, "Heure atelier": LABOUR,
    "Recyclage huile usagée": OTHER, "Éco-participation": OTHER, "Petites fournitures": OTHER, "Remise 10 %": OTHER,
    "Frais de port": OTHER, "Consommables": OTHER, "Environmental fee": OTHER, "Discount": OTHER, "Sundries": OTHER,
    "Traitement des déchets": OTHER, "Prêt de véhicule": OTHER, "Forfait vidange": OTHER,
}  # fmt: skip


@pytest.mark.parametrize(("words", "kind"), KINDS.items())
def test_the_words_of_a_line_tell_what_it_is_paid_for(words: str, kind: LineKind):
    assert kind_of(words) is kind


def test_a_kind_that_was_said_wins():
    assert NewLine("Filtre", kind=OTHER).settled_kind is OTHER
    assert NewLine("Filtre").settled_kind is PART


@pytest.mark.parametrize(
    ("text", "words", "cents"),
    [
        ("Filtre à huile 16,00 €", "Filtre à huile", 1600),
        ("Filtre à huile : 16,00", "Filtre à huile", 1600),
        ("Huile 5W30", "Huile 5W30", None),
        ("Pneu 205/55 R16", "Pneu 205/55 R16", None),
        ("Bougies x4 48€", "Bougies x4", 4800),
        ("Main d'œuvre 1 250,50 €", "Main d'œuvre", 125050),
        ("Réf 12345", "Réf 12345", None),
        ("<b>gras</b> 2,50 €", "<b>gras</b>", 250),
    ],
)
def test_a_typed_line_has_its_amount_at_the_end(text: str, words: str, cents: int | None):
    line = typed_line(text, "fr")
    assert (line.description, line.total.cents if line.total else None) == (words, cents)


def test_an_empty_line_is_refused():
    with pytest.raises(Refusal):
        typed_line(" \n\u200b ", "fr")


@given(st.text(max_size=5000))
def test_any_text_is_a_line_or_a_refusal(text: str):
    try:
        line = typed_line(text, "fr")
    except Refusal:
        return
    assert 0 < len(line.description) <= HIGHEST_DESCRIPTION
    assert kind_of(text) in LineKind


def euros(amount: str) -> Money:
    return Money.parse(amount)


@pytest.mark.parametrize(
    ("lines", "total", "found"),
    [
        (["16,00", "55,00"], "71,00", Sums.EXACT),
        (["16,00", "55,00"], "71,02", Sums.EXACT),
        (["100,00", "50,00"], "180,00", Sums.WITHOUT_TAX),
        (["100,00"], "105,50", Sums.WITHOUT_TAX),
        (["100,00"], "150,00", Sums.DIFFERENT),
        (["100,00"], None, Sums.UNKNOWN),
        ([], "10,00", Sums.UNKNOWN),
    ],
)
def test_lines_are_held_against_the_total_kindly(lines: list[str], total: str | None, found: Sums):
    together = sum_of([euros(line) for line in lines], "EUR")
    assert compared(together, euros(total) if total else None) is found


def test_lines_without_amounts_or_of_another_currency_have_no_sum():
    assert sum_of([euros("1"), None], "EUR") is None
    assert sum_of([Money(100, "CHF")], "EUR") is None
