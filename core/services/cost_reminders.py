"""Reminders of the next payment of a cost, one open at a time."""

from dataclasses import dataclass
from datetime import date, datetime

from core import db
from core.domain.recurring import Schedule, cost_name, next_payment
from core.domain.states import ReminderState
from core.errors import Refusal
from core.models import IN_USE, Account, Cost, Reminder
from core.ports import Clock
from core.services.days import today_of
from core.services.reminder_moments import moment_before, tomorrow

# Days before a payment that comes every month; one that comes more seldom has the person's own notice.
SHORT_LEAD = 2
# Costs looked at in one transaction; more wait for the next hour.
BATCH = 200
_PUSHABLE = (ReminderState.WAITING, ReminderState.PUSHED)


@dataclass(frozen=True, slots=True)
class CostReminders:
    """Plans the reminder of each next payment. Within the caller's transaction, but for `roll`."""

    clock: Clock

    async def want(self, owner: Account, cost: Cost, *, wanted: bool) -> None:
        """Remind of the next payments of a cost, or stop."""
        if not wanted:
            await self.pause(cost)
            await self._link(cost, None)
        elif not await self._plan(owner, cost):
            raise Refusal("error.cost_ended")

    async def follow(self, owner: Account, cost: Cost) -> None:
        """A cost was changed: the reminder moves to what is its next payment now."""
        if cost.reminder_id is not None and not await self._plan(owner, cost):
            await self.pause(cost)
            await self._link(cost, None)

    async def pause(self, cost: Cost) -> None:
        """Keep quiet about a cost."""
        mine = Reminder.filter(id=cost.reminder_id, state__in=list(_PUSHABLE))
        await mine.update(state=ReminderState.DISMISSED)

    async def roll(self) -> int:
        """Plan the payments that follow those which are behind; says how many costs were looked at."""
        async with db.transaction():
            behind = (
                await Cost.filter(IN_USE, deleted_at__isnull=True, reminder__due_on__lt=self.clock.now().date())
                .filter(reminder__state__not=ReminderState.WAITING)
                .limit(BATCH)
                .prefetch_related("reminder", "vehicle__owner")
            )
            for cost in behind:
                reminder, owner = cost.reminder, cost.vehicle.owner
                # "Never again" is about the cost, not about one payment.
                enough = reminder is None or reminder.state is ReminderState.DISMISSED
                if enough or not await self._plan(owner, cost, anew=True):
                    await self._link(cost, None)
        return len(behind)

    async def _plan(self, owner: Account, cost: Cost, *, anew: bool = False) -> bool:
        """Let the open reminder, or a new one, wait for the next payment; False when none is to come."""
        schedule = Schedule(cost.paid_on, cost.period_months, cost.ends_on)
        due_on = next_payment(schedule, today_of(owner, self.clock))
        if due_on is None:
            return False
        lead = min(SHORT_LEAD, owner.lead_days) if cost.period_months == 1 else owner.lead_days
        now = self.clock.now()
        # What would have to be told at once is told tomorrow, not in the same breath.
        moment = max(moment_before(owner, due_on, lead, now), tomorrow(owner, now))
        if cost.reminder_id is not None and not anew:
            await Reminder.filter(id=cost.reminder_id).update(
                state=ReminderState.WAITING, due_on=due_on, remind_at=moment, service=cost_name(cost.kind)
            )
        else:
            await self._link(cost, await self._create(owner, cost, due_on, moment))
        return True

    async def _create(self, owner: Account, cost: Cost, due_on: date, moment: datetime) -> int:
        reminder = await Reminder.create(
            owner_id=owner.id,
            vehicle_id=cost.vehicle_id,
            service=cost_name(cost.kind),
            state=ReminderState.WAITING,
            due_on=due_on,
            remind_at=moment,
            created_at=self.clock.now(),
        )
        return int(reminder.id)

    async def _link(self, cost: Cost, reminder_id: int | None) -> None:
        cost.reminder_id = reminder_id
        await cost.save(update_fields=["reminder_id"])
