"""Odometer readings: what a vehicle showed on a day."""

from dataclasses import dataclass
from datetime import date

from tortoise.expressions import Q

from core import db
from core.errors import Gone, Refusal
from core.models import PRESENT, Account, OdometerReading, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.reminders import Reminders

# Kilometres a day that nobody drives for long, and what may come on top: a first reading may be a rough one.
FASTEST, LEEWAY = 1_500, 5_000
# Raw: the ORM takes longer to build this than SQLite to answer it, and every reading asks it.
_AROUND = """
    SELECT max(CASE WHEN read_on <= ? THEN kilometres END) AS highest_before,
           min(CASE WHEN read_on > ? THEN kilometres END) AS lowest_after,
           max(CASE WHEN read_on <= ? THEN read_on END) AS last_on,
           count(CASE WHEN read_on = ? AND kilometres = ? THEN 1 END) AS same
      FROM odometer_reading WHERE vehicle_id = ?
"""


class OdometerWentBack(Refusal):
    """A reading lower than an earlier day's, or higher than a later day's; it may still be right: then insist."""

    def __init__(self, last: int) -> None:
        super().__init__("error.odometer_went_back", last=last)
        self.last = last


class OdometerJumped(Refusal):
    """More kilometres than a car can do since the last reading; it may still be right: then insist."""

    def __init__(self, last: int) -> None:
        super().__init__("error.odometer_jumped", last=last)
        self.last = last


@dataclass(frozen=True, slots=True)
class _Around:
    """What other days showed: the most up to a day, the least after it, and whether this reading is there."""

    highest_before: int | None
    lowest_after: int | None
    last_on: date | None
    same: int

    def check(self, day: date, kilometres: int) -> None:
        """Refuse a reading that other days contradict."""
        if self.highest_before is not None and kilometres < self.highest_before:
            raise OdometerWentBack(self.highest_before)
        if self.lowest_after is not None and kilometres > self.lowest_after:
            raise OdometerWentBack(self.lowest_after)
        if self.highest_before is not None and self.last_on is not None:
            days = max((day - self.last_on).days, 1)
            if kilometres - self.highest_before > LEEWAY + days * FASTEST:
                raise OdometerJumped(self.highest_before)


@dataclass(frozen=True, slots=True)
class Odometer:
    """Records readings and refuses those that run backwards."""

    clock: Clock
    reminders: Reminders

    async def record(
        self, owner: Account, vehicle_id: int, kilometres: int, *, read_on: date | None = None, insist: bool = False
    ) -> OdometerReading:
        """Record a reading of one of the owner's vehicles, today's by default; `insist` keeps one that runs back."""
        day = read_on or today_of(owner, self.clock)
        async with db.transaction():
            # The row lock makes a second tap wait for the first to commit.
            vehicle = await self._locked(owner, vehicle_id)
            around = await self._around(vehicle.id, day, kilometres)
            if around.same:
                return await OdometerReading.filter(vehicle_id=vehicle.id, read_on=day, kilometres=kilometres).get()
            if insist:
                # They say it is right, so what contradicts it was wrong, and must not stand in the way of the next one.
                await OdometerReading.filter(
                    Q(read_on__lte=day, kilometres__gt=kilometres) | Q(read_on__gt=day, kilometres__lt=kilometres),
                    vehicle_id=vehicle.id,
                ).delete()
                around = await self._around(vehicle.id, day, kilometres)
            else:
                around.check(day, kilometres)
            reading = await OdometerReading.create(
                vehicle_id=vehicle.id, read_on=day, kilometres=kilometres, created_at=self.clock.now()
            )
            if around.lowest_after is None:  # no later day is known: this is what it shows now
                vehicle.kilometres = kilometres
                await db.execute("UPDATE vehicle SET kilometres = ? WHERE id = ?", kilometres, vehicle.id)
                await self.reminders.reconsider(owner, vehicle)
            return reading

    async def check(self, owner: Account, vehicle_id: int, kilometres: int, *, read_on: date) -> None:
        """Refuse a reading of one of the owner's vehicles that others contradict, without recording it."""
        if not await Vehicle.filter(id=vehicle_id, owner_id=owner.id).exists():
            raise Gone
        (await self._around(vehicle_id, read_on, kilometres)).check(read_on, kilometres)

    async def undo(self, owner: Account, reading_id: int) -> Vehicle:
        """Take a reading back; the vehicle shows its latest one again."""
        async with db.transaction():
            reading = await OdometerReading.get_or_none(PRESENT, id=reading_id, vehicle__owner_id=owner.id)
            if reading is None:
                raise Gone
            vehicle = await Vehicle.select_for_update().get(id=reading.vehicle_id)
            await reading.delete()
            latest = await OdometerReading.filter(vehicle_id=vehicle.id).order_by("-read_on", "-id").first()
            vehicle.kilometres = latest.kilometres if latest is not None else None
            await vehicle.save(update_fields=["kilometres"])
            await self.reminders.reconsider(owner, vehicle)
        return vehicle

    async def history(self, vehicle_id: int) -> list[tuple[date, int]]:
        """The readings of a vehicle that the caller owns, oldest first."""
        rows = await OdometerReading.filter(vehicle_id=vehicle_id).order_by("read_on", "id")
        return [(row.read_on, row.kilometres) for row in rows]

    async def _locked(self, owner: Account, vehicle_id: int) -> Vehicle:
        lock = "" if db.is_sqlite() else " FOR UPDATE"
        found = await db.load(
            Vehicle, f"WHERE id = ? AND owner_id = ? AND deleted_at IS NULL{lock}", vehicle_id, owner.id
        )
        if not found:
            raise Gone
        return found[0]

    async def _around(self, vehicle_id: int, day: date, kilometres: int) -> "_Around":
        rows = await db.fetch(_AROUND, day, day, day, day, kilometres, vehicle_id)
        return _Around(**{**rows[0], "last_on": _as_day(rows[0]["last_on"])})


def _as_day(value: date | str | None) -> date | None:
    """A day from an aggregate: SQLite answers with the text it stores."""
    return date.fromisoformat(value) if isinstance(value, str) else value
