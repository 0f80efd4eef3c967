"""Settings: the language, and what else is set."""

from bot.callbacks import ChooseLanguage, Open
from bot.context import BotContext
from bot.screens import Button, Screen
from core.i18n import LANGUAGES, language_name


def page(context: BotContext) -> Screen:
    """The settings as they are, with the languages to choose from."""
    t = context.t
    rows = [[Button(_choice(context, language), ChooseLanguage(language)) for language in LANGUAGES]]
    return Screen(
        t("settings.title", language=language_name(context.account.language), zone=context.account.time_zone),
        [*rows, [Button(t.plain("menu.button"), Open("menu"))]],
    )


def _choice(context: BotContext, language: str) -> str:
    chosen = language == context.account.language
    return f"{'✓ ' if chosen else ''}{language_name(language)}"
