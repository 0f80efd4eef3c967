"""Broadcasts as administrators make them: written, aimed, tried on oneself, begun, held up, stopped."""

from dataclasses import dataclass, replace
from datetime import datetime

from core import db
from core.domain.broadcasts import (
    EDITABLE,
    Activity,
    BroadcastState,
    Move,
    Progress,
    Segment,
    after,
    checked_moment,
    words_for,
)
from core.errors import Gone, Refusal
from core.i18n import LANGUAGES
from core.models import Account, Broadcast
from core.ports import Clock
from core.services.broadcast_people import reachable, segment_of
from core.services.broadcasting import Broadcasting, texts_of, waiting_of
from core.services.outbox import Lane

PAGE = 8


@dataclass(frozen=True, slots=True)
class Broadcasts:
    """Makes and steers them; whoever calls has seen to it that an administrator asks."""

    clock: Clock
    sending: Broadcasting

    async def page(self) -> list[Broadcast]:
        """The newest ones."""
        return await Broadcast.all().order_by("-id").limit(PAGE)

    async def get(self, number: int) -> Broadcast:
        """One of them, or `Gone`."""
        found = await Broadcast.get_or_none(id=number)
        if found is None:
            raise Gone
        return found

    async def write(self, admin: Account, number: int | None, language: str, text: str | None) -> Broadcast:
        """Begin a broadcast (no `number`), or set or take away its text of a language; the first one must be there."""
        if language not in LANGUAGES:
            raise Gone
        if text is not None and not text.strip():
            raise Refusal("error.text_expected")
        if number is None:
            return await Broadcast.create(
                state=BroadcastState.DRAFT,
                text_fr=text or "",
                told_chat=admin.telegram_id,
                created_at=self.clock.now(),
            )
        one = await self._editable(number)
        if text is None and language == LANGUAGES[0]:
            raise Refusal("error.text_expected")
        setattr(one, f"text_{language}", text)
        await one.save(update_fields=[f"text_{language}"])
        return one

    async def aim(self, number: int, **changes: object) -> Broadcast:
        """Change whom it is for."""
        one = await self._editable(number)
        segment = replace(segment_of(one), **changes)  # type: ignore[arg-type]  # checked where it is made
        one.level, one.language = segment.level, segment.language
        one.activity, one.days = Activity(segment.activity), segment.days
        await one.save(update_fields=["level", "language", "activity", "days"])
        return one

    async def count(self, segment: Segment) -> int:
        """How many it would go to now."""
        return await reachable(segment, self.clock.now()).count()

    async def progress(self, one: Broadcast) -> Progress:
        """How far it is."""
        return Progress(max(one.people, one.claimed), one.claimed, await waiting_of(one.id), one.failed)

    async def try_out(self, admin: Account, number: int, language: str | None = None) -> None:
        """Send it to the administrator alone, as others will see it."""
        one = await self.get(number)
        spoken = language or admin.language
        method, parameters = self.sending.render(spoken, words_for(texts_of(one), spoken), quiet=False)
        await self.sending.outbox.put(admin.telegram_id, method, parameters, language=spoken, lane=Lane.ANSWER)

    async def move(self, admin: Account, number: int, move: Move, moment: datetime | None = None) -> Broadcast:
        """Begin, plan, hold up, go on with or stop one; what is not open to it as it stands is `Gone`."""
        async with db.transaction():
            one = await self.get(number)
            before, now = one.state, self.clock.now()
            following = after(before, move)
            changes: dict[str, object] = {"state": following, "told_chat": admin.telegram_id}
            match move:
                case Move.START:
                    changes |= {"started_at": now, "people": await self.count(segment_of(one))}
                case Move.SCHEDULE:
                    changes["starts_at"] = checked_moment(moment or now, now)
                case Move.UNSCHEDULE:
                    changes["starts_at"] = None
                case Move.STOP:
                    changes["ended_at"] = now
                case Move.PAUSE | Move.RESUME:
                    pass
            # Whoever finds it as it was moves it: of two taps at once one has an effect.
            if not await Broadcast.filter(id=one.id, state=before).update(**changes):
                raise Gone
            if following is BroadcastState.RUNNING:
                await self.sending.go_on(one.id)
        return await self.get(number)

    async def delete(self, number: int) -> None:
        """Throw away one that has not begun."""
        one = await self._editable(number)
        await Broadcast.filter(id=one.id, state=one.state).delete()

    async def _editable(self, number: int) -> Broadcast:
        one = await self.get(number)
        if one.state not in EDITABLE:
            raise Gone
        return one
