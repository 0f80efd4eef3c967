"""What was written down last, offered to be taken back."""

from bot.callbacks import OnReminder, Open
from bot.context import BotContext
from bot.cost_callbacks import OnCost, OnFill
from bot.due_callbacks import UndoReading
from bot.record_callbacks import OnRecord
from bot.screens import Button, Screen
from bot.views.fuel import amounts_text
from bot.views.menu import back_to_menu
from bot.views.names import services_text, vehicle_name
from core.domain.money import Money
from core.domain.recurring import cost_name
from core.models import OdometerReading, Reminder, Vehicle
from core.services.costs import CostData
from core.services.fuel import FillSaved
from core.services.records import RecordData


def nothing(context: BotContext) -> Screen:
    """Nothing was asked and nothing was written down lately."""
    return Screen(context.t("last.nothing"), back_to_menu(context))


def of_record(context: BotContext, data: RecordData) -> Screen:
    """Work that was noted."""
    what = services_text(context.t, data.services)
    return _offer(context, what, data.vehicle, OnRecord("remove", "", data.record.id))


def of_fill(context: BotContext, data: FillSaved) -> Screen:
    """A fill-up."""
    return _offer(context, amounts_text(context.t, data.fill), data.vehicle, OnFill("delete", data.fill.id))


def of_cost(context: BotContext, data: CostData) -> Screen:
    """A cost."""
    t, cost = context.t, data.cost
    paid = t.plain("last.cost", what=cost.label or t.plain(cost_name(cost.kind)), amount=_paid(data))
    return _offer(context, paid, data.vehicle, OnCost("delete", cost.id))


def of_reading(context: BotContext, vehicle: Vehicle, reading: OdometerReading) -> Screen:
    """What an odometer showed."""
    what = context.t.plain("last.reading", kilometres=reading.kilometres)
    return _offer(context, what, vehicle, UndoReading(reading.id))


def of_reminder(context: BotContext, reminder: Reminder) -> Screen:
    """A reminder in the person's own words."""
    what = context.t.plain("last.reminder", subject=reminder.subject or "")
    return _offer(context, what, None, OnReminder("dismiss", reminder.id))


Undoing = OnRecord | OnFill | OnCost | UndoReading | OnReminder


def _paid(data: CostData) -> Money:
    return Money(data.cost.amount_cents, data.cost.currency)


def _offer(context: BotContext, what: str, vehicle: Vehicle | None, undo: Undoing) -> Screen:
    t = context.t
    text = t("last.offer", what=what)
    if vehicle is not None:
        text = t("last.offer_of", what=what, vehicle=vehicle_name(t, vehicle))
    no = Button(t.plain("last.keep"), Open("kept"))
    return Screen(text, [[Button(t.plain("last.undo"), undo, style="danger")], [no]])
