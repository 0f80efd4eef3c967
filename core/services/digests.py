"""Digests: what is coming, what is late and what was done, in one message a week or a month."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tortoise.expressions import F
from tortoise.functions import Coalesce

from core import db
from core.domain.record_status import RecordStatus
from core.domain.telling import Digest, next_digest
from core.models import IN_USE, PRESENT, Account, MaintenanceRecord, Notification, Reminder
from core.ports import Clock, Jobs
from core.services.days import today_of
from core.services.manners import habits_of
from core.services.notices import DIGEST
from core.services.push_copies import Copies, NoCopies
from core.services.reminder_lists import NEVER, OPEN

# People claimed together, and things listed in one digest.
BATCH, MOST = 200, 12
RECENTLY = timedelta(hours=12)
_SPANS = {Digest.WEEKLY: timedelta(days=7), Digest.MONTHLY: timedelta(days=31)}


@dataclass(frozen=True, slots=True)
class Summary:
    """What a digest says: reminders that are late, those to come by `until`, and how much was done since the last."""

    digest: Digest
    until: date
    late: tuple[Reminder, ...]
    coming: tuple[Reminder, ...]
    more: int
    done: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say, so that nothing is sent."""
        return not (self.late or self.coming)


@dataclass(frozen=True, slots=True)
class Digests:
    """Claims the digests that are due, each once, and says what is in them."""

    clock: Clock
    jobs: Jobs
    copies: Copies = NoCopies()  # noqa: RUF009  # it has no state

    async def claim_due(self) -> int:
        """Have every digest that is due written, once however many processes ask; how many were looked at."""
        now = self.clock.now()
        due = await Account.filter(digest_at__lte=now, reachable=True).order_by("digest_at").limit(BATCH)
        async with db.transaction():
            for owner in due:
                following = next_digest(Digest(owner.digest), habits_of(owner), now)
                # Whoever moves it on has it.
                if await Account.filter(id=owner.id, digest_at=owner.digest_at).update(digest_at=following):
                    payload = {"chat_id": owner.telegram_id, "kind": "digest_due", "subject": owner.id}
                    await self.jobs.enqueue("event", payload, key=f"chat:{owner.telegram_id}")
        return len(due)

    async def summary(self, owner: Account) -> Summary:
        """What is to be said to a person now."""
        today = today_of(owner, self.clock)
        digest = Digest.MONTHLY if owner.digest == Digest.MONTHLY else Digest.WEEKLY
        span = _SPANS[digest]
        # What was told a moment ago by itself is not told again in the same breath.
        just_told = Notification.filter(
            owner_id=owner.id, told_at__gt=self.clock.now() - RECENTLY, reminder_id__isnull=False
        )
        known = [int(str(one)) for one in await just_told.values_list("reminder_id", flat=True)]
        mine = Reminder.filter(IN_USE, owner_id=owner.id, state__in=list(OPEN)).exclude(id__in=known)
        soonest = mine.annotate(soonest=Coalesce("expected_on", F("due_on"), NEVER)).order_by("soonest", "id")
        found = await soonest.filter(soonest__lt=today + span).limit(MOST * 4).prefetch_related("vehicle")
        late = tuple(one for one in found if _day_of(one) < today)
        coming = tuple(one for one in found if _day_of(one) >= today)
        done = MaintenanceRecord.filter(PRESENT, vehicle__owner_id=owner.id, status=RecordStatus.COMPLETED)
        number = await done.filter(done_on__gte=today - span, done_on__lt=today).count()
        shown_late, shown = late[:MOST], coming[: MOST - len(late[:MOST])]
        more = len(found) - len(shown_late) - len(shown)
        return Summary(digest, today + span - timedelta(days=1), shown_late, shown, more, number)

    async def note(self, owner: Account, text: str, told_at: datetime | None = None) -> None:
        """Write into the inbox that a digest was sent; within the caller's transaction."""
        now = told_at or self.clock.now()
        await Notification.create(owner_id=owner.id, kind=DIGEST, text=text[:300], created_at=now, told_at=now)
        await self.copies.put(owner, text)


def _day_of(reminder: Reminder) -> date:
    return min((day for day in (reminder.expected_on, reminder.due_on) if day is not None), default=NEVER)
