"""Garages as a person's papers name them: seen on each, kept with the first paper that is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.domain.vendors import letterhead, vendor_key
from core.models import Account, Garage
from core.ports import Clock
from core.services.listing import Listings


@dataclass(frozen=True, slots=True)
class Garages:
    """Knows garages by their SIRET, or by their name; every method joins the caller's transaction."""

    clock: Clock
    listings: Listings

    async def seen(
        self, owner: Account, fields: Mapping[str, str | None], text: str, today: date
    ) -> tuple[str | None, str | None]:
        """Note the garage that a paper names.

        The key it is known by, None when the paper names none, and the name that the person kept it under.
        """
        vendor, name = vendor_key(fields), fields.get("vendor_name")
        if vendor is None or not (name or fields.get("vendor_siret")):
            return vendor, None
        head = letterhead(text)
        known = await Garage.get_or_none(owner_id=owner.id, vendor=vendor)
        if known is None and not name:
            return vendor, None
        if known is None:
            await Garage.create(
                owner_id=owner.id,
                vendor=vendor,
                siret=(fields.get("vendor_siret") or "")[:14] or None,
                name=(name or "")[:200],
                address=head.address,
                phone=head.phone,
                seen_on=today,
                created_at=self.clock.now(),
            )
            return vendor, None
        known.seen_on = today
        known.address, known.phone = known.address or head.address, known.phone or head.phone
        await known.save(update_fields=["seen_on", "address", "phone"])
        return vendor, known.name if known.kept else None

    async def keep(
        self, owner: Account, vendor: str | None, name: str | None, day: date | None = None
    ) -> Garage | None:
        """Keep the garage of a paper that is kept, of that day, under the name that the person saw on the card."""
        known = await Garage.get_or_none(owner_id=owner.id, vendor=vendor) if vendor else None
        if known is None:
            return None
        known.kept, known.name = True, (name or known.name)[:200]
        await known.save(update_fields=["kept", "name"])
        await self.listings.visited(owner, known, day or known.seen_on)
        return known

    async def known(self, owner: Account, siret: str) -> Garage | None:
        """The person's garage with a SIRET."""
        return await Garage.get_or_none(owner_id=owner.id, siret=siret)
