"""Copies of what is pushed, for people who also want it by mail.

`put` is called within the transaction that pushes, so that the copy exists exactly when the push does.
"""

from dataclasses import dataclass
from typing import Protocol

from core.domain.mail_kinds import MailKind
from core.models import Account
from core.services.mails import Mails


class Copies(Protocol):
    """Takes copies of what is pushed."""

    async def put(self, owner: Account, text: str) -> None:
        """Keep a copy for a person who has a verified address and wants one; within the caller's transaction."""
        ...


class NoCopies:
    """Nobody has an address."""

    async def put(self, owner: Account, text: str) -> None:
        """Make no copy."""


@dataclass(frozen=True, slots=True)
class MailCopies:
    """Copies as letters, for those who switched them on."""

    mails: Mails

    async def put(self, owner: Account, text: str) -> None:
        """Write a letter to a person who wants one and has an address."""
        if owner.mail_copies:
            await self.mails.put_to_owner(owner, MailKind.REMINDER, {"lines": text})
