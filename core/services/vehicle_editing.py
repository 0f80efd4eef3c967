"""A vehicle's fields, changed one at a time."""

from dataclasses import dataclass

from core import db
from core.domain.vehicle_fields import VIN_SINCE, Values, VehicleField, read_value, vehicle_field
from core.errors import Gone, Refusal
from core.models import Account, Reminder, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.reminders import Reminders
from core.services.vehicles import VehicleKnown, Vehicles

# What the date of the next inspection is worked out from.
_INSPECTED = frozenset({"first_registered_on", "category", "inspection_due_on"})


@dataclass(frozen=True, slots=True)
class VehicleEditing:
    """Changes and empties fields of the owner's vehicles."""

    clock: Clock
    vehicles: Vehicles
    reminders: Reminders

    async def change(
        self, owner: Account, vehicle_id: int, name: str, typed: str, *, old: bool = False
    ) -> tuple[Vehicle, tuple[Reminder, ...]]:
        """Put what was typed into a field; the reminders that this makes are there to be offered.

        A plate or VIN of another of their vehicles is refused; `old` takes a VIN of before 1981 as it is.
        """
        field = _known(name)
        vehicle = await self.vehicles.get(owner, vehicle_id)
        registered = vehicle.first_registered_on
        old = old or (registered is not None and registered < VIN_SINCE)
        values = read_value(field, typed, today_of(owner, self.clock), owner.language, old=old)
        return await self._write(owner, vehicle_id, field, values)

    async def erase(self, owner: Account, vehicle_id: int, name: str) -> tuple[Vehicle, tuple[Reminder, ...]]:
        """Empty a field."""
        field = _known(name)
        with_plate = ("country", "plate_written") if name == "plate" else ()
        values: Values = dict.fromkeys((*field.columns, *with_plate))
        return await self._write(owner, vehicle_id, field, values)

    async def _write(
        self, owner: Account, vehicle_id: int, field: VehicleField, values: Values
    ) -> tuple[Vehicle, tuple[Reminder, ...]]:
        async with db.transaction():
            # As when one is added: the owner's row makes whoever gives the same plate to another vehicle wait.
            await Account.select_for_update().get(id=owner.id)
            vehicle = await self.vehicles.get(owner, vehicle_id)
            if field.only_archived and vehicle.archived_at is None:
                raise Gone
            await self._refuse_known(vehicle, values)
            for column, value in values.items():
                setattr(vehicle, column, value)
            _refuse_wrong_order(vehicle)
            await vehicle.save(update_fields=list(values))
            if field.name not in _INSPECTED or vehicle.archived_at is not None:
                return vehicle, ()
            return vehicle, await self.reminders.propose_inspection(owner, vehicle)

    async def _refuse_known(self, vehicle: Vehicle, values: Values) -> None:
        for name in ("plate", "vin"):
            value = values.get(name)
            if value is not None:
                other = await self.vehicles.elsewhere(vehicle, name, str(value))
                if other is not None:
                    raise VehicleKnown(other)


def _known(name: str) -> VehicleField:
    field = vehicle_field(name)
    if field is None:
        raise Gone
    return field


def _refuse_wrong_order(vehicle: Vehicle) -> None:
    bought, parted = vehicle.purchased_on, vehicle.disposed_on
    if bought is not None and parted is not None and parted < bought:
        raise Refusal("error.sold_before_bought", day=bought)
