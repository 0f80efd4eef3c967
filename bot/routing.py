"""How handlers are bound to updates: commands that leave a flow, taps by kind, texts, files."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.callbacks import Tap
from bot.context import BotContext
from bot.flow import Next, StepHandler
from bot.turn import ChatEvent

Callback = Callable[[Update, BotContext], Coroutine[Any, Any, Any]]
EventCallback = Callable[[BotContext], Awaitable[None]]

TEXT = filters.TEXT & ~filters.COMMAND


def command(name: str, callback: Callback) -> StepHandler:
    """A command, which ends whatever step was waiting and says so in one line."""

    async def leaving(update: Update, context: BotContext) -> Next:
        if context.place.flow:
            context.turn.left_flow = True
            context.place.leave()
        following: Next = await callback(update, context)
        return following

    # An edited command counts as typed anew.
    return CommandHandler(name, leaving)


def tap(kind: type[Tap], callback: Callback) -> StepHandler:
    """A tap on a button of this kind."""
    return CallbackQueryHandler(callback, pattern=lambda data: isinstance(data, str) and kind.parse(data) is not None)


def typed(callback: Callback) -> StepHandler:
    """A text that is no command; an edited message counts as new text for the step it answers."""
    return MessageHandler(TEXT, callback)


class EventHandler(BaseHandler[ChatEvent, BotContext, Any]):
    """News of our own jobs, by kind."""

    def __init__(self, kind: str, callback: EventCallback) -> None:
        super().__init__(callback=_unused)
        self.kind, self.event_callback = kind, callback

    def check_update(self, update: object) -> bool:
        """Whether this is news of our kind."""
        return isinstance(update, ChatEvent) and update.kind == self.kind

    async def handle_update(
        self, update: ChatEvent, application: Any, check_result: object, context: BotContext
    ) -> None:
        """Answer the news."""
        await self.event_callback(context)


async def _unused(_: ChatEvent, __: BotContext) -> None:
    """PTB wants a callback of its own shape; news have theirs."""
