from datetime import UTC, date, datetime

import pytest
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as tortoise_migrate
from tortoise.migrations.autodetector import MigrationAutodetector

from core import db
from core.models import Account, Lease, MaintenanceRecord, Notification, OdometerReading, Reminder, Vehicle


async def schema() -> set[str]:
    """The names of all tables and indexes."""
    if db.is_sqlite():
        rows = await db.fetch("SELECT name FROM sqlite_master WHERE type IN ('table', 'index')")
    else:
        rows = await db.fetch(
            "SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public'"
            " UNION SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
    return {row["name"] for row in rows}


async def to(url: str, name: str | None) -> None:
    await db.disconnect()
    await tortoise_migrate(config=db.config(url), target=name and f"models.{name}")
    await Tortoise.close_connections()
    await db.connect(url)


async def write_as_before_records_had_categories() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    given = (moment.isoformat() if db.is_sqlite() else moment,)
    await db.fetch(
        "INSERT INTO account(id, telegram_id, first_name, language, time_zone, remind_hour, reachable, created_at)"
        " VALUES(1001, 7, '', 'fr', 'Europe/Paris', 9, TRUE, ?) RETURNING id",
        *given,
    )
    await db.fetch("INSERT INTO vehicle(id, owner_id, created_at) VALUES(1001, 1001, ?) RETURNING id", *given)
    await db.fetch(
        "INSERT INTO maintenance_record(id, vehicle_id, done_on, garage, currency, created_at)"
        " VALUES(1001, 1001, ?, 'Müller', 'EUR', ?) RETURNING id",
        *(date(2026, 1, 1), *given),
    )
    await db.fetch("INSERT INTO service_done(record_id, service) VALUES(1001, 'tyres') RETURNING id")
    await db.fetch(
        "INSERT INTO maintenance_line(record_id, position, description) VALUES(1001, 0, 'Main d''oeuvre') RETURNING id"
    )


async def test_going_back_and_forth_keeps_every_row_and_index_and_gives_old_rows_what_is_new(empty_database_url: str):
    await to(empty_database_url, "0004_jobs")
    await write_as_before_records_had_categories()
    await to(empty_database_url, None)
    old = await MaintenanceRecord.get().prefetch_related("lines")
    assert (old.category, old.status, old.category_chosen) == ("tyres", "completed", False)
    assert "muller" in old.search
    assert [line.kind for line in old.lines] == ["labour"]
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
    before = await schema()
    await to(empty_database_url, "0001_initial")
    assert await db.fetch("SELECT id FROM reminder") == [{"id": reminder.id}]
    assert Lease._meta.db_table not in await schema()
    await to(empty_database_url, None)
    assert await schema() == before
    assert [row.id for row in await Reminder.all()] == [reminder.id]
    assert own.id != reminder.id
    told = await Notification.get()
    assert told.reminder_id == reminder.id
    assert (await OdometerReading.get()).source == "typed"
    assert {row.id for row in await MaintenanceRecord.all()} == {old.id, record.id}
    await db.disconnect()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_migrations_make_the_tables_that_the_code_describes(database: str):
    detector = MigrationAutodetector(Tortoise.apps, db.config(database)["apps"])
    missing = [vars(operation) for writer in await detector.changes() for operation in writer.operations]
    # Of a key that is not generated Tortoise does not recognise its own description.
    assert [one for one in missing if one.get("model_name") not in {"ChatState", "AdminChat"}] == []
