from dataclasses import dataclass, field

import pytest

from core import db
from core.domain.plans import Level
from core.domain.subscription_states import Status
from core.domain.support import LONGEST, MESSAGES, REQUESTS, Attached, Side, TicketState
from core.errors import Gone, Refusal
from core.models import Account, Ticket, TicketMessage
from core.services.administrators import Admins
from core.services.entitlements import Entitlements
from core.services.offers import Offers
from core.services.support import Support, Written
from tests.services.test_broadcasts import subscribe
from tests.services.worlds import World

ADMIN = 900


@dataclass(slots=True)
class Here(World):
    admins: Admins = field(default_factory=lambda: Admins({ADMIN}))

    @property
    def support(self) -> Support:
        return Support(self.clock, self.jobs, Entitlements(self.clock, Offers()), self.admins)

    async def told(self) -> list[tuple[str, str]]:
        """Which news were asked for, by chat."""
        rows = await db.fetch("SELECT key, payload FROM job ORDER BY id")
        await db.execute("DELETE FROM job")
        return [(str(row["key"]), str(row["payload"]).split('"kind":"')[1].split('"')[0]) for row in rows]


async def test_a_request_is_one_talk_until_somebody_settles_it(database: object):
    here = Here()
    ana, admin = await here.person(7), await here.person(ADMIN)
    ticket = await here.support.write(ana, Written("La photo reste bloquée"))
    assert await here.told() == [(f"chat:{ADMIN}", "ticket_heard")]
    again = await here.support.write(ana, Written("", Attached.PHOTO, "file-1"))
    assert again.id == ticket.id
    await here.support.answer(admin, ticket.id, Written("Réessayez maintenant"))
    assert (await here.told())[-1] == ("chat:7", "ticket_answered")
    talk = await here.support.of_person(ana, ticket.id)
    assert [(one.side, one.text, one.telegram_file) for one in talk.messages] == [
        (Side.PERSON, "La photo reste bloquée", None),
        (Side.PERSON, "", "file-1"),
        (Side.TEAM, "Réessayez maintenant", None),
    ]
    assert talk.ticket.state is TicketState.ANSWERED
    await here.support.settle(ana, ticket.id)
    assert (await Ticket.get(id=ticket.id)).closed_by is Side.PERSON
    assert await here.support.open_of(ana) is None
    # A word more under the answer opens it again; anything else is a new request.
    assert (await here.support.write(ana, Written("En fait non"), ticket.id)).state is TicketState.OPEN
    await here.support.close(ticket.id)
    await here.support.close(ticket.id)
    assert [kind for _, kind in await here.told()].count("ticket_closed") == 1
    assert (await here.support.write(ana, Written("Autre chose"))).id != ticket.id


async def test_whoever_pays_for_it_comes_first_then_who_waits_longest(database: object):
    here = Here()
    plain, paying, later = [await here.person(number) for number in (1, 2, 3)]
    await subscribe(paying, Level.PREMIUM, Status.ACTIVE, period_end=here.clock.now().replace(year=2027))
    for person in (plain, later, paying):
        await here.support.write(person, Written(f"de {person.telegram_id}"))
        here.clock.move(minutes=1)
    queue = await here.support.queue()
    assert [one.owner_id for one in queue.tickets] == [paying.id, plain.id, later.id]
    assert [one.priority for one in queue.tickets] == [True, False, False]
    # What is answered comes after what waits; adding to what waits keeps one's place.
    await here.support.answer(paying, queue.tickets[0].id, Written("Voilà"))
    await here.support.write(plain, Written("Encore un mot"))
    queue = await here.support.queue()
    assert [one.owner_id for one in queue.tickets] == [plain.id, later.id, paying.id]
    assert queue.first[queue.tickets[0].id] == "Encore un mot"


async def test_somebody_elses_request_is_not_there(database: object):
    here = Here()
    ana, bob = await here.person(1), await here.person(2)
    ticket = await here.support.write(ana, Written("?"))
    (message,) = await TicketMessage.all()
    for attempt in (
        here.support.of_person(bob, ticket.id),
        here.support.settle(bob, ticket.id),
        here.support.write(bob, Written("!"), ticket.id),
        here.support.message_of(bob, message.id),
        here.support.for_team(999),
    ):
        with pytest.raises(Gone):
            await attempt
    assert await TicketMessage.all().count() == 1


async def test_too_many_messages_too_long_ones_and_empty_ones_are_refused(database: object):
    here = Here()
    ana = await here.person(1)
    for wrong in (Written("  "), Written("x" * (LONGEST + 1))):
        with pytest.raises(Refusal):
            await here.support.write(ana, wrong)
    assert await Ticket.all().count() == 0
    for number in range(MESSAGES):
        ticket = await here.support.write(ana, Written(f"{number}"))
    with pytest.raises(Refusal):
        await here.support.write(ana, Written("encore"))
    here.clock.move(hours=1, minutes=1)
    for _ in range(REQUESTS - 1):
        await here.support.settle(ana, ticket.id)
        ticket = await here.support.write(ana, Written("nouvelle"))
    await here.support.write(ana, Written("et encore"), ticket.id)
    await here.support.settle(ana, ticket.id)
    with pytest.raises(Refusal):
        await here.support.write(ana, Written("encore une"))
    assert await Account.all().count() == 1
