"""Garages that people suggested and corrected, and reviews that were reported, for administrators."""

from telegram import Update

from bot.admin import desk
from bot.admin_callbacks import AskAdmin, OpenAdmin
from bot.context import BotContext
from bot.garage_admin_callbacks import OnListing, OnReported
from bot.views import admin_garages as views
from core.domain.garages.corrections import Correction
from core.errors import Gone


async def page(_: Update, context: BotContext) -> None:
    """What waits about garages."""
    await _page(context, max(context.position(OpenAdmin), 0))


async def reviews(_: Update, context: BotContext) -> None:
    """Reviews that wait for a look."""
    await _reviews(context, max(context.position(OpenAdmin), 0))


async def _page(context: BotContext, position: int, said: str | None = None) -> None:
    administration, _actor = desk(context)
    await context.show(views.page(context, await administration.garages.page(position), position, said))


async def _reviews(context: BotContext, position: int, said: str | None = None) -> None:
    administration, _actor = desk(context)
    total, found = await administration.garages.reviews(position)
    await context.show(views.reviews(context, found, position, total, said))


async def act(_: Update, context: BotContext) -> None:
    """A button of a garage or of a correction."""
    administration, actor = desk(context)
    garages, tapped = administration.garages, context.tap(OnListing)
    match tapped.action:
        case "accept":
            await garages.accept(actor, tapped.subject)
        case "reject":
            await garages.reject(actor, tapped.subject)
        case "merge":
            await garages.merge(actor, tapped.subject, tapped.value)
        case "take":
            await garages.take(actor, tapped.subject)
        case "refuse":
            await garages.refuse(actor, tapped.subject)
        case _:
            await _look(context, tapped)
            return
    await _page(context, 0, "admin.saved")


async def _look(context: BotContext, tapped: OnListing) -> None:
    garages = desk(context)[0].garages
    match tapped.action:
        case "open":
            garage = await garages.get(tapped.subject)
            await context.show(views.garage(context, garage, await garages.near(context.account, garage)))
        case "edit":
            await context.show(views.choose(context, await garages.get(tapped.subject)))
        case "fix":
            await context.show(views.correction(context, await garages.correction(tapped.subject)))
        case "twins":
            await context.show(views.twins(context, await garages.twins(tapped.subject), max(tapped.subject, 0)))
        case _:
            raise Gone


async def judge(_: Update, context: BotContext) -> None:
    """A button of a review."""
    administration, actor = desk(context)
    tapped = context.tap(OnReported)
    match tapped.action:
        case "open":
            await context.show(views.review(context, *await administration.garages.review(tapped.review)))
        case "keep":
            await administration.garages.keep(actor, tapped.review)
            await _reviews(context, 0, "admin.saved")
        case _:
            raise Gone


async def edit(context: BotContext, asked: AskAdmin, words: str) -> None:
    """Put a column of a garage right."""
    administration, actor = desk(context)
    if asked.word not in set(Correction):
        raise Gone
    garage = await administration.garages.edit(actor, asked.number, Correction(asked.word), words)
    await context.show(views.garage(context, garage, await administration.garages.near(context.account, garage)))


async def hide(context: BotContext, asked: AskAdmin, words: str) -> None:
    """Hide a review for a reason."""
    administration, actor = desk(context)
    await administration.garages.hide(actor, asked.number, words)
    await _reviews(context, 0, "admin.saved")
