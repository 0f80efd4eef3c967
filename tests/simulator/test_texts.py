import pytest
from telegram import Bot

from simulator.entities import formatted, to_html, typed
from simulator.person import Person
from simulator.testing import Simulator


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>a</b>", "a", [("bold", 0, 1)]),
        ("🚗 <i>é</i>", "🚗 é", [("italic", 3, 1)]),
        ("<b>a <u>b</u></b>", "a b", [("bold", 0, 3), ("underline", 2, 1)]),
        ("&lt;b&gt; &amp; &quot; &#233; &#xE9; &eacute;", '<b> & " é é &eacute;', []),
        ('<a href="https://a.fr/?x=1&amp;y=2">ici</a>', "ici", [("text_link", 0, 3)]),
        ('<a href="http://localhost/x">ici</a>', "ici", []),
        ('<span class="tg-spoiler">s</span> <tg-spoiler>t</tg-spoiler>', "s t", [("spoiler", 0, 1), ("spoiler", 2, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("  <b> x </b>  ", "x", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("voir /km et https://a.fr/b.", "voir /km et https://a.fr/b.", [("bot_command", 5, 3), ("url", 12, 14)]),
        ("<code>/km</code>", "/km", [("code", 0, 3)]),
        ("12/03/2026 à 3,5 l/100", "12/03/2026 à 3,5 l/100", []),
    ],
)
def test_html_becomes_text_with_entities_in_utf16(html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    read, found = formatted(html, "HTML", None)
    assert read == text
    assert [(one["type"], one["offset"], one["length"]) for one in found] == entities


@pytest.mark.parametrize(
    "html",
    [
        "<b>Bonjour</b> &amp; <i>merci 🚗</i>",
        "<b>a <u>b</u></b><s>c</s>",
        '<a href="https://a.fr/?x=1&amp;y=2">ici</a>',
        '<pre><code class="language-py">1 &lt; 2</code></pre>',
        "<blockquote>q</blockquote><tg-spoiler>t</tg-spoiler>",
    ],
)
def test_html_is_written_back_as_it_was_read(html: str) -> None:
    assert to_html(*formatted(html, "HTML", None)) == html


def test_a_typed_command_is_marked() -> None:
    assert typed(" /start@autotrack_bot abc ") == (
        "/start@autotrack_bot abc",
        [{"type": "bot_command", "offset": 0, "length": 20}],
    )


async def test_the_library_reads_the_entities_back(bot: Bot, ana: Person) -> None:
    message = await bot.send_message(ana.id, "<b>Véhicule</b> 🚗 <code>AB-123-CD</code>", parse_mode="HTML")
    assert message.text_html == "<b>Véhicule</b> 🚗 <code>AB-123-CD</code>"
    assert ana.last.html == message.text_html


async def test_a_text_of_4096_characters_after_parsing_fits(sim: Simulator, bot: Bot, ana: Person) -> None:
    await bot.send_message(ana.id, "<b>" + "é" * 4096 + "</b>", parse_mode="HTML")
    assert len(ana.last.text) == 4096
    assert sim.violations == []
