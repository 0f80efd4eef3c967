"""What a garage of the directory says of itself, changed with all that follows from it."""

from core.domain.garages.corrections import Correction
from core.domain.garages.globe import cell_of
from core.domain.garages.listing import Listing, ListingStatus, core_name, words_of
from core.domain.garages.places import postal
from core.domain.garages.specialties import read
from core.models import ListedGarage

_PLAIN = {
    Correction.HOURS: "hours",
    Correction.PHONE: "phone",
    Correction.EMAIL: "email",
    Correction.WEBSITE: "website",
    Correction.SPECIALTIES: "specialties",
    Correction.CERTIFICATIONS: "certifications",
}


def words_in(garage: ListedGarage) -> str:
    """The words by which it is found."""
    listing = Listing(
        garage.name,
        garage.source,
        city=garage.city,
        postcode=garage.postcode,
        specialties=read(garage.specialties),
    )
    return words_of(listing)


def put_value(garage: ListedGarage, what: Correction, value: str) -> None:
    """Give a column a checked value; the row is the caller's to save, whole."""
    if what in _PLAIN:
        setattr(garage, _PLAIN[what], value)
    elif what is Correction.NAME:
        garage.name, garage.core_name = value, core_name(value)
    elif what is Correction.CLOSED:
        garage.status = ListingStatus.CLOSED
    else:
        _put_address(garage, value)
    garage.words = words_in(garage)


def value_of(garage: ListedGarage, what: Correction) -> str:
    """What a column says now."""
    if what in _PLAIN:
        return str(getattr(garage, _PLAIN[what]) or "")
    if what is Correction.NAME:
        return garage.name
    if what is Correction.CLOSED:
        return ""
    town = " ".join(part for part in (garage.postcode, garage.city) if part)
    return ", ".join(part for part in (garage.address, town) if part)


def _put_address(garage: ListedGarage, value: str) -> None:
    place = postal(value)
    garage.address, garage.postcode, garage.city, garage.country = (
        *(place.address, place.postcode, place.city),
        place.country,
    )
    # A place that is known to a metre stays where the town is the same.
    near = place.point is not None and garage.cell is not None and not garage.approximate
    if place.point is not None and not near:
        garage.latitude, garage.longitude = round(place.point.latitude, 7), round(place.point.longitude, 7)
        garage.cell, garage.approximate = cell_of(place.point), True
