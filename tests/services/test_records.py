from datetime import timedelta
from pathlib import Path

import pytest

from core.domain.cost_categories import CostCategory
from core.domain.months import plus_months
from core.domain.record_lines import LineKind, NewLine
from core.domain.record_status import RecordStatus
from core.domain.service_types import ServiceType
from core.domain.states import ReminderState
from core.errors import Gone, Refusal
from core.models import MaintenanceRecord, OdometerReading, RecordVersion, Reminder, Vehicle
from core.services.maintenance import AlreadyRecorded, NewRecord, Visit
from core.services.record_versions import ChangedSince
from core.services.records import HIGHEST_NOTE
from tests.services.logbook import OIL, Logbook, euros, logbook


@pytest.fixture
async def book(database: str, tmp_path: Path) -> Logbook:
    return await logbook(tmp_path)


async def states() -> list[tuple[str, str]]:
    return sorted((row.service or "", row.state.value) for row in await Reminder.all())


async def test_a_record_brings_its_reading_its_category_and_what_is_due_next(book: Logbook):
    saved = await book.done(3, 84_200, garage=" Garage\nMüller ", total=euros(89), note="Huile 5W30")
    assert saved.record is not None
    record = await MaintenanceRecord.get(id=saved.record.id)
    assert (record.garage, record.total_cents, record.category) == ("Garage Müller", 8900, CostCategory.MAINTENANCE)
    assert "muller" in record.search
    assert "vidange" in record.search
    assert await book.shown() == 84_200
    assert [reminder.service for reminder in saved.proposed] == ["oil_change"]


async def test_taking_a_record_back_takes_its_reading_and_its_reminders_with_it(book: Logbook):
    first = await book.done(400, 70_000)
    await book.services.reminders.decide(book.owner, [first.proposed[0].id], accept=True)
    second = await book.done(3, 84_200)
    assert [reminder.id for reminder in second.closed] == [first.proposed[0].id]
    assert second.record is not None
    removed = await book.services.maintenance.undo(book.owner, second.record.id)
    assert await MaintenanceRecord.all().count() == 1
    assert await book.shown() == 70_000
    assert await states() == [("oil_change", "waiting")]
    back = await book.services.changes.take_back(book.owner, removed.version)
    assert back.data.record.id == second.record.id
    assert await book.shown() == 84_200
    assert await states() == [("oil_change", "done"), ("oil_change", "proposed")]
    with pytest.raises(Gone):
        await book.services.changes.take_back(book.owner, removed.version)


async def test_what_was_decided_about_reminders_survives_a_deletion_that_is_taken_back(book: Logbook):
    saved = await book.done(3, 84_200)
    await book.services.reminders.decide(book.owner, [saved.proposed[0].id], accept=True)
    assert saved.record is not None
    removed = await book.services.maintenance.undo(book.owner, saved.record.id)
    assert await states() == []
    await book.services.changes.take_back(book.owner, removed.version)
    assert await states() == [("oil_change", "waiting")]


async def test_a_reading_that_was_there_before_stays_when_the_record_goes(book: Logbook):
    await book.services.odometer.record(book.owner, book.car.id, 84_200, read_on=book.ago(3))
    saved = await book.done(3, 84_200)
    assert saved.record is not None
    await book.services.maintenance.undo(book.owner, saved.record.id)
    assert await OdometerReading.all().count() == 1


async def test_a_mileage_that_readings_contradict_is_kept_on_the_record_alone(book: Logbook):
    await book.services.odometer.record(book.owner, book.car.id, 90_000, read_on=book.ago(5))
    saved = await book.done(3, 84_200)
    assert saved.odometer_conflict == 90_000
    assert (await MaintenanceRecord.get()).kilometres == 84_200
    assert await book.shown() == 90_000


async def test_the_same_work_twice_is_refused_unless_they_insist(book: Logbook):
    first = await book.done(3, 84_200, total=euros(89))
    with pytest.raises(AlreadyRecorded) as refused:
        await book.done(3, None, total=euros(89))
    assert first.record is not None
    assert refused.value.record_id == first.record.id
    await book.done(3, None, ServiceType.TYRES, total=euros(89))
    await book.services.maintenance.create(
        book.owner, NewRecord(book.car.id, book.ago(3), (OIL,), total=euros(89)), insist=True
    )
    assert await MaintenanceRecord.all().count() == 3


@pytest.mark.parametrize(
    ("days", "more"),
    [(-1, {}), (0, {"total": euros(-5)}), (0, {"kilometres": -3}), (0, {"kilometres": 9_000_000}), (40_000, {})],
)
async def test_what_cannot_be_is_refused_and_nothing_is_written(book: Logbook, days: int, more: dict[str, object]):
    new = NewRecord(book.car.id, book.ago(days), (OIL,), **more)  # type: ignore[arg-type]  # as NewRecord takes them
    with pytest.raises(Refusal):
        await book.services.maintenance.create(book.owner, new)
    assert await MaintenanceRecord.all().count() == 0


async def test_nobody_writes_into_anothers_car(book: Logbook):
    stranger = await book.services.accounts.arrive((78, "Paul", "fr"))
    saved = await book.done(1)
    assert saved.record is not None
    for attempt in (
        book.services.maintenance.create(stranger, NewRecord(book.car.id, book.today, (OIL,))),
        book.services.maintenance.undo(stranger, saved.record.id),
        book.services.changes.edit(stranger, saved.record.id, {"note": "x"}),
        book.services.changes.add_line(stranger, saved.record.id, NewLine("x")),
    ):
        with pytest.raises(Gone):
            await attempt
    own = await book.services.vehicles.all(stranger)
    assert own == []
    with pytest.raises(Gone):
        await book.services.changes.edit(book.owner, saved.record.id, {"vehicle_id": 10**9})


async def test_a_change_of_day_and_mileage_moves_the_reading_and_the_accepted_reminder(book: Logbook):
    saved = await book.done(30, 80_000)
    await book.services.reminders.decide(book.owner, [saved.proposed[0].id], accept=True)
    assert saved.record is not None
    changed = await book.services.changes.edit(book.owner, saved.record.id, {"kilometres": 81_000})
    assert await book.shown() == 81_000
    assert changed.proposed == ()
    reminder = await Reminder.get()
    assert (reminder.state, reminder.due_kilometres) == (ReminderState.WAITING, 96_000)
    await book.services.changes.take_back(book.owner, changed.version)
    assert await book.shown() == 80_000
    assert (await Reminder.get()).due_kilometres == 95_000


async def test_moving_a_record_to_another_car_moves_everything(book: Logbook):
    saved = await book.done(30, 80_000)
    other = await book.vehicle("EF456GH")
    assert saved.record is not None
    await book.services.changes.edit(book.owner, saved.record.id, {"vehicle_id": other.id})
    assert await book.shown() is None
    assert (await Vehicle.get(id=other.id)).kilometres == 80_000
    assert (await Reminder.get()).vehicle_id == other.id


async def test_services_decide_the_category_until_the_person_does(book: Logbook):
    saved = await book.done(3)
    assert saved.record is not None
    number = saved.record.id
    await book.services.changes.edit(book.owner, number, {"services": (ServiceType.TYRES,)})
    assert (await MaintenanceRecord.get()).category is CostCategory.TYRES
    assert await states() == [("tyres", "proposed")]
    await book.services.changes.edit(book.owner, number, {"category": CostCategory.ACCESSORIES})
    await book.services.changes.edit(book.owner, number, {"services": (OIL,)})
    assert (await MaintenanceRecord.get()).category is CostCategory.ACCESSORIES
    await book.services.changes.edit(book.owner, number, {"category": None})
    assert (await MaintenanceRecord.get()).category is CostCategory.MAINTENANCE


async def test_planned_work_becomes_done_and_rolls_its_reminder_from_the_visit(book: Logbook):
    planned = NewRecord(book.car.id, book.today + timedelta(days=10), (OIL,), status=RecordStatus.SCHEDULED)
    saved = await book.services.maintenance.create(book.owner, planned)
    assert saved.record is not None
    assert [reminder.due_on for reminder in saved.proposed] == [planned.done_on]
    changes, number = book.services.changes, saved.record.id
    await book.services.reminders.decide(book.owner, [saved.proposed[0].id], accept=True)
    with pytest.raises(Refusal):
        await changes.edit(book.owner, number, {"status": RecordStatus.COMPLETED})
    done = await changes.edit(
        book.owner,
        number,
        {"status": RecordStatus.COMPLETED, "done_on": book.ago(2), "kilometres": 84_200, "total": euros(90)},
    )
    assert [(reminder.due_kilometres, reminder.state) for reminder in done.proposed] == [(99_200, "proposed")]
    assert await book.shown() == 84_200
    for status in RecordStatus:
        with pytest.raises(Refusal):
            await changes.edit(book.owner, number, {"status": status})
    await changes.take_back(book.owner, done.version)
    assert (await MaintenanceRecord.get()).status is RecordStatus.SCHEDULED
    assert await book.shown() is None
    assert await states() == [("oil_change", "waiting")]


async def test_a_warranty_becomes_a_dated_reminder_once_it_is_wanted(book: Logbook):
    saved = await book.done(10, None, ServiceType.CLUTCH)
    assert saved.record is not None
    until = book.today + timedelta(days=700)
    changed = await book.services.changes.edit(book.owner, saved.record.id, {"warranty_until": until})
    assert [(reminder.service, reminder.due_on) for reminder in changed.proposed] == [("warranty", until)]
    await book.services.changes.edit(book.owner, saved.record.id, {"warranty_until": None})
    assert await states() == []
    with pytest.raises(Refusal):
        await book.services.changes.edit(book.owner, saved.record.id, {"warranty_until": book.ago(20)})


async def test_lines_are_added_changed_and_removed_one_by_one(book: Logbook):
    saved = await book.done(3)
    assert saved.record is not None
    changes, number = book.services.changes, saved.record.id
    await changes.add_line(book.owner, number, NewLine("Filtre à huile", euros(16)))
    changed = await changes.add_line(book.owner, number, NewLine("Main d'œuvre", euros(55)))
    first, second = (await book.services.maintenance.record(book.owner, number)).lines
    assert (first.kind, second.kind) == (LineKind.PART, LineKind.LABOUR)
    assert "oeuvre" in (await MaintenanceRecord.get()).search
    await changes.change_line(book.owner, first.id, None)
    with pytest.raises(Gone):  # a second tap finds the line gone and takes no other one
        await changes.change_line(book.owner, first.id, None)
    assert len((await book.services.maintenance.record(book.owner, number)).lines) == 1
    with pytest.raises(ChangedSince):
        await changes.take_back(book.owner, changed.version)


async def test_changes_are_taken_back_one_after_the_other_and_forgotten_after_a_week(book: Logbook):
    saved = await book.done(3, note="un")
    assert saved.record is not None
    changes, number = book.services.changes, saved.record.id
    first = await changes.edit(book.owner, number, {"note": "deux" * HIGHEST_NOTE})
    second = await changes.edit(book.owner, number, {"note": "trois"})
    await changes.take_back(book.owner, second.version)
    assert len((await MaintenanceRecord.get()).note or "") == HIGHEST_NOTE
    await changes.take_back(book.owner, first.version)
    assert (await MaintenanceRecord.get()).note == "un"
    last = await changes.edit(book.owner, number, {"note": "quatre"})
    book.clock.move_to(timedelta(days=8))
    with pytest.raises(Gone):
        await changes.take_back(book.owner, last.version)
    assert await changes.purge() == 1
    assert await RecordVersion.all().count() == 0


async def test_what_a_reminder_asked_for_is_written_down_in_one_call_and_rolls_from_its_visit(book: Logbook):
    first = await book.done(400, 60_000)
    await book.services.reminders.decide(book.owner, [first.proposed[0].id], accept=True)
    (due,) = (await book.services.reminders.page(book.owner)).reminders
    visit = Visit(book.ago(3), 76_000, euros(89), "Garage Martin")
    saved = await book.services.maintenance.done(book.owner, due.id, visit)
    assert saved.record is not None
    assert [reminder.id for reminder in saved.closed] == [due.id]
    (following,) = saved.proposed
    assert (following.due_on, following.due_kilometres) == (plus_months(book.ago(3), 12), 91_000)
    data = await book.services.maintenance.record(book.owner, saved.record.id)
    assert (data.record.kilometres, data.record.total_cents, data.record.garage) == (76_000, 8_900, "Garage Martin")
    assert await book.shown() == 76_000


async def test_a_reminder_of_planned_work_completes_the_record_that_was_planned(book: Logbook):
    planned = await book.done(-1, None, OIL, status=RecordStatus.SCHEDULED)
    await book.services.reminders.decide(book.owner, [planned.proposed[0].id], accept=True)
    saved = await book.services.maintenance.done(book.owner, planned.proposed[0].id, Visit(book.today, 61_000))
    assert planned.record is not None
    assert saved.record is not None
    assert (saved.record.id, saved.record.status) == (planned.record.id, RecordStatus.COMPLETED)
    own = await book.services.reminders.add_custom(book.owner, "laver la voiture", book.ago(-5))
    with pytest.raises(Gone):
        await book.services.maintenance.done(book.owner, own.id, Visit(book.today))
