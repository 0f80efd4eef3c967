"""Asking what odometers show: rarely, and only where not knowing could make a reminder come too late."""

from dataclasses import dataclass
from datetime import datetime

from core import db
from core.errors import Gone
from core.models import Account, Notification, Vehicle
from core.ports import Clock, Jobs
from core.services.days import today_of
from core.services.mileage import ExpectedReading, expected_on
from core.services.reminders import Reminders

# Questions claimed by one tick; more wait for the next.
BATCH = 100


@dataclass(frozen=True, slots=True)
class ReadingRequests:
    """Claims the questions that are due; `core/domain/reading_request.py` has the rule."""

    clock: Clock
    jobs: Jobs
    reminders: Reminders

    async def claim_due(self) -> int:
        """Ask about every vehicle whose day to ask has come, if it still has; how many were looked at."""
        now = self.clock.now()
        async with db.transaction():
            due = Vehicle.filter(
                ask_odometer_at__lte=now, asks_odometer=True, owner__reachable=True, archived_at__isnull=True
            )
            found = await due.order_by("ask_odometer_at", "id").limit(BATCH).prefetch_related("owner")
            for vehicle in found:
                await self._consider(vehicle, now)
        return len(found)

    async def pending(self, owner: Account, vehicle_id: int) -> tuple[Vehicle, ExpectedReading | None] | None:
        """The vehicle to ask about and what it is expected to show; nothing if it is gone or asks no more."""
        vehicle = await Vehicle.get_or_none(id=vehicle_id, owner_id=owner.id, asks_odometer=True)
        if vehicle is None:
            return None
        return vehicle, await expected_on(vehicle, today_of(owner, self.clock))

    async def switch(self, owner: Account, vehicle_id: int, *, on: bool) -> Vehicle:
        """Ask about this vehicle, or never again."""
        async with db.transaction():
            vehicle = await Vehicle.select_for_update().get_or_none(id=vehicle_id, owner_id=owner.id)
            if vehicle is None:
                raise Gone
            vehicle.asks_odometer = on
            await self.reminders.reconsider(owner, vehicle)
            await vehicle.save(update_fields=["asks_odometer", "ask_odometer_at"])
        return vehicle

    async def _consider(self, vehicle: Vehicle, now: datetime) -> None:
        owner = vehicle.owner
        await self.reminders.reconsider(owner, vehicle)
        if vehicle.ask_odometer_at is not None and vehicle.ask_odometer_at <= self.clock.now():
            await Notification.create(owner_id=owner.id, vehicle_id=vehicle.id, kind="odometer", created_at=now)
            payload = {"chat_id": owner.telegram_id, "kind": "odometer_ask", "subject": vehicle.id}
            await self.jobs.enqueue("event", payload, key=f"chat:{owner.telegram_id}")
            await self.reminders.reconsider(owner, vehicle, today_of(owner, self.clock))
        await vehicle.save(update_fields=["ask_odometer_at"])
