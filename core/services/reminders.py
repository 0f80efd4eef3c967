"""Reminders: proposed from what was done or asked for in words, pushed when due, closed when done again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from tortoise.expressions import Q

from core import db
from core.db.gather import put
from core.domain.reminder_time import next_occurrence, repeat_of
from core.domain.service_types import ServiceType
from core.domain.states import ReminderState
from core.errors import Gone, Refusal
from core.models import (
    IN_USE,
    PRESENT,
    Account,
    MaintenanceRecord,
    Reminder,
    Vehicle,
)
from core.ports import Clock, Jobs
from core.services import proposals
from core.services.days import today_of
from core.services.foresight import foreseen_with, reconsider
from core.services.inspections import inspected_by
from core.services.own_reminders import OwnReminders, Wish
from core.services.reminder_claims import claim_again, claim_due, take_back
from core.services.reminder_lists import OPEN, ReminderPage, open_page, soonest_of
from core.services.reminder_moments import moment_of, moment_of_own, moment_on, tomorrow
from core.services.service_plan import Plan, ServicePlan
from core.services.standing import About, Piece, stand, visit_of


@dataclass(frozen=True, slots=True)
class NextDays:
    """When a service is due: a day, what the dash will show, and the day expected of the first of them."""

    due_on: date | None
    due_kilometres: int | None = None
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reminders:
    """Everything about reminders; rows say what is due, claims are atomic."""

    clock: Clock
    jobs: Jobs
    plan: ServicePlan

    @property
    def own(self) -> OwnReminders:
        """Those that are asked for in words, or by another feature."""
        return OwnReminders(self.clock)

    async def add_custom(
        self,
        owner: Account,
        subject: str,
        due_on: date,
        at: time | None = None,
        vehicle_id: int | None = None,
        repeat: str | None = None,
    ) -> Reminder:
        """Remind of something in the person's own words (see `OwnReminders.add`)."""
        return await self.own.add(owner, Wish(subject, due_on, at, vehicle_id, repeat))

    async def add_topic(
        self, owner: Account, vehicle: Vehicle, topic: str, due_on: date, repeat: str | None = None
    ) -> Reminder:
        """Remind of a date of a vehicle a week before; replaces what was open. Within the caller's transaction."""
        await self.drop_topic(owner, vehicle, topic)
        return await Reminder.create(
            owner_id=owner.id,
            vehicle_id=vehicle.id,
            topic=topic,
            state=ReminderState.WAITING,
            due_on=due_on,
            first_on=due_on,
            repeat=repeat,
            remind_at=moment_of(owner, due_on, None, self.clock.now()),
            created_at=self.clock.now(),
        )

    async def drop_topic(self, owner: Account, vehicle: Vehicle, topic: str) -> None:
        """Remind no more of a date of a vehicle."""
        mine = Reminder.filter(owner_id=owner.id, vehicle_id=vehicle.id, topic=topic)
        await mine.filter(state__in=[*OPEN, ReminderState.PROPOSED]).update(state=ReminderState.DISMISSED)

    async def propose(
        self, owner: Account, vehicle: Vehicle, record: MaintenanceRecord, services: Sequence[ServiceType]
    ) -> tuple[Reminder, ...]:
        """Propose when each service of a record is due next, unless the vehicle is archived.

        Within the caller's transaction.
        """
        (standing,) = await stand(owner, self.clock.now(), visit_of(vehicle.id, record))
        proposed = await proposals.propose(standing, record, services)
        await standing.pending.store()
        return proposed

    async def propose_inspection(
        self, owner: Account, vehicle: Vehicle, *, is_new: bool = False
    ) -> tuple[Reminder, ...]:
        """Propose the next roadworthiness test, by the card, the last one or the rules; one that waits is moved.

        One just added (`is_new`) has none to replace, and an archived one none to come.
        """
        if vehicle.archived_at is not None:
            return ()
        if is_new:
            due = inspected_by(vehicle, today_of(owner, self.clock), None, ()).next
            if due is None or due.to_confirm:
                return ()
            return (await self._create(owner, vehicle, ServiceType.TECHNICAL_INSPECTION, NextDays(due.due_on), None),)
        day = Piece.of(today_of(owner, self.clock))
        (standing,) = await stand(owner, self.clock.now(), About(Piece.of(vehicle.id), day, work=True))
        proposed = proposals.propose_inspection(standing)
        await standing.pending.store()
        return proposed

    async def plan_day(self, owner: Account, vehicle: Vehicle, service: ServiceType, due_on: date | None) -> None:
        """Remind of a service of a vehicle on a day that the person set, or no more; within their transaction."""
        mine = Reminder.filter(owner_id=owner.id, vehicle_id=vehicle.id, service=service.value)
        current = mine.filter(state__in=[*OPEN, ReminderState.PROPOSED])
        if due_on is None:
            await current.update(state=ReminderState.DISMISSED)
            return
        moment = moment_of(owner, due_on, None, self.clock.now())
        if not await current.update(due_on=due_on, remind_at=moment, state=ReminderState.WAITING):
            await self._create(owner, vehicle, service, NextDays(due_on), None, ReminderState.WAITING)

    async def follow_plan(
        self, owner: Account, plan: Plan, service: ServiceType, *, create: bool = False
    ) -> Reminder | None:
        """Have the open reminder of a service say what the plan says now; `create` one where there is none."""
        item, vehicle = plan.item(service), plan.vehicle
        async with db.transaction():
            mine = Reminder.filter(owner_id=owner.id, vehicle_id=vehicle.id, service=service.value)
            current = await mine.filter(state__in=[ReminderState.PROPOSED, *OPEN]).order_by("-id").first()
            if item.due is None:
                if current is not None and not item.rule.active:
                    current.state = ReminderState.DISMISSED
                    await current.save(update_fields=["state"])
                return None
            due, shown = item.due, None
            if due.due_km is not None:
                shown = due.due_km - vehicle.odometer_offset
            if current is None and create:
                current = await self._create(owner, vehicle, service, NextDays(due.due_on), None)
            if current is None:
                return None
            current.due_on, current.due_kilometres = due.due_on, shown
            current.expected_on = due.expected_on if shown is not None else None
            current.remind_at = moment_of(owner, due.due_on, due.expected_on, self.clock.now())
            if create:
                current.state = ReminderState.WAITING
            await current.save()
        return current

    async def decide(self, owner: Account, reminders: Sequence[int], *, accept: bool) -> list[Reminder]:
        """Accept or decline what was proposed; the last tap wins, until a reminder was pushed or done."""
        return await self._decide(owner, Q(id__in=list(reminders)), accept=accept)

    async def decide_for(self, owner: Account, record_id: int, *, accept: bool) -> list[Reminder]:
        """The same for all that was proposed after a record."""
        return await self._decide(owner, Q(record_id=record_id), accept=accept)

    async def _decide(self, owner: Account, which: Q, *, accept: bool) -> list[Reminder]:
        state = ReminderState.WAITING if accept else ReminderState.DECLINED
        changing = (ReminderState.PROPOSED, ReminderState.DECLINED if accept else ReminderState.WAITING)
        async with db.transaction():
            mine = Reminder.filter(which, IN_USE, owner_id=owner.id, vehicle_id__not_isnull=True)
            # Nobody may claim one of them meanwhile; the lock takes no outer join.
            held = mine.select_for_update(of=("reminder",))
            found = await held.order_by("due_on", "id").select_related("vehicle")
            # What was due before it was accepted is told tomorrow, not in the same breath.
            soon = tomorrow(owner, self.clock.now())
            changed = [one for one in found if one.state in changing]
            for reminder in changed:
                reminder.state = state
                reminder.remind_at = max(reminder.remind_at, soon) if reminder.remind_at is not None else None
            for vehicle in {one.vehicle_id: one.vehicle for one in found if one.due_kilometres is not None}.values():
                if vehicle is None:
                    continue
                changed += await foreseen_with(owner, vehicle, found, self.clock.now())
                await vehicle.save(update_fields=["ask_odometer_at"])
            await put(Reminder, list({one.id: one for one in changed}.values()))
        if not found:
            raise Gone
        return found

    async def get(self, owner: Account, reminder_id: int) -> Reminder:
        """One of the owner's reminders with its vehicle, if it is about one."""
        reminder = await Reminder.get_or_none(PRESENT, id=reminder_id, owner_id=owner.id).prefetch_related("vehicle")
        if reminder is None:
            raise Gone
        return reminder

    async def page(self, owner: Account, position: int = 0, vehicle_id: int = 0) -> ReminderPage:
        """A page of the owner's open reminders, of one vehicle (0: of all), soonest first."""
        vehicle = await Vehicle.get_or_none(id=vehicle_id, owner_id=owner.id) if vehicle_id else None
        if vehicle_id and vehicle is None:
            raise Gone
        return await open_page(owner, position, vehicle)

    async def finish(self, owner: Account, reminder_id: int, state: ReminderState) -> Reminder:
        """Mark a reminder done or dismissed; a second tap changes nothing.

        One that comes back is done for this time: its next turn is another reminder, counted from its first day.
        """
        async with db.transaction():
            # A lock takes no outer join, so that its vehicle was not deleted is seen first.
            await self.get(owner, reminder_id)
            reminder = await Reminder.select_for_update().get(id=reminder_id, owner_id=owner.id)
            if reminder.state in (*OPEN, ReminderState.PROPOSED):
                reminder.state = state
                await reminder.save(update_fields=["state"])
                if state is ReminderState.DONE:
                    await self._next_turn(owner, reminder)
            await reminder.fetch_related("vehicle")
        return reminder

    async def comes_back_on(self, owner: Account, done: Reminder) -> date | None:
        """The day of the next turn of a repeated reminder that was done."""
        if done.state is not ReminderState.DONE or done.repeat is None:
            return None
        mine = Reminder.filter(owner_id=owner.id, first_on=done.first_on, repeat=done.repeat, state__in=list(OPEN))
        following = await mine.filter(id__gt=done.id, subject=done.subject, topic=done.topic).order_by("id").first()
        return following.due_on if following is not None else None

    async def snooze(self, owner: Account, reminder_id: int, days: int) -> Reminder:
        """Be told again after some days, at the person's hour."""
        if days < 1:
            raise Gone
        return await self.put_off(owner, reminder_id, today_of(owner, self.clock) + timedelta(days=days))

    async def put_off(self, owner: Account, reminder_id: int, until: date) -> Reminder:
        """Be told again on a day to come, at the person's hour; what is settled stays so."""
        if until <= today_of(owner, self.clock):
            raise Refusal("reminder.in_the_past")
        async with db.transaction():
            reminder = await self.get(owner, reminder_id)
            if reminder.state in OPEN:
                reminder.state, reminder.snoozed_on, reminder.again_at = ReminderState.WAITING, until, None
                reminder.remind_at = moment_on(owner, until, self.clock.now())
                await reminder.save(update_fields=["state", "remind_at", "snoozed_on", "again_at"])
        return reminder

    async def claim_due(self) -> int:
        """Turn every reminder that is due into a notification, once, and have it pushed; how many it were.

        Decided now, from the rows: a person who cannot be reached, a vehicle that is archived or gone get nothing.
        """
        return await claim_due(self.jobs, self.clock.now())

    async def claim_again(self) -> int:
        """Let what was told and not settled wait for its next telling, where that is due; how many it were."""
        return await claim_again(self.clock.now())

    async def next_due(self, owner: Account, vehicles: Sequence[int]) -> dict[int, Reminder]:
        """What is due next for each of these vehicles, whether a reminder of it was accepted or only proposed."""
        return await soonest_of(owner, vehicles)

    async def undelivered(self, chat_id: int, about: Sequence[str]) -> None:
        """Notifications that could not be delivered never were: their reminders wait until the person is back."""
        await take_back(chat_id, about)

    async def reconsider(self, owner: Account, vehicle: Vehicle, asked_on: date | None = None) -> None:
        """After a reading, reminders by distance move with the pace, and so does the day to ask for the next one.

        Within the caller's transaction; the caller stores the vehicle.
        """
        await reconsider(owner, vehicle, self.clock.now(), asked_on)

    async def _next_turn(self, owner: Account, done: Reminder) -> None:
        repeat = repeat_of(done.repeat) if done.repeat else None
        if repeat is None or done.due_on is None:
            return
        after = max(done.due_on, today_of(owner, self.clock))
        fresh = Reminder(
            owner_id=done.owner_id,
            vehicle_id=done.vehicle_id,
            service=done.service,
            topic=done.topic,
            subject=done.subject,
            state=ReminderState.WAITING,
            due_on=next_occurrence(done.first_on or done.due_on, repeat, after),
            repeat=done.repeat,
            first_on=done.first_on or done.due_on,
            at_minute=done.at_minute,
            created_at=self.clock.now(),
        )
        fresh.remind_at = moment_of_own(owner, fresh, self.clock.now())
        await fresh.save(force_create=True)

    async def _create(
        self,
        owner: Account,
        vehicle: Vehicle,
        service: ServiceType,
        days: NextDays,
        record: MaintenanceRecord | None,
        state: ReminderState = ReminderState.PROPOSED,
    ) -> Reminder:
        return await Reminder.create(
            owner_id=owner.id,
            vehicle_id=vehicle.id,
            record_id=record.id if record is not None else None,
            service=service.value,
            state=state,
            due_on=days.due_on,
            due_kilometres=days.due_kilometres,
            expected_on=days.expected_on if days.due_kilometres is not None else None,
            remind_at=moment_of(owner, days.due_on, days.expected_on, self.clock.now()),
            created_at=self.clock.now(),
        )
