"""The services on a database of a test, at a time that stands still until it is moved."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.gateways.jobs_embedded import EmbeddedJobs
from core.models import Account, MaintenanceRecord, ServiceDone, Vehicle
from core.ports import RunningJob
from core.services.odometer import Odometer
from core.services.reminders import Reminders
from core.services.service_plan import ServicePlan
from core.services.vehicle_dates import VehicleDates

PARIS = ZoneInfo("Europe/Paris")


async def _nothing(_: RunningJob) -> None:
    pass


@dataclass(slots=True)
class StoppedClock:
    instant: datetime = datetime(2026, 11, 22, 11, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    @property
    def today(self) -> date:
        return self.instant.astimezone(PARIS).date()

    def move(self, **span: float) -> None:
        self.instant += timedelta(**span)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


@dataclass(slots=True)
class World:
    clock: StoppedClock = field(default_factory=StoppedClock)
    jobs: EmbeddedJobs = field(default_factory=lambda: EmbeddedJobs({"chat": 1}))

    def __post_init__(self) -> None:
        self.jobs.register("event", _nothing)

    @property
    def plan(self) -> ServicePlan:
        return ServicePlan(self.clock)

    @property
    def reminders(self) -> Reminders:
        return Reminders(self.clock, self.jobs, self.plan)

    @property
    def odometer(self) -> Odometer:
        return Odometer(self.clock)

    @property
    def dates(self) -> VehicleDates:
        return VehicleDates(self.clock, self.reminders)

    async def person(self, telegram_id: int = 7) -> Account:
        return await Account.create(telegram_id=telegram_id, language="fr", created_at=self.clock.now())

    async def car(self, owner: Account, **known: Any) -> Vehicle:
        return await Vehicle.create(owner_id=owner.id, created_at=self.clock.now(), **known)

    async def drive(self, owner: Account, car: Vehicle, *readings: tuple[int, int]) -> None:
        """Readings as (days ago, kilometres), oldest first."""
        for days, kilometres in readings:
            await self.odometer.record(owner, car.id, kilometres, read_on=self.clock.ago(days))
        await car.refresh_from_db()

    async def visit(self, car: Vehicle, days: int, kilometres: int | None, *services: str) -> MaintenanceRecord:
        record = await MaintenanceRecord.create(
            vehicle_id=car.id,
            done_on=self.clock.ago(days),
            kilometres=kilometres,
            currency="EUR",
            created_at=self.clock.now(),
        )
        for service in services:
            await ServiceDone.create(record_id=record.id, service=service)
        return record


def local(instant: datetime | None) -> tuple[date, time]:
    assert instant is not None
    here = instant.astimezone(PARIS)
    return here.date(), here.time()
