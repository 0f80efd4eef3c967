"""Fill-ups and charges: logged, changed, taken back."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from core import db
from core.db.gather import made, rows_of
from core.domain.consumption import Leg
from core.domain.energy import Energy
from core.domain.fuel import Amounts, FillPlace, FuelUnit, complete, fuel_meant, unit_of
from core.domain.money import Money
from core.domain.odometer import ReadingSource
from core.errors import Gone, Refusal
from core.models import PRESENT, Account, FillUp, HomeTariff, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.foresight import foresee
from core.services.fuel_figures import fills_up_to, leg_among, leg_ending_with
from core.services.odometer import Odometer, OdometerJumped, OdometerWentBack
from core.services.standing import NO_ROW, About, Piece, Standing, stand

HIGHEST_STATION = 120
# Another fill-up that shows the same mileage on the same day shares the reading.
_TWIN = "WHERE vehicle_id = ? AND filled_on = ? AND kilometres = ? AND deleted_at IS NULL AND id <> ? LIMIT 1"
_UNLESS_SHARED = "(CASE WHEN EXISTS (SELECT 1 FROM fill_up {}) THEN 0 ELSE CAST(? AS BIGINT) END)"
_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class NewFill:
    """A fill-up as given: any two of quantity (thousandths of `unit`), total and unit price, or one of the first two.

    Without `energy` the vehicle's own is meant; `full` None: nobody said; `currency` is that of a lone unit price.
    """

    vehicle_id: int
    filled_on: date
    energy: Energy | None
    quantity_milli: int | None
    unit: FuelUnit
    total: Money | None
    unit_price: Decimal | None
    full: bool | None
    missed: bool = False
    kilometres: int | None = None
    station: str | None = None
    place: FillPlace | None = None
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class FillChange:
    """What is to be different about a fill-up; None stays as it is."""

    filled_on: date | None = None
    energy: Energy | None = None
    quantity_milli: int | None = None
    total: Money | None = None
    unit_price: Decimal | None = None
    full: bool | None = None
    missed: bool | None = None
    kilometres: int | None = None
    station: str | None = None
    place: FillPlace | None = None


@dataclass(frozen=True, slots=True)
class FillSaved:
    """A fill-up with its vehicle, and the leg from the last full tank that it completed, if it did."""

    fill: FillUp
    vehicle: Vehicle
    leg: Leg | None


@dataclass(frozen=True, slots=True)
class Fuel:
    """Logs fill-ups with their odometer readings; a deletion can be undone."""

    clock: Clock
    odometer: Odometer

    async def add(
        self, owner: Account, new: NewFill, *, amounts_right: bool = False, reading_right: bool = False
    ) -> FillSaved:
        """Log a fill-up.

        Refused unless they say it is right: amounts that do not multiply (`AmountsDisagree`), an unlikely price
        (`PriceUnlikely`), an odometer that runs back or jumps (`OdometerWentBack`, `OdometerJumped`).
        """
        if new.filled_on > today_of(owner, self.clock):
            raise Refusal("error.date_in_future")
        async with db.transaction():
            tariff = await self._tariff_for(owner, new)
            standing = await self._stand(owner, new.vehicle_id, new.filled_on, new.kilometres, insist=reading_right)
            vehicle = standing.vehicle
            energy = new.energy or fuel_meant(Energy(vehicle.energy) if vehicle.energy else None, new.unit)
            amounts = complete(new.unit, _given(new, tariff), insist=amounts_right)
            fill = FillUp(
                vehicle_id=vehicle.id,
                filled_on=new.filled_on,
                energy=energy,
                unit=new.unit,
                full=new.full,
                missed=new.missed,
                kilometres=new.kilometres,
                station=(new.station or "").strip()[:HIGHEST_STATION] or None,
                place=new.place if energy is Energy.ELECTRIC else None,
                created_at=self.clock.now(),
            )
            _put(fill, amounts)
            await self._read(standing, fill, insist=reading_right)
            return await self._saved(standing, fill)

    async def get(self, owner: Account, fill_id: int) -> FillSaved:
        """One of the owner's fill-ups."""
        fill = await self._mine(owner, fill_id)
        return FillSaved(fill, fill.vehicle, await leg_ending_with(fill))

    async def row(self, owner: Account, fill_id: int) -> FillUp:
        """The same, without what it tells about consumption."""
        return await self._mine(owner, fill_id)

    async def change(
        self,
        owner: Account,
        fill_id: int,
        change: FillChange,
        *,
        amounts_right: bool = False,
        reading_right: bool = False,
    ) -> FillSaved:
        """Change a fill-up; of quantity, total and unit price the one that depends on the changed one follows."""
        async with db.transaction():
            fill = await self._mine(owner, fill_id)
            if change.filled_on is not None and change.filled_on > today_of(owner, self.clock):
                raise Refusal("error.date_in_future")
            if change.energy is not None:
                fill.energy, fill.unit = change.energy, unit_of(change.energy)
            # Amounts that stay were judged when they were typed.
            stay = change.quantity_milli is None and change.total is None and change.unit_price is None
            _put(fill, complete(fill.unit, _changed(fill, change), insist=amounts_right or stay))
            fill.full = fill.full if change.full is None else change.full
            fill.missed = fill.missed if change.missed is None else change.missed
            fill.place = (change.place or fill.place) if fill.energy is Energy.ELECTRIC else None
            if change.station is not None:
                fill.station = change.station.strip()[:HIGHEST_STATION] or None
            if change.filled_on is None and change.kilometres is None:
                await fill.save()
                return FillSaved(fill, fill.vehicle, await leg_ending_with(fill))
            day = change.filled_on or fill.filled_on
            kilometres = fill.kilometres if change.kilometres is None else change.kilometres
            standing = await self._stand(owner, fill.vehicle_id, day, kilometres, fill, insist=reading_right)
            await self._forget_reading(standing, fill)
            fill.filled_on, fill.kilometres = day, kilometres
            await self._read(standing, fill, insist=reading_right)
            return await self._saved(standing, fill)

    async def undo(self, owner: Account, fill_id: int) -> FillUp:
        """Take a fill-up off, with the reading that came with it; `restore` brings it back. Twice changes nothing."""
        async with db.transaction():
            fill = await self._mine(owner, fill_id, deleted=True)
            if fill.deleted_at is None:
                standing = await self._stand(owner, fill.vehicle_id, fill.filled_on, fill.kilometres, fill)
                fill.deleted_at = self.clock.now()
                await self._forget_reading(standing, fill)
                foresee(standing)
                await fill.save(update_fields=["deleted_at", "reading_id"])
                await standing.pending.store()
            return fill

    async def restore(self, owner: Account, fill_id: int) -> FillSaved:
        """Bring back a fill-up that was taken off; its reading too, unless later ones contradict it."""
        async with db.transaction():
            fill = await self._mine(owner, fill_id, deleted=True)
            if fill.deleted_at is None:
                return FillSaved(fill, fill.vehicle, await leg_ending_with(fill))
            standing = await self._stand(owner, fill.vehicle_id, fill.filled_on, fill.kilometres)
            fill.deleted_at = None
            try:
                await self._read(standing, fill, insist=False)
            except (OdometerWentBack, OdometerJumped):
                fill.reading_id = None
            return await self._saved(standing, fill)

    async def tariff(self, owner: Account) -> HomeTariff | None:
        """What a kilowatt-hour costs at home, if they said."""
        return await HomeTariff.get_or_none(owner_id=owner.id)

    async def set_tariff(self, owner: Account, unit_price: Decimal, currency: str = "EUR") -> HomeTariff:
        """Keep what a kilowatt-hour costs at home; charges logged before keep their price."""
        price = unit_price.quantize(_THOUSANDTH, ROUND_HALF_UP)
        # Judged like any price: a slipped comma is asked about by typing it again.
        complete(FuelUnit.KWH, Amounts(1000, None, price, currency))
        async with db.transaction():
            tariff, _ = await HomeTariff.update_or_create(
                owner_id=owner.id, defaults={"unit_price": price, "currency": currency}
            )
        return tariff

    async def _tariff_for(self, owner: Account, new: NewFill) -> HomeTariff | None:
        """The price of a charge at home that comes without one."""
        unpriced = new.unit_price is None and new.total is None
        at_home = new.place is FillPlace.HOME and new.unit is FuelUnit.KWH
        return await self.tariff(owner) if at_home and unpriced else None

    async def _stand(
        self,
        owner: Account,
        vehicle_id: int,
        day: date,
        kilometres: int | None,
        changing: FillUp | None = None,
        *,
        insist: bool = False,
    ) -> Standing:
        """How the vehicle stands for a fill-up of a day; the reading of one that changes counts no more.

        With `insist`, what contradicts the mileage is no more either.
        """
        without, beside = NO_ROW, {"fills": fills_up_to(vehicle_id, day)}
        if changing is not None and changing.reading_id is not None:
            shared = Piece(_TWIN, (vehicle_id, changing.filled_on, changing.kilometres, changing.id))
            without = Piece(_UNLESS_SHARED.format(shared.sql), (*shared.values, changing.reading_id))
            beside["twin"] = rows_of(FillUp, shared.sql, *shared.values)
        about = About(Piece.of(vehicle_id), Piece.of(day), Piece.of(kilometres), without)
        (standing,) = await stand(owner, self.clock.now(), about, beside=beside)
        if insist and kilometres is not None and await self.odometer.clear(standing, day, kilometres):
            (standing,) = await stand(owner, self.clock.now(), about, beside=beside)
        return standing

    async def _read(self, standing: Standing, fill: FillUp, *, insist: bool) -> None:
        """Record the odometer of a fill-up; one that was there before is not its own."""
        fill.reading_id = None
        if fill.kilometres is None:
            foresee(standing)
            return
        day, kilometres = fill.filled_on, fill.kilometres
        reading = await self.odometer.note(standing, day, kilometres, ReadingSource.FUEL, insist=insist)
        if reading is not standing.same:
            fill.reading_id = reading.id
        foresee(standing)

    async def _forget_reading(self, standing: Standing, fill: FillUp) -> None:
        """Take back the reading that came with it, unless another fill-up shows the same: then it is that one's."""
        reading_id, fill.reading_id = fill.reading_id, None
        twins = made(FillUp, standing.beside.get("twin", []))
        if reading_id is None or not twins:
            standing.lose_reading()
            return
        twins[0].reading_id = reading_id
        await twins[0].save(update_fields=["reading_id"])

    async def _saved(self, standing: Standing, fill: FillUp) -> FillSaved:
        """Store a fill-up and all that follows from it."""
        await fill.save()
        await standing.pending.store()
        return FillSaved(fill, standing.vehicle, leg_among(standing.beside["fills"], fill, standing.offset))

    async def _mine(self, owner: Account, fill_id: int, *, deleted: bool = False) -> FillUp:
        fill = await FillUp.get_or_none(PRESENT, id=fill_id, vehicle__owner_id=owner.id).select_related("vehicle")
        if fill is None or (fill.deleted_at is not None and not deleted):
            raise Gone
        return fill


def _given(new: NewFill, tariff: HomeTariff | None) -> Amounts:
    """What was given; a charge at home without a price takes the tariff."""
    cents, currency = (new.total.cents, new.total.currency) if new.total is not None else (None, new.currency)
    given = Amounts(new.quantity_milli, cents, _three_places(new.unit_price), currency)
    return replace(given, unit_price=tariff.unit_price, currency=tariff.currency) if tariff is not None else given


def _put(fill: FillUp, amounts: Amounts) -> None:
    fill.quantity_milli, fill.total_cents = amounts.quantity_milli, amounts.total_cents
    fill.unit_price = amounts.unit_price
    fill.currency = amounts.currency


def _changed(fill: FillUp, change: FillChange) -> Amounts:
    """The amounts after a change: the one that depends on the changed one is left open, to be worked out."""
    quantity, total, price, currency = fill.quantity_milli, fill.total_cents, fill.unit_price, fill.currency
    if change.unit_price is not None:
        quantity, total = (quantity, None) if quantity is not None else (None, total)
        return Amounts(quantity, total, _three_places(change.unit_price), currency)
    if change.quantity_milli is None and change.total is None:
        return Amounts(quantity, total, price, currency)
    quantity = quantity if change.quantity_milli is None else change.quantity_milli
    if change.total is not None:
        return Amounts(quantity, change.total.cents, None, change.total.currency)
    return Amounts(quantity, total, price if total is None else None, currency)


def _three_places(price: Decimal | None) -> Decimal | None:
    """A price with more than three places is rounded to them; a shorter one keeps the places it was typed with."""
    if price is None:
        return None
    rounded = price.quantize(_THOUSANDTH, ROUND_HALF_UP)
    return price if rounded == price else rounded
