"""News of the team, as everybody gets them, and their switch."""

from bot.callbacks import Open
from bot.context import BotContext
from bot.outreach_callbacks import NewsSwitch
from bot.reminder_callbacks import OnSetting
from bot.screens import Button, Screen
from core.i18n import translator


def message(language: str, text: str, *, quiet: bool) -> tuple[str, dict[str, object]]:
    """A broadcast as one person gets it: its text (HTML), and a way to get no more of them."""
    return screen(language, text, quiet=quiet).send()


def screen(language: str, text: str, *, quiet: bool = False) -> Screen:
    """The same, to be looked at."""
    rows = [[Button(translator(language).plain("news.off"), NewsSwitch("off"))]]
    return Screen(text, rows, quiet=quiet)


def switched(context: BotContext, *, on: bool) -> Screen:
    """News come no more, or again."""
    t = context.t
    other = Button(t.plain("news.off" if on else "news.on"), NewsSwitch("off" if on else "on"))
    rows = [
        [other, Button(t.plain("news.kinds"), OnSetting("open", "kinds"))],
        [Button(t.plain("menu.button"), Open("menu"))],
    ]
    return Screen(t("news.is_on" if on else "news.is_off"), rows)
