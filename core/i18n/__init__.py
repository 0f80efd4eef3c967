"""What is said to people: gettext catalogues, and values formatted in the person's language."""

from core.i18n.formats import ConsumptionUnit, DistanceUnit, Rate, Units
from core.i18n.languages import DEFAULT_LANGUAGE, LANGUAGES, Language, language_name, language_of
from core.i18n.markup import Html
from core.i18n.translator import Translator, UnknownMessage, translator, warm_up

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "ConsumptionUnit",
    "DistanceUnit",
    "Html",
    "Language",
    "Rate",
    "Translator",
    "Units",
    "UnknownMessage",
    "language_name",
    "language_of",
    "translator",
    "warm_up",
]
