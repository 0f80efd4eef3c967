"""The countries whose plates look like one that was typed, and how each writes its own.

Patterns are those of plates met on European roads, upper case without separators. Many countries share one: then
only the person knows, and they are asked; `AB123CD` is taken for French, as nearly always here.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from core.domain.plates import Plate, PlateKind, french_plate, normalised_plate, parse_plate
from core.domain.typed_text import folded
from core.i18n.formats import country_names

_SWISS: Final = "AG|AI|AR|BE|BL|BS|FR|GE|GL|GR|JU|LU|NE|NW|OW|SG|SH|SO|SZ|TG|TI|UR|VD|VS|ZG|ZH"
_IRISH: Final = (
    "CE|CN|CW|DL|KE|KK|KY|LD|LH|LK|LM|LS|MH|MN|MO|OY|RN|SO|TN|TS|WD|WH|WW|WX|C|D|G|L|T|W"  # counties, long codes first
)
# Each group is a block of the plate as it is written; the sign between them follows the country's name.
_PATTERNS: Final[dict[str, tuple[str, str]]] = {
    "DE": (" ", r"([A-ZÄÖÜ]{1,3})([A-ZÄÖÜ]{1,2})([1-9]\d{0,3}[EH]?)"),
    "IT": (" ", r"([A-HJ-NPR-TV-Z]{2})(\d{3})([A-HJ-NPR-TV-Z]{2})|([A-Z]{2})(\d{5})"),
    "ES": (" ", r"(\d{4})([BCDFGHJ-NPR-TV-Z]{3})|([A-Z]{1,2})(\d{4})([A-Z]{1,2})"),
    "BE": ("-", r"([1-9])([A-Z]{3})(\d{3})|([A-Z]{3})(\d{3})|(\d{3})([A-Z]{3})"),
    "CH": (" ", rf"({_SWISS})(\d{{1,6}})"),
    "GB": (
        " ",
        (
            r"([A-HJ-PR-Y][A-HJ-PR-Y]\d{2})([A-HJ-PR-Z]{3})|([A-HJ-NPR-TV-Y]\d{1,3})([A-Z]{3})|([A-Z]{3})(\d{1,3}[A-Z])"
            r"|([A-Z]{3})(\d{4})"
        ),
    ),
    "NL": (
        "-",
        (
            r"([A-Z]{2})(\d{2})(\d{2})|(\d{2})(\d{2})([A-Z]{2})|(\d{2})([A-Z]{2})(\d{2})|([A-Z]{2})(\d{2})([A-Z]{2})"
            r"|([A-Z]{2})([A-Z]{2})(\d{2})|(\d{2})([A-Z]{2})([A-Z]{2})|(\d{2})([A-Z]{3})(\d)|(\d)([A-Z]{3})(\d{2})"
            r"|([A-Z]{2})(\d{3})([A-Z])|([A-Z])(\d{3})([A-Z]{2})|([A-Z]{3})(\d{2})([A-Z])|([A-Z])(\d{2})([A-Z]{3})"
            r"|(\d)([A-Z]{2})(\d{3})|(\d{3})([A-Z]{2})(\d)"
        ),
    ),
    "PT": (
        "-",
        r"([A-Z]{2})(\d{2})([A-Z]{2})|(\d{2})([A-Z]{2})(\d{2})|(\d{2})(\d{2})([A-Z]{2})|([A-Z]{2})(\d{2})(\d{2})",
    ),
    "LU": (" ", r"([A-Z]{2})(\d{4})|(\d{4,5})"),
    "AT": (" ", r"([A-Z]{1,2})(\d{1,5}[A-Z]{1,3})"),
    "IE": ("-", rf"(\d{{2}}[12]?)({_IRISH})(\d{{1,6}})"),
    "PL": (" ", r"([BCDEFGKLNOPRSTWZ][A-Z]{1,2})((?=[A-Z]*\d)[0-9A-Z]{4,5})"),
    "CZ": (" ", r"(\d[A-Z]\d)(\d{4})|(\d[A-Z]{2})(\d{4})"),
    "SK": ("-", r"([A-Z]{2})(\d{3}[A-Z]{2})"),
    "HU": ("-", r"([A-Z]{3})(\d{3})|([A-Z]{2})([A-Z]{2})(\d{3})"),
    "RO": (" ", r"(B)(\d{2,3})([A-Z]{3})|([A-Z]{2})(\d{2})([A-Z]{3})"),
    "BG": (" ", r"([ABCEHKMOPTXY]{1,2})(\d{4})([ABCEHKMOPTXY]{1,2})"),
    "GR": ("-", r"([ABEHIKMNOPTXYZ]{3})(\d{4})"),
    "SI": (" ", r"(CE|GO|KK|KP|KR|LJ|MB|MS|NM|PO|SG)((?=[A-Z]*\d)[0-9A-Z]{4,5})"),
    "HR": (" ", r"([A-ZČŠŽ]{2})(\d{3,4})([A-Z]{1,2})"),
    "SE": (" ", r"([A-Z]{3})(\d{2}[0-9A-Z])"),
    "NO": (" ", r"([A-Z]{2})(\d{5})"),
    "DK": (" ", r"([A-Z]{2})(\d{5})"),
    "FI": ("-", r"([A-Z]{2,3})(\d{1,3})"),
    "EE": (" ", r"(\d{3})([A-Z]{3})"),
    "LV": ("-", r"([A-Z]{2})(\d{1,4})"),
    "LT": (" ", r"([A-Z]{3})(\d{3})"),
    "MC": ("", r"([0-9A-Z]\d{3})"),
    "AD": ("", r"([A-Z]\d{4})"),
    "LI": (" ", r"(FL)(\d{1,5})"),
    "MT": (" ", r"([A-Z]{3})(\d{3})"),
    "CY": (" ", r"([A-Z]{3})(\d{3})"),
    "UA": (" ", r"([ABCEHIKMOPTX]{2})(\d{4})([ABCEHIKMOPTX]{2})"),
    "RS": (" ", r"([A-Z]{2})(\d{3,5})([A-Z]{2})"),
    "TR": (" ", r"(\d{2})([A-Z]{1,3})(\d{2,4})"),
    "IS": (" ", r"([A-Z]{2}[A-Z0-9])(\d{2})"),
    "MA": (" ", r"(\d{1,5})([A-Z])(\d{1,2})"),
}

# The oval of a car, where it is not the ISO code.
_OVALS: Final = {
    "A": "AT", "B": "BE", "D": "DE", "E": "ES", "F": "FR", "H": "HU", "I": "IT", "L": "LU", "N": "NO", "P": "PT",
    "S": "SE", "UK": "GB", "IRL": "IE", "FIN": "FI", "SLO": "SI", "EST": "EE", "FL": "LI", "AND": "AD", "M": "MT",
}  # fmt: skip
COUNTRIES: Final = ("FR", *_PATTERNS)
# Their plates look like anything: these countries are offered and never taken for granted.
_VAGUE: Final = frozenset({"AD", "FI", "IS", "LU", "LV", "MA", "MC"})
# One letter too many for a French one: whose it is, only the person can say.
_NEARLY_FRENCH: Final = re.compile(r"[A-Z]{2}\d{3}[A-Z]{3}|[A-Z]{3}\d{3}[A-Z]{2}")
LONGEST_WRITTEN: Final = 20
_BLOCK: Final = re.compile(r"[^\W_]+")
_GAP: Final = re.compile(r"[\W_]+")
_DASH: Final = re.compile(r"[-–—‐‑]")
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_CODE: Final = r"[A-Za-z]{1,3}"
# A code alone is taken for letters of the plate; set apart by a bracket or a colon it is the country.
_MARKED: Final = re.compile(rf"^\(({_CODE})\)|^({_CODE}) ?:|\(({_CODE})\)$|: ?({_CODE})$")


@dataclass(frozen=True, slots=True)
class ReadPlate:
    """A plate, its country where that is certain or was said, and the countries it may be of where it is not."""

    plate: Plate
    country: str | None = None
    possible: tuple[str, ...] = ()
    # A foreign one as it was typed, where it came in blocks: of some countries nothing else tells where they end.
    written: str | None = None

    @property
    def value(self) -> str:
        """The plate as it is stored."""
        return self.plate.value

    @property
    def display(self) -> str:
        """The plate as it is read on the car."""
        return written_plate(self.value, self.country, self.written)


@cache
def _compiled() -> dict[str, re.Pattern[str]]:
    return {country: re.compile(pattern) for country, (_, pattern) in _PATTERNS.items()}


def possible_countries(value: str) -> tuple[str, ...]:
    """The countries whose plates look like this one, normalised; France first where it may be French."""
    french = ("FR",) if french_plate(value) is not None else ()
    return (*french, *(country for country, pattern in _compiled().items() if pattern.fullmatch(value)))


def written_plate(value: str, country: str | None = None, written: str | None = None) -> str:
    """Write a stored plate as its country does, or else in the blocks in which it was typed (`written`).

    Without a country, in the French way where it may be French.
    """
    typed = written if written is not None and normalised_plate(written) == value else None
    if country == "FR" or (country is None and _kind(value) is not PlateKind.FOREIGN):
        return Plate(value, _kind(value)).display
    pattern = _compiled().get(country or "")
    found = pattern.fullmatch(value) if pattern is not None else None
    if found is None:
        return typed or value
    if country == "DE":
        return _german(value, typed)
    return _PATTERNS[country or ""][0].join(block for block in found.groups() if block)


def _german(value: str, typed: str | None) -> str:
    """Write a German plate: B-MA 1234. Where its district ends, its letters alone do not always tell."""
    letters = value.rstrip("EH").rstrip("0123456789")
    number = value[len(letters) :]
    # The district has one to three letters, umlauts among them, the series one or two.
    least = max(1, len(letters) - 2, *(place + 1 for place, letter in enumerate(letters) if letter in "ÄÖÜ"))
    most = min(3, len(letters) - 1)
    said = len(_BLOCK.findall(typed)[0]) if typed is not None else 0
    district = said if least <= said <= most else least if least == most else 0
    return f"{letters[:district]}-{letters[district:]} {number}" if district else f"{letters} {number}"


def typed_blocks(text: str) -> str | None:
    """A plate as it was typed, tidied, where it came in blocks: `b - ma 1234` is B-MA 1234."""
    tidy = _GAP.sub(lambda gap: "-" if _DASH.search(gap[0]) else " ", text.strip().upper())
    return tidy if tidy != normalised_plate(text) and len(tidy) <= LONGEST_WRITTEN and _BLOCK.match(tidy) else None


def read_plate(text: str, country: str | None = None) -> ReadPlate:
    """Read a plate as typed, with the country where it says one: `D: M-AB 1234`, `AB12 CDE (GB)`, `🇧🇪 1-ABC-234`."""
    said, rest = said_country(text)
    country = country or said
    plate = parse_plate(rest)
    written = typed_blocks(rest)
    if country is not None and country != "FR":
        return ReadPlate(Plate(plate.value, PlateKind.FOREIGN), country, written=written)
    if plate.kind is not PlateKind.FOREIGN:
        return ReadPlate(plate, "FR")
    country = country or certain_country(plate.value)
    if country is not None:
        return ReadPlate(plate, country, written=written)
    return ReadPlate(plate, None, possible_countries(plate.value), written)


def certain_country(value: str) -> str | None:
    """The country of a plate, normalised: France where it may be French, else the only one that has such plates."""
    possible = possible_countries(value)
    alone = len(possible) == 1 and possible[0] not in _VAGUE and not _NEARLY_FRENCH.fullmatch(value)
    certain = possible[:1] == ("FR",) or alone
    return possible[0] if certain else None


def said_country(text: str) -> tuple[str | None, str]:
    """The country that a text names beside a plate, and the rest of the text."""
    flag = _FLAG.search(text)
    if flag is not None:
        code = "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in flag[0])
        return code if code in COUNTRIES else None, _FLAG.sub(" ", text).strip()
    stripped = text.strip()
    marked = _MARKED.search(stripped)
    if marked is not None:
        oval = country_code(next(group for group in marked.groups() if group))
        if oval is not None:
            return oval, (stripped[: marked.start()] + stripped[marked.end() :]).strip()
    words = re.split(r"[\s,()]+", stripped)
    for place, word in enumerate(words):
        named = country_code(word) if len(word) > 3 else None
        if named is not None:
            return named, " ".join(words[:place] + words[place + 1 :])
    return None, text


def country_code(typed: str) -> str | None:
    """The country of a name in any language we speak, of an ISO code or of the letters in a car's oval."""
    word = folded(typed[:60]).strip(" .()")
    upper = word.upper()
    if upper in _OVALS:
        return _OVALS[upper]
    if upper in COUNTRIES:
        return upper
    return _names().get(word)


@cache
def _names() -> dict[str, str]:
    return {folded(name): code for name, code in country_names() if code in COUNTRIES}


def _kind(value: str) -> PlateKind:
    french = french_plate(value)
    return french.kind if french is not None else PlateKind.FOREIGN


# What the whole of a message must look like to be taken for a plate when none was asked for: French ones, and
# foreign ones in the grouping that nothing else has.
_TYPED: Final = re.compile(
    r"[A-Z]{2}[-. ]?\d{3}[-. ]?[A-Z]{2}"
    r"|[A-Z]{1,2}-\d{2,3}-[A-Z]{1,2}"
    r"|\d{1,4}[- ]?[A-Z]{2,3}[- ]?(?:\d{2,3}|2[AB])"
    r"|[A-ZÄÖÜ]{1,3}-[A-ZÄÖÜ]{1,2}[- ]?[1-9]\d{0,3}[EH]?"
    r"|[A-Z]{2}\d{2} ?[A-Z]{3}"
    r"|\d{4}[- ]?[BCDFGHJ-NPR-TV-Z]{3}"
    r"|[1-9]-?[A-Z]{3}-?\d{3}"
    rf"|(?:{_SWISS})[- ]\d{{3,6}}"
    r"|[A-Z]{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}|\d-[A-Z]{3}-\d{2}"
    rf"|\d{{2}}[12]?-(?:{_IRISH})-\d{{1,6}}"
)
# `12 MAI 26` is a day, `89 EUR 50` a price, `5W30` an oil.
_NO_PLATE: Final = re.compile(
    r"\d+[- ]?(?:EUR|EURO|KM|KMS|KWH|CV|CH|MI|MN|MIN|HP|JAN|FEB|FEV|MAR|APR|AVR|MAY|MAI|JUN|JUI|JUL|AUG|AOU|SEP|OCT|NOV"
    r"|DEC|GTI|GTD|TDI|HDI|DCI|TCE|TSI|CC)[- ]?\d*"
)


def typed_plate(text: str) -> ReadPlate | None:
    """The plate that a whole message is, or nothing: what may as well be something else is no plate."""
    if not text or len(text) > 32:
        return None
    country, rest = said_country(text)
    rest = " ".join(rest.upper().split())
    if country is None and (not _TYPED.fullmatch(rest) or _NO_PLATE.fullmatch(rest)):
        return None
    value = normalised_plate(rest)
    if country is not None:
        pattern = _compiled().get(country)
        if pattern is not None and not pattern.fullmatch(value):
            return None
    elif not possible_countries(value):
        return None
    return read_plate(rest, country)
