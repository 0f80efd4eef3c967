"""What people may say of a garage that is not as the directory has it, and how what they type is read."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from core.domain.email_address import parse_address
from core.domain.garages.certifications import certifications_in
from core.domain.garages.certifications import stored as stored_certifications
from core.domain.garages.listing import LONGEST_NAME, core_name, safe_link
from core.domain.garages.phones import checked_phone
from core.domain.garages.places import postal
from core.domain.garages.ratings import LINK
from core.domain.garages.specialties import specialties_in, stored
from core.domain.garages.typed_hours import typed_hours
from core.domain.typed_text import clean_line
from core.errors import Refusal


class Correction(StrEnum):
    """What of a garage is to read otherwise. Values are stored."""

    HOURS = "hours"
    PHONE = "phone"
    SPECIALTIES = "specialties"
    CERTIFICATIONS = "certifications"
    NAME = "name"
    ADDRESS = "address"
    EMAIL = "email"
    WEBSITE = "website"
    CLOSED = "closed"


class CorrectionState(StrEnum):
    """Where it stands. Values are stored."""

    WAITING = "waiting"
    TAKEN = "taken"
    REFUSED = "refused"


# Corrections that one person may make in a day.
MOST_A_DAY: Final = 10
# What stands for "it has closed for good".
GONE: Final = "closed"


def checked(what: Correction, text: str) -> str:
    """What was typed, as the garage's column holds it; what cannot be one is refused."""
    return _READ[what](text)


def _name(text: str) -> str:
    value = clean_line(text, LONGEST_NAME)
    return value if core_name(value) and not LINK.search(value) else _refused("error.text_expected")


def _address(text: str) -> str:
    value = clean_line(text, 300)
    return value if postal(value).point is not None else _refused("garage.town_not_found")


def _website(text: str) -> str:
    return safe_link(clean_line(text, 200)) or _refused("garage.link_expected")


def _specialties(text: str) -> str:
    return stored(specialties_in(text)[0]) or _refused("garage.specialties_expected")


def _certifications(text: str) -> str:
    return stored_certifications(certifications_in(text)) or _refused("garage.certifications_expected")


def _refused(key: str) -> str:
    raise Refusal(key)


_READ: Final[Mapping[Correction, Callable[[str], str]]] = {
    Correction.NAME: _name,
    Correction.ADDRESS: _address,
    Correction.PHONE: checked_phone,
    Correction.EMAIL: lambda text: parse_address(text).text[:120],
    Correction.WEBSITE: _website,
    Correction.HOURS: typed_hours,
    Correction.SPECIALTIES: _specialties,
    Correction.CERTIFICATIONS: _certifications,
    Correction.CLOSED: lambda _: GONE,
}
