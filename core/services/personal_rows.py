"""A person's rows, as the register of personal columns says: read for an export, deleted for good."""

import json
from collections.abc import Sequence
from typing import Any

from core import db
from core.models import Account
from core.models.personal import Entry, Fate, condition, personal


def quoted(columns: Sequence[str]) -> str:
    """Column names as both databases take them."""
    return ", ".join(f'"{column}"' for column in columns)


async def rows_of(account: Account, entry: Entry, columns: Sequence[str]) -> Sequence[dict[str, Any]]:
    """A person's rows of a table."""
    if not columns:
        return []
    mine = condition(entry, account)
    return await db.fetch(f"SELECT {quoted(columns)} FROM {entry.table} WHERE {mine} ORDER BY 1")  # noqa: S608  # names of ours


async def stored_names(account: Account) -> list[str]:
    """The names of every file that is kept for a person."""
    found: list[str] = []
    for entry in personal():
        for row in await rows_of(account, entry, entry.files.split()):
            found += [str(value) for value in row.values() if value]
        for row in await rows_of(account, entry, entry.made.split()):
            found += [str(part[0]) for value in row.values() if value for part in json.loads(value)]
    return found


async def forget_rows(account: Account) -> None:
    """Delete a person's rows, what hangs on others first; what must stay loses what leads to them.

    Within a transaction: all of it or nothing.
    """
    for entry in reversed(list(personal())):
        mine = condition(entry, account)
        if entry.fate is Fate.GOES:
            await db.execute(f"DELETE FROM {entry.table} WHERE {mine}")  # noqa: S608  # names of ours
        elif entry.fate is Fate.UNSIGNED:
            emptied = ", ".join(f"{column} = NULL" for column in (mine.partition(" ")[0], *entry.blank.split()))
            await db.execute(f"UPDATE {entry.table} SET {emptied} WHERE {mine}")  # noqa: S608  # names of ours
