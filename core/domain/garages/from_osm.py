"""Garages of OpenStreetMap: GeoJSON, or the JSON of Overpass (data © its contributors, ODbL)."""

from collections.abc import Iterator
from typing import Any, Final, TextIO

from core.domain.garages.globe import Point, point_of
from core.domain.garages.json_stream import objects
from core.domain.garages.listing import Listing, ListingSource, core_name, is_siret, safe_link, tidy
from core.domain.garages.phones import plain_phone
from core.domain.garages.reading_types import Skipped, SkipReason
from core.domain.garages.specialties import OSM_KINDS, OSM_SERVICES, Specialty

_GONE: Final = ("disused:shop", "abandoned:shop", "was:shop", "demolished:shop", "disused:amenity", "end_date")


def read_osm(stream: TextIO) -> Iterator[Listing | Skipped]:
    """Every garage of the file, and why the rest is none."""
    for number, found in enumerate(objects(stream), start=1):
        yield _listing(found, number) if isinstance(found, dict) else Skipped(number, SkipReason.BROKEN)


def _listing(found: dict[str, Any], number: int) -> Listing | Skipped:
    tags = _tags(found)
    if any(name in tags for name in _GONE):
        return Skipped(number, SkipReason.CLOSED)
    specialties = _specialties(tags)
    if not specialties:
        return Skipped(number, SkipReason.NO_GARAGE)
    name = tidy(tags.get("name") or tags.get("brand") or tags.get("operator"), 120)
    if name is None or not core_name(name):
        return Skipped(number, SkipReason.NO_NAME)
    point = _point(found)
    if point is None:
        return Skipped(number, SkipReason.NO_PLACE)
    siret = str(tags.get("ref:FR:SIRET", "")).replace(" ", "")
    return Listing(
        name=name,
        source=ListingSource.OSM,
        key=_key(found),
        siret=siret if is_siret(siret) else None,
        address=_address(tags),
        postcode=tidy(tags.get("addr:postcode"), 12),
        city=tidy(tags.get("addr:city"), 80),
        country=_country(tags),
        point=point,
        phone=plain_phone(tags.get("phone") or tags.get("contact:phone")),
        email=_email(tags.get("email") or tags.get("contact:email")),
        website=safe_link(tags.get("website") or tags.get("contact:website")),
        hours=tidy(tags.get("opening_hours"), 300),
        specialties=specialties,
    )


def _tags(found: dict[str, Any]) -> dict[str, Any]:
    tags = found.get("tags")
    if not isinstance(tags, dict):
        properties = found.get("properties")
        tags = properties if isinstance(properties, dict) else {}
        nested = tags.get("tags")
        tags = nested if isinstance(nested, dict) else tags
    return tags


def _key(found: dict[str, Any]) -> str | None:
    """`osm:node/1`, however the file writes it."""
    properties = found.get("properties")
    named = found.get("id") or (properties.get("@id") if isinstance(properties, dict) else None)
    kind = found.get("type")
    if kind in {"node", "way", "relation"}:
        named = f"{kind}/{named}"
    return f"osm:{tidy(named, 50)}" if named is not None else None


def _specialties(tags: dict[str, Any]) -> tuple[Specialty, ...]:
    found = {OSM_KINDS[key, value] for key, value in _pairs(tags) if (key, value) in OSM_KINDS}
    found |= {OSM_SERVICES[key] for key, value in _pairs(tags) if key in OSM_SERVICES and value == "yes"}
    if not found and tags.get("shop") == "car" and tags.get("service:vehicle:repair", tags.get("service")) != "no":
        found = {Specialty.DEALER}
    return tuple(one for one in Specialty if one in found)


def _pairs(tags: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in tags.items():
        yield from ((str(key), part.strip()) for part in str(value).split(";"))


def _point(found: dict[str, Any]) -> Point | None:
    if "lat" in found:
        return point_of(found.get("lat"), found.get("lon"))
    center = found.get("center")
    if isinstance(center, dict):
        return point_of(center.get("lat"), center.get("lon"))
    geometry = found.get("geometry")
    return _middle(geometry.get("coordinates")) if isinstance(geometry, dict) else None


def _middle(coordinates: object) -> Point | None:
    """The place of a point, or the middle of the corners of an outline."""
    if not isinstance(coordinates, list) or not coordinates:
        return None
    if not isinstance(coordinates[0], list):
        return point_of(coordinates[1], coordinates[0]) if len(coordinates) > 1 else None
    if coordinates[0] and isinstance(coordinates[0][0], list):
        return _middle(coordinates[0])
    corners = [place for one in coordinates[:500] if (place := _middle(one)) is not None]
    if not corners:
        return None
    count = len(corners)
    return Point(sum(one.latitude for one in corners) / count, sum(one.longitude for one in corners) / count)


def _address(tags: dict[str, Any]) -> str | None:
    street = " ".join(str(tags[name]) for name in ("addr:housenumber", "addr:street") if name in tags)
    return tidy(street or tags.get("addr:full"), 200)


def _country(tags: dict[str, Any]) -> str:
    country = str(tags.get("addr:country", "FR")).upper()
    return country if len(country) == 2 and country.isascii() and country.isalpha() else "FR"


def _email(text: object) -> str | None:
    address = tidy(text, 120)
    return address if address is not None and address.count("@") == 1 and " " not in address else None
