"""Copies of what is pushed, for people who also want it by mail.

The mail outbox is built with the accounts' verified addresses; until then nobody has an address, and no copy is made.
Whoever builds it implements `Copies` by a row in that outbox: `put` is called within the transaction that pushes, so
that the copy exists exactly when the push does.
"""

from typing import Protocol

from core.models import Account


class Copies(Protocol):
    """Takes copies of what is pushed."""

    async def put(self, owner: Account, text: str) -> None:
        """Keep a copy for a person who has a verified address and wants one; within the caller's transaction."""
        ...


class NoCopies:
    """Nobody has an address yet."""

    async def put(self, owner: Account, text: str) -> None:
        """Make no copy."""
