"""What becomes of a vehicle: archived and restored; deleted, taken back, and in the end purged with its documents."""

from dataclasses import dataclass
from datetime import date

from core import db
from core.domain.money import Money
from core.domain.retention import Held, period
from core.domain.states import ArchiveReason, DocumentState
from core.errors import Gone, Refusal
from core.models import Account, Document, MaintenanceRecord, Notification, Vehicle, deleted_vehicles
from core.ports import Clock, Jobs
from core.services.vehicles import Vehicles

# How long a deletion can be taken back.
UNDO = period(Held.TAKEN_OFF)
# Vehicles purged in one go; the next hour takes the next ones.
BATCH = 20


@dataclass(frozen=True, slots=True)
class Contents:
    """What hangs on a vehicle and would go with it."""

    records: int
    documents: int


@dataclass(frozen=True, slots=True)
class VehicleLife:
    """Archives, restores, deletes and purges vehicles of their owner."""

    clock: Clock
    jobs: Jobs
    vehicles: Vehicles

    async def archive(
        self,
        owner: Account,
        vehicle_id: int,
        reason: ArchiveReason,
        disposed_on: date | None = None,
        sale: Money | None = None,
    ) -> Vehicle:
        """Put a vehicle away: it is listed apart and reminds of nothing, and all that is known of it stays."""
        async with db.transaction():
            vehicle = await self._owned(owner, vehicle_id)
            if disposed_on is not None and vehicle.purchased_on is not None and disposed_on < vehicle.purchased_on:
                raise Refusal("error.sold_before_bought", day=vehicle.purchased_on)
            vehicle.archived_at, vehicle.archive_reason = self.clock.now(), reason
            vehicle.disposed_on = disposed_on
            vehicle.sale_cents = sale.cents if sale is not None else None
            vehicle.sale_currency = sale.currency if sale is not None else None
            await vehicle.save(update_fields=list(_ARCHIVING))
            await self._no_default(owner, vehicle.id)
        return vehicle

    async def restore(self, owner: Account, vehicle_id: int) -> Vehicle:
        """Take a vehicle out of the archive; reminders speak again, and it was not sold after all."""
        async with db.transaction():
            await Account.select_for_update().get(id=owner.id)
            vehicle = await self._owned(owner, vehicle_id)
            if vehicle.archived_at is not None:
                await self.vehicles.ensure_room(owner)
            for column in _ARCHIVING:
                setattr(vehicle, column, None)
            await vehicle.save(update_fields=list(_ARCHIVING))
        return vehicle

    async def contents(self, owner: Account, vehicle: Vehicle) -> Contents:
        """What would go with a vehicle."""
        records = await MaintenanceRecord.filter(vehicle_id=vehicle.id).count()
        kept = Document.filter(owner_id=owner.id, vehicle_id=vehicle.id, state=DocumentState.KEPT)
        return Contents(records, await kept.count())

    async def delete(self, owner: Account, vehicle_id: int) -> Vehicle:
        """Delete a vehicle with all that hangs on it: nothing is reachable any more, and it can be taken back."""
        async with db.transaction():
            vehicle = await self._owned(owner, vehicle_id)
            vehicle.deleted_at = self.clock.now()
            await vehicle.save(update_fields=["deleted_at"])
            # A card that waits for its confirmation belongs to no vehicle yet: it only proposed this one.
            await Document.filter(vehicle_id=vehicle.id, state=DocumentState.PROPOSED).update(vehicle_id=None)
            await self._no_default(owner, vehicle.id)
        return vehicle

    async def undelete(self, owner: Account, vehicle_id: int) -> Vehicle:
        """Take a deletion back; after the purge the vehicle is gone."""
        async with db.transaction():
            vehicle = await deleted_vehicles().select_for_update().get_or_none(id=vehicle_id, owner_id=owner.id)
            if vehicle is None:
                # Taken back by an earlier tap: then it is simply there.
                return await self._owned(owner, vehicle_id)
            vehicle.deleted_at = None
            await vehicle.save(update_fields=["deleted_at"])
        return vehicle

    async def deleted_with(self, owner: Account, *, plate: str | None, vin: str | None) -> Vehicle | None:
        """The deleted vehicle of the owner with this plate or VIN, while it can be taken back."""
        named = {"plate": plate} if plate else {"vin": vin}
        return await deleted_vehicles().filter(owner_id=owner.id, **named).first()

    async def purge(self) -> int:
        """Truly delete what was deleted a while ago, with its documents and their files; how many vehicles."""
        before = self.clock.now() - UNDO
        old = await deleted_vehicles().filter(deleted_at__lt=before).order_by("id").limit(BATCH)
        for vehicle in old:
            async with db.transaction():
                await self._purge(vehicle.id)
        return len(old)

    async def _purge(self, vehicle_id: int) -> None:
        # It may have been taken back since it was listed.
        vehicle = await deleted_vehicles().select_for_update().get_or_none(id=vehicle_id)
        if vehicle is None:
            return
        previews = await Document.filter(vehicle_id=vehicle_id, preview__not_isnull=True).values_list(
            "preview", flat=True
        )
        await Notification.filter(reminder__vehicle_id=vehicle_id).delete()
        await Document.filter(vehicle_id=vehicle_id).delete()
        await vehicle.delete()
        if previews:
            # A job does it after the commit, so that a crash cannot skip it.
            await self.jobs.enqueue("delete_files", {"names": [str(name) for name in previews]})

    async def _owned(self, owner: Account, vehicle_id: int) -> Vehicle:
        vehicle = await Vehicle.select_for_update().get_or_none(id=vehicle_id, owner_id=owner.id)
        if vehicle is None:
            raise Gone
        return vehicle

    async def _no_default(self, owner: Account, vehicle_id: int) -> None:
        if owner.default_vehicle_id == vehicle_id:
            owner.default_vehicle_id = None
            await owner.save(update_fields=["default_vehicle_id"])


_ARCHIVING = ("archived_at", "archive_reason", "disposed_on", "sale_cents", "sale_currency")
