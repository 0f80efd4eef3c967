"""The vehicles of a person."""

from dataclasses import dataclass
from datetime import date

from core import db
from core.domain.plates import displayed_plate
from core.errors import Gone, Refusal
from core.models import Account, Vehicle
from core.ports import Clock

PAGE = 6


@dataclass(frozen=True, slots=True)
class NewVehicle:
    """What is known of a vehicle to be added; anything may be missing. Plate and VIN normalised."""

    make: str | None = None
    model: str | None = None
    plate: str | None = None
    vin: str | None = None
    energy: str | None = None
    category: str | None = None
    first_registered_on: date | None = None
    inspection_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class VehiclePage:
    """A page of a person's vehicles: where it starts and how many there are in all."""

    vehicles: tuple[Vehicle, ...]
    position: int
    total: int


class VehicleKnown(Refusal):
    """The plate or VIN is already one of the person's vehicles."""

    def __init__(self, vehicle: Vehicle) -> None:
        super().__init__("vehicle.known", plate=displayed_plate(vehicle.plate) if vehicle.plate else vehicle.vin or "")
        self.vehicle_id = vehicle.id


@dataclass(frozen=True, slots=True)
class Vehicles:
    """Adds, finds and lists the vehicles of their owner."""

    clock: Clock

    async def add(self, owner: Account, new: NewVehicle) -> Vehicle:
        """Add a vehicle; one with a plate or VIN that the owner already has is refused."""
        async with db.transaction():
            # Two confirmations of one card at once: the owner's row makes the second wait, and then see the first.
            await Account.select_for_update().get(id=owner.id)
            known = await self.recognise(owner, plate=new.plate, vin=new.vin)
            if known is not None:
                raise VehicleKnown(known)
            return await Vehicle.create(
                owner_id=owner.id,
                make=new.make,
                model=new.model,
                plate=new.plate,
                vin=new.vin,
                energy=new.energy,
                category=new.category,
                first_registered_on=new.first_registered_on,
                inspection_due_on=new.inspection_due_on,
                created_at=self.clock.now(),
            )

    async def ensure_new(self, owner: Account, plate: str) -> None:
        """Refuse a plate that is already one of the owner's."""
        known = await self.recognise(owner, plate=plate, vin=None)
        if known is not None:
            raise VehicleKnown(known)

    async def complete(self, known: Vehicle, new: NewVehicle) -> Vehicle:
        """Take over what a registration card says: it is the official word, also where something else was typed."""
        changed = []
        for name in ("make", "model", "plate", "vin", "energy", "category", "first_registered_on", "inspection_due_on"):
            value = getattr(new, name)
            if value is None or value == getattr(known, name):
                continue
            # A plate or VIN that another of their vehicles has stays where it is: the person has to sort it out.
            if name in {"plate", "vin"} and await self._elsewhere(known, name, value):
                continue
            setattr(known, name, value)
            changed.append(name)
        if changed:
            await known.save(update_fields=changed)
        return known

    async def _elsewhere(self, known: Vehicle, name: str, value: str) -> bool:
        return await Vehicle.filter(owner_id=known.owner_id, **{name: value}).exclude(id=known.id).exists()

    async def get(self, owner: Account, vehicle_id: int) -> Vehicle:
        """One of the owner's vehicles, or `Gone`."""
        vehicle = await Vehicle.get_or_none(id=vehicle_id, owner_id=owner.id)
        if vehicle is None:
            raise Gone
        return vehicle

    async def all(self, owner: Account) -> list[Vehicle]:
        """Every vehicle of the owner, oldest first."""
        return await db.load(Vehicle, "WHERE owner_id = ? ORDER BY id", owner.id)

    async def page(self, owner: Account, position: int = 0) -> VehiclePage:
        """A page of the owner's vehicles, oldest first; a position past the end shows the last page."""
        total = await Vehicle.filter(owner_id=owner.id).count()
        start = page_start(position, total, PAGE)
        rows = await Vehicle.filter(owner_id=owner.id).order_by("id").offset(start).limit(PAGE)
        return VehiclePage(tuple(rows), start, total)

    async def recognise(self, owner: Account, *, plate: str | None, vin: str | None) -> Vehicle | None:
        """The owner's vehicle with this VIN or plate."""
        for name, value in (("vin", vin), ("plate", plate)):
            if value:
                found = await Vehicle.filter(owner_id=owner.id, **{name: value}).first()
                if found is not None:
                    return found
        return None


def page_start(position: int, total: int, size: int) -> int:
    """Where the page that holds a position starts; forged or outdated positions land on a page that exists."""
    if total <= 0:
        return 0
    return min(max(position, 0), total - 1) // size * size
