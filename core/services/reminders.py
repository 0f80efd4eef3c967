"""Reminders: proposed from what was done, pushed when due, closed when done again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tortoise.expressions import Q, Subquery
from tortoise.functions import Coalesce

from core import db
from core.domain.energy import Energy
from core.domain.next_due import NextDue, daily_pace, next_due
from core.domain.record_status import RecordStatus
from core.domain.reminder_time import remind_at, snooze
from core.domain.service_schedule import Interval, interval_for
from core.domain.service_types import ServiceType
from core.domain.states import ReminderState
from core.domain.technical_inspection import InspectionClass, inspection_class, inspection_due
from core.errors import Gone
from core.models import (
    IN_USE,
    PRESENT,
    Account,
    MaintenanceRecord,
    Notification,
    OdometerReading,
    Reminder,
    ServiceDone,
    ServiceInterval,
    Vehicle,
)
from core.ports import Clock, Jobs
from core.services.days import today_of, zone_of
from core.services.vehicles import page_start

PAGE = 6
LEAD_DAYS = 7
# Open reminders of a page of vehicles that are looked through for the soonest of each.
ENOUGH = 300
# Pushes claimed by one tick; more wait for the next, thirty seconds later.
BATCH = 200
# Changed together: one reminder is enough for both.
_COVERED_BY = {ServiceType.OIL_FILTER: ServiceType.OIL_CHANGE}
# Where reminders that only the distance will tell stand in a list ordered by day.
NEVER = date(9999, 12, 31)
OPEN = (ReminderState.WAITING, ReminderState.PUSHED)


@dataclass(frozen=True, slots=True)
class ReminderPage:
    """A page of open reminders, soonest first."""

    reminders: tuple[Reminder, ...]
    position: int
    total: int


@dataclass(frozen=True, slots=True)
class Reminders:
    """Everything about reminders; rows say what is due, claims are atomic."""

    clock: Clock
    jobs: Jobs

    async def propose(
        self, owner: Account, vehicle: Vehicle, record: MaintenanceRecord, services: Sequence[ServiceType]
    ) -> tuple[Reminder, ...]:
        """Propose when each service of a record is due next, unless the vehicle is archived.

        Within the caller's transaction.
        """
        if vehicle.archived_at is not None:
            return ()
        proposed = []
        for service in services:
            if _COVERED_BY.get(service) in services or await self._done_since(vehicle, service, record):
                continue
            interval = await self._interval(vehicle, service)
            if interval is None:
                continue
            due = await self._due(owner, vehicle, record.done_on, record.kilometres, interval)
            if due.due_on is None and due.due_km is None:
                continue
            proposed.append(
                await self._create(owner, vehicle, service, due.due_on, due.due_km, due.expected_on, record)
            )
        return tuple(sorted(proposed, key=lambda reminder: (reminder.due_on or date.max, reminder.id)))

    async def propose_inspection(
        self, owner: Account, vehicle: Vehicle, *, is_new: bool = False
    ) -> tuple[Reminder, ...]:
        """Propose the next roadworthiness test, by the card or the French rules; replaces an open one.

        One just added (`is_new`) has none to replace.
        """
        if vehicle.archived_at is not None:
            return ()
        due = inspection_due(
            inspection_class(vehicle.category) or InspectionClass.CAR,
            today_of(owner, self.clock),
            first_registration=vehicle.first_registered_on,
            card_date=vehicle.inspection_due_on,
        )
        # A date that is past says nothing: a test that we do not know of has surely been done since.
        if due is None or due.to_confirm:
            return ()
        service = ServiceType.TECHNICAL_INSPECTION
        if is_new:
            return (await self._create(owner, vehicle, service, due.due_on, None, None, None),)
        mine = Reminder.filter(owner_id=owner.id, vehicle_id=vehicle.id, service=service.value)
        moment = self._moment_of(owner, due.due_on, None)
        if await mine.filter(state=ReminderState.WAITING).update(due_on=due.due_on, remind_at=moment):
            return ()
        await mine.filter(state__in=[ReminderState.PROPOSED, ReminderState.PUSHED]).update(
            state=ReminderState.DISMISSED
        )
        return (await self._create(owner, vehicle, service, due.due_on, None, None, None),)

    async def decide(self, owner: Account, reminders: Sequence[int], *, accept: bool) -> list[Reminder]:
        """Accept or decline what was proposed; the last tap wins, until a reminder was pushed or done."""
        state = ReminderState.WAITING if accept else ReminderState.DECLINED
        changing = (ReminderState.PROPOSED, ReminderState.DECLINED if accept else ReminderState.WAITING)
        async with db.transaction():
            vehicles = Vehicle.filter(owner_id=owner.id, archived_at__isnull=True).values("id")
            mine = Reminder.filter(id__in=list(reminders), owner_id=owner.id, vehicle_id__in=Subquery(vehicles))
            # What was due before it was accepted is told tomorrow, not in the same breath.
            tomorrow = snooze(self.clock.now(), 1, owner.remind_hour, zone_of(owner))
            await mine.filter(state__in=list(changing), remind_at__lt=tomorrow).update(remind_at=tomorrow)
            await mine.filter(state__in=list(changing)).update(state=state)
            found = await mine.order_by("due_on", "id").prefetch_related("vehicle")
        if not found:
            raise Gone
        return found

    async def of_record(self, owner: Account, record_id: int) -> list[int]:
        """The ids of what was proposed after a record."""
        mine = Reminder.filter(PRESENT, owner_id=owner.id, record_id=record_id)
        rows = await mine.values_list("id", flat=True)
        return [int(str(row)) for row in rows]

    async def close(
        self, owner: Account, vehicle: Vehicle, services: Sequence[ServiceType], done_on: date
    ) -> tuple[Reminder, ...]:
        """What was done needs no earlier reminder any more; an old invoice closes nothing that came after it.

        Within the caller's transaction.
        """
        names = [service.value for service in services]
        earlier = Q(record_id__isnull=True) | Q(record__done_on__lt=done_on)
        mine = Reminder.filter(earlier, owner_id=owner.id, vehicle_id=vehicle.id, service__in=names)
        closing = await mine.filter(state__in=[*OPEN, ReminderState.PROPOSED])
        await Reminder.filter(id__in=[reminder.id for reminder in closing]).update(state=ReminderState.DONE)
        return tuple(reminder for reminder in closing if reminder.state in OPEN)

    async def get(self, owner: Account, reminder_id: int) -> Reminder:
        """One of the owner's reminders with its vehicle."""
        reminder = await Reminder.get_or_none(PRESENT, id=reminder_id, owner_id=owner.id).prefetch_related("vehicle")
        if reminder is None:
            raise Gone
        return reminder

    async def page(self, owner: Account, position: int = 0) -> ReminderPage:
        """A page of the owner's open reminders, soonest first."""
        mine = Reminder.filter(IN_USE, owner_id=owner.id, state__in=list(OPEN))
        total = await mine.count()
        start = page_start(position, total, PAGE)
        soonest = mine.annotate(soonest=Coalesce("due_on", NEVER)).order_by("soonest", "id")
        rows = await soonest.offset(start).limit(PAGE).prefetch_related("vehicle")
        return ReminderPage(tuple(rows), start, total)

    async def finish(self, owner: Account, reminder_id: int, state: ReminderState) -> Reminder:
        """Mark a reminder done or dismissed; a second tap changes nothing."""
        async with db.transaction():
            reminder = await self.get(owner, reminder_id)
            if reminder.state in (*OPEN, ReminderState.PROPOSED):
                reminder.state = state
                await reminder.save(update_fields=["state"])
        return reminder

    async def snooze(self, owner: Account, reminder_id: int, days: int) -> Reminder:
        """Be told again after some days, at the person's hour."""
        async with db.transaction():
            reminder = await self.get(owner, reminder_id)
            if reminder.state in OPEN:
                reminder.state = ReminderState.WAITING
                reminder.remind_at = snooze(self.clock.now(), days, owner.remind_hour, zone_of(owner))
                await reminder.save(update_fields=["state", "remind_at"])
        return reminder

    async def claim_due(self) -> int:
        """Turn every reminder that is due into a notification, once, and have it pushed; how many it were.

        Decided now, from the rows: a person who cannot be reached, a vehicle that is archived or gone get nothing.
        """
        now = self.clock.now()
        due = Reminder.filter(IN_USE, state=ReminderState.WAITING, remind_at__lte=now, owner__reachable=True)
        async with db.transaction():
            rows = await due.order_by("remind_at", "id").limit(BATCH).prefetch_related("owner")
            for reminder in rows:
                claimed = await Reminder.filter(id=reminder.id, state=ReminderState.WAITING).update(
                    state=ReminderState.PUSHED
                )
                if claimed == 1:
                    await self._notify(reminder, now)
        return len(rows)

    async def notification(self, owner: Account, notification_id: int) -> Reminder | None:
        """The reminder behind a notification of the owner's, unless it was settled meanwhile."""
        found = await Notification.get_or_none(id=notification_id, owner_id=owner.id).prefetch_related(
            "reminder__vehicle"
        )
        reminder: Reminder | None = found.reminder if found is not None else None
        if reminder is None or reminder.state is not ReminderState.PUSHED:
            return None
        # Since it was claimed the vehicle may have been deleted, and then it is not there, or archived.
        vehicle: Vehicle | None = reminder.vehicle
        return reminder if vehicle is not None and vehicle.archived_at is None else None

    async def next_due(self, owner: Account, vehicles: Sequence[int]) -> dict[int, Reminder]:
        """What is due next for each of these vehicles, whether a reminder of it was accepted or only proposed."""
        shown = (*OPEN, ReminderState.PROPOSED)
        mine = Reminder.filter(IN_USE, owner_id=owner.id, vehicle_id__in=list(vehicles), state__in=list(shown))
        soonest = await mine.annotate(soonest=Coalesce("due_on", NEVER)).order_by("soonest", "id").limit(ENOUGH)
        first: dict[int, Reminder] = {}
        for reminder in soonest:
            first.setdefault(reminder.vehicle_id, reminder)
        return first

    async def undelivered(self, chat_id: int, about: Sequence[str]) -> None:
        """Notifications that could not be delivered never were: their reminders wait until the person is back."""
        named = [text.removeprefix("notification:") for text in about if text.startswith("notification:")]
        async with db.transaction():
            lost = await Notification.filter(id__in=[int(one) for one in named], owner__telegram_id=chat_id)
            reminders = [one.reminder_id for one in lost if one.reminder_id is not None]
            await Reminder.filter(id__in=reminders, state=ReminderState.PUSHED).update(state=ReminderState.WAITING)
            await Notification.filter(id__in=[one.id for one in lost]).delete()

    async def reconsider(self, owner: Account, vehicle: Vehicle) -> None:
        """After an odometer reading, reminders by distance move with the pace. Within the caller's transaction."""
        # Those told before were put off by the person: they keep their day.
        waiting = await db.load(
            Reminder,
            "WHERE owner_id = ? AND vehicle_id = ? AND state = ? AND due_kilometres IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM notification AS told WHERE told.reminder_id = reminder.id)",
            *(owner.id, vehicle.id, ReminderState.WAITING.value),
        )
        if not waiting:
            return
        today, pace = today_of(owner, self.clock), await self._pace(vehicle.id)
        for reminder in waiting:
            left = (reminder.due_kilometres or 0) - (vehicle.kilometres or 0)
            days = 0 if left <= 0 else None if not pace else round(left / pace)
            expected = today + timedelta(days=min(days, 3650)) if days is not None else None
            moment = self._moment_of(owner, reminder.due_on, expected)
            if moment is not None and moment != reminder.remind_at:
                reminder.remind_at = moment
                await reminder.save(update_fields=["remind_at"])

    async def _notify(self, reminder: Reminder, now: datetime) -> None:
        notification = await Notification.create(
            owner_id=reminder.owner_id, reminder_id=reminder.id, kind="reminder", created_at=now
        )
        chat_id = reminder.owner.telegram_id
        payload = {"chat_id": chat_id, "kind": "reminder_due", "subject": notification.id}
        await self.jobs.enqueue("event", payload, key=f"chat:{chat_id}")

    async def _done_since(self, vehicle: Vehicle, service: ServiceType, record: MaintenanceRecord) -> bool:
        """Whether a later record has the same service: an old invoice proposes nothing that was done since."""
        return await ServiceDone.filter(
            service=service.value,
            record__vehicle_id=vehicle.id,
            record__done_on__gt=record.done_on,
            record__status=RecordStatus.COMPLETED,
        ).exists()

    async def _interval(self, vehicle: Vehicle, service: ServiceType) -> Interval | None:
        own = await ServiceInterval.get_or_none(vehicle_id=vehicle.id, service=service.value)
        if own is not None:
            return Interval(own.months, own.kilometres)
        # Of an unknown energy the petrol rhythm is taken: it is the prudent one for every combustion engine.
        return interval_for(service, Energy(vehicle.energy) if vehicle.energy else Energy.PETROL)

    async def _due(
        self, owner: Account, vehicle: Vehicle, done_on: date, done_km: int | None, interval: Interval
    ) -> NextDue:
        pace = await self._pace(vehicle.id)
        return next_due(done_on, done_km, interval, pace, today_of(owner, self.clock), vehicle.kilometres)

    async def _pace(self, vehicle_id: int) -> float | None:
        readings = await OdometerReading.filter(vehicle_id=vehicle_id).order_by("read_on", "id")
        return daily_pace([(reading.read_on, reading.kilometres) for reading in readings])

    async def _create(
        self,
        owner: Account,
        vehicle: Vehicle,
        service: ServiceType,
        due_on: date | None,
        due_km: int | None,
        expected_on: date | None,
        record: MaintenanceRecord | None,
    ) -> Reminder:
        return await Reminder.create(
            owner_id=owner.id,
            vehicle_id=vehicle.id,
            record_id=record.id if record is not None else None,
            service=service.value,
            state=ReminderState.PROPOSED,
            due_on=due_on,
            due_kilometres=due_km,
            remind_at=self._moment_of(owner, due_on, expected_on),
            created_at=self.clock.now(),
        )

    def _moment_of(self, owner: Account, due_on: date | None, expected_on: date | None) -> datetime | None:
        """When to speak: a week before the day it is due or expected, whichever comes first."""
        days = [day for day in (due_on, expected_on) if day is not None]
        return self._moment(owner, min(days), lead_days=LEAD_DAYS) if days else None

    def _moment(self, owner: Account, day: date, *, lead_days: int) -> datetime:
        return remind_at(day, lead_days, owner.remind_hour, zone_of(owner), self.clock.now())
