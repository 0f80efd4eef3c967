"""The languages that AutoTrack speaks, and the locale that formats each of them."""

from functools import cache
from typing import Final, Literal, TypeAlias

from babel import Locale

Language: TypeAlias = Literal["fr", "en", "es"]

LANGUAGES: Final[tuple[Language, ...]] = ("fr", "en", "es")
DEFAULT_LANGUAGE: Final[Language] = "fr"

# English is written the European way: day before month and a 24-hour clock, which no reader can misread.
_LOCALES: Final[dict[Language, str]] = {"fr": "fr_FR", "en": "en_GB", "es": "es_ES"}


def language_of(code: str | None, default: Language = DEFAULT_LANGUAGE) -> Language:
    """Choose the language to speak for a code such as `en-US`; `default` when we do not speak it."""
    primary = (code or "").replace("_", "-").partition("-")[0].lower()
    return primary if primary in LANGUAGES else default


@cache
def locale_of(language: str) -> Locale:
    """Find the Babel locale whose dates, numbers and money a language uses."""
    return Locale.parse(_LOCALES[language_of(language)])


def language_name(language: str) -> str:
    """Name a language in itself, as a person looks for it in a list."""
    name = Locale.parse(language_of(language)).get_display_name() or language
    return name[:1].upper() + name[1:]
