from datetime import date, timedelta

import pytest

from core import db
from core.domain.imports.import_file import find
from core.domain.imports.import_wire import PackedFound, found_from, found_parts
from core.faults import set_trap
from core.models import Account, FillUp, MaintenanceRecord, OdometerReading, ServiceDone, Vehicle
from core.services.import_writing import ImportWriting, Outcome
from core.services.odometer import Odometer
from core.services.vehicles import Vehicles
from tests.domain.imports.files import sample
from tests.services.standing import TODAY, StandingClock, car, owner

pytestmark = pytest.mark.usefixtures("database")
CLOCK = StandingClock()
WRITING = ImportWriting(CLOCK, Odometer(CLOCK))


class Killed(BaseException):
    """The process ended here."""


def packed(content: bytes | str) -> PackedFound:
    raw = content.encode() if isinstance(content, str) else content
    return found_from(found_parts(find(raw, {}, "EUR", TODAY)))


async def bring(person: Account, found: PackedFound, batch: int = 1, chosen: int | None = None) -> Outcome:
    async with db.transaction():
        return await WRITING.write(person, batch, found, await Vehicles(CLOCK).all(person), chosen)


def many(rows: int) -> str:
    first = date(2000, 1, 1)
    lines = ["Date,Odometer (km),Litres,Total (EUR),Type,Description"]
    for number in range(rows):
        day, kilometres = first + timedelta(days=number // 3), 1_000 + number * 40
        oil = f",,50.00,Service,Oil change {number}"
        lines.append(f"{day},{kilometres}" + (oil if number % 10 == 9 else f",{30 + number % 9}.5,60.10,Fuel,"))
    return "\n".join(lines)


async def test_rows_become_a_logbook_with_readings_that_belong_to_them():
    person = await owner()
    outcome = await bring(person, packed(sample("fuelio.csv")))
    fills = await FillUp.all().order_by("filled_on")
    shown = {reading.id: reading.kilometres for reading in await OdometerReading.all()}
    assert [shown[fill.reading_id] for fill in fills if fill.reading_id is not None] == [20_000, 20_500, 21_000, 21_200]
    assert [fill.note for fill in fills] == [None, "note", None, None]
    assert {done.service for done in await ServiceDone.all()} == {"oil_change", "tyres"}
    assert outcome.added == [(await Vehicle.get()).id]


async def test_what_is_there_already_is_not_added_again_whatever_its_notes():
    person = await owner()
    found = packed(sample("fuelio.csv"))
    await bring(person, found)
    await MaintenanceRecord.all().update(note="corrected since")
    again = await bring(person, found, batch=2)
    assert sum(again.counts.values()) == 0
    assert again.known == 9
    assert await FillUp.all().count() == 4


async def test_readings_that_contradict_others_are_left_out_and_their_fills_are_not():
    person = await owner()
    vehicle = await car(person)
    text = "Date,Odometer (km),Litres\n2024-01-01,1000,40\n2024-02-01,150000,41\n2024-03-01,1900,42\n"
    await bring(person, packed(text), chosen=vehicle.id)
    assert [row.kilometres for row in await OdometerReading.all().order_by("id")] == [1_000, 1_900]
    assert await FillUp.all().count() == 3
    assert (await Vehicle.get(id=vehicle.id)).kilometres == 1_900


@pytest.mark.parametrize("point", ["import.readings", "import.rows"])
async def test_a_kill_in_the_middle_leaves_nothing(point: str):
    person = await owner()

    def trap(name: str) -> None:
        if name == point:
            raise Killed

    set_trap(trap)
    try:
        with pytest.raises(Killed):
            await bring(person, packed(many(2_000)))
    finally:
        set_trap(None)
    for table in (Vehicle, FillUp, MaintenanceRecord, OdometerReading):
        assert await table.all().count() == 0


async def test_thousands_of_rows_are_kept_once():
    person = await owner()
    found = packed(many(3_000))
    outcome = await bring(person, found)
    assert sum(outcome.counts.values()) == 3_000
    assert await FillUp.all().count() + await MaintenanceRecord.all().count() == 3_000
    assert sum((await bring(person, found, batch=2)).counts.values()) == 0
