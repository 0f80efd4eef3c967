"""Reminders that are asked for: in the person's own words, or by another feature on their behalf."""

from dataclasses import dataclass
from datetime import date, time

from core import db
from core.domain.reminder_kinds import TOPICS, ReminderKind
from core.domain.reminder_time import repeat_of
from core.domain.states import ReminderState
from core.domain.typed_text import clean_line
from core.errors import Gone, Refusal
from core.models import PRESENT, Account, Reminder, Vehicle
from core.ports import Clock
from core.services.days import day_of
from core.services.reminder_lists import OPEN
from core.services.reminder_moments import coming_day, minute_of, moment_before, moment_of, moment_of_own

LONGEST_SUBJECT = 200
# The topic of papers that run out, beside those that dates of a vehicle have.
PAPER = "document"


@dataclass(frozen=True, slots=True)
class Wish:
    """What to remind of: on a day, perhaps at a time and again and again, perhaps about a vehicle.

    `repeat` is an ISO 8601 duration (`P1Y`); `lead_days` is how long before (None: as the person set).
    """

    subject: str
    due_on: date
    at: time | None = None
    vehicle_id: int | None = None
    repeat: str | None = None
    lead_days: int | None = None


@dataclass(frozen=True, slots=True)
class OwnReminders:
    """Adds and changes reminders that nothing in the logbook computes."""

    clock: Clock

    async def add(self, owner: Account, wish: Wish) -> Reminder:
        """Remind on a day, at a time or at the usual hour.

        What is past moves to its next turn if it comes back, and is refused otherwise.
        """
        fresh = await self._made(owner, wish, topic=None)
        fresh.remind_at = moment_of_own(owner, fresh, self.clock.now())
        await fresh.save(force_create=True)
        return fresh

    async def remind_of(self, owner: Account, kind: ReminderKind, wish: Wish) -> Reminder:
        """Remind on behalf of another feature; what was open about the same thing is replaced.

        For a diagnosis to follow up, an appointment, a subscription, and papers that run out; the others follow from
        the logbook. Within the caller's transaction, which may come twice: there is one reminder all the same.
        """
        topic = _topic(kind)
        async with db.transaction():
            await self.stop(owner, kind, wish.subject, wish.vehicle_id)
            fresh = await self._made(owner, wish, topic=topic)
            lead = owner.lead_days if wish.lead_days is None else wish.lead_days
            timed = wish.at is not None and not lead
            now = self.clock.now()
            day = fresh.due_on or wish.due_on
            fresh.remind_at = moment_of_own(owner, fresh, now) if timed else moment_before(owner, day, lead, now)
            await fresh.save(force_create=True)
        return fresh

    async def stop(self, owner: Account, kind: ReminderKind, subject: str, vehicle_id: int | None = None) -> None:
        """Remind no more of something that `remind_of` was asked for."""
        mine = Reminder.filter(owner_id=owner.id, topic=_topic(kind), subject=_words(subject), vehicle_id=vehicle_id)
        await mine.filter(state__in=list(OPEN)).update(state=ReminderState.DISMISSED)

    async def change_text(self, owner: Account, reminder_id: int, subject: str) -> Reminder:
        """Say it in other words; only of one's own."""
        async with db.transaction():
            reminder = await self._own(owner, reminder_id)
            reminder.subject = _words(subject)
            await reminder.save(update_fields=["subject"])
        return reminder

    async def change_day(self, owner: Account, reminder_id: int, due_on: date) -> Reminder:
        """Set another day; it is told anew then. A day that is past is refused."""
        async with db.transaction():
            reminder = await self._open(owner, reminder_id)
            if due_on < day_of(owner, self.clock.now()):
                raise Refusal("reminder.in_the_past")
            reminder.due_on = reminder.first_on = due_on
            await self._wait_again(owner, reminder)
        return reminder

    async def change_time(self, owner: Account, reminder_id: int, at: time | None) -> Reminder:
        """Set another time, or the usual hour again; only of one's own."""
        async with db.transaction():
            reminder = await self._own(owner, reminder_id)
            minute = minute_of(at)
            day = reminder.due_on or day_of(owner, self.clock.now())
            reminder.due_on = coming_day(owner, day, minute, reminder.repeat, self.clock.now())
            reminder.at_minute = minute
            await self._wait_again(owner, reminder)
        return reminder

    async def change_repeat(self, owner: Account, reminder_id: int, repeat: str | None) -> Reminder:
        """Have it come back so often, or only once; only of one's own."""
        if repeat is not None and repeat_of(repeat) is None:
            raise Gone
        async with db.transaction():
            reminder = await self._own(owner, reminder_id)
            reminder.repeat, reminder.first_on = repeat, reminder.due_on
            await reminder.save(update_fields=["repeat", "first_on"])
        return reminder

    async def change_vehicle(self, owner: Account, reminder_id: int, vehicle_id: int | None) -> Reminder:
        """Let it be about another vehicle, or about none; only of one's own."""
        async with db.transaction():
            reminder = await self._own(owner, reminder_id)
            await self._check_vehicle(owner, vehicle_id)
            reminder.vehicle_id = vehicle_id
            await reminder.save(update_fields=["vehicle_id"])
        return reminder

    async def _made(self, owner: Account, wish: Wish, *, topic: str | None) -> Reminder:
        if wish.repeat is not None and repeat_of(wish.repeat) is None:
            raise ValueError("a repeat is an ISO 8601 duration of days, weeks, months or years")
        words = _words(wish.subject)
        await self._check_vehicle(owner, wish.vehicle_id)
        minute = minute_of(wish.at)
        return Reminder(
            owner_id=owner.id,
            vehicle_id=wish.vehicle_id,
            topic=topic,
            subject=words,
            state=ReminderState.WAITING,
            due_on=coming_day(owner, wish.due_on, minute, wish.repeat, self.clock.now()),
            first_on=wish.due_on,
            repeat=wish.repeat,
            at_minute=minute,
            created_at=self.clock.now(),
        )

    async def _check_vehicle(self, owner: Account, vehicle_id: int | None) -> None:
        if vehicle_id is not None and not await Vehicle.exists(id=vehicle_id, owner_id=owner.id):
            raise Gone

    async def _open(self, owner: Account, reminder_id: int) -> Reminder:
        mine = Reminder.filter(PRESENT, id=reminder_id, owner_id=owner.id, state__in=list(OPEN))
        reminder = await mine.prefetch_related("vehicle").first()
        if reminder is None:
            raise Gone
        return reminder

    async def _own(self, owner: Account, reminder_id: int) -> Reminder:
        reminder = await self._open(owner, reminder_id)
        if not is_own(reminder):
            raise Gone
        return reminder

    async def _wait_again(self, owner: Account, reminder: Reminder) -> None:
        now = self.clock.now()
        reminder.state, reminder.told = ReminderState.WAITING, 0
        reminder.again_at = reminder.snoozed_on = None
        if reminder.service is not None:
            reminder.remind_at = moment_of(owner, reminder.due_on, reminder.expected_on, now)
        else:
            reminder.remind_at = moment_of_own(owner, reminder, now)
        await reminder.save()


def is_own(reminder: Reminder) -> bool:
    """Whether it says something in the person's own words, all of which they may change."""
    return reminder.service is None and reminder.topic is None


def _topic(kind: ReminderKind) -> str:
    if kind in TOPICS:
        return kind.value
    if kind is ReminderKind.DOCUMENT:
        return PAPER
    raise ValueError(f"a reminder of {kind} follows from the logbook")


def _words(subject: str) -> str:
    words = clean_line(subject)[:LONGEST_SUBJECT]
    if not words:
        raise Refusal("error.text_expected")
    return words
