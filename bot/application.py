"""PTB's Application with our services, whose errors belong to the turn instead of a log line."""

from typing import Any

from telegram.ext import Application, ContextTypes, ExtBot

from bot.context import BotContext
from bot.transport import TelegramApi
from bot.turn import current_turn
from core.services import Services

Bot = ExtBot[None]


class ChatApplication(Application[Bot, BotContext, dict[Any, Any], dict[Any, Any], dict[Any, Any], Any]):
    """Routes an update to its handler. It neither polls nor keeps state: the inbox and the database do."""

    services: Services

    async def process_error(self, update: object, error: Exception, *_: Any, **__: Any) -> bool:
        """Hand what a handler raised to the update runner, which decides what the person is told."""
        turn = current_turn.get()
        if turn is None:
            raise error
        turn.error = error
        return True


def build_application(api: TelegramApi, services: Services) -> ChatApplication:
    """The application on our transport, without PTB's updater, job queue, persistence."""
    bot: Bot = ExtBot(
        token=api.token,
        base_url=api.base_url,
        base_file_url=api.base_file_url,
        request=api.request,
        get_updates_request=api.request,
    )
    application = (
        Application.builder()
        .application_class(ChatApplication)
        .bot(bot)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=BotContext))
        .build()
    )
    if not isinstance(application, ChatApplication):
        raise TypeError("PTB built another application")
    application.services = services
    return application
