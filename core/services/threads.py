"""Talks with the assistant: begun, gone on with, listed, named, deleted, counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core import db
from core.domain.assistant.exchange import LONGEST_TITLE, ExchangeState, Source, title_of
from core.domain.assistant.masking import without_secrets
from core.domain.typed_text import clean_line
from core.errors import Gone, Refusal
from core.models import Account, AskExchange, AskThread
from core.ports import Clock
from core.services.vehicles import page_start

PAGE: Final = 6
SHOWN: Final = 4
# A text within this time goes on with the last talk; later it begins one.
GOES_ON: Final = timedelta(minutes=30)
# Of a talk, so many exchanges are told to a model.
REMEMBERED: Final = 4
_FACTS = """
    SELECT count(DISTINCT thread.id) AS threads, count(exchange.id) AS asked,
           sum(CASE WHEN exchange.source = 'model' THEN 1 ELSE 0 END) AS model,
           sum(CASE WHEN exchange.source = 'rows' THEN 1 ELSE 0 END) AS of_rows,
           sum(CASE WHEN exchange.source = 'knowledge' THEN 1 ELSE 0 END) AS knowledge
      FROM ask_thread thread LEFT JOIN ask_exchange exchange ON exchange.thread_id = thread.id
     WHERE thread.owner_id = ?
"""


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Talks, the last used first."""

    threads: tuple[AskThread, ...]
    position: int
    total: int


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A talk with its last exchanges, oldest first, and how many there are."""

    thread: AskThread
    exchanges: tuple[AskExchange, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ThreadStats:
    """How much was asked, and who answered."""

    threads: int
    asked: int
    model: int
    rows: int
    knowledge: int


@dataclass(frozen=True, slots=True)
class Threads:
    """Keeps the talks of their owner."""

    clock: Clock

    async def begin(self, owner: Account, question: str, thread_id: int = 0) -> AskExchange:
        """Add a question to a talk: the one that is named, the last one while it is fresh, or a new one."""
        now, question = self.clock.now(), without_secrets(question)
        thread = await self.get(owner, thread_id) if thread_id else await self._fresh(owner)
        if thread is None:
            title = title_of(question)
            thread = await AskThread.create(owner_id=owner.id, title=title, created_at=now, spoken_at=now)
        else:
            thread.spoken_at = now
            await thread.save(update_fields=["spoken_at"])
        waiting = ExchangeState.WAITING
        # Written once it is answered, or must be found again.
        return AskExchange(thread_id=thread.id, question=question, state=waiting, created_at=now)

    async def _fresh(self, owner: Account) -> AskThread | None:
        last = await AskThread.filter(owner_id=owner.id).order_by("-spoken_at", "-id").first()
        return last if last is not None and self.clock.now() - last.spoken_at < GOES_ON else None

    async def rest(self, owner: Account) -> None:
        """Let the next question begin a new talk."""
        old = self.clock.now() - GOES_ON
        await AskThread.filter(owner_id=owner.id, spoken_at__gt=old).update(spoken_at=old)

    async def get(self, owner: Account, thread_id: int) -> AskThread:
        """One of the owner's talks, or `Gone`."""
        thread = await AskThread.get_or_none(id=thread_id, owner_id=owner.id)
        if thread is None:
            raise Gone
        return thread

    async def exchange(self, owner: Account, exchange_id: int) -> AskExchange:
        """A question of the owner, or `Gone`."""
        found = await AskExchange.get_or_none(id=exchange_id, thread__owner_id=owner.id).select_related("thread")
        if found is None:
            raise Gone
        return found

    async def answered(self, exchange: AskExchange, answer: str, source: Source) -> None:
        """Keep an answer."""
        exchange.answer, exchange.source = without_secrets(answer), source
        exchange.state, exchange.answered_at = ExchangeState.ANSWERED, self.clock.now()
        await exchange.save()

    async def page(self, owner: Account, position: int = 0) -> ThreadPage:
        """A page of talks."""
        mine = AskThread.filter(owner_id=owner.id)
        total = await mine.count()
        start = page_start(position, total, PAGE)
        rows = await mine.order_by("-spoken_at", "-id").offset(start).limit(PAGE)
        return ThreadPage(tuple(rows), start, total)

    async def view(self, owner: Account, thread_id: int) -> ThreadView:
        """A talk as it stands."""
        thread = await self.get(owner, thread_id)
        asked = AskExchange.filter(thread_id=thread.id)
        last = await asked.order_by("-id").limit(SHOWN)
        return ThreadView(thread, tuple(reversed(last)), await asked.count())

    async def past(self, exchange: AskExchange) -> list[AskExchange]:
        """What was said in a talk before a question, oldest first, as much as is remembered."""
        before = AskExchange.filter(
            thread_id=exchange.thread_id, id__lt=exchange.id, state=ExchangeState.ANSWERED, answer__not_isnull=True
        )
        return list(reversed(await before.order_by("-id").limit(REMEMBERED)))

    async def rename(self, owner: Account, thread_id: int, title: str) -> AskThread:
        """Give a talk a name."""
        name = clean_line(without_secrets(title), LONGEST_TITLE)
        if not name:
            raise Refusal("error.text_expected")
        thread = await self.get(owner, thread_id)
        thread.title = name
        await thread.save(update_fields=["title"])
        return thread

    async def delete(self, owner: Account, thread_id: int) -> None:
        """Forget a talk with all that was said in it; one that is gone is gone."""
        await AskThread.filter(id=thread_id, owner_id=owner.id).delete()

    async def stats(self, owner: Account) -> ThreadStats:
        """What was asked so far."""
        (row,) = await db.fetch(_FACTS, owner.id)
        counts = (int(row[name] or 0) for name in ("threads", "asked", "model", "of_rows", "knowledge"))
        return ThreadStats(*counts)

    async def since(self, owner: Account) -> date | None:
        """The day of the first talk."""
        first = await AskThread.filter(owner_id=owner.id).order_by("created_at").first()
        return first.created_at.date() if first is not None else None
