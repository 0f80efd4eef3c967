"""Odometer readings: what a vehicle showed on a day."""

from dataclasses import dataclass
from datetime import date

from core import db
from core.errors import Gone, Refusal
from core.models import Account, OdometerReading, Vehicle
from core.ports import Clock
from core.services.days import today_of
from core.services.reminders import Reminders


class OdometerWentBack(Refusal):
    """A reading lower than an earlier day's, or higher than a later day's; it may still be right: then insist."""

    def __init__(self, last: int) -> None:
        super().__init__("error.odometer_went_back", last=last)
        self.last = last


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
            readings = OdometerReading.filter(vehicle_id=vehicle.id)
            same = await readings.get_or_none(read_on=day, kilometres=kilometres)
            if same is not None:
                return same
            if not insist:
                await self._check_order(vehicle.id, day, kilometres)
            reading = await OdometerReading.create(
                vehicle_id=vehicle.id, read_on=day, kilometres=kilometres, created_at=self.clock.now()
            )
            latest = await readings.order_by("-read_on", "-id").first()
            if latest is not None and latest.kilometres != vehicle.kilometres:
                vehicle.kilometres = latest.kilometres
                await vehicle.save(update_fields=["kilometres"])
                await self.reminders.reconsider(owner, vehicle.id)
            return reading

    async def history(self, vehicle_id: int) -> list[tuple[date, int]]:
        """The readings of a vehicle that the caller owns, oldest first."""
        rows = await OdometerReading.filter(vehicle_id=vehicle_id).order_by("read_on", "id")
        return [(row.read_on, row.kilometres) for row in rows]

    async def _check_order(self, vehicle_id: int, day: date, kilometres: int) -> None:
        readings = OdometerReading.filter(vehicle_id=vehicle_id)
        before = await readings.filter(read_on__lte=day).order_by("-kilometres").first()
        if before is not None and kilometres < before.kilometres:
            raise OdometerWentBack(before.kilometres)
        after = await readings.filter(read_on__gt=day).order_by("kilometres").first()
        if after is not None and kilometres > after.kilometres:
            raise OdometerWentBack(after.kilometres)
