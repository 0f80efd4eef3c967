"""A person's reminders lived through hour by hour, as the ticks and the telling treat them, without a database.

What is planned is planned by the product's own rules; every hour the due ones are claimed, held or told as the service
does. At random the product is away for some hours or days, the clock steps back, people put things off and repeat them.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.domain.reminder_time import Repeat, instant_at, next_occurrence, out_of_quiet, remind_at, snooze
from core.domain.telling import Habits, again_at, held_until


@dataclass(slots=True)
class Planned:
    """A reminder: when it speaks, and how often it was told since it was planned."""

    due_on: date
    remind_at: datetime | None
    timed: bool = False
    repeat: Repeat | None = None
    first_on: date | None = None
    again_at: datetime | None = None
    told: int = 0


@dataclass(slots=True)
class Life:
    """What is lived through: where, from when, how long."""

    zone: ZoneInfo
    start: datetime
    days: int
    seed: int
    habits: Habits = field(init=False)

    def __post_init__(self) -> None:
        self.habits = Habits(self.zone)


@dataclass(slots=True)
class Lived:
    """How it went. `missed`: planned for an hour in which everything ran, and not told by the next morning."""

    due: int = 0
    told: int = 0
    missed: int = 0
    doubled: int = 0
    at_night: int = 0


def live(life: Life) -> Lived:
    """Go through it hour by hour."""
    chance, habits, lived = random.Random(life.seed), life.habits, Lived()
    reminders: list[Planned] = []
    now, end = life.start, life.start + timedelta(days=life.days)
    away_until = now
    while now < end:
        now += timedelta(hours=1)
        if chance.random() < 0.1:
            reminders.append(_planned(chance, habits, now))
            lived.due += 1
        if chance.random() < 0.002:
            away_until = now + timedelta(hours=chance.choice([2, 9, 30, 80]))
        if now < away_until:
            continue
        # The clock may step back by some minutes between two ticks: what was claimed is not claimed again.
        for moment in (now, now - timedelta(minutes=chance.choice([0, 0, 0, 50]))):
            for one in [
                known
                for known in reminders
                if (known.remind_at is not None and known.remind_at <= moment)
                or (known.again_at is not None and known.again_at <= moment)
            ]:
                _tick(one, habits, moment, chance, lived)
        reminders = [one for one in reminders if one.remind_at is not None or one.again_at is not None]
        overdue = [
            one for one in reminders
            if one.remind_at is not None and now > max(one.remind_at, away_until) + timedelta(hours=11)
        ]  # fmt: skip
        lived.missed += len(overdue)
        for one in overdue:
            reminders.remove(one)
    return lived


def _planned(chance: random.Random, habits: Habits, now: datetime) -> Planned:
    today = now.astimezone(habits.zone).date()
    due_on = today + timedelta(days=chance.randrange(40))
    if chance.random() < 0.3:
        clock = time(chance.randrange(24), chance.choice([0, 30]))
        wished = max(instant_at(due_on, clock, habits.zone), now)
        return Planned(due_on, wished, timed=True)
    repeat = chance.choice([None, Repeat(days=1), Repeat(months=1), Repeat(months=12)])
    moment = remind_at(due_on, habits.lead_days, habits.hour, habits.zone, now, habits.quiet)
    return Planned(due_on, moment, repeat=repeat, first_on=due_on)


def _tick(one: Planned, habits: Habits, now: datetime, chance: random.Random, lived: Lived) -> None:
    if one.again_at is not None and one.again_at <= now:
        one.remind_at, one.again_at = one.again_at, None
    if one.remind_at is None or one.remind_at > now:
        return
    until = held_until(habits, now, one.remind_at, timed=one.timed)
    if until is not None:
        one.remind_at = until
        return
    clock = now.astimezone(habits.zone).time()
    if habits.quiet.hold(clock) and not one.timed:
        lived.at_night += 1
    _tell(one, habits, now, chance, lived)


def _tell(one: Planned, habits: Habits, now: datetime, chance: random.Random, lived: Lived) -> None:
    """It is told: then it is done, put off, or left to be told again."""
    lived.told += 1
    one.told += 1
    due, one.remind_at, one.timed = one.remind_at, None, False
    one.again_at = again_at(habits, now, one.told)
    if due is None or (one.again_at is not None and one.again_at <= now):
        lived.doubled += 1
    act = chance.random()
    if act < 0.3:
        one.remind_at, one.again_at = snooze(now, chance.choice([1, 7]), habits.hour, habits.zone, habits.quiet), None
        if one.remind_at - now < timedelta(hours=8):
            lived.doubled += 1
    elif act < 0.7:
        one.again_at = None
        # Most that come back are given up after some turns.
        if one.repeat is not None and one.first_on is not None and chance.random() < 0.7:
            today = now.astimezone(habits.zone).date()
            one.due_on = next_occurrence(one.first_on, one.repeat, max(one.due_on, today))
            usual = out_of_quiet(instant_at(one.due_on, time(habits.hour), habits.zone), habits.zone, habits.quiet)
            one.remind_at, one.told = max(usual, now.astimezone(UTC)), 0
