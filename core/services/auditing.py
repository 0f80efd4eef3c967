"""What administrators did: one entry for each act, written in the transaction of its effect, so never one without it.

`before` and `after` hold ids, states and figures. Names, addresses and texts of people do not belong in them: an entry
outlives the account that it is about.
"""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from core.models import Account, AuditEntry
from core.ports import Clock

Values = Mapping[str, object]
# How many entries an export reads at a time.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it: an administrator in their chat, or somebody at the console of the machine."""

    who: str
    telegram_id: int | None = None
    account_id: int | None = None

    @classmethod
    def in_chat(cls, admin: Account) -> "Actor":
        """An administrator who writes to the bot."""
        return cls("chat", admin.telegram_id, admin.id)

    @classmethod
    def at_console(cls, user: str) -> "Actor":
        """Somebody who runs `autotrack admin`, as the operating system names them."""
        return cls(f"cli:{user}"[:60])


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done: an action (`account.block`), to what, and the person it is about, if it is about one."""

    action: str
    subject: str
    subject_id: str | int | None = None
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Auditing:
    """Writes and reads entries; there is no way to change one."""

    clock: Clock

    async def note(
        self, actor: Actor, deed: Deed, before: Values | None = None, after: Values | None = None, *, reason: str = ""
    ) -> AuditEntry:
        """Write an entry, within the caller's transaction."""
        return await AuditEntry.create(
            at=self.clock.now(),
            who=actor.who,
            admin_telegram_id=actor.telegram_id,
            admin_account_id=actor.account_id,
            action=deed.action,
            subject=deed.subject,
            subject_id=None if deed.subject_id is None else str(deed.subject_id)[:120],
            about_id=deed.about,
            before=_written(before),
            after=_written(after),
            reason=reason[:600] or None,
        )

    async def page(self, position: int, size: int, *, about: int | None = None) -> tuple[int, Sequence[AuditEntry]]:
        """How many entries there are, of all or about one person, and a page of them, newest first."""
        found = AuditEntry.all() if about is None else AuditEntry.filter(about_id=about)
        return await found.count(), await found.order_by("-id").offset(position).limit(size)

    async def everything(self) -> AsyncIterator[AuditEntry]:
        """Every entry, oldest first."""
        last = 0
        while entries := await AuditEntry.filter(id__gt=last).order_by("id").limit(BATCH):
            for entry in entries:
                yield entry
            last = entries[-1].id


def _written(values: Values | None) -> str | None:
    return json.dumps(values, default=str, ensure_ascii=False, sort_keys=True) if values is not None else None
