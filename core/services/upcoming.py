"""What is coming within some days or kilometres, and what was done lately, over all of a person's vehicles."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tortoise.expressions import F
from tortoise.functions import Coalesce

from core import db
from core.domain.record_status import RecordStatus
from core.domain.states import ReminderState
from core.models import IN_USE, PRESENT, Account, MaintenanceRecord, Reminder
from core.ports import Clock
from core.services.days import today_of
from core.services.reminder_lists import NEVER, OPEN
from core.services.vehicles import page_start

PAGE = 6
RECENT_DAYS = 30
_STATES = [ReminderState.PROPOSED, *OPEN]
# Raw: the ORM does not order by a difference of two tables.
_NEAREST = """
    SELECT reminder.id FROM reminder JOIN vehicle ON vehicle.id = reminder.vehicle_id
     WHERE reminder.owner_id = ? AND reminder.state IN ('proposed', 'waiting', 'pushed')
       AND reminder.due_kilometres IS NOT NULL AND vehicle.deleted_at IS NULL AND vehicle.archived_at IS NULL
     ORDER BY reminder.due_kilometres - coalesce(vehicle.kilometres, 0), reminder.id LIMIT ? OFFSET ?
"""


class Span(StrEnum):
    """How far one looks."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    DISTANCE = "km"
    RECENT = "recent"


@dataclass(frozen=True, slots=True)
class UpcomingPage:
    """A page of what is coming, soonest or nearest first; or of what was done lately, newest first."""

    span: Span
    position: int
    total: int
    reminders: tuple[Reminder, ...] = ()
    records: tuple[MaintenanceRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Looks ahead and back."""

    clock: Clock

    async def page(self, owner: Account, span: Span, position: int = 0) -> UpcomingPage:
        """A page for one person."""
        match span:
            case Span.RECENT:
                return await self._recent(owner, position)
            case Span.DISTANCE:
                return await self._nearest(owner, position)
            case Span.WEEK | Span.MONTH | Span.QUARTER:
                return await self._within(owner, span, position)

    async def _within(self, owner: Account, span: Span, position: int) -> UpcomingPage:
        last = today_of(owner, self.clock) + timedelta(days=int(span))
        soonest = Coalesce("expected_on", F("due_on"), NEVER)
        mine = Reminder.filter(IN_USE, owner_id=owner.id, state__in=_STATES).annotate(soonest=soonest)
        coming = mine.filter(soonest__lte=last)
        total = await coming.count()
        start = page_start(position, total, PAGE)
        rows = await coming.order_by("soonest", "id").offset(start).limit(PAGE).prefetch_related("vehicle")
        return UpcomingPage(span, start, total, tuple(rows))

    async def _nearest(self, owner: Account, position: int) -> UpcomingPage:
        mine = Reminder.filter(IN_USE, owner_id=owner.id, state__in=_STATES)
        total = await mine.filter(due_kilometres__not_isnull=True, vehicle_id__not_isnull=True).count()
        start = page_start(position, total, PAGE)
        ids = [row["id"] for row in await db.fetch(_NEAREST, owner.id, PAGE, start)]
        rows = {row.id: row for row in await Reminder.filter(id__in=ids).prefetch_related("vehicle")}
        return UpcomingPage(Span.DISTANCE, start, total, tuple(rows[one] for one in ids))

    async def _recent(self, owner: Account, position: int) -> UpcomingPage:
        since = today_of(owner, self.clock) - timedelta(days=RECENT_DAYS)
        done = MaintenanceRecord.filter(
            PRESENT, vehicle__owner_id=owner.id, status=RecordStatus.COMPLETED, done_on__gte=since
        )
        total = await done.count()
        start = page_start(position, total, PAGE)
        rows = await done.order_by("-done_on", "-id").offset(start).limit(PAGE).prefetch_related("vehicle", "services")
        return UpcomingPage(Span.RECENT, start, total, records=tuple(rows))
