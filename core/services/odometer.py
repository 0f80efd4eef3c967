"""Odometer readings: what a vehicle showed on a day."""

from dataclasses import dataclass
from datetime import date

from core import db
from core.errors import Gone, Refusal
from core.models import Account, OdometerReading, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.reminders import Reminders

# Raw: the ORM takes longer to build this than SQLite to answer it, and every reading asks it.
_AROUND = """
    SELECT max(CASE WHEN read_on <= ? THEN kilometres END) AS highest_before,
           min(CASE WHEN read_on > ? THEN kilometres END) AS lowest_after,
           count(CASE WHEN read_on = ? AND kilometres = ? THEN 1 END) AS same
      FROM odometer_reading WHERE vehicle_id = ?
"""


class OdometerWentBack(Refusal):
    """A reading lower than an earlier day's, or higher than a later day's; it may still be right: then insist."""

    def __init__(self, last: int) -> None:
        super().__init__("error.odometer_went_back", last=last)
        self.last = last


@dataclass(frozen=True, slots=True)
class _Around:
    """What other days showed: the most up to a day, the least after it, and whether this reading is there."""

    highest_before: int | None
    lowest_after: int | None
    same: int

    def check(self, kilometres: int) -> None:
        """Refuse a reading that other days contradict."""
        if self.highest_before is not None and kilometres < self.highest_before:
            raise OdometerWentBack(self.highest_before)
        if self.lowest_after is not None and kilometres > self.lowest_after:
            raise OdometerWentBack(self.lowest_after)


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
            vehicle = await Vehicle.select_for_update().get_or_none(id=vehicle_id, owner_id=owner.id)
            if vehicle is None:
                raise Gone
            around = await self._around(vehicle.id, day, kilometres)
            if around.same:
                return await OdometerReading.filter(vehicle_id=vehicle.id, read_on=day, kilometres=kilometres).get()
            if not insist:
                around.check(kilometres)
            reading = await OdometerReading.create(
                vehicle_id=vehicle.id, read_on=day, kilometres=kilometres, created_at=self.clock.now()
            )
            if around.lowest_after is None:  # no later day is known: this is what it shows now
                vehicle.kilometres = kilometres
                await vehicle.save(update_fields=["kilometres"])
                await self.reminders.reconsider(owner, vehicle)
            return reading

    async def history(self, vehicle_id: int) -> list[tuple[date, int]]:
        """The readings of a vehicle that the caller owns, oldest first."""
        rows = await OdometerReading.filter(vehicle_id=vehicle_id).order_by("read_on", "id")
        return [(row.read_on, row.kilometres) for row in rows]

    async def _around(self, vehicle_id: int, day: date, kilometres: int) -> "_Around":
        rows = await db.fetch(_AROUND, day, day, day, kilometres, vehicle_id)
        return _Around(**rows[0])
