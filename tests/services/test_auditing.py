import json

import pytest

from core import db
from core.gateways.clock import MovableClock
from core.models import Account, AuditEntry
from core.services.auditing import Actor, Auditing, Deed
from core.services.personal_rows import forget_rows
from tests.postgres.databases import database, database_url, migrated_file

__all__ = ["database", "database_url", "migrated_file"]

CLOCK = MovableClock()
ATTEMPTS = (
    "UPDATE audit_entry SET action = 'nothing'",
    "UPDATE audit_entry SET before = NULL, about_id = NULL, reason = NULL",
    "UPDATE audit_entry SET about_id = 7, reason = 'another'",
    "UPDATE audit_entry SET about_id = NULL",
    "DELETE FROM audit_entry",
    "DELETE FROM audit_entry WHERE id = 1",
)


@pytest.fixture
async def person(database: str) -> Account:
    return await Account.create(telegram_id=7, language="fr", created_at=CLOCK.now())


async def test_an_entry_says_who_did_what_to_what_with_before_and_after(person: Account):
    auditing = Auditing(CLOCK)
    deed = Deed("account.block", "account", person.id, person.id)
    await auditing.note(Actor.in_chat(person), deed, {"blocked": False}, {"blocked": True}, reason="spam")
    await auditing.note(Actor.at_console("alice"), Deed("switch.off", "switch", "stars"))
    total, (newest, entry) = await auditing.page(0, 5)
    assert (total, newest.who, newest.admin_telegram_id, newest.before) == (2, "cli:alice", None, None)
    assert (entry.who, entry.admin_telegram_id, entry.admin_account_id) == ("chat", 7, person.id)
    assert (entry.action, entry.subject, entry.subject_id) == ("account.block", "account", str(person.id))
    assert (json.loads(entry.before or ""), json.loads(entry.after or "")) == ({"blocked": False}, {"blocked": True})
    assert [one.id async for one in auditing.everything()] == [entry.id, newest.id]
    assert (await auditing.page(0, 5, about=person.id))[0] == 1


@pytest.mark.parametrize("attempt", ATTEMPTS)
async def test_the_database_refuses_to_change_or_delete_an_entry(person: Account, attempt: str):
    auditing = Auditing(CLOCK)
    deed = Deed("account.block", "account", person.id, person.id)
    await auditing.note(Actor.in_chat(person), deed, {"blocked": False}, {"blocked": True}, reason="spam")
    before = await db.fetch("SELECT * FROM audit_entry")
    with pytest.raises(db.DatabaseError, match="only grows"):
        await db.execute(attempt)
    assert await db.fetch("SELECT * FROM audit_entry") == before


async def test_neither_replacing_nor_emptying_the_table_is_a_way_around(person: Account):
    await Auditing(CLOCK).note(Actor.at_console("alice"), Deed("switch.off", "switch", "stars"))
    way = "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry" if db.is_sqlite() else "TRUNCATE audit_entry"
    with pytest.raises(db.DatabaseError, match="only grows"):
        await db.execute(way)
    assert await AuditEntry.all().count() == 1


async def test_an_entry_stays_without_the_person_when_their_account_is_deleted(person: Account):
    deed = Deed("account.documents", "account", None, person.id)
    await Auditing(CLOCK).note(Actor.at_console("alice"), deed, after={"shown": 3}, reason="asked by the person")
    async with db.transaction():
        await forget_rows(person)
    entry = await AuditEntry.get()
    assert (entry.about_id, entry.reason, entry.action, entry.after) == (None, None, deed.action, '{"shown": 3}')
