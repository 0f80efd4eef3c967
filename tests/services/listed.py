"""Garages of the directory that tests begin with."""

from datetime import UTC, datetime

from core.domain.garages.globe import Point, cell_of
from core.domain.garages.listing import Listing, ListingSource, ListingStatus, core_name, words_of
from core.domain.garages.ratings import score
from core.domain.garages.specialties import Specialty, stored
from core.models import ListedGarage

LYON = Point(45.7578, 4.8320)
SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def listed(
    name: str = "Garage du Parc",
    point: Point | None = LYON,
    *specialties: Specialty,
    status: ListingStatus = ListingStatus.LISTED,
    city: str = "Lyon",
    postcode: str = "69003",
    ratings: int = 0,
    stars: int = 0,
    **more: object,
) -> ListedGarage:
    listing = Listing(name, ListingSource.OSM, city=city, postcode=postcode, specialties=specialties)
    return ListedGarage(
        source=ListingSource.OSM,
        status=status,
        name=name,
        core_name=core_name(name),
        city=city,
        postcode=postcode,
        latitude=point.latitude if point is not None else None,
        longitude=point.longitude if point is not None else None,
        cell=cell_of(point) if point is not None else None,
        specialties=stored(specialties),
        words=words_of(listing),
        ratings=ratings,
        stars=stars,
        score=score(ratings, stars),
        created_at=SINCE,
        updated_at=SINCE,
        **more,
    )


async def add(*garages: ListedGarage) -> list[ListedGarage]:
    for garage in garages:
        await garage.save(force_create=True)
    return list(garages)
