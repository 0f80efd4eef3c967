from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate

from core import db


async def to(url: str, target: str) -> None:
    await migrate(config=db.config(url), target=target)
    await Tortoise.close_connections()


async def columns_of_documents(url: str) -> set[str]:
    await db.connect(url)
    try:
        await db.fetch(
            "INSERT INTO account(telegram_id, first_name, language, time_zone, remind_hour, reachable, created_at)"
            " VALUES(?, 'x', 'fr', 'Europe/Paris', 9, ?, CURRENT_TIMESTAMP) RETURNING id",
            db.stamp(),
            True,
        )
        await db.fetch(
            "INSERT INTO document(owner_id, state, telegram_file, revision, created_at)"
            " VALUES((SELECT max(id) FROM account), 'kept', 'x', 0, CURRENT_TIMESTAMP) RETURNING id"
        )
        return set((await db.fetch("SELECT * FROM document"))[0])
    finally:
        await db.disconnect()


async def test_the_line_and_the_albums_go_and_come_again_with_their_migration(database_url: str):
    assert {"album_id", "sent_as"} <= await columns_of_documents(database_url)
    await to(database_url, "models.0001_initial")
    assert not {"album_id", "sent_as"} & await columns_of_documents(database_url)
    await db.migrate(database_url)
    assert {"album_id", "sent_as"} <= await columns_of_documents(database_url)
