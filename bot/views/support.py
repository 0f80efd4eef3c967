"""Help from the team, as the person sees it."""

from collections.abc import Sequence
from datetime import datetime

from bot.callbacks import LeaveFlow, Open
from bot.context import BotContext
from bot.outreach_callbacks import OnTicket
from bot.screens import Button, ChatFile, Rows, Screen
from core.domain.support import Side, TicketState
from core.i18n import Translator
from core.models import Ticket, TicketMessage
from core.services.days import zone_of
from core.services.support import Talk


def ask(context: BotContext, *, first: bool, has_earlier: bool) -> Screen:
    """Ask what it is about; whoever's plan puts them first is told so."""
    t = context.t
    text: str = t("support.ask")
    if first:
        text = f"{text}\n{t('support.first')}"
    rows = [[Button(t.plain("support.earlier"), OnTicket("list", 0))]] if has_earlier else []
    return Screen(text, [*rows, [Button(t.plain("flow.cancel"), LeaveFlow())]])


def ask_more(context: BotContext, talk: Talk) -> Screen:
    """The open request, to which one can add at once."""
    text = f"{_talk(context, talk)}\n\n{context.t('support.ask_more')}"
    return Screen(text, _rows(context.t, talk.ticket, writing=True))


def talk_page(context: BotContext, talk: Talk) -> Screen:
    """A request with what was written."""
    return Screen(_talk(context, talk), _rows(context.t, talk.ticket))


def sent(context: BotContext, ticket: Ticket) -> Screen:
    """It is with the team."""
    t = context.t
    text: str = t("support.sent", ticket=str(ticket.id))
    if ticket.priority:
        text = f"{text} {t('support.first')}"
    return Screen(text, _rows(t, ticket, short=True))


def answered(context: BotContext, message: TicketMessage) -> Screen:
    """What the team answered."""
    t = context.t
    text = t("support.answer", ticket=str(message.ticket_id), text=words_of(t, message))
    rows = [
        [
            Button(t.plain("support.write_on"), OnTicket("write", message.ticket_id)),
            Button(t.plain("support.settled"), OnTicket("settle", message.ticket_id), style="success"),
        ]
    ]
    return Screen(text, rows, chat_file=file_of(message))


def closed(context: BotContext, ticket: Ticket) -> Screen:
    """It is settled, and can be opened again."""
    t = context.t
    by = Side.TEAM if ticket.closed_by is Side.TEAM else Side.PERSON
    rows = [
        [Button(t.plain("support.add"), OnTicket("write", ticket.id))],
        [Button(t.plain("menu.button"), Open("menu"))],
    ]
    return Screen(t(f"support.closed_by_{by}", ticket=str(ticket.id)), rows)


def earlier(context: BotContext, tickets: Sequence[Ticket]) -> Screen:
    """The person's requests, newest first."""
    t = context.t
    rows = [
        [
            Button(
                t.plain(
                    "support.row", ticket=str(one.id), day=_there(context, one.created_at), state=state_name(t, one)
                ),
                OnTicket("open", one.id),
            )
        ]
        for one in tickets
    ]
    text = t("support.list") if rows else t("support.none")
    last = [Button(t.plain("support.write"), OnTicket("write", 0)), Button(t.plain("menu.button"), Open("menu"))]
    return Screen(text, [*rows, last])


def state_name(t: Translator, ticket: Ticket) -> str:
    """Where a request stands, in words."""
    return t.plain(f"support.state_{ticket.state}")


def file_of(message: TicketMessage) -> ChatFile | None:
    """The file that came with a message."""
    if message.attached is None or message.telegram_file is None:
        return None
    return ChatFile("photo" if message.attached == "photo" else "document", message.telegram_file)


def said(
    context: BotContext, messages: Sequence[TicketMessage], earlier_ones: int, person: str | None = None
) -> list[str]:
    """What was written, oldest first, with who and when; `person` is how the team names who asks."""
    t = context.t
    lines: list[str] = [t("support.earlier_messages", n=earlier_ones)] if earlier_ones else []
    for one in messages:
        who = t("support.by_team") if one.side is Side.TEAM else person or t("support.by_person")
        lines.append(t("support.said", who=who, at=_there(context, one.created_at), text=words_of(t, one)[:700]))
    return lines


def _talk(context: BotContext, talk: Talk) -> str:
    t, ticket = context.t, talk.ticket
    head: str = t("support.title", ticket=str(ticket.id), state=state_name(t, ticket))
    return "\n\n".join([head, *said(context, talk.messages, talk.earlier)])


def words_of(t: Translator, message: TicketMessage) -> str:
    """What somebody wrote, with what came along; not escaped."""
    if message.attached is None:
        return message.text
    what = t.plain(f"support.attached_{message.attached}", name=message.file_name)
    return f"{what} {message.text}".strip()


def _rows(t: Translator, ticket: Ticket, *, writing: bool = False, short: bool = False) -> Rows:
    rows: list[list[Button]] = [[]]
    if not writing:
        rows[0].append(Button(t.plain("support.add"), OnTicket("write", ticket.id)))
    if ticket.state is not TicketState.CLOSED:
        rows[0].append(Button(t.plain("support.settled"), OnTicket("settle", ticket.id), style="success"))
    if not short:
        rows.append([Button(t.plain("support.earlier"), OnTicket("list", 0))])
    return [*[row for row in rows if row], [Button(t.plain("menu.button"), Open("menu"))]]


def _there(context: BotContext, instant: datetime) -> datetime:
    return instant.astimezone(zone_of(context.account))
