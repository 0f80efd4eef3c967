"""Counts what an update asks of the database.

    async with statements() as seen:
        await chat.say("/history")
    assert all(len(turn) <= 8 for turn in seen.updates())

SQLite itself tells every statement it runs, so nothing is put in the product's way and nothing is missed.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from core import db

_PATH = re.compile(
    r"FROM account LEFT JOIN chat_state|(FROM|INTO|UPDATE) \"?(chat_state|outgoing|live_message|job|once)\b"
)
# What the full-text index asks of its own tables.
_OF_THE_INDEX = re.compile(r"^(?:-- )?PRAGMA 'main'\.data_version|'main'\.'(?:document|garage)_words_|^-- ")
_BEGIN, _END = "BEGIN", ("COMMIT", "ROLLBACK")


@dataclass(slots=True)
class Statements:
    """Statements in the order they ran, with the marks of their transactions."""

    ran: list[str] = field(default_factory=list)

    def transactions(self) -> list[list[str]]:
        """The statements of each transaction, without the marks."""
        found: list[list[str]] = []
        inside: list[str] | None = None
        for statement in self.ran:
            if statement.startswith(_BEGIN):
                inside = []
            elif statement.startswith(_END):
                found += [inside] if inside else []
                inside = None
            elif inside is not None and _counts(statement, inside):
                inside.append(statement)
        return found

    def updates(self) -> list[list[str]]:
        """The statements of each update: the transaction in which the chat's place is read."""
        return [turn for turn in self.transactions() if any(" chat_state " in one for one in turn)]

    def most(self) -> list[str]:
        """Those of the update that asked most."""
        return max(self.updates(), key=len, default=[])


def _counts(statement: str, before: list[str]) -> bool:
    """Whether it is one more: rows that are written together, and what their deletion sets off, are told one by one."""
    if statement.startswith(("SAVEPOINT", "RELEASE", "SELECT last_insert_rowid")) or _OF_THE_INDEX.search(statement):
        return False
    begun = statement[:40]
    return begun.startswith("SELECT") or not before or not before[-1].startswith(begun)


def questions(turn: list[str]) -> list[str]:
    """The statements that read, the message's own among them: what a growing history could make more of."""
    return [statement for statement in turn if statement.lstrip().startswith(("SELECT", "WITH"))]


def of_the_logbook(turn: list[str]) -> list[str]:
    """The statements without those of the message's own way: who writes, where the chat stands, outbox, done mark."""
    return [statement for statement in turn if not _PATH.search(statement)]


@asynccontextmanager
async def statements() -> AsyncIterator[Statements]:
    """Listen to the open SQLite database until the block ends."""
    seen = Statements()
    connection: Any = await _connection()
    connection.set_trace_callback(seen.ran.append)
    try:
        yield seen
    finally:
        connection.set_trace_callback(None)


async def _connection() -> Any:
    await db.fetch("SELECT 1 AS one")
    client: Any = db.client()
    # The connection of sqlite3 itself, below the one that answers within the loop.
    return client._connection._connection
