"""Who made a paper: the key under which a vendor is known again, and what its letterhead says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.domain.typed_text import folded

HIGHEST_KEY: Final = 64
# The fields that name the maker of a paper, the surest first.
_NAMES: Final = ("vendor_name", "insurer", "station")
_HEAD_LINES: Final = 10
_PHONE: Final = re.compile(r"(?<![0-9])(?:\+33 ?|0)[1-9](?:[ .-]?[0-9]{2}){4}(?![0-9])")
_TOWN: Final = re.compile(r"\b(?:F-?)?[0-9]{5}\s+[A-Z][A-Za-zÀ-ÿ' -]{2,40}")
_STREET: Final = re.compile(
    r"^[0-9]{1,4}[ ,]|\b(?:rue|avenue|av\.|boulevard|bd|route|chemin|place|impasse|all[eé]e|zone|z\.?[ai]\.?|quai)\b",
    re.IGNORECASE,
)
# Where the customer's own address begins.
_CUSTOMER: Final = re.compile(
    r"^(?:m\.|mme|mr|monsieur|madame|client|customer|factur[eé] [aà]|bill to)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the head of a paper says about who made it."""

    address: str | None = None
    phone: str | None = None


def vendor_key(fields: Mapping[str, str | None]) -> str | None:
    """The SIRET of who made a paper, or their folded name; None when it names nobody."""
    siret = fields.get("vendor_siret")
    if siret:
        return siret[:HIGHEST_KEY]
    named = next((value for name in _NAMES if (value := fields.get(name))), None)
    return plain_name(named) if named else None


def plain_name(name: str) -> str | None:
    """A name reduced to its letters and digits."""
    return re.sub(r"[^a-z0-9]", "", folded(name[:200]))[:HIGHEST_KEY] or None


def letterhead(text: str) -> Letterhead:
    """The address and telephone number at the head of a page, as far as it is plainly the maker's."""
    address, phone = None, None
    before = ""
    for line in text.splitlines()[:_HEAD_LINES]:
        plain = " ".join(line.split())
        if _CUSTOMER.search(plain):
            break
        called = _PHONE.search(plain)
        phone = phone or (called.group() if called else None)
        town = _TOWN.search(plain)
        if town is not None and address is None:
            street = plain[: town.start()].strip(" ,-") or (before if _STREET.search(before) else "")
            address = ", ".join(part for part in (street, town.group().strip()) if part)[:300]
        before = plain
    return Letterhead(address, phone)
