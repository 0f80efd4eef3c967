"""The inbox: everything that was pushed to a person, read or not, until they delete it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tortoise.functions import Count

from core import db
from core.errors import Gone
from core.models import Account, Notification
from core.ports import Clock
from core.services.vehicles import page_start

PAGE = 6
# Filters beside the kinds of reminders: everything, and what was not read yet.
ALL, UNREAD = "all", "unread"
DIGEST, READING = "digest", "odometer"
_READ = """
    UPDATE notification SET read_at = ? WHERE owner_id = ? AND read_at IS NULL AND told_at IS NOT NULL
       AND reminder_id IN (SELECT id FROM reminder WHERE owner_id = ? AND appointment_id = ?)
"""


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of the inbox, newest first; `kinds` says how many there are of each kind, read or not."""

    notices: tuple[Notification, ...]
    shown: str
    position: int
    total: int
    unread: int
    kinds: Mapping[str, int] = field(default_factory=dict)

    @property
    def everything(self) -> int:
        """How many there are in all."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Notices:
    """Reads and tidies the inbox of one person."""

    clock: Clock

    async def page(self, owner: Account, shown: str = ALL, position: int = 0) -> NoticePage:
        """A page of one kind, of what is unread, or of everything."""
        mine = Notification.filter(owner_id=owner.id, told_at__not_isnull=True)
        counted = await mine.annotate(n=Count("id")).group_by("kind").values_list("kind", "n")
        kinds: dict[str, int] = {}
        for kind, number in counted:
            kinds[str(kind)] = kinds.get(str(kind), 0) + int(number)
        wanted = mine
        if shown == UNREAD:
            wanted = mine.filter(read_at__isnull=True)
        elif shown != ALL:
            wanted = mine.filter(kind=shown)
        unread = await mine.filter(read_at__isnull=True).count()
        total = {ALL: sum(kinds.values()), UNREAD: unread}.get(shown, kinds.get(shown, 0))
        start = page_start(position, total, PAGE)
        rows = await wanted.order_by("-told_at", "-id").offset(start).limit(PAGE)
        return NoticePage(tuple(rows), shown, start, total, unread, kinds)

    async def unread(self, owner: Account) -> int:
        """How many were not read yet."""
        return await Notification.filter(owner_id=owner.id, told_at__not_isnull=True, read_at__isnull=True).count()

    async def told_reading(self, owner: Account, vehicle_id: int, text: str) -> None:
        """The question for an odometer reading was asked; within the caller's transaction."""
        asked = Notification.filter(owner_id=owner.id, vehicle_id=vehicle_id, kind=READING, told_at__isnull=True)
        await asked.update(told_at=self.clock.now(), text=text[:300])

    async def open(self, owner: Account, number: int) -> Notification:
        """One of them with its reminder, read from now on."""
        notice = await self._owned(owner, number)
        if notice.read_at is None:
            notice.read_at = self.clock.now()
            await notice.save(update_fields=["read_at"])
        return notice

    async def mark_unread(self, owner: Account, number: int) -> Notification:
        """Keep one for later."""
        notice = await self._owned(owner, number)
        notice.read_at = None
        await notice.save(update_fields=["read_at"])
        return notice

    async def read_all(self, owner: Account) -> int:
        """Everything is read; how many were not."""
        mine = Notification.filter(owner_id=owner.id, told_at__not_isnull=True, read_at__isnull=True)
        return await mine.update(read_at=self.clock.now())

    async def read_about(self, owner: Account, reminder_id: int) -> None:
        """What was pushed about a reminder is read: the person has just answered it."""
        mine = Notification.filter(owner_id=owner.id, reminder_id=reminder_id, read_at__isnull=True)
        await mine.filter(told_at__not_isnull=True).update(read_at=self.clock.now())

    async def read_appointment(self, owner: Account, appointment_id: int) -> None:
        """What was pushed about an appointment is read."""
        await db.execute(_READ, self.clock.now(), owner.id, owner.id, appointment_id)

    async def delete(self, owner: Account, number: int) -> None:
        """Delete one; its reminder stays as it is. A second tap changes nothing."""
        await Notification.filter(id=number, owner_id=owner.id, told_at__not_isnull=True).delete()

    async def delete_read(self, owner: Account) -> int:
        """Delete what was read; how many it were."""
        mine = Notification.filter(owner_id=owner.id, told_at__not_isnull=True, read_at__not_isnull=True)
        return await mine.delete()

    async def _owned(self, owner: Account, number: int) -> Notification:
        mine = Notification.filter(id=number, owner_id=owner.id, told_at__not_isnull=True)
        notice = await mine.prefetch_related("reminder__vehicle").first()
        if notice is None:
            raise Gone
        return notice
