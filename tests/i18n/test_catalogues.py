import ast
import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from core.i18n import LANGUAGES
from core.i18n.formats import FORMS, UNIT_FORMS
from core.i18n.translator import FOLDER, pieces_of, read_catalogue

ROOT = Path(__file__).parents[2]
CODE = ("app", "bot", "core", "webhooks", "scheduler")
MESSAGE_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
SPEAKING = {"t", "plain", "Refusal", "knows"}
TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}


@cache
def messages(language: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for message in read_catalogue(language):
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            texts = message.string or ""
            found[key] = (texts,) if isinstance(texts, str) else tuple(text or "" for text in texts)
    return found


@cache
def trees() -> tuple[ast.Module, ...]:
    paths = [path for package in CODE for path in sorted((ROOT / package).rglob("*.py"))]
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in paths)


def literals_in_code() -> set[str]:
    return {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and MESSAGE_ID.fullmatch(node.value)
    }


def built_prefixes_in_code() -> set[str]:
    prefixes = set()
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if re.match(r"[a-z][a-z0-9_]*\.", start):
                    prefixes.add(start)
    return prefixes


def ids_spoken(names: set[str]) -> set[str]:
    spoken = set()
    for tree in trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            key = node.args[0].value
            if called in names and isinstance(key, str) and MESSAGE_ID.fullmatch(key):
                spoken.add(key)
    return spoken


def placeholders(texts: tuple[str, ...]) -> set[tuple[str, str]]:
    return {(name, form) for text in texts for _, name, form in pieces_of(text) if name is not None}


class Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.entities: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_entityref(self, name: str) -> None:
        self.entities.add(name)


def test_every_language_has_the_same_messages() -> None:
    # That Spanish has all of them is seen to in tests/journeys/test_spanish.py; meanwhile English stands in.
    assert messages("en").keys() == messages("fr").keys()
    assert messages("es").keys() <= messages("fr").keys()


def test_every_language_of_the_folder_is_spoken() -> None:
    assert {path.stem for path in FOLDER.glob("*.po")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty_or_marked_as_doubtful(language: str) -> None:
    assert [key for key, texts in messages(language).items() if not all(texts)] == []
    assert [message.id for message in read_catalogue(language) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_is_written_once_and_names_a_feature_and_a_moment(language: str) -> None:
    lines = (FOLDER / f"{language}.po").read_text(encoding="utf-8").splitlines()
    ids = Counter(line.removeprefix('msgid "').removesuffix('"') for line in lines if line.startswith("msgid "))
    assert [key for key, times in ids.items() if times > 1] == []
    assert [key for key in ids if key and not MESSAGE_ID.fullmatch(key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_messages_have_their_id_twice_and_as_many_forms_as_the_language(language: str) -> None:
    catalogue = read_catalogue(language)
    for message in catalogue:
        if message.pluralizable:
            assert message.id[0] == message.id[1]
            assert isinstance(message.string, tuple)
            assert len(message.string) == catalogue.num_plurals


def test_every_language_has_the_same_placeholders() -> None:
    for key, texts in messages(LANGUAGES[0]).items():
        for language in LANGUAGES[1:]:
            assert placeholders(messages(language).get(key, texts)) == placeholders(texts), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_has_a_form_that_exists(language: str) -> None:
    forms = {*UNIT_FORMS, *FORMS}
    wrong = {key for key, texts in messages(language).items() if {f for _, f in placeholders(texts)} - forms}
    assert wrong == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_markup_that_telegram_accepts(language: str) -> None:
    for key, texts in messages(language).items():
        for text in texts:
            markup = Markup()
            markup.feed(text)
            markup.close()
            assert markup.open == [], key
            assert markup.seen <= TAGS, key
            assert markup.entities <= {"lt", "gt", "amp", "quot"}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_said_as_plain_text_has_no_markup(language: str) -> None:
    known = messages(language)
    marked = {key for key in ids_spoken({"plain"}) if any(re.search("[<>]|&[a-z]+;", t) for t in known.get(key, ()))}
    assert marked == set()


def test_french_puts_no_breaking_space_before_its_double_punctuation() -> None:
    wrong = {key: text for key, texts in messages("fr").items() for text in texts if re.search(" [:;!?»€%]|« ", text)}
    assert wrong == {}


def test_every_message_that_the_code_says_exists() -> None:
    assert ids_spoken(SPEAKING) - messages(LANGUAGES[0]).keys() == set()


def test_no_message_is_unused() -> None:
    literals, prefixes = literals_in_code(), tuple(built_prefixes_in_code())
    unused = {key for key in messages(LANGUAGES[0]) if key not in literals and not key.startswith(prefixes)}
    assert unused == set()
