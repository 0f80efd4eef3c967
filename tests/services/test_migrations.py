from datetime import UTC, date, datetime

import pytest
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as tortoise_migrate
from tortoise.migrations.autodetector import MigrationAutodetector

from core import db
from core.models import Account, MaintenanceRecord, Notification, OdometerReading, Reminder, Vehicle


async def indexes() -> set[str]:
    if db.is_sqlite():
        rows = await db.fetch("SELECT name FROM sqlite_master WHERE type = 'index'")
    else:
        rows = await db.fetch("SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public'")
    return {row["name"] for row in rows}


async def to(url: str, name: str) -> None:
    await db.disconnect()
    await tortoise_migrate(config=db.config(url), target=f"models.{name}")
    await Tortoise.close_connections()
    await db.connect(url)


async def test_going_back_and_forth_keeps_every_row_and_index(database: str):
    now = datetime(2026, 11, 22, tzinfo=UTC)
    owner = await Account.create(telegram_id=1, language="fr", created_at=now)
    vehicle = await Vehicle.create(owner_id=owner.id, created_at=now)
    await OdometerReading.create(vehicle_id=vehicle.id, read_on=date(2026, 1, 1), kilometres=5, created_at=now)
    record = await MaintenanceRecord.create(
        vehicle_id=vehicle.id, done_on=date(2026, 1, 1), currency="EUR", created_at=now
    )
    reminder = await Reminder.create(
        owner_id=owner.id, vehicle_id=vehicle.id, record_id=record.id, service="tyres", state="waiting", created_at=now
    )
    own = await Reminder.create(owner_id=owner.id, subject="pneus", state="waiting", created_at=now)
    await Notification.create(owner_id=owner.id, reminder_id=reminder.id, kind="reminder", created_at=now)
    before = await indexes()
    await to(database, "0001_initial")
    assert await db.fetch("SELECT id FROM reminder") == [{"id": reminder.id}]
    await to(database, "0002_due")
    assert await indexes() == before
    assert [row.id for row in await Reminder.all()] == [reminder.id]
    assert own.id != reminder.id
    told = await Notification.get()
    assert told.reminder_id == reminder.id
    assert (await OdometerReading.get()).source == "typed"
    assert await MaintenanceRecord.exists(id=record.id)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_migrations_make_the_tables_that_the_code_describes(database: str):
    detector = MigrationAutodetector(Tortoise.apps, db.config(database)["apps"])
    missing = [vars(operation) for writer in await detector.changes() for operation in writer.operations]
    # Of a key that is not generated Tortoise does not recognise its own description.
    assert [one for one in missing if "ChatState" not in one.values()] == []
