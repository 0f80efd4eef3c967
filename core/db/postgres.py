"""Tortoise engine module: PostgreSQL that heals after its server was away.

The library leaves the task that could not begin a transaction with a dead connection for good, and lets the driver's
own errors through, so that nobody can tell what another try may mend.
"""

from collections.abc import Callable
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # the driver has no stubs
from asyncpg import exceptions
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    NestedTransactionContext,
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections
from tortoise.exceptions import DBConnectionError

# Seconds to wait for a free connection of the pool.
PATIENCE = 15.0

# The server goes away or comes back, is out of room, or chose this transaction as a deadlock's victim.
_PASSING = (
    exceptions.PostgresConnectionError,
    exceptions.OperatorInterventionError,
    exceptions.InsufficientResourcesError,
    exceptions.TransactionRollbackError,
    exceptions.LockNotAvailableError,
    exceptions.InterfaceError,
    # What the driver says of a connection that broke in the midst of a statement, when it is given back.
    exceptions.InternalClientError,
    # Nobody listens there; or not in time.
    OSError,
    TimeoutError,
)


class _Translating:
    """What passes becomes `DBConnectionError`, whatever the driver calls it."""

    async def _translate_exceptions(self, func: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return await super()._translate_exceptions(func, *args, **kwargs)  # type: ignore[misc]  # the client has it
        except _PASSING as error:
            raise DBConnectionError(f"{type(error).__name__}: {error}") from error


class _Transaction(_Translating, TransactionWrapper):
    """A transaction on one connection of the pool."""

    @property
    def pool(self) -> asyncpg.Pool:
        """The pool it takes its connection from."""
        return self._parent._pool  # noqa: SLF001  # a transaction of the library reaches its pool no other way

    @property
    def connection(self) -> asyncpg.Connection:
        """The connection it runs on."""
        return self._connection

    @property
    def ended(self) -> bool:
        """Whether it was committed or rolled back already."""
        return bool(self._finalized)

    def use(self, connection: asyncpg.Connection) -> None:
        """Run on this connection."""
        self._connection = connection

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(_Transaction(self))

    async def commit(self) -> None:
        """Commit; a connection that is lost meanwhile leaves open whether it did."""
        try:
            await super().commit()
        except _PASSING as error:
            raise DBConnectionError(f"{type(error).__name__}: {error}") from error

    async def rollback(self) -> None:
        """Roll back; a connection that is gone has done it already."""
        try:
            await super().rollback()
        except _PASSING as error:
            raise DBConnectionError(f"{type(error).__name__}: {error}") from error


class _Context(TransactionContextPooled):
    """Takes a connection for one transaction and gives it back, whatever became of either."""

    client: _Transaction

    async def __aenter__(self) -> TransactionalDBClient:
        """Take a connection and begin."""
        try:
            await self.ensure_connection()
            connection = await self.client.pool.acquire(timeout=PATIENCE)
        except _PASSING as error:
            raise DBConnectionError(f"{type(error).__name__}: {error}") from error
        try:
            self.client.use(connection)
            await self.client.begin()
        except BaseException:
            await self._give_back()
            raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def __aexit__(self, kind: type[BaseException] | None, error: object, traceback: object) -> None:
        """Commit, or roll back after an error."""
        try:
            if not self.client.ended:
                await (self.client.rollback() if kind else self.client.commit())
        finally:
            get_connections().reset(self.token)
            await self._give_back()

    async def _give_back(self) -> None:
        try:
            await self.client.pool.release(self.client.connection)
        except _PASSING:
            return  # it broke: the pool opens another one


class PostgresClient(_Translating, AsyncpgDBClient):
    """The PostgreSQL client whose failures are understood and survived."""

    def _in_transaction(self) -> TransactionContext:
        return _Context(_Transaction(self), self._pool_init_lock)


client_class = PostgresClient
