"""The answers to the form for work: typed, tapped, or skipped. True means the question is settled."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from typing import Final

from bot.context import BotContext
from bot.conversations.record_draft import RecordDraft, Step
from bot.routing import says
from bot.views import record_form as views
from core.domain.distance import checked_kilometres, parse_kilometres
from core.domain.money import Money
from core.domain.stored_values import as_date
from core.domain.typed_dates import AmbiguousDate, Lean, parse_date
from core.domain.typed_text import clean, clean_line
from core.errors import Gone, Refusal
from core.services.days import today_of
from core.services.odometer import OdometerJumped, OdometerWentBack
from core.services.records import HIGHEST_NOTE


async def take_text(context: BotContext, step: Step, draft: RecordDraft) -> bool:
    """Take what was typed; a refusal says what is expected."""
    return await _TYPED[step](context, draft)


async def take_tap(context: BotContext, step: Step, draft: RecordDraft, value: str) -> bool:
    """Take what was tapped."""
    if step not in _TAPPED:
        raise Gone
    return await _TAPPED[step](context, draft, value)


def skip(step: Step, draft: RecordDraft) -> bool:
    """Leave a question open, unless nothing makes sense without its answer."""
    match step:
        case Step.KILOMETRES:
            draft.kilometres = None
        case Step.GARAGE:
            draft.garage = None
        case Step.AMOUNT:
            draft.pay(None)
        case Step.VEHICLE | Step.SERVICES | Step.DATE | Step.CONFIRM:
            return False
    return True


def whole(value: str) -> int:
    """A number that a button of ours carries."""
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise Gone
    return int(value)


async def _no_vehicle(_: BotContext, __: RecordDraft) -> bool:
    raise Refusal("error.choose_vehicle")


async def _typed_services(context: BotContext, draft: RecordDraft) -> bool:
    if draft.services.say(context.text):
        return True
    await context.show(views.services(context, draft.services))
    return False


async def _tapped_services(context: BotContext, draft: RecordDraft, value: str) -> bool:
    if draft.services.tap(value):
        return True
    await context.show(views.services(context, draft.services))
    return False


async def _tapped_day(context: BotContext, draft: RecordDraft, value: str) -> bool:
    near = {"today": 0, "yesterday": 1}
    day = as_date(f"{value[:4]}-{value[4:6]}-{value[6:]}")
    if value in near:
        day = _today(context) - timedelta(days=near[value])
    if day is None:
        raise Gone
    _set_day(context, draft, day)
    return True


async def _typed_mileage(context: BotContext, draft: RecordDraft) -> bool:
    return await _mileage(context, draft, parse_kilometres(context.text))


async def _tapped_mileage(context: BotContext, draft: RecordDraft, value: str) -> bool:
    kilometres = checked_kilometres(whole(value.removeprefix("keep.")))
    if not value.startswith("keep."):
        return await _mileage(context, draft, kilometres)
    draft.kilometres = kilometres
    return True


async def _typed_garage(context: BotContext, draft: RecordDraft) -> bool:
    draft.garage = clean_line(context.text)
    if not draft.garage:
        raise Refusal("error.text_expected")
    return True


async def _tapped_garage(_: BotContext, draft: RecordDraft, value: str) -> bool:
    number = whole(value)
    if number >= len(draft.garages):
        raise Gone
    draft.garage = draft.garages[number]
    return True


async def _typed_amount(context: BotContext, draft: RecordDraft) -> bool:
    draft.pay(Money.parse(context.text, context.account.language))
    return True


async def _tapped_amount(_: BotContext, draft: RecordDraft, __: str) -> bool:
    draft.pay(draft.planned_total)
    return True


async def _typed_note(context: BotContext, draft: RecordDraft) -> bool:
    # « oui » under the last look is no note, and « non » is none.
    if not says(context.text, "yes"):
        draft.note = None if says(context.text, "none") else clean(context.text)[:HIGHEST_NOTE]
    vehicle = await context.services.vehicles.get(context.account, draft.vehicle_id)
    await context.reply(views.last_look(context, vehicle, draft.new_record(_today(context))))
    return False


def _today(context: BotContext) -> date:
    return today_of(context.account, context.services.clock)


async def _typed_day(context: BotContext, draft: RecordDraft) -> bool:
    today, language = _today(context), context.account.language
    # Without a year a day is past; written out, or in so many days, it may be to come.
    read = parse_date(context.text, today, language, lean=Lean.PAST, allow_future=not draft.completing)
    if isinstance(read, AmbiguousDate):
        await context.reply(views.which_day(context, read))
        return False
    _set_day(context, draft, read)
    return True


def _set_day(context: BotContext, draft: RecordDraft, day: date) -> None:
    today = _today(context)
    if draft.completing and day > today:
        raise Refusal("error.date_in_future")
    if day.year > today.year + 10:
        raise Refusal("error.date_too_far")
    draft.done_on, draft.planned = day, day > today


async def _mileage(context: BotContext, draft: RecordDraft, kilometres: int) -> bool:
    """Take a mileage, or ask whether one that the readings contradict is right."""
    services, account = context.services, context.account
    day = draft.done_on or _today(context)
    try:
        await services.odometer.check(account, draft.vehicle_id, kilometres, read_on=day)
    except (OdometerWentBack, OdometerJumped) as refusal:
        await context.show(views.doubtful_kilometres(context, kilometres, refusal.last))
        return False
    draft.kilometres = kilometres
    return True


_TYPED: Final[Mapping[Step, Callable[[BotContext, RecordDraft], Awaitable[bool]]]] = {
    Step.VEHICLE: _no_vehicle,
    Step.SERVICES: _typed_services,
    Step.DATE: _typed_day,
    Step.KILOMETRES: _typed_mileage,
    Step.GARAGE: _typed_garage,
    Step.AMOUNT: _typed_amount,
    Step.CONFIRM: _typed_note,
}
_TAPPED: Final[Mapping[Step, Callable[[BotContext, RecordDraft, str], Awaitable[bool]]]] = {
    Step.SERVICES: _tapped_services,
    Step.DATE: _tapped_day,
    Step.KILOMETRES: _tapped_mileage,
    Step.GARAGE: _tapped_garage,
    Step.AMOUNT: _tapped_amount,
}
