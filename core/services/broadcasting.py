"""The sending of broadcasts: a few people at a time are taken and their messages put in the outbox, in one transaction.

What was taken is `cursor`: a kill leaves either both or neither, and what is in the outbox is sent and repeated like
every message (`docs/reliability.md`). Only so many messages are handed to the sender that a pause is felt within
seconds and that nothing else of its bulk lane waits for long.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import ClassVar, Protocol

from tortoise.expressions import F

from core import db
from core.domain.broadcasts import BroadcastState, words_for
from core.domain.reminder_kinds import ReminderKind
from core.faults import fault
from core.i18n import LANGUAGES
from core.models import Account, Broadcast, Notification
from core.ports import Clock, Jobs, RunningJob
from core.services.broadcast_people import reachable, segment_of
from core.services.days import zone_of
from core.services.manners import quiet_of
from core.services.outbox import ABOUT, Lane, Outbox

# Seconds between two looks, and between two words about how far it is.
STEP, TELL = 1.0, 4
_WAITING = "SELECT count(*) AS n FROM outgoing WHERE lane = 1"
_ABOUT = "broadcast:"


class Rendering(Protocol):
    """How a broadcast's text becomes a message."""

    def __call__(self, language: str, text: str, *, quiet: bool) -> tuple[str, dict[str, object]]:
        """The method and its parameters; `quiet`: without a sound."""
        ...


class TakenByAnother(Exception):
    """Another process has taken these people."""


@dataclass(frozen=True, slots=True)
class Broadcasting:
    """Takes people and hands their messages over, as long as a broadcast runs."""

    clock: Clock
    jobs: Jobs
    outbox: Outbox
    render: Rendering
    # Messages of the bulk lane that wait at most: about four seconds of it.
    handed_over: ClassVar[int] = 100

    async def claim_due(self) -> None:
        """Begin what is planned for now, and see to it that what runs goes on, whatever became of its jobs."""
        now = self.clock.now()
        for one in await Broadcast.filter(state=BroadcastState.SCHEDULED, starts_at__lte=now):
            people = await reachable(segment_of(one), now).count()
            begun = {"state": BroadcastState.RUNNING, "started_at": now, "people": people}
            await Broadcast.filter(id=one.id, state=BroadcastState.SCHEDULED).update(**begun)
        for number in await Broadcast.filter(state=BroadcastState.RUNNING).values_list("id", flat=True):
            await self.go_on(int(str(number)))

    async def go_on(self, number: int, delay: float = 0) -> None:
        """Look again, once a second however often it is asked."""
        second = int(db.stamp() / 1000 + delay)
        payload = {"broadcast": number}
        await self.jobs.enqueue("broadcast", payload, dedupe=f"broadcast:{number}:{second}:{delay > 0}", delay=delay)

    async def step(self, job: RunningJob) -> None:
        """Take the next people, and come back as long as there are any."""
        number = int(str(job.payload["broadcast"]))
        try:
            async with db.transaction():
                one = await Broadcast.get_or_none(id=number)
                if one is not None and one.state is BroadcastState.RUNNING and await self._take(one):
                    await self.go_on(number, STEP)
                await job.finish()
                fault("broadcast.taken")
        except TakenByAnother:
            return
        fault("broadcast.committed")

    async def _take(self, one: Broadcast) -> bool:
        """Hand over as many as there is room for; False when it came to its end."""
        rows = await db.fetch(_WAITING)
        room = self.handed_over - int(rows[0]["n"])
        if room <= 0:
            await self._tell(one)
            return True
        waiting = reachable(segment_of(one), self.clock.now()).filter(id__gt=one.cursor)
        people = await waiting.order_by("id").limit(room)
        if people:
            await self.hand_over(one, people)
        elif await waiting_of(one.id) == 0:
            ended = Broadcast.filter(id=one.id, state=BroadcastState.RUNNING)
            if await ended.update(state=BroadcastState.DONE, ended_at=self.clock.now()):
                await self._say(one)
            return False
        await self._tell(one)
        return True

    async def hand_over(self, one: Broadcast, people: Sequence[Account]) -> None:
        """Put the messages of these people in the outbox and note that they were taken; or raise `TakenByAnother`."""
        now, texts = self.clock.now(), texts_of(one)
        mine = Broadcast.filter(id=one.id, state=BroadcastState.RUNNING, cursor=one.cursor)
        if not await mine.update(cursor=people[-1].id, claimed=F("claimed") + len(people)):
            raise TakenByAnother
        noted = []
        for person in people:
            text = words_for(texts, person.language)
            # At night it comes without a sound.
            quiet = quiet_of(person).hold(now.astimezone(zone_of(person)).time())
            method, parameters = self.render(person.language, text, quiet=quiet)
            parameters[ABOUT] = f"{_ABOUT}{one.id}:{person.id}"
            await self.outbox.put(person.telegram_id, method, parameters, language=person.language, lane=Lane.PUSH)
            line = as_line(text)
            noted.append(
                Notification(owner_id=person.id, kind=ReminderKind.NEWS.value, text=line, created_at=now, told_at=now)
            )
        await Notification.bulk_create(noted)

    async def undelivered(self, about: Sequence[str]) -> None:
        """Count what could not be delivered; it stays in the inbox for the day they are back."""
        for text in about:
            if text.startswith(_ABOUT):
                number = int(text.removeprefix(_ABOUT).partition(":")[0])
                await Broadcast.filter(id=number).update(failed=F("failed") + 1)

    async def _tell(self, one: Broadcast) -> None:
        """Show how far it is, every few seconds."""
        await self._say(one, dedupe=f"broadcast:{one.id}:told:{db.stamp() // (TELL * 1000)}")

    async def _say(self, one: Broadcast, dedupe: str | None = None) -> None:
        payload = {"chat_id": one.told_chat, "kind": "broadcast_moved", "subject": one.id}
        await self.jobs.enqueue("event", payload, key=f"chat:{one.told_chat}", dedupe=dedupe)


def texts_of(one: Broadcast) -> dict[str, str | None]:
    """Its texts by language."""
    return {language: getattr(one, f"text_{language}") for language in LANGUAGES}


async def waiting_of(number: int) -> int:
    """How many of its messages are still to be sent."""
    rows = await db.fetch(f"{_WAITING} AND payload LIKE ?", f'%"{ABOUT}":"{_ABOUT}{int(number)}:%')
    return int(rows[0]["n"])


def as_line(html: str) -> str:
    """The beginning of a text in one line, without its markup."""
    return " ".join(unescape(re.sub(r"<[^<>]*>", "", html)).split())[:300]
