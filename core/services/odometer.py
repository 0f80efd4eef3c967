"""Odometer readings: what a vehicle showed on a day."""

from dataclasses import dataclass
from datetime import date

from tortoise.expressions import F

from core import db
from core.domain.odometer import Around, Doubt, DoubtKind, ReadingSource, doubt_of, is_plain
from core.domain.states import ReminderState
from core.errors import Gone, Refusal
from core.models import PRESENT, Account, ClusterReplacement, OdometerReading, Reminder, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.mileage import ExpectedReading, as_day, expected_on, mileage_of_vehicle, offset_on
from core.services.reminders import Reminders

# Raw: the ORM takes longer to build this than SQLite to answer it, and every reading asks it.
_AROUND = """
    SELECT max(CASE WHEN read_on <= ? THEN kilometres + cluster_offset END) AS highest_before,
           min(CASE WHEN read_on > ? THEN kilometres + cluster_offset END) AS lowest_after,
           max(CASE WHEN read_on <= ? THEN read_on END) AS last_on,
           count(CASE WHEN read_on = ? AND kilometres + cluster_offset = ? THEN 1 END) AS same
      FROM odometer_reading WHERE vehicle_id = ?
"""
_CONTRADICTED = """
    DELETE FROM odometer_reading WHERE vehicle_id = ?
       AND ((read_on <= ? AND kilometres + cluster_offset > ?) OR (read_on > ? AND kilometres + cluster_offset < ?))
"""


class OdometerDoubted(Refusal):
    """A reading that other days contradict; it may still be right: then insist. `guesses` were perhaps meant."""

    def __init__(self, key: str, last: int, guesses: tuple[int, ...] = ()) -> None:
        super().__init__(key, last=last)
        self.last, self.guesses = last, guesses


class OdometerWentBack(OdometerDoubted):
    """A reading lower than an earlier day's, or higher than a later day's."""

    def __init__(self, last: int, guesses: tuple[int, ...] = ()) -> None:
        super().__init__("error.odometer_went_back", last, guesses)


class OdometerJumped(OdometerDoubted):
    """More kilometres since the last reading than is likely of this vehicle."""

    def __init__(self, last: int, guesses: tuple[int, ...] = ()) -> None:
        super().__init__("error.odometer_jumped", last, guesses)


@dataclass(frozen=True, slots=True)
class Odometer:
    """Records readings and refuses those that cannot be believed."""

    clock: Clock
    reminders: Reminders

    async def record(
        self,
        owner: Account,
        vehicle_id: int,
        kilometres: int,
        *,
        read_on: date | None = None,
        insist: bool = False,
        source: ReadingSource = ReadingSource.TYPED,
    ) -> OdometerReading:
        """Record what the dash of one of the owner's vehicles showed, today by default; `insist` keeps any reading."""
        day = read_on or today_of(owner, self.clock)
        async with db.transaction():
            vehicle = await _locked(owner, vehicle_id)
            offset = await offset_on(vehicle, day)
            driven = kilometres + offset
            around, same = await self._around(vehicle.id, day, driven)
            if same and (twin := await _twin(vehicle, day, kilometres)) is not None:
                return twin
            if insist:
                # They say it is right, so what contradicts it was wrong, and must not stand in the way of the next one.
                await db.execute(_CONTRADICTED, vehicle.id, day, driven, day, driven)
                around, _ = await self._around(vehicle.id, day, driven)
            elif not is_plain(driven, day, around):
                await self._check(vehicle, driven, day, around, offset)
            reading = await self._create(vehicle, day, kilometres, offset, source)
            if around.lowest_after is None:  # no later day is known: this is what it shows now
                vehicle.kilometres = kilometres
                await self.reminders.reconsider(owner, vehicle)
                await vehicle.save(update_fields=["kilometres", "ask_odometer_at"])
            return reading

    async def check(self, owner: Account, vehicle_id: int, kilometres: int, *, read_on: date) -> None:
        """Refuse a reading of one of the owner's vehicles that others contradict, without recording it."""
        vehicle = await Vehicle.get_or_none(id=vehicle_id, owner_id=owner.id)
        if vehicle is None:
            raise Gone
        offset = await offset_on(vehicle, read_on)
        around, _ = await self._around(vehicle.id, read_on, kilometres + offset)
        if not is_plain(kilometres + offset, read_on, around):
            await self._check(vehicle, kilometres + offset, read_on, around, offset)

    async def undo(self, owner: Account, reading_id: int) -> Vehicle:
        """Take a reading back; the vehicle shows its latest one again."""
        async with db.transaction():
            reading = await OdometerReading.get_or_none(PRESENT, id=reading_id, vehicle__owner_id=owner.id)
            if reading is None:
                raise Gone
            vehicle = await _locked(owner, reading.vehicle_id)
            await reading.delete()
            await self._show_latest(owner, vehicle)
        return vehicle

    async def follow(self, owner: Account, vehicle_id: int) -> None:
        """After many readings came or went at once, show the latest again. Within the caller's transaction."""
        await self._show_latest(owner, await _locked(owner, vehicle_id))

    async def expected(self, owner: Account, vehicle: Vehicle, on: date | None = None) -> ExpectedReading | None:
        """What the dash is expected to show today, or on a day; None when the readings tell nothing."""
        return await expected_on(vehicle, on or today_of(owner, self.clock))

    async def replace_cluster(self, owner: Account, vehicle_id: int, old: int, new: int, on: date) -> Vehicle:
        """Note that a new cluster showed `new` on the day when the old one showed `old`; the history goes on.

        What the new one showed before we knew is counted anew, and reminders are due at what the dash will show.
        """
        async with db.transaction():
            vehicle = await _locked(owner, vehicle_id)
            added = old - new
            await ClusterReplacement.create(
                vehicle_id=vehicle.id,
                replaced_on=on,
                old_kilometres=old,
                new_kilometres=new,
                created_at=self.clock.now(),
            )
            before = await offset_on(vehicle, on)
            await self._refuse_less_than_before(vehicle, on, old + before)
            vehicle.odometer_offset += added
            await self._shift(vehicle, on, added)
            await self._create(vehicle, on, new, before + added, ReadingSource.TYPED)
            await self._show_latest(owner, vehicle)
        return vehicle

    async def undo_replacement(self, owner: Account, vehicle_id: int) -> Vehicle:
        """Forget the last replacement: the dash has always been the same one."""
        async with db.transaction():
            vehicle = await _locked(owner, vehicle_id)
            last = await ClusterReplacement.filter(vehicle_id=vehicle.id).order_by("-replaced_on", "-id").first()
            if last is None:
                raise Gone
            added = last.old_kilometres - last.new_kilometres
            await OdometerReading.filter(
                vehicle_id=vehicle.id, read_on=last.replaced_on, kilometres=last.new_kilometres
            ).delete()
            vehicle.odometer_offset -= added
            await self._shift(vehicle, last.replaced_on, -added)
            await last.delete()
            await self._show_latest(owner, vehicle)
        return vehicle

    async def history(self, vehicle_id: int) -> list[tuple[date, int]]:
        """What a vehicle that the caller owns showed, oldest first."""
        rows = await OdometerReading.filter(vehicle_id=vehicle_id).order_by("read_on", "id")
        return [(row.read_on, row.kilometres) for row in rows]

    async def _check(self, vehicle: Vehicle, driven: int, day: date, around: Around, offset: int) -> None:
        doubt = doubt_of(driven, day, around, await mileage_of_vehicle(vehicle))
        if doubt is not None:
            raise _refusal(doubt, offset)

    async def _refuse_less_than_before(self, vehicle: Vehicle, on: date, driven: int) -> None:
        around, _ = await self._around(vehicle.id, on, driven)
        if around.highest_before is not None and driven < around.highest_before:
            raise OdometerWentBack(around.highest_before - await offset_on(vehicle, on))

    async def _shift(self, vehicle: Vehicle, on: date, added: int) -> None:
        """Readings of the new dash count so much more, and what is due is due at so much less on it."""
        await OdometerReading.filter(vehicle_id=vehicle.id, read_on__gt=on).update(
            cluster_offset=F("cluster_offset") + added
        )
        states = [ReminderState.PROPOSED, ReminderState.WAITING, ReminderState.PUSHED]
        await Reminder.filter(vehicle_id=vehicle.id, due_kilometres__not_isnull=True, state__in=states).update(
            due_kilometres=F("due_kilometres") - added
        )

    async def _show_latest(self, owner: Account, vehicle: Vehicle) -> None:
        latest = await OdometerReading.filter(vehicle_id=vehicle.id).order_by("-read_on", "-id").first()
        vehicle.kilometres = latest.kilometres if latest is not None else None
        await self.reminders.reconsider(owner, vehicle)
        await vehicle.save(update_fields=["kilometres", "odometer_offset", "ask_odometer_at"])

    async def _create(
        self, vehicle: Vehicle, day: date, kilometres: int, offset: int, source: ReadingSource
    ) -> OdometerReading:
        return await OdometerReading.create(
            vehicle_id=vehicle.id,
            read_on=day,
            kilometres=kilometres,
            cluster_offset=offset,
            source=source.value,
            created_at=self.clock.now(),
        )

    async def _around(self, vehicle_id: int, day: date, driven: int) -> tuple[Around, bool]:
        row = (await db.fetch(_AROUND, day, day, day, day, driven, vehicle_id))[0]
        last_on = as_day(row["last_on"]) if row["last_on"] is not None else None
        return Around(row["highest_before"], row["lowest_after"], last_on), bool(row["same"])


async def _locked(owner: Account, vehicle_id: int) -> Vehicle:
    """One of the owner's vehicles; the row lock makes a second tap wait for the first to commit."""
    lock = "" if db.is_sqlite() else " FOR UPDATE"
    mine = f"WHERE id = ? AND owner_id = ? AND deleted_at IS NULL{lock}"
    found = await db.load(Vehicle, mine, vehicle_id, owner.id)
    if not found:
        raise Gone
    return found[0]


async def _twin(vehicle: Vehicle, day: date, kilometres: int) -> OdometerReading | None:
    return await OdometerReading.filter(vehicle_id=vehicle.id, read_on=day, kilometres=kilometres).first()


def _refusal(doubt: Doubt, offset: int) -> OdometerDoubted:
    kind = OdometerWentBack if doubt.kind is DoubtKind.BACKWARDS else OdometerJumped
    return kind(doubt.last - offset, tuple(guess - offset for guess in doubt.guesses if guess >= offset))
