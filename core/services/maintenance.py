"""The logbook: work written down by hand, shown, taken back."""

from dataclasses import dataclass
from datetime import date

from core import db
from core.models import PRESENT, Account, MaintenanceRecord
from core.ports import Clock
from core.services.days import today_of
from core.services.odometer import Odometer
from core.services.record_changes import RecordChanges, Removed
from core.services.records import AlreadyRecorded, NewRecord, RecordData, Records, Saved, checked, record_data
from core.services.vehicles import Vehicles

__all__ = ["AlreadyRecorded", "Maintenance", "NewRecord", "RecordData", "Saved"]


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Writes work down and shows it; what papers make of it is `Confirming`'s."""

    clock: Clock
    vehicles: Vehicles
    odometer: Odometer
    records: Records
    changes: RecordChanges

    async def create(self, owner: Account, new: NewRecord, *, insist: bool = False) -> Saved:
        """Write down work that was done or is planned, with everything that follows from it.

        What seems to be in the logbook already is refused with `AlreadyRecorded` unless they insist.
        """
        async with db.transaction():
            new = checked(new, today_of(owner, self.clock))
            standing = await self.records.stand(owner, new)
            if not insist:
                self.records.refuse_twin(standing, new)
            return await self.records.write(owner, standing, new)

    async def undo(self, owner: Account, record_id: int) -> Removed:
        """Take a record back, with the reading and the reminders that came from it."""
        return await self.changes.remove(owner, record_id)

    async def expected_kilometres(self, owner: Account, vehicle_id: int, day: date | None) -> int | None:
        """What the odometer of a vehicle showed on a day, as far as its readings tell."""
        vehicle = await self.vehicles.get(owner, vehicle_id)
        expected = await self.odometer.expected(owner, vehicle, day)
        return expected.kilometres if expected is not None else None

    async def record(self, owner: Account, record_id: int) -> RecordData:
        """One of the owner's records with its lines."""
        return record_data(await self.records.owned(owner, record_id), with_lines=True)

    async def record_of(self, owner: Account, document_id: int) -> int | None:
        """The id of the record that a document made, if it made one."""
        row = await MaintenanceRecord.get_or_none(PRESENT, document_id=document_id, vehicle__owner_id=owner.id)
        return row.id if row is not None else None
