"""Finding records by words: what is stored of them for it, and what a person asks, both without accents."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from core.domain.service_types import ServiceType, service_name
from core.domain.typed_text import folded
from core.i18n import LANGUAGES, translator

HIGHEST_STORED: Final = 6_000
# The words of a search travel in its buttons, which hold 64 bytes with the rest.
HIGHEST_ASKED: Final = 26
_WORD: Final = re.compile(r"[a-z0-9]+")


def search_text(services: Iterable[ServiceType], texts: Iterable[str | None]) -> str:
    """The words of a record: its services in every language we speak, its garage, note, number and lines."""
    said = [name for service in services for name in _names(service)]
    return all_words(" ".join([*said, *(text for text in texts if text)]))[:HIGHEST_STORED]


def asked_words(text: str) -> tuple[str, ...]:
    """The words to look for, as many as a button can carry; a plural finds the singular."""
    found: list[str] = []
    for word in _WORD.findall(folded(text[:400])):
        plain = word[:-1] if len(word) > 3 and word[-1] in "sx" and not word.isdigit() else word
        if len(".".join([*found, plain])) > HIGHEST_ASKED:
            # One word that is too long is cut: it still finds what begins with it.
            return tuple(found) or (plain[:HIGHEST_ASKED],)
        found.append(plain)
    return tuple(found)


def all_words(text: str) -> str:
    """The words of a text without accents, in single spaces."""
    return " ".join(_WORD.findall(folded_long(text)))


def folded_long(text: str) -> str:
    """Fold a text of any length: folding alone reads only as much as a message holds."""
    return " ".join(folded(text[start : start + 4_000]) for start in range(0, len(text), 4_000))


@cache
def _names(service: ServiceType) -> tuple[str, ...]:
    return tuple(translator(language).plain(service_name(service)) for language in LANGUAGES)
