"""People whom an administrator has blocked: they are told so, and everything but what the law gives them is closed."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.callbacks import Tap
from bot.context import BotContext
from bot.conversations import ask_team
from bot.outreach_callbacks import OnTicket
from bot.privacy_callbacks import OnPrivacy
from bot.screens import Screen
from bot.turn import ChatEvent, current_turn

# What stays open: their data, the terms, help.
OPEN_COMMANDS = frozenset({"privacy", "terms", "paysupport", "support"})
OPEN_NEWS = frozenset({"ticket_answered", "ticket_closed"})
OPEN_TAPS: tuple[type[Tap], ...] = (OnPrivacy, OnTicket)


class Barred(BaseHandler[Any, BotContext, Any]):
    """Takes everything of a blocked person that is not open to them; stands first of all routes."""

    def __init__(self) -> None:
        super().__init__(callback=_say)

    def check_update(self, update: object) -> bool:
        """Whether it is closed to who sent it."""
        turn = current_turn.get()
        if turn is None or turn.account.blocked_at is None:
            return False
        if turn.place.flow == ask_team.NAME and isinstance(update, Update) and update.callback_query is None:
            return False  # what they write to the team
        if isinstance(update, ChatEvent):
            return update.kind not in OPEN_NEWS
        return not (isinstance(update, Update) and _is_open(update))


def _is_open(update: Update) -> bool:
    if update.callback_query is not None:
        data = update.callback_query.data
        return any(kind.parse(data) is not None for kind in OPEN_TAPS)
    message = update.message
    words = (message.text or "").split(maxsplit=1) if message is not None else []
    return bool(words) and words[0].partition("@")[0].removeprefix("/") in OPEN_COMMANDS and words[0].startswith("/")


async def _say(update: object, context: BotContext) -> None:
    """Say so; news of our own are dropped in silence."""
    if isinstance(update, ChatEvent):
        return
    if isinstance(update, Update) and update.callback_query is not None:
        context.toast("account.blocked")
    elif isinstance(update, Update) and update.message is not None:
        await context.reply(Screen(context.t("account.blocked")))
