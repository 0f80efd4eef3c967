"""People's requests for help, as the team sees them."""

from bot.admin_callbacks import OpenAdmin
from bot.context import BotContext
from bot.outreach_admin_callbacks import OnQueue
from bot.screens import Button, Screen
from bot.views.admin_menu import pages
from bot.views.support import file_of, said, state_name, words_of
from core.domain.support import TicketState
from core.models import Account, TicketMessage
from core.services.support import PAGE, Queue, Talk

NAME = "support"


def queue(context: BotContext, found: Queue) -> Screen:
    """What is not settled, in the order in which it is to be answered."""
    t = context.t
    rows = []
    for one in found.tickets:
        sign = "⭐" if one.priority else "🕐" if one.state is TicketState.OPEN else "✉️"
        text = " ".join(found.first.get(one.id, "").split())[:32] or "📎"
        rows.append([Button(f"{sign} {one.id} · {text}", OnQueue("open", one.id))])
    text = t("desk.title", n=found.total) if found.total else t("desk.none")
    return Screen(text, [*rows, *pages(context, NAME, found.position, found.total, PAGE)])


def heard(context: BotContext, message: TicketMessage, owner: Account, *, priority: bool) -> Screen:
    """What a person has just written; answering this message answers them."""
    t, number = context.t, message.ticket_id
    key = "desk.heard_first" if priority else "desk.heard"
    text = t(key, ticket=str(number), name=_name(owner), account=str(owner.id), text=words_of(t, message))
    rows = [
        [Button(t.plain("desk.answer"), OnQueue("answer", number), style="primary")],
        [
            Button(t.plain("desk.open"), OnQueue("open", number)),
            Button(t.plain("desk.close"), OnQueue("close", number)),
        ],
    ]
    return Screen(text, rows, chat_file=file_of(message))


def talk(context: BotContext, found: Talk, note: str = "") -> Screen:
    """A request with what was written, and what can be done."""
    t, ticket, owner = context.t, found.ticket, found.owner
    name, account = (_name(owner), str(owner.id)) if owner is not None else ("", "")
    language = owner.language if owner is not None else ""
    head: str = t(
        "desk.head", ticket=str(ticket.id), state=state_name(t, ticket), name=name, account=account, language=language
    )
    lines = [note, head] if note else [head]
    lines += said(context, found.messages, found.earlier, name)
    rows = [[Button(t.plain("desk.answer"), OnQueue("answer", ticket.id), style="primary")]]
    if ticket.state is not TicketState.CLOSED:
        rows[0].append(Button(t.plain("desk.close"), OnQueue("close", ticket.id)))
    return Screen("\n\n".join(lines), [*rows, [Button(t.plain("desk.queue"), OpenAdmin(NAME))]])


def ask_answer(context: BotContext, found: Talk) -> Screen:
    """Ask for the answer, below what was written."""
    t = context.t
    name = _name(found.owner) if found.owner is not None else None
    lines = [*said(context, found.messages[-3:], 0, name), t("desk.ask_answer", ticket=str(found.ticket.id))]
    return Screen("\n\n".join(lines), [[Button(t.plain("flow.back"), OnQueue("open", found.ticket.id))]])


def _name(owner: Account) -> str:
    return owner.name or owner.first_name
