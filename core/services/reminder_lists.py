"""Reminders as they are listed: open ones in pages, the soonest of each vehicle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tortoise.expressions import F
from tortoise.functions import Coalesce

from core.domain.states import ReminderState
from core.models import IN_USE, Account, Reminder, Vehicle
from core.services.vehicles import page_start

PAGE = 6
# Open reminders of a page of vehicles that are looked through for the soonest of each.
ENOUGH = 300
# Where reminders that only the distance will tell stand in a list ordered by day.
NEVER = date(9999, 12, 31)
OPEN = (ReminderState.WAITING, ReminderState.PUSHED)


@dataclass(frozen=True, slots=True)
class ReminderPage:
    """A page of open reminders, soonest first."""

    reminders: tuple[Reminder, ...]
    position: int
    total: int
    vehicle: Vehicle | None = None


async def open_page(owner: Account, position: int, vehicle: Vehicle | None = None) -> ReminderPage:
    """A page of the owner's open reminders, of one vehicle or of all, soonest first."""
    mine = Reminder.filter(IN_USE, owner_id=owner.id, state__in=list(OPEN))
    if vehicle is not None:
        mine = mine.filter(vehicle_id=vehicle.id)
    total = await mine.count()
    start = page_start(position, total, PAGE)
    soonest = mine.annotate(soonest=Coalesce("expected_on", F("due_on"), NEVER)).order_by("soonest", "id")
    rows = await soonest.offset(start).limit(PAGE).prefetch_related("vehicle")
    return ReminderPage(tuple(rows), start, total, vehicle)


async def soonest_of(owner: Account, vehicles: Sequence[int]) -> dict[int, Reminder]:
    """What is due next for each of these vehicles, whether a reminder of it was accepted or only proposed."""
    shown = (*OPEN, ReminderState.PROPOSED)
    mine = Reminder.filter(IN_USE, owner_id=owner.id, vehicle_id__in=list(vehicles), state__in=list(shown))
    soonest = mine.annotate(soonest=Coalesce("expected_on", F("due_on"), NEVER)).order_by("soonest", "id")
    first: dict[int, Reminder] = {}
    for reminder in await soonest.limit(ENOUGH):
        if reminder.vehicle_id is not None:
            first.setdefault(reminder.vehicle_id, reminder)
    return first
