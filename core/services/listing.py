"""How garages come into the directory one by one: from kept invoices and from people who suggest them."""

from dataclasses import dataclass
from datetime import date, timedelta

from core import db
from core.domain.garages.globe import cell_of
from core.domain.garages.listing import (
    Listing,
    ListingSource,
    ListingStatus,
    core_name,
    is_siret,
    words_of,
)
from core.domain.garages.places import postal
from core.domain.garages.specialties import stored
from core.domain.typed_text import clean_line
from core.errors import Refusal
from core.models import Account, Garage, ListedGarage, MyGarage
from core.ports import Clock
from core.services.garage_merging import twin_of

# Suggestions that one person may make in a day.
MOST_SUGGESTIONS = 5
# Different people whose kept invoices must name a garage before everybody sees it.
VOUCHERS = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a person says of a garage that is missing."""

    name: str
    where: str
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Listings:
    """Brings garages in; a garage that is known is found again, not added twice."""

    clock: Clock

    async def visited(self, owner: Account, garage: Garage, day: date) -> ListedGarage | None:
        """A kept invoice names a garage: find it by its SIRET or add it, and note the visit. Within a transaction."""
        if not garage.siret or not is_siret(garage.siret):
            return None
        found = await ListedGarage.get_or_none(siret=garage.siret)
        if found is None:
            found = await self._adopt(owner, garage)
        garage.listed_id = found.id
        await garage.save(update_fields=["listed_id"])
        await self._note_visit(owner, found, day)
        await self._vouch(found, garage.siret)
        return found

    async def suggest(self, owner: Account, suggestion: Suggestion) -> ListedGarage:
        """Add a garage that only this person sees until a moderator has looked; one that is known is given instead."""
        name = clean_line(suggestion.name, 120)
        place = postal(suggestion.where)
        if not name or not core_name(name):
            raise Refusal("error.text_expected")
        if place.point is None:
            raise Refusal("garage.town_not_found")
        async with db.transaction():
            day_ago = self.clock.now() - timedelta(days=1)
            mine = ListedGarage.filter(brought_by_id=owner.id, source=ListingSource.PERSON, created_at__gte=day_ago)
            if await mine.count() >= MOST_SUGGESTIONS:
                raise Refusal("garage.enough_suggestions")
            listing = Listing(
                name=name,
                source=ListingSource.PERSON,
                address=place.address,
                postcode=place.postcode,
                city=place.city,
                country=place.country,
                point=place.point,
                approximate=True,
                phone=suggestion.phone,
            )
            twin = await twin_of(listing)
            if twin is not None and (twin.status is ListingStatus.LISTED or twin.brought_by_id == owner.id):
                return twin
            return await self._create(owner, listing, ListingStatus.PENDING)

    async def _adopt(self, owner: Account, garage: Garage) -> ListedGarage:
        """The garage of an invoice: one that is known without its SIRET, or a new one that its owner alone sees."""
        place = postal(garage.address or "")
        listing = Listing(
            name=clean_line(garage.name, 120),
            source=ListingSource.INVOICE,
            siret=garage.siret,
            address=place.address,
            postcode=place.postcode,
            city=place.city,
            point=place.point,
            approximate=place.point is not None,
            phone=garage.phone,
        )
        # One paper alone changes nothing of what everybody sees: it is only linked.
        twin = await twin_of(listing)
        if twin is not None and twin.siret is None and twin.status is ListingStatus.LISTED:
            return twin
        return await self._create(owner, listing, ListingStatus.PENDING)

    async def _create(self, owner: Account, listing: Listing, status: ListingStatus) -> ListedGarage:
        now = self.clock.now()
        return await ListedGarage.create(
            siret=listing.siret,
            source=listing.source,
            status=status,
            name=listing.name,
            core_name=core_name(listing.name),
            address=listing.address,
            postcode=listing.postcode,
            city=listing.city,
            country=listing.country,
            latitude=listing.point.latitude if listing.point is not None else None,
            longitude=listing.point.longitude if listing.point is not None else None,
            approximate=listing.approximate,
            cell=cell_of(listing.point) if listing.point is not None else None,
            phone=listing.phone,
            specialties=stored(listing.specialties),
            words=words_of(listing),
            brought_by_id=owner.id,
            created_at=now,
            updated_at=now,
        )

    async def _note_visit(self, owner: Account, garage: ListedGarage, day: date) -> None:
        mine, _ = await MyGarage.get_or_create(
            owner_id=owner.id, garage_id=garage.id, defaults={"created_at": self.clock.now()}
        )
        if mine.visited_on is None or mine.visited_on < day:
            mine.visited_on = day
            await mine.save(update_fields=["visited_on"])

    async def _vouch(self, garage: ListedGarage, siret: str) -> None:
        """Once the kept invoices of several people name it, a garage is shown to everybody, under their SIRET."""
        if garage.status is not ListingStatus.PENDING and garage.siret is not None:
            return
        named = Garage.filter(listed_id=garage.id, siret=siret, kept=True)
        people = set(await named.values_list("owner_id", flat=True))
        if len(people) >= VOUCHERS:
            garage.status, garage.siret = ListingStatus.LISTED, garage.siret or siret
            await garage.save(update_fields=["status", "siret"])
