"""A garage of the directory as a source tells of it, and when two of them are one."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz
from stdnum import luhn

from core.domain.garages.globe import Point, about_metres
from core.domain.garages.specialties import MARK, Specialty
from core.domain.record_search import all_words
from core.domain.typed_text import clean_line, folded


class ListingSource(StrEnum):
    """Where a garage is known from. Values are stored."""

    INVOICE = "invoice"
    PERSON = "person"
    OSM = "osm"
    REGISTER = "register"
    SAMPLE = "sample"


class ListingStatus(StrEnum):
    """Pending: seen only by whoever brought it; listed; or refused and closed, seen by nobody. Values are stored."""

    PENDING = "pending"
    LISTED = "listed"
    CLOSED = "closed"


# Metres between the places that two sources give one garage, and how alike their names must be (of 100).
SAME_PLACE: Final = 150.0
SAME_NAME: Final = 88.0
LONGEST_NAME: Final = 120
# Words that most garages bear, or that say only how a company is built: they tell none from another.
_COMMON_WORDS: Final = (
    "garage garages auto autos automobile automobiles sarl sas sasu eurl ets etablissements sa snc the taller talleres"
    " et de du des la le les l d and y"
)
_COMMON: Final = frozenset(_COMMON_WORDS.split())
_WORD: Final = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source says of a garage. `key` is the source's own name of it (`osm:node/1`)."""

    name: str
    source: ListingSource
    key: str | None = None
    siret: str | None = None
    address: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str = "FR"
    point: Point | None = None
    # Whether the place is only the middle of its town.
    approximate: bool = False
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    hours: str | None = None
    specialties: tuple[Specialty, ...] = ()


def is_siret(text: str) -> bool:
    """Whether these are fourteen digits whose check agrees, or one of La Poste's, whose sum divides by five."""
    if not (text.isascii() and text.isdigit() and len(text) == 14) or text.startswith("000000000"):
        return False
    return luhn.is_valid(text) or (text.startswith("356000000") and sum(map(int, text)) % 5 == 0)


def core_name(name: str) -> str:
    """The words of a name that tell it from others; all of them where none does."""
    words = _WORD.findall(folded(name[:LONGEST_NAME]))
    return " ".join([word for word in words if word not in _COMMON] or words)[:LONGEST_NAME]


def telling_words(text: str) -> list[str]:
    """The words of a search that are worth asking the index for; common words find half the directory."""
    words = _WORD.findall(folded(text[:200]))
    return [word for word in words if not (word in _COMMON or _is_begun(word))][:6]


def _is_begun(word: str) -> bool:
    return any(common.startswith(word) for common in ("garage", "automobiles"))


def words_of(listing: Listing) -> str:
    """The words by which a garage is found: its name, town, postcode, and its specialties behind their mark."""
    said = all_words(" ".join(part for part in (listing.name, listing.city, listing.postcode) if part))
    marks = [f"{MARK}{specialty}" for specialty in listing.specialties]
    return " ".join([*dict.fromkeys(said.split()), *marks])


def same_garage(
    name: str, point: Point | None, other_name: str, other_point: Point | None, *, vague: bool = False
) -> bool:
    """Whether two core names at two places are one garage. `vague`: one of the places is but the middle of a town."""
    if point is None or other_point is None:
        return False
    reach = 3_000.0 if vague else SAME_PLACE
    if about_metres(point, other_point) > reach:
        return False
    likeness = fuzz.token_set_ratio(name, other_name) if not vague else fuzz.token_sort_ratio(name, other_name)
    return bool(likeness >= (95.0 if vague else SAME_NAME))


def tidy(text: object, highest: int) -> str | None:
    """A value of a file as it is stored: one clean line, nothing rather than an empty one."""
    return clean_line(str(text), highest) or None if text is not None else None


_LINK: Final = re.compile(r"https?://[^\s\"'<>]{4,190}")


def safe_link(text: object) -> str | None:
    """A web address that may be shown, or nothing."""
    link = str(text).strip() if text is not None else ""
    if link and "://" not in link:
        link = f"https://{link}"
    return link if _LINK.fullmatch(link) and "." in link else None
