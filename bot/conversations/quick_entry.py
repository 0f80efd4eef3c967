"""One line of text at any moment becomes an entry.

"vidange 89€ hier" -> VEHICLE (button, where it is not clear) -> VALUE (text, for what is missing or reads two ways)
                   -> CARD [save] -> saved
VALUE -> another whole line (text) takes its place
CARD -> [correct] which field? (button) -> VALUE -> CARD; [keep anyway] where it looks wrong; [discard]
"95 €" -> SUM what was it for? (button, or text) -> VALUE or CARD; on a card that has no amount it is that
CARD -> "oui" saves, "non" drops it
"hier 84 150 km" is saved at once where the vehicle is clear.
[note] under a line that was typed before there was a vehicle -> as if it were typed now, but of the day it was typed
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from bot import early_lines
from bot.context import BotContext
from bot.conversations import entry_saving
from bot.entry_callbacks import OnEarlyLine, OnEntry
from bot.entry_draft import FIELDS, EntryDraft, drafted, take
from bot.flow import END, Flow, Next, flow
from bot.routing import TEXT, spoken, tap, typed
from bot.turn import current_turn
from bot.views import entry as views
from bot.views import menu as menu_views
from bot.views import odometer as odometer_views
from core.domain.distance import checked_kilometres
from core.domain.entry.assemble import parse_entry
from core.domain.entry.bare_sums import bare_sum
from core.domain.entry.entry_types import Entry, EntryKind
from core.domain.fuel import AmountsDisagree, PriceUnlikely
from core.domain.odometer_line import Certainty, odometer_line
from core.domain.recurring import CostType
from core.domain.typed_text import clean, clean_line
from core.domain.vehicle_names import named_in
from core.errors import Gone, Refusal
from core.models import Vehicle
from core.services.days import zone_of
from core.services.maintenance import AlreadyRecorded
from core.services.odometer import OdometerJumped, OdometerWentBack
from core.services.vehicles import default_of, names_of

NAME = "quick_entry"
_HIGHEST_LABEL = 60
# Lines that name what they are about: in answer to a question they are no answer.
_SELF_EVIDENT = frozenset({EntryKind.MAINTENANCE, EntryKind.FUEL, EntryKind.COST, EntryKind.REMINDER})
# Fields of which a number is the answer.
_NUMBERS = frozenset({"amount", "quantity", "odometer_km"})
# What may be right although it looks wrong.
_DOUBTFUL = (AmountsDisagree, PriceUnlikely, AlreadyRecorded, OdometerJumped, OdometerWentBack)


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    VEHICLE = "vehicle"
    VALUE = "value"
    CARD = "card"
    SUM = "sum"


class _IsEntry(filters.MessageFilter):
    """A text that reads as an entry."""

    def filter(self, message: Message) -> bool:
        """Whether it does."""
        turn = current_turn.get()
        language = turn.account.language if turn is not None else "fr"
        return parse_entry(clean(message.text or ""), message.date, language).kind is not EntryKind.NONE


class _IsAnswer(filters.MessageFilter):
    """A text where a number is asked for: `1200` is then an amount, not what an odometer shows."""

    def filter(self, message: Message) -> bool:
        """Whether it is."""
        turn = current_turn.get()
        if turn is None or (turn.place.flow, turn.place.step) != (NAME, Step.VALUE):
            return False
        return EntryDraft.model_validate(turn.place.draft).field in _NUMBERS


class _IsSum(filters.MessageFilter):
    """An amount of money and nothing else."""

    def filter(self, message: Message) -> bool:
        """Whether it is."""
        turn = current_turn.get()
        language = turn.account.language if turn is not None else "fr"
        return bare_sum(clean(message.text or ""), message.date, language) is not None


class _OnCard(filters.MessageFilter):
    """Whether a card waits for its yes."""

    def filter(self, _: Message) -> bool:
        """Whether one does."""
        turn = current_turn.get()
        return turn is not None and (turn.place.flow, turn.place.step) == (NAME, Step.CARD)


IS_ANSWER, IS_SUM, ON_CARD = _IsAnswer(), _IsSum(), _OnCard()


async def begin(_: Update, context: BotContext) -> Next:
    """Show what was understood, or ask for what is missing first."""
    return await _begin(context, context.text)


async def _begin(context: BotContext, text: str) -> Next:
    entry = parse_entry(text, _now(context), context.account.language)
    if entry.kind is EntryKind.NONE:
        await context.reply(menu_views.hint(context))
        return END
    draft, reminds = _drafted(context, entry), entry.kind is EntryKind.REMINDER
    vehicles = await context.services.vehicles.active(context.account)
    if not vehicles and not reminds:
        await early_lines.keep(context, text)
        return END
    vehicle = _meant(context, text, vehicles, named_only=reminds)
    draft.vehicle_id = vehicle.id if vehicle is not None else None
    if vehicle is not None and entry.kind is EntryKind.ODOMETER and not draft.missing:
        return await _save(context, draft, insist=False)
    return await _next(context, draft, vehicles)


async def begin_sum(_: Update, context: BotContext) -> Next:
    """An amount alone: ask what it was for."""
    entry = bare_sum(context.text, _now(context), context.account.language)
    vehicles = await context.services.vehicles.active(context.account)
    if entry is None or not vehicles:
        await early_lines.keep(context, context.text)
        return END
    return await _ask_purpose(context, _drafted(context, entry), context.text, vehicles)


async def _ask_purpose(context: BotContext, draft: EntryDraft, line: str, vehicles: list[Vehicle]) -> Next:
    vehicle = default_of(context.account, vehicles)
    draft.vehicle_id, draft.subject = vehicle.id if vehicle is not None else None, line
    context.keep(draft)
    await context.show(views.ask_purpose(context, draft))
    return Step.SUM


async def sum_told(_: Update, context: BotContext) -> Next:
    """What it was for, in words: one line with the amount; words that are no kind of ours name the cost."""
    draft = context.draft(EntryDraft)
    line = f"{context.text[:_HIGHEST_LABEL]} {draft.subject}"
    if parse_entry(line, _now(context), context.account.language).kind is not EntryKind.NONE:
        return await _begin(context, line)
    return await _purpose(context, draft, EntryKind.COST, clean_line(context.text, _HIGHEST_LABEL))


async def sum_tapped(_: Update, context: BotContext) -> Next:
    """What it was for, by a button; one of an older question changes nothing."""
    tap_, draft = context.tap(OnEntry), context.draft(EntryDraft)
    if tap_.turn != draft.turn:
        context.toast("entry.replaced")
        return Step.SUM
    match tap_.action, tap_.value:
        case "discard", _:
            await context.show(menu_views.nothing_noted(context))
            return END
        case "kind", EntryKind.FUEL | EntryKind.MAINTENANCE as kind:
            return await _purpose(context, draft, EntryKind(kind), None)
        case "kind", _:
            await context.show(views.ask_purpose(context, draft, in_words=True))
            return Step.SUM
        case _:
            raise Gone


async def _purpose(context: BotContext, draft: EntryDraft, kind: EntryKind, label: str | None) -> Next:
    draft.kind, draft.subject = kind, label
    draft.cost_type = CostType.OTHER if kind is EntryKind.COST else None
    draft.missing = {EntryKind.MAINTENANCE: ["services"], EntryKind.FUEL: ["quantity"]}.get(kind, [])
    return await _next(context, draft)


async def card_sum(_: Update, context: BotContext) -> Next:
    """An amount typed under a card is the amount of that card."""
    draft = context.draft(EntryDraft)
    if "amount" not in FIELDS[draft.kind]:
        return await begin_sum(_, context)
    take(draft, "amount", context.text, _now(context), context.account.language)
    return await _next(context, draft)


async def card_yes(_: Update, context: BotContext) -> Next:
    """« oui » under a card is its button."""
    return await _save(context, context.draft(EntryDraft), insist=False)


async def card_no(_: Update, context: BotContext) -> Next:
    """« non » under a card drops it."""
    await context.services.early_lines.settle(context.account, context.draft(EntryDraft).turn)
    await context.reply(menu_views.nothing_noted(context))
    return END


def _drafted(context: BotContext, entry: Entry) -> EntryDraft:
    update = context.turn.update
    draft = drafted(entry, update.update_id if isinstance(update, Update) else 0)
    if draft.cost_type is CostType.OTHER:
        draft.subject = clean_line(context.text, _HIGHEST_LABEL)
    return draft


def _meant(context: BotContext, text: str, vehicles: list[Vehicle], *, named_only: bool) -> Vehicle | None:
    """The vehicle that a line names, or the one that goes without saying."""
    named = named_in(text, [names_of(vehicle) for vehicle in vehicles])
    found = next((vehicle for vehicle in vehicles if vehicle.id == named), None)
    return found if found is not None or named_only else default_of(context.account, vehicles)


async def early(_: Update, context: BotContext) -> Next:
    """Note a line that was typed before there was a vehicle, or forget it."""
    tap_ = context.tap(OnEarlyLine)
    kept = context.services.early_lines
    line = next((one for one in kept.of(context.account) if one.turn == tap_.turn), None)
    if line is None:
        raise Gone
    if tap_.action == "drop":
        await kept.settle(context.account, line.turn)
        await context.show(menu_views.nothing_noted(context))
        return END
    vehicles = await context.services.vehicles.active(context.account)
    if not vehicles:
        await context.show(odometer_views.no_vehicle(context))
        return END
    then = line.typed_at.astimezone(zone_of(context.account))
    alone = bare_sum(line.text, then, context.account.language)
    draft = drafted(alone or parse_entry(line.text, then, context.account.language), line.turn)
    draft.day = draft.day or (None if "date" in draft.missing else then.date())
    meant = _meant(context, line.text, vehicles, named_only=False)
    draft.vehicle_id = meant.id if meant is not None else None
    return await (_next(context, draft) if alone is None else _ask_purpose(context, draft, line.text, vehicles))


async def _next(context: BotContext, draft: EntryDraft, known: list[Vehicle] | None = None) -> Next:
    """Ask for the vehicle, then for what is missing, then for a yes; `known` are the vehicles, if they were read."""
    context.keep(draft)
    vehicles = known if known is not None else await context.services.vehicles.active(context.account)
    if draft.vehicle_id is None and draft.kind is not EntryKind.REMINDER:
        await context.show(views.ask_vehicle(context, draft, vehicles))
        return Step.VEHICLE
    if draft.missing:
        return await _ask(context, draft, draft.missing[0])
    found = (one for one in vehicles if one.id == draft.vehicle_id)
    vehicle = next(found, None) or await _vehicle(context, draft)
    expected = None
    if draft.odometer_km is None and vehicle is not None and draft.kind in {EntryKind.MAINTENANCE, EntryKind.FUEL}:
        service = context.services.maintenance
        expected = await service.expected_kilometres(context.account, vehicle.id, draft.day)
    several = vehicle is not None and len(vehicles) > 1
    await context.show(views.card(context, draft, vehicle, expected, several=several))
    return Step.CARD


async def _ask(context: BotContext, draft: EntryDraft, field: str) -> Next:
    draft.field = field
    context.keep(draft)
    await context.show(views.ask(context, draft, await _vehicle(context, draft)))
    return Step.VALUE


async def _vehicle(context: BotContext, draft: EntryDraft) -> Vehicle | None:
    if draft.vehicle_id is None:
        return None
    return await context.services.vehicles.get(context.account, draft.vehicle_id)


async def told(update: Update, context: BotContext) -> Next:
    """Take the value typed; one that cannot be read keeps the step, and another whole line takes over."""
    draft = context.draft(EntryDraft)
    try:
        take(draft, draft.field, context.text, _now(context), context.account.language)
    except Refusal:
        reading, kind = (
            odometer_line(context.text),
            parse_entry(context.text, _now(context), context.account.language).kind,
        )
        if kind in _SELF_EVIDENT or (reading is not None and reading.certainty is Certainty.CERTAIN):
            context.turn.left_flow = True
            return await begin(update, context)
        raise
    return await _next(context, draft)


async def tapped(_: Update, context: BotContext) -> Next:
    """Take a tap on the card or on a question; one of an older card changes nothing."""
    tap_, draft = context.tap(OnEntry), context.draft(EntryDraft)
    if tap_.turn != draft.turn:
        context.toast("entry.replaced")
        return Step(context.place.step)
    match tap_.action:
        case "save" | "anyway":
            return await _save(context, draft, insist=tap_.action == "anyway")
        case "discard":
            await context.services.early_lines.settle(context.account, draft.turn)
            await context.show(menu_views.nothing_noted(context))
            return END
        case "fields":
            await context.show(views.fields(context, draft))
            return Step.CARD
        case _:
            await _change(context, draft, tap_)
            return await _ask(context, draft, tap_.value) if tap_.action == "field" else await _next(context, draft)


async def _change(context: BotContext, draft: EntryDraft, tap_: OnEntry) -> None:
    """Put a tapped value into the draft."""
    match tap_.action:
        case "vehicle" if tap_.value.isdecimal():
            vehicle = await context.services.vehicles.get(context.account, int(tap_.value))
            draft.vehicle_id = vehicle.id
        case "vehicles":
            draft.vehicle_id = None
        case "day":
            draft.day = _tapped_day(context, draft, tap_.value)
            draft.answered("date")
        case "km" if tap_.value.isdecimal():
            draft.odometer_km = checked_kilometres(int(tap_.value))
        case "skip" if draft.field and draft.may_skip(draft.field):
            draft.answered(draft.field)
        case "back":
            draft.field = ""
        case "field" if tap_.value in FIELDS[draft.kind]:
            pass
        case _:
            raise Gone


def _tapped_day(context: BotContext, draft: EntryDraft, value: str) -> date:
    """A day from today, or one of the two that the line may have meant."""
    if value in views.DAYS:
        return _now(context).date() + timedelta(days=views.DAYS[value])
    day = next((day for day in draft.days if views.day_value(day) == value), None)
    if day is None:
        raise Gone
    return day


async def _save(context: BotContext, draft: EntryDraft, *, insist: bool) -> Next:
    """Keep it; what looks wrong is asked about once."""
    if draft.missing or (draft.vehicle_id is None and draft.kind is not EntryKind.REMINDER):
        return await _next(context, draft)
    context.keep(draft)
    try:
        screen = await entry_saving.save(context, draft, insist=insist)
    except _DOUBTFUL as refusal:
        await context.show(views.doubtful(context, draft, refusal))
        return Step.CARD
    await context.services.early_lines.settle(context.account, draft.turn)
    await context.show(screen)
    return END


def _now(context: BotContext) -> datetime:
    return context.services.clock.now().astimezone(zone_of(context.account))


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[
            MessageHandler(TEXT & _IsEntry(), begin),
            MessageHandler(TEXT & IS_SUM, begin_sum),
            tap(OnEarlyLine, early),
        ],
        steps={
            Step.VEHICLE: [tap(OnEntry, tapped)],
            Step.VALUE: [tap(OnEntry, tapped), typed(told)],
            Step.CARD: [
                tap(OnEntry, tapped),
                MessageHandler(spoken("yes"), card_yes),
                MessageHandler(spoken("no"), card_no),
                MessageHandler(TEXT & IS_SUM, card_sum),
            ],
            Step.SUM: [tap(OnEntry, sum_tapped), typed(sum_told)],
        },
    )
