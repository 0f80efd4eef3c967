"""Garages of the French company register: the CSV of establishments (Sirene, Licence Ouverte)."""

import csv
import math
from collections.abc import Iterator, Mapping
from typing import Final, TextIO

from core.domain.garages.globe import Point, point_of
from core.domain.garages.json_stream import FileBroken
from core.domain.garages.listing import Listing, ListingSource, core_name, is_siret, tidy
from core.domain.garages.phones import plain_phone
from core.domain.garages.reading_types import Skipped, SkipReason
from core.domain.garages.specialties import ACTIVITIES, Specialty, specialties_in
from core.domain.garages.towns import town_of_postcode

_NAMES: Final = (
    "enseigne1etablissement",
    "denominationusuelleetablissement",
    "denominationunitelegale",
    "enseigne",
    "denomination",
    "nom",
    "name",
)
_STREET: Final = ("numerovoieetablissement", "indicerepetitionetablissement", "typevoieetablissement")
_HIDDEN: Final = frozenset({"N", "P"})

Row = Mapping[str, str]


def read_register(stream: TextIO) -> Iterator[Listing | Skipped]:
    """Every garage of the file that is open and public, and why the rest is none."""
    head = stream.readline()
    separator = max(",;\t", key=head.count)
    names = [name.strip().strip("\ufeff").casefold() for name in next(csv.reader([head], delimiter=separator), [])]
    if "siret" not in names:
        raise FileBroken
    try:
        for number, values in enumerate(csv.reader(stream, delimiter=separator), start=2):
            if len(values) == len(names):
                yield _listing(dict(zip(names, values, strict=True)), number)
            elif values:
                yield Skipped(number, SkipReason.BROKEN)
    except csv.Error as problem:
        raise FileBroken from problem


def _listing(row: Row, number: int) -> Listing | Skipped:
    siret = row["siret"].strip().zfill(14) if row["siret"].strip() else ""
    if not is_siret(siret):
        return Skipped(number, SkipReason.NO_SIRET)
    if row.get("etatadministratifetablissement", "A") not in {"A", ""}:
        return Skipped(number, SkipReason.CLOSED)
    if row.get("statutdiffusionetablissement", "O") in _HIDDEN:
        return Skipped(number, SkipReason.NOT_PUBLIC)
    name = next((found for key in _NAMES if (found := tidy(row.get(key), 120)) and found != "[ND]"), None)
    if name is None or not core_name(name):
        return Skipped(number, SkipReason.NO_NAME)
    specialty = ACTIVITIES.get(row.get("activiteprincipaleetablissement", "").replace(".", "").upper())
    if specialty is None:
        return Skipped(number, SkipReason.NO_GARAGE)
    return _of(row, siret, name, specialty)


def _of(row: Row, siret: str, name: str, specialty: Specialty) -> Listing:
    postcode = tidy(row.get("codepostaletablissement") or row.get("code_postal") or row.get("postcode"), 12)
    city = tidy(row.get("libellecommuneetablissement") or row.get("ville") or row.get("city"), 80)
    point = _point(row)
    town = town_of_postcode(postcode, city or "") if point is None and postcode is not None else None
    return Listing(
        name=name,
        source=ListingSource.REGISTER,
        siret=siret,
        address=_address(row),
        postcode=postcode,
        city=city,
        point=town.middle if town is not None else point,
        approximate=town is not None,
        phone=plain_phone(row.get("telephone") or row.get("phone")),
        specialties=tuple(dict.fromkeys((specialty, *specialties_in(name)[0]))),
    )


def _address(row: Row) -> str | None:
    street = " ".join(row.get(name, "") for name in _STREET)
    return tidy(f"{street} {row.get('libellevoieetablissement', '')}".strip() or row.get("adresse"), 200)


def _point(row: Row) -> Point | None:
    point = point_of(row.get("latitude") or row.get("y_latitude"), row.get("longitude") or row.get("x_longitude"))
    if point is not None:
        return point
    try:
        east = float(row.get("coordonneelambertabscisseetablissement", ""))
        north = float(row.get("coordonneelambertordonneeetablissement", ""))
    except ValueError:
        return None
    return from_lambert(east, north)


# Lambert-93 (EPSG 2154) on the ellipsoid GRS 80, as IGN publishes its constants.
_N: Final = 0.7256077650532670
_C: Final = 11_754_255.426096
_XS: Final = 700_000.0
_YS: Final = 12_655_612.049876
_E: Final = 0.0818191910428158
_MERIDIAN: Final = math.radians(3)


def from_lambert(east: float, north: float) -> Point | None:
    """The place of Lambert-93 coordinates; nothing for those outside of France."""
    if not (math.isfinite(east) and 0 <= east <= 1_300_000 and 6_000_000 <= north <= 7_200_000):
        return None
    radius = math.hypot(east - _XS, north - _YS)
    turn = math.atan((east - _XS) / (_YS - north))
    isometric = -math.log(abs(radius / _C)) / _N
    latitude = 2 * math.atan(math.exp(isometric)) - math.pi / 2
    for _ in range(12):
        bent = _E * math.sin(latitude)
        latitude = 2 * math.atan(((1 + bent) / (1 - bent)) ** (_E / 2) * math.exp(isometric)) - math.pi / 2
    return Point(math.degrees(latitude), math.degrees(turn / _N + _MERIDIAN))
