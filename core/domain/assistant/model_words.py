"""What a model wrote, made fit to be shown: no link, no markup of its own, no mention of somebody, not too long."""

import re
import unicodedata
from typing import Final

from core.domain.typed_text import clean

LONGEST: Final = 3_200
_PICTURES: Final = re.compile(r"!\[([^\]]{0,300})\]\([^)]{0,2000}\)?")
_LINKS: Final = re.compile(r"\[([^\]]{0,300})\]\([^)]{0,2000}\)?")
_REFERENCES: Final = re.compile(r"(?m)^\s*\[[^\]]{1,80}\]:\s*\S+.*$")
_HTML: Final = re.compile(r"</?[a-zA-Z!][^<>]{0,2000}>?")
_ADDRESSES: Final = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}:/{2}|\b(?:tg|mailto|javascript|data|tel):|\bwww\.)\S+"
    r"|(?<![\w@.])(?:[a-z0-9-]{1,63}\.)+(?:com|fr|org|net|io|me|co|uk|es|de|eu|info|biz|app|dev|xyz|ru|cn|link|site|shop|online|top|ly|gg)\b(?:/\S*)?",
    re.I,
)
_SPLIT_SCHEME: Final = re.compile(r"\bh\s?t\s?t\s?p\s?s?\s?:\s?/\s?/\s?\S+", re.I)
_MENTIONS: Final = re.compile(r"(?<!\w)@\w{3,}")
_COMMANDS: Final = re.compile(r"(?<![\w/])/(?=[a-z]{3,}\b)", re.I)
_FENCES: Final = re.compile(r"(?m)^\s*```.*$")
_HEADINGS: Final = re.compile(r"(?m)^\s*#{1,6}\s+")
_RULED: Final = re.compile(r"(?m)^\s*(?:-{3,}|\*{3,}|_{3,})\s*$")
_BULLETS: Final = re.compile(r"(?m)^(\s*)[*\-+]\s+")
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.S)
_CODED: Final = re.compile(r"`([^`\n]*)`")
_GAPS: Final = re.compile(r"\n{3,}")

_WORDS: Final = re.compile(r"[^\W\d_]{2,}")
# What a broken program writes instead of words.
_REMAINS: Final = frozenset({"undefined", "nan", "null", "none", "nil", "object", "true", "false", "nbsp", "amp"})
# Private use, surrogates, control signs, what turns the direction of writing.
_UNSAYABLE: Final = frozenset({"Cc", "Co", "Cs"})
_TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffd")
_LEAST_SAYABLE: Final = 0.6
_LOOPS_FROM, _LEAST_DISTINCT = 40, 0.12


def makes_sense(text: str) -> bool:
    """Whether what a model wrote is words, and not signs, the remains of a program, or one thing over and over."""
    if any(char in _TURNS or (char not in "\n\r\t" and unicodedata.category(char) in _UNSAYABLE) for char in text):
        return False
    signs = re.sub(r"\s", "", text)
    words = [word.lower() for word in _WORDS.findall(text)]
    if not signs or not set(words) - _REMAINS:
        return False
    if sum(char.isalnum() for char in signs) < _LEAST_SAYABLE * len(signs):
        return False
    return len(words) < _LOOPS_FROM or len(set(words)) >= _LEAST_DISTINCT * len(words)


def shown(text: str, longest: int = LONGEST) -> str:
    """The plain words of an answer; what it links to is left out, its own words are kept."""
    text = clean(text)
    for pattern, instead in (
        (_PICTURES, ""),
        (_LINKS, r"\1"),
        (_REFERENCES, ""),
        (_HTML, ""),
        (_SPLIT_SCHEME, "…"),
        (_ADDRESSES, "…"),
        (_MENTIONS, "…"),
        (_COMMANDS, ""),
        (_FENCES, ""),
        (_HEADINGS, ""),
        (_RULED, ""),
        (_BULLETS, r"\1• "),
        (_STRONG, r"\2"),
        (_CODED, r"\1"),
        (_GAPS, "\n\n"),
    ):
        text = pattern.sub(instead, text)
    return cut(text.strip(), longest)


def cut(text: str, longest: int) -> str:
    """The beginning of a text, up to the end of a sentence where there is one."""
    if len(text) <= longest:
        return text
    head = text[:longest]
    end = max(head.rfind(mark) for mark in (". ", ".\n", "! ", "? ", "\n"))
    return head[: end + 1].rstrip() if end > longest // 2 else head.rstrip() + " …"


def so_far(text: str) -> str:
    """What can be shown of an answer that is still coming: no half word that may turn into a link."""
    whole = text.rstrip()
    place = max(whole.rfind(" "), whole.rfind("\n"))
    ended = whole.endswith((".", "!", "?", ",", ")"))
    begun = whole if ended and "](" not in whole[-300:] else whole[: max(place, 0)]
    opened = begun.rfind("[")
    return shown(begun if opened < 0 or ")" in begun[opened:] else begun[:opened])
