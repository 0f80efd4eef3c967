"""/settings and /language: pages that are edited in place."""

from collections.abc import Callable, Mapping
from functools import partial

from telegram import Update

from bot.callbacks import ChooseLanguage, from_word
from bot.context import BotContext
from bot.reminder_callbacks import OnSetting
from bot.screens import Screen
from bot.views import settings as views
from core.domain.preferences import CHOICES, NUMBERS
from core.domain.reminder_kinds import ReminderKind
from core.domain.time_zones import AREAS, found
from core.errors import Gone

PAGES: Mapping[str, Callable[[BotContext], Screen]] = {
    "all": views.page,
    "language": views.language,
    "zone": views.zone,
    "units": views.units,
    "currency": views.currency,
    "when": views.when,
    "quiet": views.quiet,
    "kinds": views.kinds,
    "digest": views.digest,
    "assistant": views.assistant,
    "reset": views.reset,
    **{name: partial(views.hours, name=name) for name in ("remind_hour", "quiet_from", "quiet_until")},
}
# The page that shows a setting.
_PAGE_OF = {
    "language": "language",
    "distance_unit": "units",
    "consumption_unit": "units",
    "currency": "currency",
    "digest": "digest",
    "ai_consent": "assistant",
    "lead_days": "when",
    "rhythm_days": "when",
    "remind_hour": "when",
    "quiet_from": "quiet",
    "quiet_until": "quiet",
}


async def page(_: Update, context: BotContext) -> None:
    """The settings as they are."""
    await context.show(views.page(context))


async def language(_: Update, context: BotContext) -> None:
    """The languages to choose from."""
    await context.show(views.language(context))


async def choose_language(_: Update, context: BotContext) -> None:
    """Speak the chosen language from now on (a button of an earlier version)."""
    await context.services.accounts.choose_language(context.account, context.tap(ChooseLanguage).language)
    await context.show(views.language(context))


async def act(_: Update, context: BotContext) -> None:
    """A button of the settings: open a page, or set something and show the page as it is now."""
    tapped = context.tap(OnSetting)
    if tapped.name == "open" and tapped.value in PAGES:
        await context.show(PAGES[tapped.value](context))
    elif tapped.name == "area":
        await _area(context, tapped.value)
    elif tapped.name == "mail" or tapped.value == "mail":
        await _mail(context, tapped.value)
    else:
        shown = await _set(context, tapped.name, tapped.value)
        context.toast("settings.saved")
        await context.show(PAGES[shown](context))


async def _mail(context: BotContext, value: str) -> None:
    """The mail channel: it needs an address that is linked."""
    linked = await context.services.email.of(context.account)
    if value in {"on", "off"} and (linked is not None or value == "off"):
        await context.services.preferences.copy_by_mail(context.account, wanted=value == "on")
        context.toast("settings.saved")
    await context.show(views.mail(context, linked))


async def _set(context: BotContext, name: str, value: str) -> str:
    """Set what the button says; the page to show then."""
    preferences, account = context.services.preferences, context.account
    if name in CHOICES or name in NUMBERS:
        word = from_word(value)
        await preferences.choose(account, name, word.upper() if name == "currency" else word)
        return _PAGE_OF[name]
    if name == "time_zone":
        zones = found(from_word(value))
        await preferences.choose_zone(account, zones[0] if len(zones) == 1 else "")
        return "zone"
    if name == "quiet":
        start, _, end = value.partition(".")
        if not (start.isdigit() and end.isdigit()):
            raise Gone
        await preferences.choose_quiet(account, int(start), int(end))
        return "quiet"
    if name in {"mute", "unmute"} and value in set(ReminderKind):
        await preferences.mute(account, ReminderKind(value), muted=name == "mute")
        return "kinds"
    if (name, value) == ("reset", "yes"):
        await preferences.reset(account)
        return "all"
    raise Gone


async def _area(context: BotContext, value: str) -> None:
    name, _, position = value.partition(".")
    if name.capitalize() not in AREAS or not (position or "0").isdigit():
        raise Gone
    await context.show(views.area(context, name.capitalize(), int(position or 0)))
