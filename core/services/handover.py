"""A vehicle that goes to somebody else: what belongs to the car goes along, what belongs to its owner stays.

The buyer gets the vehicle as a row of their own, with its readings, clusters, inspections, intervals and the work that
was done: day, mileage, services, parts, garage, price, warranty. Its appointments to come follow (`Appointments`). With
the seller stay papers (they name people), notes, invoice numbers, fill-ups (they tell where somebody drove), costs,
reminders, what was paid for the car, its insurance and its pet name. The seller keeps it all, in the archive, as sold.
"""

from dataclasses import dataclass
from typing import Final

from core import db
from core.domain.record_search import search_text
from core.domain.record_status import RecordStatus
from core.domain.service_types import ServiceType
from core.domain.states import ArchiveReason
from core.errors import Gone
from core.models import (
    Account,
    ClusterReplacement,
    Inspection,
    MaintenanceLine,
    MaintenanceRecord,
    OdometerReading,
    ServiceDone,
    ServiceInterval,
    Vehicle,
    VehicleMember,
)
from core.ports import Clock
from core.services.days import today_of
from core.services.vehicle_life import VehicleLife
from core.services.vehicles import NewVehicle, Vehicles

GOES: Final = (
    *("make", "model", "plate", "country", "vin", "energy", "category", "first_registered_on", "inspection_due_on"),
    *("kilometres", "odometer_offset", "inspection_class"),
)


@dataclass(frozen=True, slots=True)
class Handover:
    """Hands vehicles over. Within the caller's transaction."""

    clock: Clock
    vehicles: Vehicles
    life: VehicleLife

    async def hand_over(self, vehicle: Vehicle, seller: Account, buyer: Account) -> Vehicle:
        """Give a vehicle to somebody: theirs counts by their plan, the seller's goes to the archive."""
        if vehicle.archived_at is not None:
            raise Gone
        await VehicleMember.filter(vehicle_id=vehicle.id, account_id=buyer.id).delete()
        # Refuses one that the buyer has already, and one more than their plan gives.
        made = await self.vehicles.add(buyer, NewVehicle(plate=vehicle.plate, vin=vehicle.vin, country=vehicle.country))
        for column in GOES:
            setattr(made, column, getattr(vehicle, column))
        await made.save(update_fields=list(GOES))
        await self._copy_plain(vehicle, made)
        await self._copy_records(vehicle, made)
        await self.life.archive(seller, vehicle.id, ArchiveReason.SOLD, today_of(seller, self.clock))
        return made

    async def _copy_plain(self, old: Vehicle, new: Vehicle) -> None:
        """What hangs on the vehicle alone."""
        for table, columns in _PLAIN.items():
            names = ", ".join(columns)
            await db.execute(
                f"INSERT INTO {table}(vehicle_id, {names}) SELECT ?, {names} FROM {table} WHERE vehicle_id = ?",  # noqa: S608  # names of ours
                *(new.id, old.id),
            )

    async def _copy_records(self, old: Vehicle, new: Vehicle) -> None:
        """The work that was done, with its parts and services."""
        done = MaintenanceRecord.filter(vehicle_id=old.id, status=RecordStatus.COMPLETED).order_by("id")
        for record in await done.prefetch_related("lines", "services"):
            services = [ServiceType(one.service) for one in record.services]
            words = [line.description for line in record.lines]
            copy = await MaintenanceRecord.create(
                vehicle_id=new.id,
                done_on=record.done_on,
                kilometres=record.kilometres,
                garage=record.garage,
                garage_siret=record.garage_siret,
                total_cents=record.total_cents,
                currency=record.currency,
                warranty_until=record.warranty_until,
                category=record.category,
                category_chosen=record.category_chosen,
                search=search_text(services, [record.garage, *words]),
                created_at=record.created_at,
            )
            await ServiceDone.bulk_create([ServiceDone(record_id=copy.id, service=one.value) for one in services])
            await MaintenanceLine.bulk_create([_line_of(line, copy.id) for line in record.lines])


def _line_of(line: MaintenanceLine, record_id: int) -> MaintenanceLine:
    return MaintenanceLine(
        record_id=record_id,
        position=line.position,
        description=line.description,
        quantity=line.quantity,
        unit_price=line.unit_price,
        total_cents=line.total_cents,
        kind=line.kind,
    )


_PLAIN: Final = {
    OdometerReading.Meta.table: ("read_on", "kilometres", "source", "cluster_offset", "created_at"),
    ClusterReplacement.Meta.table: ("replaced_on", "old_kilometres", "new_kilometres", "created_at"),
    Inspection.Meta.table: ("done_on", "result", "valid_until", "created_at"),
    ServiceInterval.Meta.table: (
        *("service", "months", "kilometres", "active", "fixed", "anchor_on", "anchor_kilometres"),
    ),
}
