"""Which vehicle of a person each vehicle of a file is, or a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tortoise.queryset import QuerySet

from core import db
from core.domain.imports.import_rows import ImportedCar
from core.domain.plate_countries import certain_country, typed_blocks
from core.domain.plates import french_plate, parse_plate
from core.domain.typed_text import clean_line, folded
from core.domain.vin import parse_vin
from core.errors import Gone, Refusal
from core.models import Account, Vehicle, deleted_vehicles
from core.ports import Clock
from core.services.vehicles import default_of

NEW = 0


class ImportVehicleNeeded(Refusal):
    """The file names no vehicle, and the person has several."""

    def __init__(self) -> None:
        super().__init__("import.vehicle_needed")


@dataclass(frozen=True, slots=True)
class Meant:
    """What the vehicles of a file become: those of the person, and those to be added (None)."""

    vehicles: dict[str, Vehicle | None]
    needs_choice: bool = False


def meant(owner: Account, mine: Sequence[Vehicle], cars: Mapping[str, ImportedCar], chosen: int | None) -> Meant:
    """Recognise vehicles by VIN, plate or name; one that has neither is the only one they have, or must be chosen."""
    found: dict[str, Vehicle | None] = {}
    for key, car in cars.items():
        found[key] = _recognised(car, mine)
    if len(cars) != 1:
        return Meant(found)
    (key,) = cars
    if chosen is not None:
        vehicle = next((vehicle for vehicle in mine if vehicle.id == chosen), None)
        if vehicle is None and chosen != NEW:
            raise Gone
        return Meant({key: vehicle})
    nameless = not any((cars[key].name, cars[key].make, cars[key].model, cars[key].plate, cars[key].vin))
    if found[key] is None and nameless:
        in_use = [vehicle for vehicle in mine if vehicle.archived_at is None]
        found[key] = default_of(owner, in_use)
        return Meant(found, needs_choice=found[key] is None and len(in_use) > 1)
    return Meant(found)


def _recognised(car: ImportedCar, mine: Sequence[Vehicle]) -> Vehicle | None:
    vin, plate = _vin(car), _plate(car)
    by_number = [vehicle for vehicle in mine if (vin and vehicle.vin == vin) or (plate and vehicle.plate == plate)]
    if by_number:
        return by_number[0]
    names = {folded(name) for name in (car.name, _model(car.make, car.model)) if name}
    named = [
        vehicle
        for vehicle in mine
        if {folded(name) for name in (vehicle.nickname, _model(vehicle.make, vehicle.model)) if name} & names
        # Two cars of one model with two plates are two cars.
        and not (plate and vehicle.plate and vehicle.plate != plate)
    ]
    return named[0] if len(named) == 1 else None


async def add_vehicle(clock: Clock, owner: Account, car: ImportedCar, batch_id: int) -> Vehicle:
    """Add a vehicle of a file; its numbers were looked for among the person's before. Within their transaction."""
    vin, plate = _vin(car), _plate(car)
    for name, number in (("vin", vin), ("plate", plate)):
        if number is not None:
            # One that was deleted gives its number up.
            await deleted_vehicles().filter(owner_id=owner.id, **{name: number}).update(**{name: None})
    name, model = clean_line(car.name or "", 40), _model(car.make, car.model)
    return await Vehicle.create(
        owner_id=owner.id,
        make=clean_line(car.make or "", 60) or None,
        model=clean_line(car.model or "", 80) or None,
        nickname=name if name and folded(name) != folded(model) else None,
        plate=plate,
        plate_written=typed_blocks(car.plate or "") if plate and french_plate(plate) is None else None,
        country=car.country or (certain_country(plate) if plate else None),
        vin=vin,
        energy=car.energy.value if car.energy is not None else None,
        category=car.category,
        first_registered_on=car.first_registered_on,
        created_at=clock.now(),
        import_id=batch_id,
    )


async def without_rows(vehicle_id: int) -> bool:
    """Whether nothing hangs on a vehicle any more."""
    tables = ("fill_up", "maintenance_record", "cost", "odometer_reading", "reminder", "document")
    for table in tables:
        if await db.fetch(f"SELECT 1 AS one FROM {table} WHERE vehicle_id = ? LIMIT 1", vehicle_id):  # noqa: S608  # names of ours
            return False
    return True


async def drop_vehicle(vehicle_id: int) -> None:
    """Delete a vehicle that an import had added."""
    await QuerySet(Vehicle).filter(id=vehicle_id).delete()


def _model(make: str | None, model: str | None) -> str:
    return " ".join(part for part in (make, model) if part)


def _vin(car: ImportedCar) -> str | None:
    try:
        return parse_vin(car.vin).value if car.vin else None
    except Refusal:
        return None


def _plate(car: ImportedCar) -> str | None:
    try:
        return parse_plate(car.plate).value if car.plate else None
    except Refusal:
        return None
