"""The logbook's services on a database of either kind, without a chat."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import SecretStr

from app.wiring import build
from core.domain.money import Money
from core.domain.service_types import ServiceType
from core.gateways.clock import MovableClock
from core.models import Account, Vehicle
from core.services import Services
from core.services.days import today_of
from core.services.maintenance import NewRecord, Saved
from core.services.vehicles import NewVehicle
from core.settings import Settings
from simulator.running import TOKEN

OIL = ServiceType.OIL_CHANGE


@dataclass(frozen=True, slots=True)
class Logbook:
    """One person with one car."""

    services: Services
    clock: MovableClock
    owner: Account
    car: Vehicle

    @property
    def today(self) -> date:
        return today_of(self.owner, self.clock)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    async def done(self, days_ago: int, kilometres: int | None = None, *services: ServiceType, **more: object) -> Saved:
        """Write down work done some days ago."""
        new = NewRecord(self.car.id, self.ago(days_ago), services or (OIL,), kilometres, **more)  # type: ignore[arg-type]  # as NewRecord takes them
        return await self.services.maintenance.create(self.owner, new)

    async def vehicle(self, plate: str) -> Vehicle:
        return await self.services.vehicles.add(self.owner, NewVehicle(plate=plate))

    async def shown(self) -> int | None:
        """What the car's odometer shows."""
        return (await Vehicle.get(id=self.car.id)).kilometres


def euros(amount: int) -> Money:
    return Money(amount * 100)


async def logbook(folder: Path) -> Logbook:
    clock = MovableClock()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it at construction
        bot_token=SecretStr(TOKEN),
        data_dir=folder,
    )
    services = build(settings, clock).services
    owner = await services.accounts.arrive((77, "Camille", "fr"))
    car = await services.vehicles.add(owner, NewVehicle(plate="AB123CD", energy="diesel"))
    return Logbook(services, clock, owner, car)
