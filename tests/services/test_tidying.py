from core import db
from core.gateways.clock import SystemClock
from core.services.purging import Purging
from core.services.tidying import DAY, DRAFT_DAYS, REMEMBERED_DAYS, Tidying


async def test_old_dedupe_keys_and_drafts_go_and_recent_ones_stay(database: object):
    now = db.stamp()
    for key, age in (("old", REMEMBERED_DAYS * DAY + 1000), ("new", DAY)):
        await db.fetch("INSERT INTO once(key, seen_at) VALUES(?, ?) RETURNING key", key, now - age)
    for chat, age in ((1, DRAFT_DAYS * DAY + 1000), (2, DAY)):
        await db.fetch(
            "INSERT INTO chat_state(chat_id, flow, step, draft, version, updated_at)"
            " VALUES(?, 'add_vehicle', 'make', '{\"make\": \"x\"}', 1, ?) RETURNING chat_id",
            chat,
            now - age,
        )
    await Tidying(Purging(SystemClock())).tidy()
    assert [row["key"] for row in await db.fetch("SELECT key FROM once")] == ["new"]
    places = {row["chat_id"]: (row["flow"], row["draft"]) for row in await db.fetch("SELECT * FROM chat_state")}
    assert places == {1: ("", "{}"), 2: ("add_vehicle", '{"make": "x"}')}
