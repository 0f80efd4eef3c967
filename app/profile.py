"""The bot's face on Telegram: description and commands, per language. Told again at each start; it costs nothing."""

from bot.transport import TelegramApi
from core.i18n import LANGUAGES, translator

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
    "cancel",
)


async def introduce(api: TelegramApi) -> None:
    """Set commands and descriptions; people whose language we lack see the default's."""
    for language in (None, *LANGUAGES):
        t = translator(language)
        code = {"language_code": language} if language else {}
        commands = [{"command": name, "description": t.plain(f"command.{name}")} for name in COMMANDS]
        await api.call("setMyCommands", {"commands": commands, "scope": {"type": "all_private_chats"}, **code})
        await api.call("setMyDescription", {"description": t.plain("bot.description"), **code})
        await api.call("setMyShortDescription", {"short_description": t.plain("bot.short_description"), **code})
