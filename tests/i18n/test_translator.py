from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from core.domain.money import UnitPrice
from core.i18n import (
    DEFAULT_LANGUAGE,
    Html,
    UnknownMessage,
    formats,
    language_name,
    language_of,
    translator,
)
from core.i18n.translator import Messages, Translator, pieces_of

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "try.days"
msgid_plural "try.days"
msgstr[0] "{n:number} jour pour <b>{plate}</b>"
msgstr[1] "{n:number} jours pour <b>{plate}</b>"

msgid "try.price"
msgstr "{{prix}} : {price:money}, {ratio:percent}, {day:date_short}"
"""


@pytest.fixture
def t() -> Translator:
    return Translator("fr", Messages(read_po(BytesIO(CATALOGUE.encode()), locale="fr")))


class Price:
    def __init__(self, cents: int, currency: str) -> None:
        self.cents = cents
        self.currency = currency


def test_a_message_is_said_in_the_language_of_the_person() -> None:
    assert translator("fr")("error.gone") != translator("en")("error.gone")


@pytest.mark.parametrize(
    ("code", "language"),
    [("fr", "fr"), ("fr-CA", "fr"), ("en", "en"), ("en_GB", "en"), ("EN-us", "en")],
)
def test_a_regional_code_is_its_language(code: str, language: str) -> None:
    assert language_of(code) == language
    assert translator(code) is translator(language)


@pytest.mark.parametrize("code", [None, "", "xx", "eng", "français", "../../etc"])
def test_a_language_that_is_not_spoken_is_answered_in_the_default_one(code: str | None) -> None:
    assert translator(code) is translator(DEFAULT_LANGUAGE)
    assert language_of(code, default="en") == "en"


def test_an_unknown_message_is_a_fault() -> None:
    with pytest.raises(UnknownMessage):
        translator("fr")("error.no_such_message")
    with pytest.raises(UnknownMessage):
        translator("fr").plain("")


def test_a_forgotten_value_is_a_fault() -> None:
    with pytest.raises(KeyError):
        translator("fr")("error.distance_out_of_range")


@pytest.mark.parametrize(("n", "word"), [(0, "jour "), (1, "jour "), (2, "jours "), (1_000, "jours ")])
def test_a_plural_follows_the_rule_of_the_language(t: Translator, n: int, word: str) -> None:
    assert word in t("try.days", n=n, plate="AB-123-CD")


@pytest.mark.parametrize("n", ["2", None, 2.0])
def test_a_plural_without_its_count_is_a_fault(t: Translator, n: object) -> None:
    with pytest.raises(TypeError, match="needs n"):
        t("try.days", n=n, plate="AB-123-CD")


def test_values_are_escaped_in_html_and_left_alone_in_plain_text(t: Translator) -> None:
    assert t("try.days", n=1, plate="<i>&") == "1 jour pour <b>&lt;i&gt;&amp;</b>"
    assert t.plain("try.days", n=1, plate="<i>&") == "1 jour pour <b><i>&</b>"
    assert t("try.days", n=1, plate=Html("<i>x</i>")) == "1 jour pour <b><i>x</i></b>"


def test_braces_in_a_value_are_not_read_as_placeholders(t: Translator) -> None:
    assert "{price:money} {0}" in t("try.days", n=1, plate="{price:money} {0}")


def test_each_value_takes_the_form_that_the_message_names(t: Translator) -> None:
    said = t("try.price", price=Price(8_950, "EUR"), ratio=0.25, day=date(2027, 5, 3))
    assert said == "{prix} : 89,50\xa0€, 25\xa0%, 03/05/2027"
    assert t("try.price", price=None, ratio="un quart", day=None) == "{prix} : —, un quart, —"


def test_languages_name_themselves() -> None:
    assert [language_name(one) for one in ("fr", "en", "es")] == ["Français", "English", "Español"]


@given(st.text())
def test_any_text_is_escaped_as_html(text: str) -> None:
    escaped = Html.escaped(text)
    assert not set(escaped) & set('<>"')
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&") == text


def test_what_is_already_html_is_not_escaped_again() -> None:
    once = Html.escaped("<b> & co")
    assert Html.escaped(once) is once


@pytest.mark.parametrize("template", ["{a.b}", "{a[0]}", "{a!r}", "{}", "{0}", "{a"])
def test_a_message_cannot_look_inside_the_values(template: str) -> None:
    with pytest.raises(ValueError, match=r"placeholder|expected '}'"):
        pieces_of(template)


def test_distances_follow_the_unit_of_the_person() -> None:
    assert translator("fr")("error.distance_out_of_range", highest=84_200).count("84\u202f200\u202fkm") == 1
    assert "52,319\u00a0mi" in translator("en", "mi")("error.distance_out_of_range", highest=84_200)


@pytest.mark.parametrize(
    ("language", "cents", "currency", "written"),
    [
        ("fr", 123_450, "EUR", "1\u202f234,50\xa0€"),
        ("en", 123_450, "EUR", "€1,234.50"),
        ("fr", -5, "EUR", "-0,05\xa0€"),
        ("en", 1_200, "JPY", "JP¥12"),
        ("en", 1_234, "JPY", "JP¥12.34"),
        ("fr", 1_200, "CHF", "12,00\xa0CHF"),
    ],
)
def test_money_is_written_exactly(language: str, cents: int, currency: str, written: str) -> None:
    assert formats.format_money(Price(cents, currency), language) == written


def test_days_and_instants_are_written_in_the_language() -> None:
    day = date(2027, 5, 3)
    assert formats.format_date(day, "fr") == "3 mai 2027"
    assert formats.format_date(day, "en") == "3 May 2027"
    assert formats.format_date_short(day, "en") == formats.format_date_short(day, "fr") == "03/05/2027"
    assert formats.format_date_long(day, "fr") == "lundi 3 mai 2027"
    assert formats.format_month(day, "en") == "May 2027"


def test_an_instant_is_shown_at_the_clock_time_of_its_own_zone() -> None:
    instant = datetime(2027, 7, 3, 6, 0, 59, tzinfo=UTC).astimezone(ZoneInfo("Europe/Paris"))
    assert formats.format_datetime(instant, "fr") == "3 juil. 2027, 08:00"
    assert formats.format_datetime(instant, "en") == "3 Jul 2027, 08:00"
    assert formats.format_time(instant, "en") == "08:00"


def test_sizes_are_written_in_the_unit_that_reads_best() -> None:
    sizes = [formats.format_size(size, "fr") for size in (12, 2_300, 1_540_000, 3_200_000_000)]
    assert [size.replace("\u202f", " ").replace("\xa0", " ") for size in sizes] == [
        "12 o",
        "2,3 ko",
        "1,5 Mo",
        "3,2 Go",
    ]


def test_a_value_with_no_form_is_written_as_people_expect() -> None:
    class Colour(StrEnum):
        RED = "red"

    assert formats.format_value(2019, "fr") == "2019"
    assert formats.format_value(Colour.RED, "fr") == "red"
    assert formats.format_value(Decimal("1.5"), "fr") == "1,5"
    assert formats.format_value(date(2027, 5, 3), "fr") == "3 mai 2027"
    assert formats.format_value(datetime(2027, 5, 3, 8, tzinfo=UTC), "fr") == "3 mai 2027, 08:00"
    with pytest.raises(TypeError, match="form"):
        formats.format_value(Price(1, "EUR"), "fr")


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_a_price_for_a_unit_is_no_command_in_a_message(language: str) -> None:
    t = translator(language)
    price = UnitPrice(Decimal("1.689"), "EUR")
    said, plain = t("fill.price", price=price, unit="l"), t.plain("fill.price", price=price, unit="l")
    assert ("€/l" in said, said.replace("\u2060", "")) == (False, plain)
    assert "/km" in t("help.text")


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Prix\xa0: 1,69\xa0€/l"), ("en", "Price: €1.69/l"), ("es", "Precio: 1,69\xa0€/l")]
)
def test_a_price_of_a_litre_keeps_its_stroke(language: str, words: str):
    price = UnitPrice(Decimal("1.69"), "EUR")
    for key in ("fill.price", "entry.unit_price"):
        assert str(translator(language)(key, price=price, unit="l")).replace("\u2060", "") == words
