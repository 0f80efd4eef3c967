"""What administrators may do, in one hand. Who they are is decided here and nowhere else."""

from dataclasses import dataclass, field

from core import db
from core.models import Account, AdminChat
from core.ports import Clock
from core.services.auditing import Auditing

# How many things wait for an administrator, by the page of the menu that shows them: one scalar query each.
WAITING: dict[str, str] = {
    "support": "SELECT count(*) FROM ticket WHERE state = 'open'",
}


@dataclass(slots=True)
class Admins:
    """The Telegram ids of ADMIN_IDS."""

    ids: set[int] = field(default_factory=set)

    def include(self, account: Account) -> bool:
        """Whether a person is an administrator now."""
        return account.telegram_id in self.ids


@dataclass(frozen=True, slots=True)
class Administration:
    """The use cases of administrators. Drivers reach it through `bot/admin.py`, which asks who is there."""

    admins: Admins
    auditing: Auditing

    async def chats_to_tell(self) -> dict[int, str]:
        """The chats of administrators who have written to us, with their languages."""
        found = await Account.filter(telegram_id__in=list(self.admins.ids))
        return {account.telegram_id: account.language for account in found}

    async def chats_to_leave(self) -> dict[int, str | None]:
        """The chats that were shown the commands and are no administrator's any more."""
        shown = await AdminChat.all()
        return {chat.chat_id: None for chat in shown if chat.chat_id not in self.admins.ids}

    async def told(self, telegram_id: int) -> None:
        """A chat shows the commands now."""
        await AdminChat.get_or_create(chat_id=telegram_id)

    async def left(self, telegram_id: int) -> None:
        """A chat shows them no more."""
        await AdminChat.filter(chat_id=telegram_id).delete()

    async def waiting(self) -> dict[str, int]:
        """How much waits on each page of the menu, by one statement."""
        if not WAITING:
            return {}
        counts = ", ".join(f'({query}) AS "{page}"' for page, query in WAITING.items())
        (row,) = await db.fetch(f"SELECT {counts}")
        return {page: int(row[page] or 0) for page in WAITING}


def administration_of(clock: Clock, admin_ids: tuple[int, ...]) -> Administration:
    """Build it."""
    return Administration(Admins(set(admin_ids)), Auditing(clock))
