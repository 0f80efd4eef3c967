"""Answer a person's request for help.

request [answer] -> ANSWER (text, photo or document) -> with the person
a message that answers to what the person wrote is an answer by itself
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update
from telegram.ext import MessageHandler

from bot.admin import desk
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.handlers import admin_support
from bot.outreach_admin_callbacks import OnQueue
from bot.routing import tap_where, typed
from bot.ticket_messages import FILES, TEAM_SIGN, WORDS, Answers, came_of
from bot.views import admin_support as views
from core.services.auditing import Deed

NAME = "admin_answer"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    ANSWER = "answer"


class AnswerDraft(BaseModel):
    """The request that is answered."""

    ticket_id: int = 0


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for the answer."""
    desk(context)
    found = await context.services.support.for_team(context.tap(OnQueue).ticket)
    context.keep(AnswerDraft(ticket_id=found.ticket.id))
    await context.reply(views.ask_answer(context, found))
    return Step.ANSWER


async def answered(update: Update, context: BotContext) -> Next:
    """Give it to the person; too long or empty is asked again."""
    administration, actor = desk(context)
    came, support = came_of(update, TEAM_SIGN), context.services.support
    number = came.answers or context.draft(AnswerDraft).ticket_id
    before = (await support.for_team(number)).ticket.state
    ticket = await support.answer(context.account, number, came.written)
    # What was said is in the request; the entry outlives it and holds none of it.
    deed = Deed("support.answer", "ticket", ticket.id, ticket.owner_id)
    await administration.auditing.note(actor, deed, {"state": before}, {"state": ticket.state})
    note = context.t("desk.answered", ticket=str(ticket.id))
    await context.reply(views.talk(context, await support.for_team(ticket.id), note))
    return END


async def back(update: Update, context: BotContext) -> Next:
    """Say nothing after all."""
    await admin_support.act(update, context)
    return END


def build() -> Flow:
    """The flow as one table."""
    answer = MessageHandler((WORDS | FILES) & Answers(TEAM_SIGN), answered)
    away = tap_where(OnQueue, back, action="open")
    return flow(
        NAME,
        entry=[tap_where(OnQueue, begin, action="answer"), answer],
        steps={Step.ANSWER: [away, answer, typed(answered), MessageHandler(FILES, answered)]},
    )
