"""Plans, for administrators: what they give and cost, who has them."""

import re

from telegram import Update

from bot.admin import desk
from bot.admin_callbacks import AskAdmin, OnPlan
from bot.context import BotContext
from bot.views import admin_menu as menu_views
from bot.views import admin_plans as views
from core.domain.money import Money
from core.domain.plans import STARS, Feature, Interval, Level
from core.errors import Gone, Refusal
from core.services.plan_editing import ENDLESS, EditedPlan

_AMOUNT = re.compile(r"([0-9][0-9 \u00a0\u202f]{0,16})\s*(ko|kb|mo|mb|go|gb|to|tb)?")
_UNITS = {"k": 1_000, "m": 1_000_000, "g": 1_000_000_000, "t": 1_000_000_000_000}


async def page(_: Update, context: BotContext) -> None:
    """Every plan."""
    administration, _actor = desk(context)
    await context.show(views.page(context, await administration.plans.plans()))


async def _done(context: BotContext, level: str) -> None:
    """It is saved."""
    await context.show(menu_views.done(context, "admin.saved", views.to_plan(context.t, level)))


async def act(_: Update, context: BotContext) -> None:
    """A button of a plan."""
    administration, actor = desk(context)
    plans, tapped = administration.plans, context.tap(OnPlan)
    level = _level(tapped.level)
    match tapped.action:
        case "open":
            await context.show(views.plan(context, await _plan(context, level)))
            return
        case "limits":
            await context.show(views.limits(context, await _plan(context, level)))
            return
        case "prices":
            await context.show(views.prices(context, await _plan(context, level)))
            return
        case "offer" | "withdraw":
            await plans.offer(actor, level, active=tapped.action == "offer")
        case "recommend":
            await plans.recommend(actor, level)
        case "drop_price":
            level = await plans.withdraw_price(actor, tapped.value)
        case _:
            raise Gone
    await _done(context, level)


async def set_limit(context: BotContext, asked: AskAdmin, words: str) -> None:
    """Take how much a plan gives."""
    administration, actor = desk(context)
    level, _, feature = asked.word.partition(".")
    if feature not in set(Feature):
        raise Gone
    await administration.plans.set_limit(actor, _level(level), Feature(feature), amount_of(words))
    await _done(context, level)


async def set_price(context: BotContext, asked: AskAdmin, words: str) -> None:
    """Take what a plan costs."""
    administration, actor = desk(context)
    level, interval, currency = [*asked.word.split("."), "", ""][:3]
    if interval not in set(Interval):
        raise Gone
    price = price_of(words, currency.upper(), context.account.language)
    await administration.plans.set_price(actor, _level(level), Interval(interval), price)
    await _done(context, level)


def amount_of(words: str) -> int | None:
    """How much, None for no limit; sizes may have a unit."""
    typed = words.strip().lower()
    if typed in ENDLESS:
        return None
    found = _AMOUNT.fullmatch(typed)
    if found is None or (not typed.isascii() and any(sign.isdigit() and not sign.isascii() for sign in typed)):
        raise Refusal("admin.amount_not_understood")
    number = int(re.sub(r"\D", "", found[1]))
    return number * _UNITS[found[2][0]] if found[2] else number


def price_of(words: str, currency: str, language: str) -> Money:
    """A price in the currency that was asked for; Stars are counted whole."""
    if currency != STARS:
        return Money.parse(words, language, currency)
    stars = amount_of(words)
    return Money((stars or 0) * 100, STARS)


async def _plan(context: BotContext, level: str) -> EditedPlan:
    administration, _actor = desk(context)
    found = next((one for one in await administration.plans.plans() if one.level == level), None)
    if found is None:
        raise Gone
    return found


def _level(word: str) -> Level:
    if word not in set(Level):
        raise Gone
    return Level(word)
