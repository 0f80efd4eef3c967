"""Help from the team: a person writes, whoever looks after the service answers, until one of them settles it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core import db
from core.domain.plans import Feature
from core.domain.support import (
    LONGEST,
    MESSAGES,
    MESSAGES_IN,
    REQUESTS,
    REQUESTS_IN,
    Attached,
    Side,
    TicketState,
)
from core.errors import Gone, Refusal
from core.models import Account, Ticket, TicketMessage
from core.ports import Clock, Jobs
from core.services.administrators import Admins
from core.services.entitlements import Entitlements

# Requests on a page of the queue; messages of a history that are shown.
PAGE, SHOWN = 8, 8
_SETTLED = (TicketState.CLOSED,)


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody writes: words, a file of the chat, or both."""

    text: str
    attached: Attached | None = None
    telegram_file: str | None = None
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """A request with its last messages, oldest first, and how many came before those."""

    ticket: Ticket
    messages: tuple[TicketMessage, ...]
    earlier: int = 0
    owner: Account | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of what waits for the team, and how much there is."""

    tickets: tuple[Ticket, ...]
    position: int
    total: int
    first: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Support:
    """Both sides of a request; that an administrator asks is seen to by whoever calls the team's half."""

    clock: Clock
    jobs: Jobs
    entitlements: Entitlements
    admins: Admins = field(default_factory=Admins)

    async def open_of(self, owner: Account) -> Ticket | None:
        """The person's request that is not settled, if there is one."""
        return await Ticket.filter(owner_id=owner.id).exclude(state__in=list(_SETTLED)).order_by("-id").first()

    async def of_person(self, owner: Account, number: int) -> Talk:
        """One of the person's own requests."""
        ticket = await Ticket.get_or_none(id=number, owner_id=owner.id)
        if ticket is None:
            raise Gone
        return await self._talk(ticket)

    async def earlier_of(self, owner: Account) -> list[Ticket]:
        """The person's requests, newest first."""
        return await Ticket.filter(owner_id=owner.id).order_by("-id").limit(PAGE)

    async def write(self, owner: Account, written: Written, number: int | None = None) -> Ticket:
        """Add to the person's request (the open one, or that of `number`, which is open again then), or make one."""
        async with db.transaction():
            now = self.clock.now()
            ticket = await self._meant(owner, number)
            await self._refuse_floods(owner, now, begins=ticket is None)
            limits = (await self.entitlements.limits(owner))[1]
            first = limits.get(Feature.PRIORITY, 0) != 0
            if ticket is None:
                ticket = await Ticket.create(
                    owner_id=owner.id, state=TicketState.OPEN, priority=first, created_at=now, waits_since=now
                )
            else:
                # Whoever adds to what waits keeps their place in the queue.
                since = ticket.waits_since if ticket.state is TicketState.OPEN else now
                ticket.state, ticket.priority, ticket.waits_since = TicketState.OPEN, first, since
                ticket.closed_at = ticket.closed_by = None
                await ticket.save()
            message = await self._add(ticket, Side.PERSON, written, None)
            await self._tell_team(message)
        return ticket

    async def settle(self, owner: Account, number: int) -> Ticket:
        """The person says that it is settled."""
        talk = await self.of_person(owner, number)
        return await self._close(talk.ticket, Side.PERSON)

    async def queue(self, position: int = 0) -> Queue:
        """What is not settled: what waits for the team first, of that who pays for being first, then the longest."""
        waiting = Ticket.exclude(state__in=list(_SETTLED))
        total = await waiting.count()
        start = max(0, min(position, (total - 1) // PAGE * PAGE if total else 0))
        # "open" comes after "answered" in the alphabet.
        rows = await waiting.order_by("-state", "-priority", "waits_since", "id").offset(start).limit(PAGE)
        last = TicketMessage.filter(ticket_id__in=[one.id for one in rows]).order_by("id")
        said = {int(number): str(text) for number, text in await last.values_list("ticket_id", "text")}
        return Queue(tuple(rows), start, total, said)

    async def for_team(self, number: int) -> Talk:
        """Any request, with who asks."""
        ticket = await Ticket.get_or_none(id=number).select_related("owner")
        if ticket is None:
            raise Gone
        return await self._talk(ticket, ticket.owner)

    async def answer(self, admin: Account | None, number: int, written: Written) -> Ticket:
        """Answer a request, as an administrator or from the console; the person is told."""
        async with db.transaction():
            ticket = (await self.for_team(number)).ticket
            ticket.state, ticket.waits_since = TicketState.ANSWERED, self.clock.now()
            ticket.closed_at = ticket.closed_by = None
            await ticket.save()
            writer = admin.telegram_id if admin is not None else None
            message = await self._add(ticket, Side.TEAM, written, writer)
            await self._event(ticket.owner.telegram_id, "ticket_answered", message.id)
        return ticket

    async def close(self, number: int) -> Ticket:
        """The team says that it is settled; the person is told."""
        async with db.transaction():
            ticket = (await self.for_team(number)).ticket
            if ticket.state is not TicketState.CLOSED:
                await self._close(ticket, Side.TEAM)
                await self._event(ticket.owner.telegram_id, "ticket_closed", ticket.id)
        return ticket

    async def message_for_team(self, number: int) -> tuple[TicketMessage, Account]:
        """A message of a person, with who wrote it."""
        found = await TicketMessage.get_or_none(id=number).select_related("ticket__owner")
        if found is None:
            raise Gone
        return found, found.ticket.owner

    async def message_of(self, owner: Account, number: int) -> TicketMessage:
        """A message of one of the person's requests."""
        found = await TicketMessage.get_or_none(id=number, ticket__owner_id=owner.id)
        if found is None:
            raise Gone
        return found

    async def _meant(self, owner: Account, number: int | None) -> Ticket | None:
        if number is None:
            return await self.open_of(owner)
        return (await self.of_person(owner, number)).ticket

    async def _refuse_floods(self, owner: Account, now: datetime, *, begins: bool) -> None:
        mine = TicketMessage.filter(ticket__owner_id=owner.id, side=Side.PERSON)
        if await mine.filter(created_at__gt=now - MESSAGES_IN).count() >= MESSAGES:
            raise Refusal("support.too_many", n=MESSAGES)
        if not begins:
            return
        if await Ticket.filter(owner_id=owner.id, created_at__gt=now - REQUESTS_IN).count() >= REQUESTS:
            raise Refusal("support.too_many", n=REQUESTS)

    async def _add(self, ticket: Ticket, side: Side, written: Written, writer: int | None) -> TicketMessage:
        text = written.text.strip()
        if not text and written.telegram_file is None:
            raise Refusal("error.text_expected")
        if len(text) > LONGEST:
            raise Refusal("support.too_long", n=LONGEST)
        return await TicketMessage.create(
            ticket_id=ticket.id,
            side=side,
            text=text,
            attached=written.attached,
            file_name=(written.file_name or "")[:200] or None,
            telegram_file=written.telegram_file,
            writer=writer,
            created_at=self.clock.now(),
        )

    async def _close(self, ticket: Ticket, side: Side) -> Ticket:
        if ticket.state is not TicketState.CLOSED:
            ticket.state, ticket.closed_at, ticket.closed_by = TicketState.CLOSED, self.clock.now(), side
            await ticket.save(update_fields=["state", "closed_at", "closed_by"])
        return ticket

    async def _talk(self, ticket: Ticket, owner: Account | None = None) -> Talk:
        said = TicketMessage.filter(ticket_id=ticket.id)
        total = await said.count()
        rows: Sequence[TicketMessage] = await said.order_by("-id").limit(SHOWN)
        return Talk(ticket, tuple(reversed(rows)), total - len(rows), owner)

    async def _tell_team(self, message: TicketMessage) -> None:
        for chat in sorted(self.admins.ids):
            await self._event(chat, "ticket_heard", message.id)

    async def _event(self, chat_id: int, kind: str, subject: int) -> None:
        payload = {"chat_id": chat_id, "kind": kind, "subject": subject}
        await self.jobs.enqueue("event", payload, key=f"chat:{chat_id}")
