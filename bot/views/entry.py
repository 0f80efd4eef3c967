"""One-line entries: the card to confirm, what is asked, what looks wrong."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from bot.callbacks import OnReminder, Open
from bot.context import BotContext
from bot.entry_callbacks import OnEntry
from bot.entry_draft import FIELDS, EntryDraft
from bot.screens import Button, Screen
from bot.views import vehicle_choice
from bot.views.costs import period_text
from bot.views.names import services_text, vehicle_name
from core.domain.entry.entry_types import EntryKind
from core.domain.money import UnitPrice
from core.domain.recurring import CostType, cost_name
from core.domain.reminder_time import repeat_of
from core.errors import Refusal
from core.i18n import Translator
from core.models import Reminder, Vehicle

# Days that a button may mean, from today.
DAYS: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}


def card(
    context: BotContext, draft: EntryDraft, vehicle: Vehicle | None, expected: int | None, *, several: bool
) -> Screen:
    """What was understood, to be saved with one tap; `expected` is the mileage that the readings tell."""
    t = context.t
    rows = [[_button(t, draft, "entry.save", "save")]]
    if expected is not None:
        label = t.plain("entry.take_expected", kilometres=expected)
        rows.append([Button(label, OnEntry("km", str(expected), draft.turn))])
    rows.append([_button(t, draft, "entry.correct", "fields"), _button(t, draft, "entry.discard", "discard")])
    if several:
        rows.append([_button(t, draft, "entry.other_vehicle", "vehicles")])
    return Screen("\n".join(_lines(t, draft, vehicle)), rows)


def ask_vehicle(context: BotContext, draft: EntryDraft, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask which vehicle it is about."""
    t = context.t
    rows = vehicle_choice.buttons(context, vehicles, lambda vehicle: OnEntry("vehicle", str(vehicle.id), draft.turn))
    rows.append([_button(t, draft, "entry.discard", "discard")])
    return Screen("\n".join([*_lines(t, draft, None), "", t("entry.whose")]), rows)


def ask(context: BotContext, draft: EntryDraft, vehicle: Vehicle | None) -> Screen:
    """Ask for one field, under what is known."""
    t, field = context.t, draft.field
    rows: list[list[Button]] = []
    if field == "date":
        rows += [
            [Button(t.plain("mail.day", day=day), OnEntry("day", day_value(day), draft.turn))] for day in draft.days
        ]
        names = ("today", "tomorrow") if draft.kind is EntryKind.REMINDER else ("today", "yesterday")
        rows.append([_button(t, draft, f"entry.{name}", "day", name) for name in names])
    if field in draft.missing and draft.may_skip(field):
        rows.append([_button(t, draft, "entry.skip", "skip")])
    if field not in draft.missing:
        rows.append([_button(t, draft, "entry.back", "back")])
    rows.append([_button(t, draft, "entry.discard", "discard")])
    question = "entry.ask_when" if draft.kind is EntryKind.REMINDER and field == "date" else f"entry.ask_{field}"
    gone = [t("entry.is_past", day=draft.past)] if draft.past is not None and field == "date" else []
    return Screen("\n".join([*_lines(t, draft, vehicle), "", *gone, t(question)]), rows)


def ask_purpose(context: BotContext, draft: EntryDraft, *, in_words: bool = False) -> Screen:
    """Ask what an amount was for: three buttons, or the words."""
    t = context.t
    nothing = [_button(t, draft, "entry.discard", "discard")]
    if in_words:
        return Screen(t("entry.ask_purpose_words", amount=draft.total), [nothing])
    rows = [
        [
            _button(t, draft, "entry.for_fuel", "kind", EntryKind.FUEL),
            _button(t, draft, "entry.for_maintenance", "kind", EntryKind.MAINTENANCE),
        ],
        [_button(t, draft, "entry.for_other", "kind", EntryKind.COST)],
        nothing,
    ]
    return Screen(t("entry.ask_purpose", amount=draft.total), rows)


def day_value(day: date) -> str:
    """A day as a button of it says it."""
    return f"{day:%Y%m%d}"


def fields(context: BotContext, draft: EntryDraft) -> Screen:
    """Ask which field to correct."""
    t = context.t
    buttons = [_button(t, draft, f"entry.field_{name}", "field", name) for name in FIELDS[draft.kind]]
    rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    return Screen(t("entry.which_field"), [*rows, [_button(t, draft, "entry.back", "back")]])


def doubtful(context: BotContext, draft: EntryDraft, refusal: Refusal) -> Screen:
    """What looks wrong about it: right all the same, or to be corrected."""
    t = context.t
    rows = [
        [_button(t, draft, "entry.keep_anyway", "anyway")],
        [_button(t, draft, "entry.correct", "fields"), _button(t, draft, "entry.discard", "discard")],
    ]
    if draft.kind is EntryKind.MAINTENANCE:
        return Screen(t("entry.twin", services=services_text(t, draft.services)), rows)
    return Screen(t(refusal.key, **refusal.values), rows)


def reminder_saved(context: BotContext, draft: EntryDraft, kept: Reminder) -> Screen:
    """The reminder was kept."""
    t = context.t
    rows = [
        [Button(t.plain("entry.undo"), OnReminder("dismiss", kept.id))],
        [Button(t.plain("reminders.back"), Open("reminders"))],
    ]
    return Screen("\n".join([t("entry.reminder_saved"), *_details(t, draft)]), rows)


def _button(t: Translator, draft: EntryDraft, key: str, action: str, value: str = "") -> Button:
    return Button(t.plain(key), OnEntry(action, value, draft.turn), style="success" if action == "save" else None)


def _lines(t: Translator, draft: EntryDraft, vehicle: Vehicle | None) -> list[str]:
    lines = [t(f"entry.title_{draft.kind}")]
    if vehicle is not None:
        lines.append(t("entry.vehicle", vehicle=vehicle_name(t, vehicle)))
    return [*lines, *_details(t, draft)]


def _details(t: Translator, draft: EntryDraft) -> Iterator[str]:
    """What is known of the entry, a line each."""
    what = _what(t, draft)
    if what:
        yield t("entry.what", what=what)
    yield from _figures(t, draft)
    yield from _moments(t, draft)
    if draft.garage:
        yield t("entry.garage", garage=draft.garage)


def _what(t: Translator, draft: EntryDraft) -> str:
    if draft.kind is EntryKind.COST:
        return t.plain(cost_name(draft.cost_type or CostType.OTHER))
    return services_text(t, draft.services) if draft.services else draft.subject or ""


def _moments(t: Translator, draft: EntryDraft) -> Iterator[str]:
    if draft.day is not None:
        yield t("entry.day", day=draft.day)
    elif "date" not in draft.missing and draft.kind is not EntryKind.REMINDER:
        yield t("entry.day_today")
    if draft.clock is not None:
        yield t("entry.time", time=f"{draft.clock:%H:%M}")
    if draft.repeat:
        yield t("entry.repeat", period=_period(t, draft.repeat))


def _figures(t: Translator, draft: EntryDraft) -> Iterator[str]:
    if draft.quantity is not None:
        yield t("entry.quantity", quantity=draft.quantity, unit=draft.unit)
    if draft.total is not None:
        yield t("entry.amount", amount=draft.total)
    if draft.unit_price is not None:
        yield t("entry.unit_price", price=UnitPrice(draft.unit_price, draft.currency), unit=draft.unit)
    if draft.full is not None:
        yield t("entry.full" if draft.full else "entry.partial")
    if draft.odometer_km is not None:
        yield t("entry.kilometres", kilometres=draft.odometer_km)


def _period(t: Translator, iso: str) -> str:
    repeat = repeat_of(iso)
    if repeat is not None and repeat.months:
        return period_text(t, repeat.months)
    return t.plain("entry.days", n=repeat.days if repeat is not None else 1)
