# ruff: noqa: ASYNC110 - what is heard is watched from outside
import asyncio

from app.administration import _follow
from core import db
from core.db.presence import Presence
from core.services.remembered import Remembered
from tests.postgres.server import PostgresServer


async def test_what_one_process_changes_another_hears_of_at_once(postgres: PostgresServer):
    read: list[int] = []

    async def count() -> int:
        read.append(1)
        return len(read)

    async with postgres.database() as url:
        await db.connect(url)
        ours, theirs = Remembered("plans", count), Remembered("plans", count)
        presence = Presence(url)
        _follow(presence, theirs)
        running = asyncio.create_task(presence.run())
        try:
            await presence.ask("SELECT 1")
            async with asyncio.timeout(5):
                while theirs.span < 60:
                    await asyncio.sleep(0.01)
            before = await theirs.get()
            assert await theirs.get() == before
            async with db.transaction():
                await ours.changed()
                assert await theirs.get() == before, "it is not committed yet"
            async with asyncio.timeout(5):
                while await theirs.get() == before:
                    await asyncio.sleep(0.01)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await db.disconnect()
        theirs.deaf()
        assert theirs.span < 60, "whoever hears nothing keeps nothing for long"
