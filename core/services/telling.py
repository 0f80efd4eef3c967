"""Telling: what is due for one person goes out as one message, decided now from the rows as they are now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core import db
from core.domain.preferences import muted_kinds
from core.domain.reminder_kinds import kind_of
from core.domain.reminder_time import instant_at, out_of_quiet
from core.domain.states import ReminderState
from core.domain.telling import Habits, again_at, held_until, is_late
from core.errors import Gone
from core.models import IN_USE, Account, Notification, Reminder
from core.ports import Clock
from core.services.days import day_of
from core.services.manners import habits_of
from core.services.push_copies import Copies, NoCopies
from core.services.reminder_lists import OPEN
from core.services.reminder_moments import moment_on

# Reminders that one message may be about, each with a button; more come in the next one.
MOST = 12
_SWEEP = """
    UPDATE reminder SET state = 'pushed' WHERE state = 'waiting' AND id IN ({marks}) RETURNING id
"""
# What the logbook reminds of: which vehicle, service and topic.
_Thing = tuple[int | None, str | None, str | None]
_Lately = tuple[int, _Thing, datetime]


@dataclass(frozen=True, slots=True)
class Told:
    """What a person is told in one message, soonest first; `late` when it should have come a day ago or more."""

    reminders: tuple[Reminder, ...]
    notifications: tuple[int, ...]
    late: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """Turns what was claimed for a person into one message, or into none. Within the caller's transaction."""

    clock: Clock
    copies: Copies = field(default_factory=NoCopies)

    async def due(self, owner: Account) -> Told | None:
        """What is to be told now; None when there is nothing, or when it is night there.

        A vehicle that was sold, a day that was moved, a kind that was switched off since the claim: nothing is said.
        """
        now, habits = self.clock.now(), habits_of(owner)
        pending = await self._pending(owner, now)
        if not pending:
            return None
        lately = await self._told_lately(owner, habits, now)
        muted = muted_kinds(owner.muted)
        telling: list[Notification] = []
        for one in pending:
            reminder = _standing(one)
            if reminder is None or kind_of(reminder.service, reminder.topic) in muted:
                await one.delete()
            elif (until := self._held(reminder, habits, lately, now)) is not None:
                await self._wait(one, reminder, until)
            else:
                telling.append(one)
        return await self._told(telling, habits, now) if telling else None

    async def note(self, owner: Account, told: Told, words: Sequence[str]) -> None:
        """Write into the inbox what was said of each, and hand it on to whoever sends copies."""
        now = self.clock.now()
        for number, reminder, text in zip(told.notifications, told.reminders, words, strict=True):
            await Notification.filter(id=number).update(
                told_at=now,
                kind=kind_of(reminder.service, reminder.topic).value,
                vehicle_id=reminder.vehicle_id,
                text=text[:300],
            )
        await self.copies.put(owner, "\n".join(words))

    async def put_off(self, owner: Account, notification_id: int, days: int) -> list[Reminder]:
        """Put off what one message told and is still open, by the first of its notifications."""
        first = await Notification.get_or_none(id=notification_id, owner_id=owner.id, told_at__not_isnull=True)
        if first is None:
            raise Gone
        until = day_of(owner, self.clock.now()) + timedelta(days=days)
        told = Notification.filter(owner_id=owner.id, told_at=first.told_at, reminder_id__not_isnull=True)
        ids = await told.values_list("reminder_id", flat=True)
        mine = Reminder.filter(IN_USE, owner_id=owner.id, id__in=[int(str(one)) for one in ids])
        # An appointment does not wait.
        mine = mine.filter(appointment_id__isnull=True)
        found = [one.id for one in await mine.filter(state__in=list(OPEN))]
        moment = moment_on(owner, until, self.clock.now())
        await Reminder.filter(id__in=found).update(
            state=ReminderState.WAITING, snoozed_on=until, again_at=None, remind_at=moment
        )
        await told.update(read_at=self.clock.now())
        return await Reminder.filter(id__in=found).order_by("due_on", "id").prefetch_related("vehicle")

    async def _pending(self, owner: Account, now: datetime) -> list[Notification]:
        """What was claimed and not told yet, and what else is due for them by now."""
        mine = Reminder.filter(IN_USE, owner_id=owner.id, state=ReminderState.WAITING, remind_at__lte=now)
        due = [int(str(number)) for number in await mine.order_by("remind_at").limit(MOST).values_list("id", flat=True)]
        if due:
            marks = ", ".join("?" for _ in due)
            claimed = await db.fetch(_SWEEP.format(marks=marks), *due)
            fresh = [
                Notification(owner_id=owner.id, reminder_id=int(row["id"]), kind="reminder", created_at=now)
                for row in claimed
            ]
            await Notification.bulk_create(fresh)
        untold = (
            Notification.filter(owner_id=owner.id, told_at__isnull=True, reminder_id__not_isnull=True)
            .order_by("id")
            .limit(MOST)
        )
        return list(await untold.prefetch_related("reminder__vehicle"))

    async def _told_lately(self, owner: Account, habits: Habits, now: datetime) -> list[_Lately]:
        """What else was told within their rhythm, so that the same thing is not told again under another number."""
        if not habits.rhythm_days:
            return []
        since = now - timedelta(days=habits.rhythm_days)
        told = Notification.filter(owner_id=owner.id, told_at__gt=since, reminder__subject__isnull=True)
        rows = await told.exclude(reminder__state=ReminderState.DONE).values_list(
            "reminder_id", "reminder__vehicle_id", "reminder__service", "reminder__topic", "told_at"
        )
        return [(int(number), (vehicle, service, topic), at) for number, vehicle, service, topic, at in rows]

    def _held(self, reminder: Reminder, habits: Habits, lately: Sequence[_Lately], now: datetime) -> datetime | None:
        """Until when to wait: for the morning, or because the same thing was told a little while ago."""
        due_at, timed = reminder.remind_at or now, reminder.at_minute is not None and reminder.snoozed_on is None
        until = held_until(habits, now, due_at, timed=timed)
        if until is not None or reminder.snoozed_on is not None or reminder.subject is not None:
            return until
        thing = (reminder.vehicle_id, reminder.service, reminder.topic)
        same = [told_at for other, about, told_at in lately if about == thing and other != reminder.id]
        if not same:
            return None
        day = max(same).astimezone(habits.zone).date() + timedelta(days=habits.rhythm_days)
        moment = out_of_quiet(instant_at(day, time(habits.hour), habits.zone), habits.zone, habits.quiet)
        return moment if moment > now else None

    async def _wait(self, one: Notification, reminder: Reminder, until: datetime) -> None:
        reminder.state, reminder.remind_at = ReminderState.WAITING, until
        await reminder.save(update_fields=["state", "remind_at"])
        await one.delete()

    async def _told(self, telling: Sequence[Notification], habits: Habits, now: datetime) -> Told:
        """Count the telling, and plan the next one of what nothing is done about."""
        ordered = sorted(telling, key=lambda one: _soonest(_about(one)))
        reminders = tuple(_about(one) for one in ordered)
        alike: dict[tuple[int, datetime | None], list[int]] = {}
        for reminder in reminders:
            alike.setdefault((reminder.told, _again(reminder, habits, now)), []).append(reminder.id)
        for (told, again), ids in alike.items():
            await Reminder.filter(id__in=ids).update(told=told + 1, again_at=again)
        late = any(is_late(now, reminder.remind_at or now) for reminder in reminders)
        return Told(reminders, tuple(one.id for one in ordered), late)


def _again(reminder: Reminder, habits: Habits, now: datetime) -> datetime | None:
    """When it is told once more: an appointment shortly before it, whatever rhythm the person wants."""
    if reminder.appointment_id is None:
        return again_at(habits, now, reminder.told + 1)
    return reminder.again_at if reminder.again_at is not None and reminder.again_at > now else None


def _about(one: Notification) -> Reminder:
    if one.reminder is None:
        raise AssertionError("what is told has its reminder")
    return one.reminder


def _standing(one: Notification) -> Reminder | None:
    """The reminder behind a notification, unless it was settled meanwhile or its vehicle is gone or not driven."""
    reminder: Reminder | None = one.reminder
    if reminder is None or reminder.state is not ReminderState.PUSHED:
        return None
    if reminder.vehicle_id is None:
        return reminder
    return reminder if reminder.vehicle is not None and reminder.vehicle.archived_at is None else None


def _soonest(reminder: Reminder) -> tuple[date, int]:
    days = [day for day in (reminder.due_on, reminder.expected_on) if day is not None]
    return min(days, default=date.max), reminder.id
