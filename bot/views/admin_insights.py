"""Figures of the service: pictures, and the same in words."""

from bot.admin_callbacks import OpenAdmin
from bot.context import BotContext
from bot.outreach_admin_callbacks import OpenInsight
from bot.screens import Button, Rows, Screen, StoredFile
from core.domain.service_figures import Insight
from core.i18n import Translator
from core.services.insights import DrawnInsight


def live_name(made_id: int) -> str:
    """The name under which a picture's message is replaced."""
    return f"insight:{made_id}"


def drawing(context: BotContext) -> Screen:
    """The first sign of life."""
    return Screen(context.t("stats.drawing"))


def picture(context: BotContext, found: DrawnInsight) -> Screen:
    """The picture with its words, or the words alone."""
    t = context.t
    text = t("stats.failed") if found.failed else found.caption
    stored = StoredFile(found.stored, "autotrack.png", "image/png") if found.stored is not None else None
    return Screen(text, _rows(t, found.view, dark=found.dark), photo=stored)


def words(context: BotContext, view: Insight, text: str) -> Screen:
    """The figures as a table."""
    return Screen(text, _rows(context.t, view, worded=True))


def _rows(t: Translator, view: Insight, *, dark: bool = False, worded: bool = False) -> Rows:
    buttons = [
        Button(
            f"• {t.plain(f'insight.{one}')}" if one is view else t.plain(f"insight.{one}"), _opens(one, worded, dark)
        )
        for one in Insight
    ]
    rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    other = t.plain("insight.as_picture" if worded else "insight.in_words")
    last = [Button(other, OpenInsight(view.value, int(not worded), int(dark)))]
    if not worded:
        last.append(Button(t.plain("stats.light" if dark else "stats.dark"), OpenInsight(view.value, 0, int(not dark))))
    return [*rows, last, [Button(t.plain("admin.back"), OpenAdmin("menu"))]]


def _opens(view: Insight, worded: bool, dark: bool) -> OpenInsight:  # said by position in one place
    return OpenInsight(view.value, int(worded), int(dark))
