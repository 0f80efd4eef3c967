"""Tortoise engine module: SQLite whose transactions start with BEGIN IMMEDIATE.

With the default deferred BEGIN a read-then-write transaction can fail with "database is locked" at its first write,
which `busy_timeout` does not cover; with IMMEDIATE the wait happens at BEGIN, where it does.
"""

import sqlite3

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.exceptions import TransactionManagementError


class _ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that takes the write lock when it begins."""

    async def begin(self) -> None:
        """Take the write lock now; waits up to `busy_timeout`."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise TransactionManagementError(error) from error


class SqliteImmediateClient(SqliteClient):
    """The SQLite client with immediate transactions."""

    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionContext(_ImmediateTransaction(self), self._lock)


client_class = SqliteImmediateClient
