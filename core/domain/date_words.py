"""The words that say a day, in French, English and Spanish, without accents or case."""

from typing import Final

_MONTHS: Final = (
    "janvier janv jan january enero ene",
    "fevrier fevr fev february feb febrero",
    "mars march mar marzo",
    "avril avr april apr abril abr",
    "mai may mayo",
    "juin june jun junio",
    "juillet juill juil july jul julio",
    "aout august aug agosto",
    "septembre sept sep september septiembre setiembre",
    "octobre oct october octubre",
    "novembre nov november noviembre",
    "decembre dec december diciembre dic",
)
_WEEKDAYS: Final = (
    "lundi monday lunes",
    "mardi tuesday martes",
    "mercredi wednesday miercoles",
    "jeudi thursday jueves",
    "vendredi friday viernes",
    "samedi saturday sabado",
    "dimanche sunday domingo",
)


def _places(groups: tuple[str, ...], first: int) -> dict[str, int]:
    return {word: place for place, words in enumerate(groups, start=first) for word in words.split()}


MONTHS: Final = _places(_MONTHS, first=1)
WEEKDAYS: Final = _places(_WEEKDAYS, first=0)

# Whole texts, and how many days from today they are.
RELATIVE_DAYS: Final = {
    "avant avant hier": -3, "avant hier": -2, "av hier": -2, "avt hier": -2, "avan hier": -2, "avent hier": -2,
    "avants hier": -2, "avanthier": -2, "hier": -1, "hier soir": -1, "hier matin": -1,
    "aujourd hui": 0, "aujourdhui": 0,  "ce jour": 0, "ce matin": 0, "ce soir": 0, "tout a l heure": 0,
    "ce midi": 0, "cet apres midi": 0, "cet aprem": 0, "cette nuit": 0, "a l instant": 0, "hier midi": -1,
    "hier apres midi": -1, "hier aprem": -1, "avant hier soir": -2, "avant hier matin": -2,
    "demain midi": 1, "demain apres midi": 1, "demain aprem": 1,
    "demain": 1, "demain matin": 1, "demain soir": 1, "apres demain": 2, "apresdemain": 2,
    "the day before yesterday": -2, "day before yesterday": -2, "yesterday": -1, "last night": -1,
    "yesterday morning": -1, "yesterday afternoon": -1, "yesterday evening": -1, "yesterday night": -1,
    "this afternoon": 0, "this evening": 0, "just now": 0, "earlier today": 0,
    "tomorrow morning": 1, "tomorrow afternoon": 1, "tomorrow evening": 1, "tomorrow night": 1,
    "anoche": -1, "esta manana": 0, "esta tarde": 0, "esta noche": 0, "manana por la manana": 1,
    "today": 0, "tonight": 0, "this morning": 0, "now": 0, "maintenant": 0, "tomorrow": 1,
    "the day after tomorrow": 2, "day after tomorrow": 2,
    "anteayer": -2, "antes de ayer": -2, "ayer": -1, "hoy": 0, "manana": 1, "pasado manana": 2,
}  # fmt: skip

NUMBERS: Final = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "quinze": 15,
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4,
    "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
}  # fmt: skip

_DAYS: Final = "jour jours j day days d dia dias"
_WEEKS: Final = "semaine semaines week weeks semana semanas"
_FORTNIGHTS: Final = "fortnight fortnights"
_MONTH_NAMES: Final = "mois month months mes meses"
_YEARS: Final = "an ans annee annees year years ano anos"

# A unit of time, in days or in months.
DAYS_BY_UNIT: Final = {
    **dict.fromkeys(_DAYS.split(), 1),
    **dict.fromkeys(_WEEKS.split(), 7),
    **dict.fromkeys(_FORTNIGHTS.split(), 14),
}
MONTHS_BY_UNIT: Final = {**dict.fromkeys(_MONTH_NAMES.split(), 1), **dict.fromkeys(_YEARS.split(), 12)}

LAST: Final = frozenset({"dernier", "derniere", "last", "past", "pasado", "pasada"})
NEXT: Final = frozenset({"prochain", "prochaine", "next", "proximo", "proxima", "coming"})
ARTICLES: Final = frozenset(
    {"le", "du", "the", "el", "on", "of", "de", "del", "au", "ce", "this", "este", "en", "date"}
)
ORDINALS: Final = frozenset({"er", "st", "nd", "rd", "th", "eme", "e"})
