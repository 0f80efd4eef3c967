"""The logbook that the questions of tests/domain/own_questions.txt are about."""

from datetime import date, timedelta
from pathlib import Path

from pydantic import SecretStr

from app.wiring import build
from core.domain.energy import Energy
from core.domain.fuel import FuelUnit
from core.domain.money import Money
from core.domain.record_status import RecordStatus
from core.domain.recurring import CostType
from core.domain.service_types import ServiceType
from core.domain.technical_inspection import InspectionResult
from core.gateways.clock import MovableClock
from core.models import Account, Vehicle
from core.services import Services
from core.services.costs import NewCost
from core.services.fuel import NewFill
from core.services.maintenance import NewRecord
from core.services.vehicles import NewVehicle
from core.settings import Settings
from simulator.running import TOKEN

TODAY = date(2026, 11, 26)
S = ServiceType


def settings_at(folder: Path, **more: object) -> Settings:
    return Settings(_env_file=None, bot_token=SecretStr(TOKEN), data_dir=folder, **more)  # type: ignore[call-arg, arg-type]  # pydantic-settings takes it at construction


def on_the_day() -> MovableClock:
    now = MovableClock().now()
    return MovableClock(now.replace(year=2026, month=11, day=26, hour=11, minute=0, second=0) - now)


async def own_world(services: Services, chat_id: int = 77) -> tuple[Account, Vehicle, Vehicle]:
    """A Clio and a 208 with a past of three years."""
    owner = await services.accounts.arrive((chat_id, "Camille", "fr"))
    clio = await services.vehicles.add(
        owner,
        NewVehicle("Renault", "Clio", "AB123CD", "VF1RFB00566123456", "petrol", first_registered_on=date(2018, 5, 14)),
    )
    other = await services.vehicles.add(
        owner,
        NewVehicle("Peugeot", "208", "EF456GH", "VF3CCHMZ6HT012340", "diesel", first_registered_on=date(2016, 3, 1)),
    )
    other.nickname = "Titine"
    await other.save()
    await _work(services, owner, clio, other)
    await _fuel(services, owner, clio, other)
    new = NewCost(clio.id, CostType.INSURANCE, Money(45_00), date(2025, 1, 1), None, 1)
    await services.costs.add(owner, new)
    await services.costs.add(owner, NewCost(clio.id, CostType.PARKING, Money(12_40), date(2026, 3, 3)))
    await services.costs.add(owner, NewCost(clio.id, CostType.TOLL, Money(23_50), date(2025, 8, 14)))
    for day, kilometres in ((date(2025, 1, 1), 69_900), (date(2025, 12, 31), 79_000), (date(2026, 11, 20), 84_200)):
        await services.odometer.record(owner, clio.id, kilometres, read_on=day, insist=True)
    await services.odometer.record(owner, other.id, 131_000, read_on=date(2026, 11, 2))
    return owner, await Vehicle.get(id=clio.id), await Vehicle.get(id=other.id)


async def _work(services: Services, owner: Account, clio: Vehicle, other: Vehicle) -> None:
    done = (
        (other, date(2023, 12, 1), (S.BATTERY,), None, 150_00, "Norauto"),
        (clio, date(2024, 3, 12), (S.BRAKE_PADS_FRONT, S.BRAKE_DISCS_FRONT), 61_000, 320_00, "Norauto"),
        (clio, date(2025, 1, 20), (S.OIL_CHANGE, S.OIL_FILTER), 70_100, 89_90, "Norauto"),
        (clio, date(2025, 6, 5), (S.TYRES,), 75_000, 412_00, "Euromaster"),
        (other, date(2025, 9, 1), (S.OIL_CHANGE,), 120_000, 110_00, "Garage Dupont"),
        (clio, date(2025, 11, 3), (S.TECHNICAL_INSPECTION,), 78_900, 79_00, "Autosur"),
        (clio, date(2026, 2, 10), (S.OIL_CHANGE,), 80_000, 95_00, "Garage Dupont"),
    )
    for vehicle, day, work, kilometres, cents, garage in done:
        new = NewRecord(vehicle.id, day, work, kilometres, garage=garage, total=Money(cents))
        await services.maintenance.create(owner, new, insist=True)
    planned = NewRecord(clio.id, TODAY + timedelta(days=14), (S.TIMING_BELT,), status=RecordStatus.SCHEDULED)
    await services.maintenance.create(owner, planned)
    await services.dates.note_inspection(owner, clio.id, date(2025, 11, 3), InspectionResult.FAVOURABLE)


async def _fuel(services: Services, owner: Account, clio: Vehicle, other: Vehicle) -> None:
    petrol, diesel = Energy.PETROL, Energy.DIESEL
    for vehicle, energy, day, milli, cents, kilometres, full in (
        (clio, petrol, date(2025, 3, 1), 40_000, 70_00, None, False),
        (clio, petrol, date(2025, 9, 10), 38_000, 66_50, None, False),
        (clio, petrol, date(2026, 1, 5), 42_000, 73_92, 79_500, True),
        (other, diesel, date(2026, 5, 5), 50_000, 90_00, None, False),
        (clio, petrol, date(2026, 10, 2), 41_000, 73_80, 80_161, True),
    ):
        new = NewFill(
            vehicle.id, day, energy, milli, FuelUnit.LITRE, Money(cents), None, full=full, kilometres=kilometres
        )
        await services.fuel.add(owner, new, amounts_right=True, reading_right=True)


def built(folder: Path, **more: object) -> Services:
    return build(settings_at(folder, **more), on_the_day()).services
