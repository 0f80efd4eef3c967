from datetime import datetime
from pathlib import Path

from core.domain.support import MESSAGES, TicketState
from core.i18n import translator
from core.models import Account, AuditEntry, Document, Ticket, TicketMessage
from core.services.support import Written
from tests.conftest import Chat
from tests.making import account

PHOTO = Path(__file__).parents[1] / "samples" / "documents" / "card_photo_0.jpg"


async def tap(chat: Chat, key: str, **values: object) -> None:
    await chat.tap(chat.t.plain(key, **values))


async def team(chat: Chat) -> Chat:
    """An administrator's chat beside it."""
    found = Chat(chat.bot, chat.bot.sim.user("Team", lang="fr"), translator("fr"))
    await account(found)
    services = chat.bot.runtime.parts.services
    services.admin.admins.ids.add(found.person.id)
    return found


async def test_a_question_reaches_the_team_and_its_answer_the_person(chat: Chat):
    admin = await team(chat)
    await account(chat)
    await chat.say("/support")
    assert chat.last == chat.says("support.ask")
    await chat.say("Ma photo <b>reste</b> bloquée & floue")
    ticket = await Ticket.get()
    assert chat.last == chat.says("support.sent", ticket=str(ticket.id))
    assert "Ma photo <b>reste</b> bloquée & floue" in admin.last
    # The team answers the very message.
    await admin.person.say("Renvoyez-la <svp>", reply_to=admin.message)
    await chat.bot.settle()
    assert chat.last == chat.says("support.answer", ticket=str(ticket.id), text="Renvoyez-la <svp>")
    assert admin.sees_part(admin.says("desk.answered", ticket=str(ticket.id)))
    # The person answers with two photos at once, which are not read as papers.
    await tap(chat, "support.write_on")
    await chat.person.send_album([PHOTO, PHOTO], "La voici")
    await chat.bot.settle()
    assert await Document.all().count() == 0
    assert any("La voici" in (one.caption or "") for one in admin.person.messages)
    await tap(admin, "desk.open")
    assert admin.last.count("\n") > 4
    await tap(admin, "desk.answer")
    await admin.say("Bien reçue")
    assert chat.last.endswith("Bien reçue")
    await tap(chat, "support.settled")
    assert chat.last == chat.says("support.closed_by_person", ticket=str(ticket.id))
    assert [entry.action for entry in await AuditEntry.all()] == ["support.answer", "support.answer"]
    assert await TicketMessage.all().count() == 5


async def test_an_open_request_is_added_to_and_the_team_closes_it(chat: Chat):
    admin = await team(chat)
    await account(chat)
    await chat.say("/paysupport")
    await tap(chat, "paysupport.write")
    await chat.say("Un paiement en double")
    await chat.say("/support")
    assert chat.says("support.ask_more") in chat.last
    await chat.say("Et encore un mot")
    ticket = await Ticket.get()
    await admin.say("/admin")
    await admin.tap(f"{admin.t.plain('admin.page_support')} (1)")
    await admin.tap(f"🕐 {ticket.id} · Et encore un mot")
    await tap(admin, "desk.close")
    assert (await Ticket.get()).state is TicketState.CLOSED
    assert chat.last == chat.says("support.closed_by_team", ticket=str(ticket.id))
    await tap(chat, "support.add")
    await chat.say("Pas réglé")
    assert (await Ticket.get()).state is TicketState.OPEN
    await chat.say("/support")
    await tap(chat, "support.earlier")
    state = chat.t.plain("support.state_open")
    there = ticket.created_at
    assert isinstance(there, datetime)
    assert any(label.startswith(f"{ticket.id} · ") and label.endswith(state) for label in chat.labels)


async def test_back_cancel_and_floods_are_handled_kindly_and_a_blocked_person_is_still_heard(chat: Chat):
    admin, owner = await team(chat), await account(chat)
    await chat.say("/support")
    await tap(chat, "flow.cancel")
    await chat.say("bonjour")
    assert await Ticket.all().count() == 0
    await Account.filter(id=owner.id).update(blocked_at=chat.bot.clock.now())
    await chat.say("/support")
    support = chat.bot.runtime.parts.services.support
    await chat.say("mot 0")
    for number in range(1, MESSAGES):
        await support.write(owner, Written(f"mot {number}"))
    await chat.say("/support")
    await chat.say("encore")
    assert chat.last == chat.says("support.too_many", n=MESSAGES)
    assert admin.sees_part("mot 0")
    (ticket,) = await Ticket.all()
    await support.answer(await account(admin), ticket.id, Written("Bonjour"))
    await chat.bot.settle()
    assert chat.last == chat.says("support.answer", ticket=str(ticket.id), text="Bonjour")
