"""The logbook: work written down by hand, shown, taken back."""

from dataclasses import dataclass
from datetime import date

from core import db
from core.errors import Gone
from core.models import PRESENT, Account, MaintenanceRecord, Vehicle
from core.services.odometer import Odometer
from core.services.record_changes import RecordChanges, Removed
from core.services.records import AlreadyRecorded, NewRecord, RecordData, Records, Saved, record_data
from core.services.vehicles import Vehicles

__all__ = ["AlreadyRecorded", "Maintenance", "NewRecord", "RecordData", "Saved"]


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Writes work down and shows it; what papers make of it is `Confirming`'s."""

    vehicles: Vehicles
    odometer: Odometer
    records: Records
    changes: RecordChanges

    async def create(self, owner: Account, new: NewRecord, *, insist: bool = False) -> Saved:
        """Write down work that was done or is planned, with everything that follows from it.

        What seems to be in the logbook already is refused with `AlreadyRecorded` unless they insist.
        """
        async with db.transaction():
            # The row lock makes a second tap on "save" wait for the first, and then see its record.
            vehicle = await Vehicle.select_for_update().get_or_none(id=new.vehicle_id, owner_id=owner.id)
            if vehicle is None:
                raise Gone
            if not insist:
                await self.records.refuse_twin(vehicle, new)
            return await self.records.write(owner, vehicle, new)

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
