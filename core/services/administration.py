"""What administrators may do, in one hand."""

from dataclasses import dataclass

from core import db
from core.models import Account, AdminChat
from core.services.administrators import Admins
from core.services.auditing import Auditing
from core.services.event_desk import EventDesk
from core.services.job_desk import JobDesk
from core.services.makes_moderation import MakesModeration
from core.services.people import People
from core.services.plan_editing import PlanEditing
from core.services.switches import Switches

# How many things wait for an administrator, by the page of the menu that shows them: one scalar query each.
WAITING: dict[str, str] = {
    "events": "SELECT COUNT(*) FROM billing_event WHERE state = 'parked'",
    "makes": "SELECT COUNT(*) FROM catalogue_entry WHERE state = 'proposed'",
    "support": "SELECT COUNT(*) FROM ticket WHERE state = 'open'",
}


@dataclass(frozen=True, slots=True)
class Administration:
    """The use cases of administrators. Drivers reach it through `bot/admin.py`, which asks who is there."""

    admins: Admins
    auditing: Auditing
    people: People
    plans: PlanEditing
    switches: Switches
    makes: MakesModeration
    events: EventDesk
    jobs: JobDesk

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
