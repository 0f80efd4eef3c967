"""Archive a vehicle: sold, scrapped, or put away for another reason.

card [archive] -> why? (button) -> DAY (text or button) -> PRICE (text or button) -> card, archived
                                -> for another reason: archived at once
"""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.callbacks import ArchiveVehicle, FormMove
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.routing import tap, typed
from bot.views import menu as menu_views
from bot.views import vehicle_edit as views
from core.domain.money import Money
from core.domain.states import ArchiveReason
from core.domain.vehicle_fields import read_day
from core.errors import Gone, Refusal
from core.services.days import today_of

NAME = "archive_vehicle"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    DAY = "day"
    PRICE = "price"


class ArchiveDraft(BaseModel):
    """Which vehicle, why, since when."""

    vehicle_id: int
    reason: ArchiveReason
    day: date | None = None


async def begin(_: Update, context: BotContext) -> Next:
    """Ask why; the reason tapped, ask since when."""
    tapped = context.tap(ArchiveVehicle)
    vehicle = await context.services.vehicles.get(context.account, tapped.vehicle)
    if vehicle.archived_at is not None:
        raise Gone
    if tapped.reason not in set(ArchiveReason):
        await context.show(views.ask_reason(context, vehicle))
        return END
    draft = ArchiveDraft(vehicle_id=vehicle.id, reason=ArchiveReason(tapped.reason))
    if draft.reason is ArchiveReason.OTHER:
        return await _archive(context, draft, None)
    return await _ask_day(context, draft)


async def take_day(_: Update, context: BotContext) -> Next:
    """Take the day typed."""
    today = today_of(context.account, context.services.clock)
    return await _after_day(context, read_day(context.text, today, context.account.language))


async def take_price(_: Update, context: BotContext) -> Next:
    """Take the price typed."""
    price = Money.parse(context.text, context.account.language)
    return await _archive(context, context.draft(ArchiveDraft), price)


async def move(_: Update, context: BotContext) -> Next:
    """Skip, go back, take today, or cancel; a button of an earlier question only says that it was answered."""
    tapped, step, draft = context.tap(FormMove), Step(context.place.step), context.draft(ArchiveDraft)
    if tapped.move == "cancel":
        await context.show(menu_views.cancelled(context))
        return END
    if tapped.step != step:
        context.toast("flow.already_answered")
        return step
    if tapped.move == "back":
        return await _ask_day(context, draft)
    if step is Step.PRICE:
        return await _archive(context, draft, None)
    today = today_of(context.account, context.services.clock)
    return await _after_day(context, today if tapped.move == "today" else None)


async def _ask_day(context: BotContext, draft: ArchiveDraft) -> Next:
    vehicle = await context.services.vehicles.get(context.account, draft.vehicle_id)
    context.keep(draft)
    await context.show(views.ask_day(context, vehicle, draft.reason))
    return Step.DAY


async def _after_day(context: BotContext, day: date | None) -> Next:
    draft = context.draft(ArchiveDraft)
    vehicle = await context.services.vehicles.get(context.account, draft.vehicle_id)
    if day is not None and vehicle.purchased_on is not None and day < vehicle.purchased_on:
        raise Refusal("error.sold_before_bought", day=vehicle.purchased_on)
    draft.day = day
    context.keep(draft)
    await context.show(views.ask_price(context))
    return Step.PRICE


async def _archive(context: BotContext, draft: ArchiveDraft, price: Money | None) -> Next:
    life, account = context.services.vehicle_life, context.account
    vehicle = await life.archive(account, draft.vehicle_id, draft.reason, draft.day, price)
    await context.show(views.archived(context, vehicle))
    return END


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap(ArchiveVehicle, begin)],
        steps={Step.DAY: [typed(take_day)], Step.PRICE: [typed(take_price)]},
        anywhere=[tap(FormMove, move)],
    )
