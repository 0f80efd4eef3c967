"""Say that work a reminder asked for is done; its record is made, and the next reminder waits.

push or reminder [done] -> CARD (day, mileage and price filled in) [save] -> saved, the next one planned
CARD -> [day] DAY, [mileage] KILOMETRES, [price] PRICE (text or button) -> CARD; [only tick it off] -> done, no record
CARD -> any of them typed ("hier 84 900 km 95 €") -> CARD
what makes no record (a payment, one's own words) is done at once
"""

from datetime import date, timedelta
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.callbacks import OnReminder
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.handlers import reminders as handlers
from bot.reminder_callbacks import ReminderValue
from bot.routing import tap, tap_where, typed
from bot.views import reminder_edit as views
from bot.views import reminders as reminder_views
from core.domain.distance import checked_kilometres, parse_kilometres
from core.domain.entry.assemble import parse_entry
from core.domain.entry.entry_types import EntryKind
from core.domain.money import Money
from core.domain.states import ReminderState
from core.domain.typed_dates import AmbiguousDate, Lean, parse_date
from core.errors import Gone, Refusal
from core.services.days import today_of, zone_of
from core.services.finishing import Prefill, is_work
from core.services.maintenance import AlreadyRecorded, Visit
from core.services.reminder_lists import OPEN

NAME = "finish_reminder"
_AGO = {"today": 0, "yesterday": 1}
# What was done is known: only day, mileage and price are read from a line that begins so.
_ANY_WORK = "vidange"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    CARD = "card"
    DAY = "day"
    KILOMETRES = "kilometres"
    PRICE = "price"


class DoneDraft(BaseModel):
    """What was done, as far as it was said or is likely."""

    reminder_id: int
    day: date | None = None
    kilometres: int | None = None
    cents: int | None = None
    currency: str = "EUR"

    @property
    def price(self) -> Money | None:
        """What it cost."""
        return Money(self.cents, self.currency) if self.cents is not None else None

    def pay(self, price: Money | None) -> None:
        """Take the price."""
        self.cents = price.cents if price is not None else None
        self.currency = price.currency if price is not None else self.currency


async def begin(update: Update, context: BotContext) -> Next:
    """Show the card; what makes no record, or is settled, is answered at once."""
    reminder_id = context.tap(OnReminder).reminder
    reminder = await context.services.reminders.get(context.account, reminder_id)
    if reminder.state not in OPEN or not is_work(reminder):
        await handlers.act(update, context)
        return END
    found = await context.services.finishing.prefill(context.account, reminder_id)
    draft = DoneDraft(reminder_id=reminder_id, kilometres=found.kilometres)
    draft.pay(found.price)
    await context.services.notices.read_about(context.account, reminder_id)
    return await _card(context, draft, found)


async def tapped(_: Update, context: BotContext) -> Next:
    """Take a tap on the card or on a question; one of an earlier question only says so."""
    tap_, step, draft = context.tap(ReminderValue), Step(context.place.step), context.draft(DoneDraft)
    if tap_.step != step:
        context.toast("flow.already_answered")
        return step
    if step is Step.CARD:
        return await _on_card(context, draft, tap_.value)
    found = await context.services.finishing.prefill(context.account, draft.reminder_id)
    if tap_.value != "back":
        _take_tap(context, step, draft, tap_.value, found)
    return await _card(context, draft, found)


async def told(_: Update, context: BotContext) -> Next:
    """Take a typed value; one that cannot be read keeps the question."""
    step, draft = Step(context.place.step), context.draft(DoneDraft)
    match step:
        case Step.CARD:
            _take_line(context, draft)
        case Step.DAY:
            draft.day = _day_typed(context)
        case Step.KILOMETRES:
            draft.kilometres = parse_kilometres(context.text)
        case Step.PRICE:
            draft.pay(Money.parse(context.text, context.account.language))
    return await _card(context, draft, await context.services.finishing.prefill(context.account, draft.reminder_id))


async def _on_card(context: BotContext, draft: DoneDraft, value: str) -> Next:
    match value:
        case "save" | "anyway":
            return await _save(context, draft, insist=value == "anyway")
        case "tick":
            reminders = context.services.reminders
            reminder = await reminders.finish(context.account, draft.reminder_id, ReminderState.DONE)
            await context.show(reminder_views.settled(context, reminder))
            return END
        case "day" | "kilometres" | "price":
            found = await context.services.finishing.prefill(context.account, draft.reminder_id)
            context.keep(draft)
            await context.show(views.ask_done(context, value, found))
            return Step(value)
        case _:
            raise Gone


async def _card(context: BotContext, draft: DoneDraft, found: Prefill) -> Next:
    context.keep(draft)
    day = draft.day or today_of(context.account, context.services.clock)
    await context.show(views.card(context, found, views.DoneSaid(day, draft.kilometres, draft.price)))
    return Step.CARD


async def _save(context: BotContext, draft: DoneDraft, *, insist: bool) -> Next:
    finishing, account = context.services.finishing, context.account
    day = draft.day or today_of(account, context.services.clock)
    visit = Visit(day, draft.kilometres, draft.price, currency=draft.currency)
    try:
        done = await finishing.finish(account, draft.reminder_id, visit, insist=insist)
    except AlreadyRecorded:
        found = await finishing.prefill(account, draft.reminder_id)
        await context.show(views.twin(context, found, day))
        return Step.CARD
    await context.show(views.finished(context, done))
    return END


def _take_tap(context: BotContext, step: Step, draft: DoneDraft, value: str, found: Prefill) -> None:
    if step is Step.DAY and value in _AGO:
        draft.day = today_of(context.account, context.services.clock) - timedelta(days=_AGO[value])
    elif step is Step.KILOMETRES and value == "none":
        draft.kilometres = None
    elif step is Step.KILOMETRES and value.isascii() and value.isdigit():
        draft.kilometres = checked_kilometres(int(value))
    elif step is Step.PRICE and value in {"none", "last"}:
        draft.pay(found.price if value == "last" else None)
    else:
        raise Gone


def _take_line(context: BotContext, draft: DoneDraft) -> None:
    """Take what a line says of the visit; what says nothing of it leaves the card to be answered."""
    now = context.services.clock.now().astimezone(zone_of(context.account))
    said = parse_entry(f"{_ANY_WORK} {context.text}", now, context.account.language)
    told = (said.day, said.odometer_km, said.amount)
    if said.kind is not EntryKind.MAINTENANCE or said.ask or told == (None, None, None):
        raise Refusal("error.choose_answer")
    draft.day = said.day or draft.day
    if said.odometer_km is not None:
        draft.kilometres = checked_kilometres(said.odometer_km)
    if said.amount is not None:
        draft.pay(Money.of(said.amount, said.currency or draft.currency))


def _day_typed(context: BotContext) -> date:
    today, language = today_of(context.account, context.services.clock), context.account.language
    read = parse_date(context.text, today, language, lean=Lean.PAST)
    if isinstance(read, AmbiguousDate):
        raise Refusal("error.date_ambiguous", first=read.first, second=read.second)
    return read


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap_where(OnReminder, begin, action="done")],
        steps={step: [tap(ReminderValue, tapped), typed(told)] for step in Step},
    )
