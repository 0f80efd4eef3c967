"""Tortoise engine module: SQLite whose transactions start with BEGIN IMMEDIATE and always end.

With the default deferred BEGIN a read-then-write transaction can fail with "database is locked" at its first write,
which `busy_timeout` does not cover; with IMMEDIATE the wait happens at BEGIN, where it does. All tasks share the one
connection, so a transaction that could not begin or commit must leave it free for the next: the library's own
contexts keep its lock, or the transaction open, for ever.
"""

import sqlite3
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.connection import get_connections
from tortoise.exceptions import IntegrityError, OperationalError

from core.db.inline import InlineConnection
from core.db.turns import TurnLock


class _ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that takes the write lock when it begins."""

    async def begin(self) -> None:
        """Take the write lock now; waits up to `busy_timeout`."""
        try:
            await self._connection.begin()  # type: ignore[attr-defined]  # ours, see create_connection
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error

    async def commit(self) -> None:
        """Commit, or roll back what cannot be committed."""
        try:
            await super().commit()
        except sqlite3.Error as error:
            await self._connection.rollback()
            kind = IntegrityError if isinstance(error, sqlite3.IntegrityError) else OperationalError
            raise kind(error) from error


class _Context(SqliteTransactionContext):
    """Holds the connection for one transaction; gives it back when the transaction cannot begin."""

    async def __aenter__(self) -> TransactionalDBClient:
        """Wait for the connection and begin."""
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        connection: TransactionalDBClient = self.connection
        return connection


class SqliteImmediateClient(SqliteClient):
    """The SQLite client with immediate transactions, taken in turns."""

    def __init__(self, file_path: str, **kwargs: Any) -> None:
        super().__init__(file_path, **kwargs)
        self.turns = TurnLock()
        self._lock = self.turns  # type: ignore[assignment]  # it does all that the library asks of its lock

    async def create_connection(self, with_db: bool) -> None:
        """Open the file on the loop, with its checkpoints off it."""
        if self._connection is None:
            patience = int(self.pragmas.pop("busy_timeout", 5000)) / 1000
            connection = InlineConnection(self.filename, patience)
            for name, value in {**self.pragmas, "wal_autocheckpoint": 0}.items():
                await connection.execute(f"PRAGMA {name}={value}")
            self._connection = connection  # type: ignore[assignment]  # it has what the library uses of aiosqlite's

    def _in_transaction(self) -> TransactionContext:
        return _Context(_ImmediateTransaction(self), self._lock)


client_class = SqliteImmediateClient
