"""What people say of a garage should read otherwise: theirs at once where they alone see it, else after a look."""

from dataclasses import dataclass
from datetime import timedelta

from core import db
from core.domain.garages.corrections import MOST_A_DAY, Correction, CorrectionState, checked
from core.domain.garages.listing import ListingStatus
from core.errors import Refusal
from core.models import Account, GarageCorrection, ListedGarage
from core.ports import Clock
from core.services.directory import Directory
from core.services.garage_editing import put_value, value_of


@dataclass(frozen=True, slots=True)
class GarageCorrections:
    """Takes corrections; one for each person, garage and column, the newest counts."""

    clock: Clock
    directory: Directory

    async def suggest(self, owner: Account, garage_id: int, what: Correction, text: str) -> bool:
        """Take what was typed; whether it stands already, because nobody else sees this garage yet."""
        value = checked(what, text)
        async with db.transaction():
            garage = await self.directory.get(owner, garage_id)
            if value_of(garage, what) == value:
                return True
            if garage.status is ListingStatus.PENDING and garage.brought_by_id == owner.id:
                mine = await ListedGarage.select_for_update().get(id=garage.id)
                put_value(mine, what, value)
                mine.updated_at = self.clock.now()
                await mine.save()
                return True
            await self._check(owner)
            await GarageCorrection.update_or_create(
                owner_id=owner.id,
                garage_id=garage.id,
                what=what,
                defaults={"value": value, "state": CorrectionState.WAITING, "created_at": self.clock.now()},
            )
        return False

    async def _check(self, owner: Account) -> None:
        day_ago = self.clock.now() - timedelta(days=1)
        if await GarageCorrection.filter(owner_id=owner.id, created_at__gt=day_ago).count() >= MOST_A_DAY:
            raise Refusal("garage.enough_suggestions")
