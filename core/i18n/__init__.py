"""What is said to people: gettext catalogues, and values formatted in the person's language."""

from core.i18n.languages import DEFAULT_LANGUAGE, LANGUAGES, Language, language_name, language_of
from core.i18n.markup import Html
from core.i18n.translator import Translator, UnknownMessage, translator, warm_up

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "Html",
    "Language",
    "Translator",
    "UnknownMessage",
    "language_name",
    "language_of",
    "translator",
    "warm_up",
]
