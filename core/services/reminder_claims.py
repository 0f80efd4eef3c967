"""Claiming what is due: many reminders a statement, each once, however many processes ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import F

from core import db
from core.domain.states import ReminderState
from core.faults import fault
from core.models import IN_USE, Notification, Reminder
from core.ports import Jobs

# Reminders claimed together; what is due beyond them is claimed by the next call.
BATCH = 500


@dataclass(frozen=True, slots=True)
class _Due:
    owner_id: int
    chat_id: int
    vehicle_id: int | None


async def claim_due(jobs: Jobs, now: datetime) -> int:
    """Turn every reminder that is due into a notification, once, and have it pushed; how many were looked at."""
    due = Reminder.filter(IN_USE, state=ReminderState.WAITING, remind_at__lte=now, owner__reachable=True)
    rows = due.order_by("remind_at", "id").limit(BATCH)
    async with db.transaction():
        found = {
            int(number): _Due(owner, chat, vehicle)
            for number, owner, chat, vehicle in await rows.values_list(
                "id", "owner_id", "owner__telegram_id", "vehicle_id"
            )
        }
        claimed = await _claim(list(found))
        fault("reminder.claimed")
        await _notify(jobs, {number: found[number] for number in sorted(claimed)}, now)
        fault("reminders.notified")
    return len(found)


async def _claim(reminders: list[int]) -> set[int]:
    """Those that nobody else has claimed meanwhile."""
    if not reminders:
        return set()
    marks = ", ".join("?" for _ in reminders)
    values: list[db.Value] = [ReminderState.PUSHED.value, ReminderState.WAITING.value, *reminders]
    rows = await db.fetch(
        f"UPDATE reminder SET state = ? WHERE state = ? AND id IN ({marks}) RETURNING id",  # noqa: S608  # marks alone
        *values,
    )
    return {int(row["id"]) for row in rows}


async def _notify(jobs: Jobs, claimed: Mapping[int, _Due], now: datetime) -> None:
    """Note that these are told, and have them pushed."""
    if not claimed:
        return
    marks = ", ".join("?" for _ in claimed)
    rows = await db.fetch(
        "INSERT INTO notification (owner_id, reminder_id, vehicle_id, kind, created_at)"  # noqa: S608  # marks alone
        f" SELECT owner_id, id, vehicle_id, 'reminder', ? FROM reminder WHERE id IN ({marks}) ORDER BY id"
        " RETURNING id, reminder_id",
        now,
        *claimed,
    )
    events = []
    for row in sorted(rows, key=lambda row: int(row["id"])):
        chat_id = claimed[int(row["reminder_id"])].chat_id
        events.append((f"chat:{chat_id}", {"chat_id": chat_id, "kind": "reminder_due", "subject": int(row["id"])}))
    await jobs.enqueue_all("event", events)


async def claim_again(now: datetime) -> int:
    """Let what was told and not settled wait to be told once more, where the time has come; how many it were."""
    due = Reminder.filter(IN_USE, state=ReminderState.PUSHED, again_at__lte=now, owner__reachable=True)
    found = await due.order_by("again_at").limit(BATCH).values_list("id", "again_at")
    for number, moment in found:
        # Settled meanwhile, or taken by another process: then there is nothing to do.
        waiting = Reminder.filter(id=number, state=ReminderState.PUSHED, again_at=moment)
        await waiting.update(state=ReminderState.WAITING, remind_at=moment, again_at=None, snoozed_on=None)
    return len(found)


def named(notifications: Sequence[int]) -> str:
    """How a message says which notifications it is about."""
    return f"notification:{','.join(str(one) for one in notifications)}"


async def take_back(chat_id: int, about: Sequence[str]) -> None:
    """Forget notifications that could not be delivered; their reminders wait again."""
    told = [text.removeprefix("notification:") for text in about if text.startswith("notification:")]
    numbers = [int(one) for text in told for one in text.split(",")]
    async with db.transaction():
        lost = await Notification.filter(id__in=numbers, owner__telegram_id=chat_id)
        reminders = [one.reminder_id for one in lost if one.reminder_id is not None]
        waiting = Reminder.filter(id__in=reminders, state=ReminderState.PUSHED)
        await waiting.filter(told__gt=0).update(told=F("told") - 1)
        await waiting.update(state=ReminderState.WAITING, again_at=None)
        await Notification.filter(id__in=[one.id for one in lost]).delete()
