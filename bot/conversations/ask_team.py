"""Write to the team.

/support -> WRITE (text, photo or document) -> with the team
answer of the team [write on], or a message that answers to it -> WRITE -> with the team
the other photos of an album come in MORE
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update
from telegram.ext import MessageHandler

from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.outreach_callbacks import OnTicket
from bot.routing import command, tap_where, typed
from bot.ticket_messages import FILES, PERSON_SIGN, WORDS, Answers, SameAlbum, came_of
from bot.views import support as views
from core.domain.plans import Feature

NAME = "ask_team"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    WRITE = "write"
    MORE = "more"


class TeamDraft(BaseModel):
    """The request that is added to (none: the open one, or a new one), and the album whose photos still come."""

    ticket_id: int | None = None
    group: str = ""


async def begin(_: Update, context: BotContext) -> Next:
    """Show the open request, or ask what it is about."""
    return await _ask(context, None)


async def begin_tapped(_: Update, context: BotContext) -> Next:
    """The same from a button, of one request or of any."""
    return await _ask(context, context.tap(OnTicket).ticket or None)


async def wrote(update: Update, context: BotContext) -> Next:
    """Take what they write; too much or too long is asked again."""
    draft, came = context.draft(TeamDraft), came_of(update, PERSON_SIGN)
    ticket = await context.services.support.write(context.account, came.written, came.answers or draft.ticket_id)
    if context.place.step != Step.MORE:
        await context.reply(views.sent(context, ticket))
    if not came.group:
        return END
    context.keep(TeamDraft(ticket_id=ticket.id, group=came.group))
    return Step.MORE


async def _ask(context: BotContext, number: int | None) -> Next:
    support = context.services.support
    found = await support.open_of(context.account) if number is None else None
    number = found.id if found is not None else number
    context.keep(TeamDraft(ticket_id=number))
    if number is not None:
        await context.show(views.ask_more(context, await support.of_person(context.account, number)))
        return Step.WRITE
    limits = (await context.services.entitlements.limits(context.account))[1]
    earlier = await support.earlier_of(context.account)
    first = limits.get(Feature.PRIORITY, 0) != 0
    await context.show(views.ask(context, first=first, has_earlier=bool(earlier)))
    return Step.WRITE


def build() -> Flow:
    """The flow as one table."""
    answer = MessageHandler((WORDS | FILES) & Answers(PERSON_SIGN), wrote)
    return flow(
        NAME,
        entry=[command("support", begin), tap_where(OnTicket, begin_tapped, action="write"), answer],
        steps={
            Step.WRITE: [answer, typed(wrote), MessageHandler(FILES, wrote)],
            Step.MORE: [MessageHandler(FILES & SameAlbum(), wrote)],
        },
    )
