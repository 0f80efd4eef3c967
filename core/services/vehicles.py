"""The vehicles of a person: added, found, listed, the one meant when none is named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from core import db
from core.db.gather import Row, put
from core.domain.plans import Feature
from core.domain.plate_countries import certain_country, written_plate
from core.domain.sharing import Right, roles_with
from core.domain.vehicle_names import VehicleNames, called, found_by, named_in
from core.errors import Gone, Refusal
from core.models import Account, OdometerReading, Vehicle, VehicleMember, deleted_vehicles
from core.ports import Clock
from core.services.days import today_of
from core.services.entitlements import Entitlements

PAGE = 6
_COUNTED = "SELECT count(*) AS present, count(archived_at) AS archived FROM vehicle WHERE {} AND deleted_at IS NULL"


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
    country: str | None = None
    # A foreign plate as it was typed.
    plate_written: str | None = None
    # What the odometer shows today.
    kilometres: int | None = None


@dataclass(frozen=True, slots=True)
class VehiclePage:
    """A page of a person's vehicles: where it starts, how many there are in all, how many are archived."""

    vehicles: tuple[Vehicle, ...]
    position: int
    total: int
    archived: int = 0
    # Whether it lists the archived ones, and the words that were looked for, if any.
    shows_archived: bool = False
    words: str = ""


class VehicleKnown(Refusal):
    """The plate or VIN is already one of the person's vehicles, perhaps an archived one."""

    def __init__(self, vehicle: Vehicle) -> None:
        plate = plate_of(vehicle) or vehicle.vin or ""
        super().__init__("vehicle.known" if vehicle.archived_at is None else "vehicle.known_archived", plate=plate)
        self.vehicle_id = vehicle.id
        self.archived = vehicle.archived_at is not None


@dataclass(frozen=True, slots=True)
class Vehicles:
    """Adds, finds and lists the vehicles of their owner. One that was deleted is found by nothing here."""

    clock: Clock
    # None where nothing is limited.
    entitlements: Entitlements | None = None

    async def add(self, owner: Account, new: NewVehicle) -> Vehicle:
        """Add a vehicle; one with a plate or VIN that the owner already has is refused."""
        async with db.transaction():
            # Two confirmations of one card at once: the owner's row makes the second wait, and then see the first.
            await Account.select_for_update().get(id=owner.id)
            await self._claim_numbers(owner, new)
            await self.ensure_room(owner)
            vehicle = self._unsaved(owner, new)
            await vehicle.save()
            if new.kilometres is not None:
                await OdometerReading.create(
                    vehicle_id=vehicle.id,
                    read_on=today_of(owner, self.clock),
                    kilometres=new.kilometres,
                    created_at=self.clock.now(),
                )
        return vehicle

    async def add_named(
        self, owner: Account, new: NewVehicle, namesakes: Sequence[Vehicle], active: int, *, held: Sequence[Row]
    ) -> Vehicle:
        """Add the vehicle that a paper names, whose `namesakes` and number of `active` others were asked already.

        Its mileage is written by whoever adds it. One statement, under the caller's lock of the owner's row.
        """
        known = known_as(namesakes, new)
        if known is not None:
            raise VehicleKnown(known)
        if self.entitlements is not None:
            await self.entitlements.room(owner, Feature.VEHICLES, active, held=held)
        for deleted in namesakes:
            deleted.plate = deleted.vin = None
        added = self._unsaved(owner, new)
        await put(Vehicle, [*namesakes, added])
        return added

    async def ensure_new(self, owner: Account, *, plate: str | None = None, vin: str | None = None) -> None:
        """Refuse a plate or VIN that is already one of the owner's."""
        known = await self.recognise(owner, plate=plate, vin=vin)
        if known is not None:
            raise VehicleKnown(known)

    async def ensure_room(self, owner: Account) -> None:
        """Refuse one vehicle more than the plan gives; what is archived takes no room."""
        if self.entitlements is not None:
            await self.entitlements.room(owner, Feature.VEHICLES, len(await self.own_active(owner)))

    async def complete(self, known: Vehicle, new: NewVehicle) -> Vehicle:
        """Take over what a registration card says: it is the official word, also where something else was typed."""
        changed = []
        for name in ("make", "model", "plate", "vin", "energy", "category", "first_registered_on", "inspection_due_on"):
            value = getattr(new, name)
            if value is None or value == getattr(known, name):
                continue
            # A plate or VIN that another of their vehicles has stays where it is: the person has to sort it out.
            if name in {"plate", "vin"} and await self.elsewhere(known, name, value) is not None:
                continue
            setattr(known, name, value)
            changed.append(name)
            if name == "plate":
                known.country = new.country or certain_country(value)
                changed.append("country")
        if changed:
            await known.save(update_fields=changed)
        return known

    async def elsewhere(self, known: Vehicle, name: str, value: str) -> Vehicle | None:
        """Another vehicle of the same owner with this plate or VIN; a deleted one gives its number up."""
        await deleted_vehicles().filter(owner_id=known.owner_id, **{name: value}).update(**{name: None})
        return await Vehicle.filter(owner_id=known.owner_id, **{name: value}).exclude(id=known.id).first()

    def _unsaved(self, owner: Account, new: NewVehicle) -> Vehicle:
        return Vehicle(
            owner_id=owner.id,
            make=new.make,
            model=new.model,
            plate=new.plate,
            plate_written=new.plate_written,
            country=new.country or (certain_country(new.plate) if new.plate else None),
            vin=new.vin,
            energy=new.energy,
            category=new.category,
            first_registered_on=new.first_registered_on,
            inspection_due_on=new.inspection_due_on,
            kilometres=new.kilometres,
            created_at=self.clock.now(),
        )

    async def _claim_numbers(self, owner: Account, new: NewVehicle) -> None:
        """Refuse a plate or VIN that another vehicle has; a deleted one gives its own up."""
        same = _same_numbers(new.plate, new.vin)
        if same is None:
            return
        for other in await QuerySet(Vehicle).filter(same, owner_id=owner.id).order_by("-vin"):
            if other.deleted_at is None:
                raise VehicleKnown(other)
            await deleted_vehicles().filter(id=other.id).update(plate=None, vin=None)

    async def get(self, owner: Account, vehicle_id: int) -> Vehicle:
        """One of the owner's vehicles, archived or not, or `Gone`."""
        vehicle = await Vehicle.get_or_none(id=vehicle_id, owner_id=owner.id)
        if vehicle is None:
            raise Gone
        return vehicle

    async def to_add_to(self, account: Account, vehicle_id: int) -> Vehicle:
        """A vehicle that a person may add to, their own or one that is shared with them."""
        found = await Vehicle.filter(_reached(account, Right.ADD), id=vehicle_id).first()
        if found is None:
            raise Gone
        return found

    async def own(self, owner: Account) -> list[Vehicle]:
        """Every vehicle of the owner, archived ones too, oldest first."""
        return await db.load(Vehicle, "WHERE owner_id = ? AND deleted_at IS NULL ORDER BY id", owner.id)

    async def own_active(self, owner: Account) -> list[Vehicle]:
        """The vehicles that the owner has now, oldest first."""
        return [vehicle for vehicle in await self.own(owner) if vehicle.archived_at is None]

    async def all(self, owner: Account) -> list[Vehicle]:
        """Every vehicle of the owner, archived ones too; as drivers ask it, those shared with them as well."""
        return await self.own(owner)

    async def active(self, owner: Account) -> list[Vehicle]:
        """The vehicles that the owner has now; as drivers ask it, those shared with them to add to as well."""
        return await self.own_active(owner)

    async def default(self, owner: Account) -> Vehicle | None:
        """The vehicle meant when none is named: the one they chose, or their only one."""
        return default_of(owner, await self.active(owner))

    async def page(self, owner: Account, position: int = 0, *, archived: bool = False) -> VehiclePage:
        """A page of the owner's vehicles, or of the archived ones; a position past the end shows the last page."""
        where, values = reached(owner, Right.VIEW)
        counted = await db.fetch(_COUNTED.format(where), *values)
        put_away = int(counted[0]["archived"])
        total = put_away if archived else int(counted[0]["present"]) - put_away
        mine = Vehicle.filter(_reached(owner, Right.VIEW), archived_at__isnull=not archived)
        start = page_start(position, total, PAGE)
        rows = await mine.order_by("-disposed_on" if archived else "id", "id").offset(start).limit(PAGE)
        return VehiclePage(tuple(rows), start, total, put_away, shows_archived=archived)

    async def search(self, owner: Account, text: str) -> list[Vehicle]:
        """The owner's vehicles that a text finds by make, model, nickname, plate or VIN; archived ones last."""
        mine = await self.all(owner)
        found = set(found_by(text, [names_of(vehicle) for vehicle in mine]))
        return sorted((v for v in mine if v.id in found), key=lambda v: (v.archived_at is not None, v.id))

    async def found_page(self, owner: Account, text: str, position: int = 0) -> VehiclePage:
        """A page of what a search finds."""
        found = await self.search(owner, text)
        start = page_start(position, len(found), PAGE)
        return VehiclePage(tuple(found[start : start + PAGE]), start, len(found), words=text)

    async def named_in(self, owner: Account, text: str) -> Vehicle | None:
        """The one vehicle that a text names, of those they have now; None when it names none, or more than one."""
        mine = await self.active(owner)
        named = named_in(text, [names_of(vehicle) for vehicle in mine])
        return next((vehicle for vehicle in mine if vehicle.id == named), None)

    async def called(self, owner: Account, text: str) -> list[Vehicle]:
        """The vehicles that a text names with every word of it, archived ones too."""
        mine = await self.all(owner)
        named = set(called(text, [names_of(vehicle) for vehicle in mine]))
        return [vehicle for vehicle in mine if vehicle.id in named]

    async def recognise(
        self, owner: Account, *, plate: str | None, vin: str | None, shared: bool = False
    ) -> Vehicle | None:
        """The owner's vehicle with this VIN or plate, archived or not; or one that is `shared` with them to add to."""
        same = _same_numbers(plate, vin)
        whose = _reached(owner, Right.ADD) if shared else Q(owner_id=owner.id)
        found = await Vehicle.filter(same, whose).order_by("id") if same is not None else []
        # A plate may have moved to another car; a VIN never does.
        return next((vehicle for vehicle in found if vin and vehicle.vin == vin), found[0] if found else None)

    async def make_default(self, owner: Account, vehicle_id: int) -> Vehicle:
        """Choose the vehicle that is meant when none is named."""
        vehicle = await self.get(owner, vehicle_id)
        if vehicle.archived_at is not None:
            raise Gone
        owner.default_vehicle_id = vehicle.id
        await owner.save(update_fields=["default_vehicle_id"])
        return vehicle


@dataclass(frozen=True, slots=True)
class SharedVehicles(Vehicles):
    """The same as drivers hold it: lists what others share with a person too. Services among themselves never do."""

    async def all(self, owner: Account) -> list[Vehicle]:
        """Every vehicle that a person may see: their own, archived ones too, and those that others share with them."""
        where, values = reached(owner, Right.VIEW)
        return await db.load(Vehicle, f"WHERE {where} AND deleted_at IS NULL ORDER BY id", *values)

    async def active(self, owner: Account) -> list[Vehicle]:
        """The vehicles in use that a person may add to, their own and those that others share with them."""
        where, values = reached(owner, Right.ADD)
        return await db.load(
            Vehicle, f"WHERE {where} AND deleted_at IS NULL AND archived_at IS NULL ORDER BY id", *values
        )


def reached(account: Account, right: Right) -> tuple[str, list[int]]:
    """The SQL condition for the vehicles that a person has a right to, with its values."""
    if not account.guest:
        return "owner_id = ?", [account.id]
    roles = ", ".join(f"'{role.value}'" for role in roles_with(right))
    part = f"SELECT vehicle_id FROM vehicle_member WHERE account_id = ? AND role IN ({roles})"  # noqa: S608  # names of ours
    return f"(owner_id = ? OR id IN ({part}))", [account.id, account.id]


def _reached(account: Account, right: Right) -> Q:
    mine = Q(owner_id=account.id)
    if not account.guest:
        return mine
    part = VehicleMember.filter(account_id=account.id, role__in=list(roles_with(right))).values("vehicle_id")
    return mine | Q(id__in=Subquery(part))


def default_of(owner: Account, vehicles: Sequence[Vehicle]) -> Vehicle | None:
    """Of the vehicles they have now, the one meant when none is named."""
    chosen = next((vehicle for vehicle in vehicles if vehicle.id == owner.default_vehicle_id), None)
    return chosen or (vehicles[0] if len(vehicles) == 1 else None)


def known_as(vehicles: Sequence[Vehicle], new: NewVehicle) -> Vehicle | None:
    """The one of some vehicles that is meant, by VIN before plate: a plate may have moved to another car."""
    there = [one for one in vehicles if one.deleted_at is None]
    by_vin = [one for one in there if new.vin and one.vin == new.vin]
    return next(iter(by_vin), None) or next((one for one in there if new.plate and one.plate == new.plate), None)


def _same_numbers(plate: str | None, vin: str | None) -> Q | None:
    named = {name: value for name, value in (("plate", plate), ("vin", vin)) if value}
    return Q(**named, join_type=Q.OR) if named else None


def names_of(vehicle: Vehicle) -> VehicleNames:
    """Everything a vehicle may be called."""
    return VehicleNames(vehicle.id, vehicle.nickname, vehicle.make, vehicle.model, vehicle.plate, vehicle.vin)


def plate_of(vehicle: Vehicle) -> str:
    """The plate as it is read on the vehicle; empty when it is not known."""
    return written_plate(vehicle.plate, vehicle.country, vehicle.plate_written) if vehicle.plate else ""


def ids_of(vehicles: Iterable[Vehicle]) -> list[int]:
    """The ids of vehicles."""
    return [vehicle.id for vehicle in vehicles]


def page_start(position: int, total: int, size: int) -> int:
    """Where the page that holds a position starts; forged or outdated positions land on a page that exists."""
    if total <= 0:
        return 0
    return min(max(position, 0), total - 1) // size * size
