"""An entry that was confirmed goes to the service that keeps it."""

from datetime import date

from bot.context import BotContext
from bot.entry_draft import EntryDraft
from bot.screens import Screen
from bot.views import costs as cost_views
from bot.views import entry as views
from bot.views import fuel as fuel_views
from bot.views import history as history_views
from bot.views import odometer as odometer_views
from core.domain.entry.entry_types import EntryKind
from core.domain.fuel import FuelUnit, milli_of, millilitres_of_gallons
from core.domain.record_status import RecordStatus
from core.domain.recurring import CostType
from core.domain.reminder_time import repeat_of
from core.errors import Gone
from core.services.costs import NewCost
from core.services.days import today_of
from core.services.fuel import NewFill
from core.services.records import NewRecord


async def save(context: BotContext, draft: EntryDraft, *, insist: bool) -> Screen:
    """Keep the entry, and say what it made; what is doubtful is refused unless they insist."""
    match draft.kind:
        case EntryKind.MAINTENANCE:
            return await _record(context, draft, insist=insist)
        case EntryKind.FUEL:
            return await _fill(context, draft, insist=insist)
        case EntryKind.COST:
            return await _cost(context, draft)
        case EntryKind.REMINDER:
            return await _reminder(context, draft)
        case EntryKind.ODOMETER:
            return await _reading(context, draft, insist=insist)
        case EntryKind.NONE:
            raise Gone


def _vehicle(draft: EntryDraft) -> int:
    if draft.vehicle_id is None:
        raise Gone
    return draft.vehicle_id


def _day(context: BotContext, draft: EntryDraft) -> date:
    return draft.day or today_of(context.account, context.services.clock)


async def _record(context: BotContext, draft: EntryDraft, *, insist: bool) -> Screen:
    day = _day(context, draft)
    planned = day > today_of(context.account, context.services.clock)
    new = NewRecord(
        vehicle_id=_vehicle(draft),
        done_on=day,
        services=tuple(draft.services),
        kilometres=None if planned else draft.odometer_km,
        status=RecordStatus.SCHEDULED if planned else RecordStatus.COMPLETED,
        garage=draft.garage,
        total=draft.total,
    )
    return history_views.saved(context, await context.services.maintenance.create(context.account, new, insist=insist))


async def _fill(context: BotContext, draft: EntryDraft, *, insist: bool) -> Screen:
    milli, price = None, draft.unit_price if draft.quantity is None or draft.amount is None else None
    if draft.quantity is not None and draft.unit == "gal":
        # Gallons are as large as the money that paid for them says; their price is none of a litre.
        milli, price = millilitres_of_gallons(draft.quantity, imperial=draft.currency == "GBP"), None
    elif draft.quantity is not None:
        milli = milli_of(draft.quantity)
    new = NewFill(
        vehicle_id=_vehicle(draft),
        filled_on=_day(context, draft),
        energy=None,
        quantity_milli=milli,
        unit=FuelUnit.LITRE if draft.unit == "gal" else FuelUnit(draft.unit),
        total=draft.total,
        unit_price=price,
        full=draft.full,
        kilometres=draft.odometer_km,
        station=draft.garage,
        currency=draft.currency,
    )
    fuel = context.services.fuel
    done = await fuel.add(context.account, new, amounts_right=insist, reading_right=insist)
    return fuel_views.saved(context, done)


async def _cost(context: BotContext, draft: EntryDraft) -> Screen:
    repeat = repeat_of(draft.repeat) if draft.repeat else None
    if draft.total is None:
        raise Gone
    new = NewCost(
        vehicle_id=_vehicle(draft),
        kind=draft.cost_type or CostType.OTHER,
        amount=draft.total,
        paid_on=_day(context, draft),
        label=draft.subject,
        period_months=(repeat.months or None) if repeat is not None else None,
    )
    return cost_views.saved(context, await context.services.costs.add(context.account, new))


async def _reminder(context: BotContext, draft: EntryDraft) -> Screen:
    if draft.subject is None or draft.day is None:
        raise Gone
    kept = await context.services.reminders.add_custom(
        context.account, draft.subject, draft.day, draft.clock, draft.vehicle_id, draft.repeat
    )
    return views.reminder_saved(context, draft, kept)


async def _reading(context: BotContext, draft: EntryDraft, *, insist: bool) -> Screen:
    if draft.odometer_km is None:
        raise Gone
    vehicle = await context.services.vehicles.get(context.account, _vehicle(draft))
    reading = await context.services.odometer.record(
        context.account, vehicle.id, draft.odometer_km, read_on=draft.day, insist=insist
    )
    return odometer_views.saved(context, vehicle, reading)
