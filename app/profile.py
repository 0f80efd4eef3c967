"""The bot's face on Telegram: description and commands, per language. Told again at each start; it costs nothing."""

from collections.abc import Collection

import structlog
from telegram.error import TelegramError

from bot.admin_routes import ADMIN_COMMANDS
from bot.transport import TelegramApi
from core.i18n import LANGUAGES, translator
from core.services.administration import Administration

log = structlog.get_logger()

# In the order of the menu; a command is listed here once its handler exists.
COMMANDS = (
    "start",
    "menu",
    "vehicles",
    "add",
    "history",
    "fuel",
    "costs",
    "garages",
    "appointments",
    "stats",
    "ask",
    "suggest",
    "diagnose",
    "diagnoses",
    "health",
    "report",
    "documents",
    "import",
    "export",
    "upcoming",
    "reminders",
    "notifications",
    "km",
    "plans",
    "subscription",
    "account",
    "settings",
    "language",
    "help",
    "privacy",
    "recover",
    "terms",
    "paysupport",
    "support",
    "cancel",
)


async def introduce(api: TelegramApi) -> None:
    """Set commands and descriptions; people whose language we lack see the default's."""
    for language in (None, *LANGUAGES):
        t = translator(language)
        code = {"language_code": language} if language else {}
        await api.call(
            "setMyCommands", {"commands": _commands(language, COMMANDS), "scope": {"type": "all_private_chats"}, **code}
        )
        await api.call("setMyDescription", {"description": t.plain("bot.description"), **code})
        await api.call("setMyShortDescription", {"short_description": t.plain("bot.short_description"), **code})


def _commands(language: str | None, names: Collection[str]) -> list[dict[str, str]]:
    t = translator(language)
    return [{"command": name, "description": t.plain(f"command.{name}")} for name in names]


async def introduce_to_admins(api: TelegramApi, administration: Administration) -> None:
    """Show administrators their commands in the menu of their chats, and nobody else's any more.

    Telegram knows no chat with somebody who never wrote to the bot: they see the commands from the next start on.
    """
    for telegram_id, language in (await administration.chats_to_leave()).items():
        if await _told(api, "deleteMyCommands", telegram_id, language, ()):
            await administration.left(telegram_id)
    for telegram_id, language in (await administration.chats_to_tell()).items():
        if await _told(api, "setMyCommands", telegram_id, language, (*ADMIN_COMMANDS, *COMMANDS)):
            await administration.told(telegram_id)


async def _told(api: TelegramApi, method: str, telegram_id: int, language: str | None, names: Collection[str]) -> bool:
    scope: dict[str, object] = {"scope": {"type": "chat", "chat_id": telegram_id}}
    commands = {"commands": _commands(language, names)} if names else {}
    try:
        await api.call(method, {**scope, **commands})
    except TelegramError as problem:
        log.info("admin.commands_not_shown", reason=type(problem).__name__)
        return False
    return True
