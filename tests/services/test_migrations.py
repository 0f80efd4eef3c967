from datetime import UTC, date, datetime

from tortoise.migrations.api.migrate import migrate

from core import db
from core.models import MaintenanceRecord


async def move(url: str, target: str | None) -> None:
    await migrate(config=db.config(url), target=target)
    await db.disconnect()


async def test_what_was_written_before_records_had_categories_gets_them_and_the_way_back_keeps_it(database_url: str):
    await move(database_url, "models.0001_initial")
    await db.connect(database_url)
    now = datetime(2026, 1, 1, tzinfo=UTC).isoformat() if database_url.startswith("sqlite") else None
    stamp = "?" if now else "now()"
    given = (now,) if now else ()
    await db.fetch(
        "INSERT INTO account(id, telegram_id, first_name, language, time_zone, remind_hour, reachable, created_at)"
        f" VALUES(1, 7, '', 'fr', 'Europe/Paris', 9, TRUE, {stamp}) RETURNING id",
        *given,
    )
    await db.fetch(f"INSERT INTO vehicle(id, owner_id, created_at) VALUES(1, 1, {stamp}) RETURNING id", *given)
    await db.fetch(
        "INSERT INTO maintenance_record(id, vehicle_id, done_on, garage, currency, created_at)"
        f" VALUES(1, 1, ?, 'Müller', 'EUR', {stamp}) RETURNING id",
        *(date(2026, 1, 1), *given),
    )
    await db.fetch("INSERT INTO service_done(record_id, service) VALUES(1, 'tyres') RETURNING id")
    await db.fetch(
        "INSERT INTO maintenance_line(record_id, position, description) VALUES(1, 0, 'Main d''oeuvre') RETURNING id"
    )
    await db.disconnect()
    await move(database_url, None)
    await db.connect(database_url)
    record = await MaintenanceRecord.get().prefetch_related("lines")
    assert (record.category, record.status, record.category_chosen) == ("tyres", "completed", False)
    assert "muller" in record.search
    assert [line.kind for line in record.lines] == ["labour"]
    await db.disconnect()
    await move(database_url, "models.0001_initial")
    await db.connect(database_url)
    assert len(await db.fetch("SELECT id FROM maintenance_record")) == 1
    await db.disconnect()
