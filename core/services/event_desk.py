"""Notices of payment services, for administrators: listed, shown without secrets and people, handled again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core import db
from core.errors import Gone, Refusal
from core.models import BillingEvent
from core.ports import Jobs
from core.services.auditing import Actor, Auditing, Deed
from core.services.billing_events import IGNORED, PARKED, WAITING, enqueue_event
from core.services.masking import masked

SIZE: Final = 6
# What can be asked for, by state: everything, what is not handled yet, what could not be.
STATES: Final = {"all": (), "waiting": (WAITING,), "parked": (PARKED,)}


@dataclass(frozen=True, slots=True)
class EventDesk:
    """Shows and replays. `sells`: whether there is a service whose notices can be handled."""

    jobs: Jobs
    auditing: Auditing
    sells: bool

    async def page(self, which: str, position: int, size: int = SIZE) -> tuple[int, Sequence[BillingEvent]]:
        """How many there are of a state or with an error, and some of them, newest first."""
        if which == "error":
            found = BillingEvent.filter(error__isnull=False)
        else:
            states = STATES.get(which, ())
            found = BillingEvent.filter(state__in=list(states)) if states else BillingEvent.all()
        return await found.count(), await found.order_by("-id").offset(position).limit(size)

    async def get(self, event_id: int) -> tuple[BillingEvent, str]:
        """A notice, and what it says without secrets and people."""
        event = await BillingEvent.get_or_none(id=event_id)
        if event is None:
            raise Gone
        return event, masked(event.payload)

    async def by_name(self, name: str) -> BillingEvent:
        """A notice by the name that its service gave it (`evt_…`)."""
        event = await BillingEvent.get_or_none(event_id=name)
        if event is None:
            raise Gone
        return event

    async def replay(self, actor: Actor, event_id: int | None = None) -> int:
        """Handle again one notice whatever became of it, or everything that could not be handled; how many."""
        if not self.sells:
            raise Refusal("admin.nothing_sold")
        async with db.transaction():
            found = BillingEvent.filter(state=PARKED) if event_id is None else BillingEvent.filter(id=event_id)
            events = await found.exclude(state=IGNORED).select_for_update().order_by("id")
            for event in events:
                await BillingEvent.filter(id=event.id).update(state=WAITING, error=None)
                await enqueue_event(self.jobs, event.id, event.customer)
                before = {"state": event.state, "attempts": event.attempts, "error": event.error}
                await self.auditing.note(actor, Deed("event.replay", "event", event.id), before, {"state": WAITING})
        if event_id is not None and not events:
            raise Refusal("admin.event_not_handled")
        return len(events)
