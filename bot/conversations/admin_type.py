"""What administrators type: words of a search, reasons, last days, amounts, spellings.

a page of the administration [a button that asks] -> WORDS (text) -> what came of it

A refusal keeps the question; the button under it leads back to where it was asked. `ASKS` says what is asked and who
takes the answer: a new question is a line there.
"""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Final

from pydantic import BaseModel
from telegram import Update

from bot.admin import desk
from bot.admin_callbacks import AskAdmin
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.handlers import admin_makes, admin_people, admin_plans
from bot.routing import tap, typed
from bot.views import admin_menu as views
from core.errors import Gone

NAME = "admin_type"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    WORDS = "words"


class AdminDraft(BaseModel):
    """What the words will be for, and about what."""

    what: str
    number: int = 0
    word: str = ""


Take = Callable[[BotContext, AskAdmin, str], Awaitable[None]]
# By what is asked for: the catalogue id of the question and who takes the answer.
ASKS: Final[Mapping[str, tuple[str, Take]]] = {
    "find": ("admin.ask_find", admin_people.find),
    "block": ("admin.ask_block", admin_people.block),
    "papers": ("admin.ask_papers", admin_people.open_papers),
    "note": ("admin.ask_note", admin_people.add_note),
    "plan": ("admin.ask_plan", admin_people.give_plan),
    "make": ("admin.ask_make", admin_makes.correct),
    "merge": ("admin.ask_merge", admin_makes.merge),
    "limit": ("admin.ask_limit", admin_plans.set_limit),
    "price": ("admin.ask_price", admin_plans.set_price),
}


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for the words."""
    desk(context)
    tapped = context.tap(AskAdmin)
    if tapped.what not in ASKS:
        raise Gone
    context.keep(AdminDraft(what=tapped.what, number=tapped.number, word=tapped.word))
    await context.show(views.ask(context, ASKS[tapped.what][0], tapped))
    return Step.WORDS


async def take(_: Update, context: BotContext) -> Next:
    """Hand the words to who asked for them; a refusal keeps the question."""
    desk(context)
    draft = context.draft(AdminDraft)
    asked = AskAdmin(draft.what, draft.number, draft.word)
    if draft.what not in ASKS:
        raise Gone
    await ASKS[draft.what][1](context, asked, context.text)
    return END


def build() -> Flow:
    """The flow as one table."""
    return flow(NAME, entry=[tap(AskAdmin, begin)], steps={Step.WORDS: [typed(take)]})
