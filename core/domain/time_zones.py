"""Time zones as people find theirs: where they are, what they call it, or a list by continent."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final
from zoneinfo import available_timezones

import tzfpy
from babel import Locale, dates
from babel.core import get_global

from core.domain.typed_text import folded
from core.i18n import LANGUAGES

AREAS: Final = ("Europe", "Africa", "America", "Asia", "Atlantic", "Australia", "Indian", "Pacific")
# Where most people live who speak a language with Telegram: only ever a proposal.
_BY_LANGUAGE: Final[Mapping[str, str]] = {
    "fr": "Europe/Paris", "fr-be": "Europe/Brussels", "fr-ch": "Europe/Zurich", "fr-ca": "America/Toronto",
    "en": "Europe/London", "en-gb": "Europe/London", "en-ie": "Europe/Dublin", "en-us": "America/New_York",
    "en-ca": "America/Toronto", "en-au": "Australia/Sydney", "es": "Europe/Madrid", "es-mx": "America/Mexico_City",
    "es-ar": "America/Argentina/Buenos_Aires", "es-co": "America/Bogota", "es-cl": "America/Santiago",
    "es-pe": "America/Lima",
}  # fmt: skip
_WORDS: Final = re.compile(r"[a-z]+")
MOST_FOUND: Final = 8


def guessed(language_code: str | None) -> str | None:
    """The zone that a language suggests, `fr-CA` more closely than `fr`; None when it suggests none."""
    code = (language_code or "").lower().replace("_", "-")
    return _BY_LANGUAGE.get(code) or _BY_LANGUAGE.get(code.partition("-")[0])


def zone_at(latitude: float, longitude: float) -> str | None:
    """The zone of a place on Earth; None for numbers that are no place, and on the open sea."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    name = tzfpy.get_tz(longitude, latitude)
    return name if name in known() and not name.startswith("Etc/") else None


@cache
def known() -> frozenset[str]:
    """Every zone of a place, `Europe/Paris`; aliases such as `CET` and `US/Eastern` are none."""
    return frozenset(name for name in available_timezones() if name.partition("/")[0] in AREAS and "/" in name)


@cache
def of_area(area: str) -> tuple[str, ...]:
    """The zones of a continent in the order of their names, each place once though it has old names too."""
    return tuple(sorted(name for name in _listed() if name.startswith(f"{area}/")))


def city_of(zone: str, language: str) -> str:
    """The city that a zone is named after, in a language: `Londres`."""
    return dates.get_timezone_location(zone, locale=Locale.parse(language), return_city=True)


def found(words: str) -> Sequence[str]:
    """The zones that some typed words name: a city, a country with one zone or a few, or the zone itself."""
    exact = {name.lower(): name for name in known()}
    typed = words.strip()[:60]
    if typed.lower().replace(" ", "_") in exact:
        return (exact[typed.lower().replace(" ", "_")],)
    wanted = " ".join(_WORDS.findall(folded(typed)))
    if len(wanted) < 2:
        return ()
    table = _names()
    same = [zone for name, zone in table if name == wanted]
    begins = [zone for name, zone in table if name.startswith(wanted)]
    return tuple(dict.fromkeys(same or begins))[:MOST_FOUND]


@cache
def _listed() -> Mapping[str, str]:
    """The zones that belong to a country, with it: old names are not among them."""
    country: Mapping[str, str] = get_global("zone_territories")
    return {name: country[name] for name in known() if name in country}


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Every name of a zone, folded: its city in each language, its own last word, its country."""
    table = [(_folded(zone.rpartition("/")[2]), zone) for zone in sorted(known())]
    for language in LANGUAGES:
        locale = Locale.parse(language)
        for zone, territory in sorted(_listed().items()):
            table.append((_folded(city_of(zone, language)), zone))
            table.append((_folded(locale.territories.get(territory, zone)), zone))
    # Of a country with several the one where most people live comes first.
    first = set(_BY_LANGUAGE.values())
    return tuple(sorted(dict.fromkeys(table), key=lambda row: row[1] not in first))


def _folded(name: str) -> str:
    return " ".join(_WORDS.findall(folded(name)))
