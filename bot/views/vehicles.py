"""Vehicles: the list, what a search finds, the card."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from bot.callbacks import (
    AddVehicle,
    FindVehicle,
    FoundVehicles,
    OnReminder,
    OnVehicle,
    Open,
    OpenHistory,
    OpenVehicle,
    Tap,
    VehicleDocuments,
)
from bot.context import BotContext
from bot.cost_callbacks import OpenCosts, OpenFuel
from bot.diagnosis_callbacks import OpenDiagnoses, StartDiagnosis
from bot.due_callbacks import AskReading, OpenDates, OpenPlan
from bot.health_callbacks import OpenHealth
from bot.record_callbacks import AddRecord
from bot.reminder_callbacks import VehicleReminders
from bot.screens import Button, Rows, Screen
from bot.sharing_callbacks import OnSharing
from bot.views.lists import pager
from bot.views.names import model_name, vehicle_name
from bot.views.reminders import due_text, title
from core.domain.energy import Energy, energy_name
from core.domain.money import Money
from core.i18n import Translator
from core.i18n.formats import country_name
from core.models import Reminder, Vehicle
from core.services.days import today_of
from core.services.vehicles import PAGE, VehiclePage


def page(context: BotContext, found: VehiclePage, due: Mapping[int, Reminder]) -> Screen:
    """The person's vehicles, each with what is due next."""
    t = context.t
    if not found.total:
        return Screen(t("vehicles.none"), [*_archive_row(t, found), *_adding(t), [_menu(t)]])
    rows: list[list[Button]] = [*_cards(context, found)]
    if found.total > PAGE:
        rows.append([Button(t.plain("vehicles.find"), FindVehicle())])
    rows += _adding(t)
    rows += _archive_row(t, found)
    turn = partial(Open, "vehicles")
    return Screen(
        _listed(context, t("vehicles.title", n=found.total), found, due),
        [*rows, *pager(t, turn, found.position, found.total, PAGE)],
    )


def not_yet_here(context: BotContext, name: str) -> Screen:
    """A vehicle that was named and is not in the list."""
    t = context.t
    return Screen(t("vehicle.introduced", name=name), [*_adding(t), [_menu(t)]])


def archived(context: BotContext, found: VehiclePage) -> Screen:
    """The vehicles that were put away."""
    t = context.t
    back = [Button(t.plain("vehicles.back"), Open("vehicles"))]
    if not found.total:
        return Screen(t("vehicles.none_archived"), [back])
    turn = partial(Open, "archived")
    text = _listed(context, t("vehicles.title_archived", n=found.total), found, {})
    return Screen(text, [*_cards(context, found), back, *pager(t, turn, found.position, found.total, PAGE)])


def found(context: BotContext, words: str, result: VehiclePage, due: Mapping[int, Reminder]) -> Screen:
    """What a search finds."""
    t = context.t
    again = [
        Button(t.plain("vehicles.find_again"), FindVehicle()),
        Button(t.plain("vehicles.back"), Open("vehicles")),
    ]
    shown = words.replace("_", " ")
    if not result.total:
        return Screen(t("vehicles.none_found", words=shown), [again])
    turn: Callable[[int], Tap] = partial(FoundVehicles, words)
    text = _listed(context, t("vehicles.found", n=result.total, words=shown), result, due)
    return Screen(text, [*_cards(context, result), again, *pager(t, turn, result.position, result.total, PAGE)])


def ask_words(context: BotContext) -> Screen:
    """Ask what to look for."""
    t = context.t
    return Screen(t("vehicles.ask_words"), [[Button(t.plain("vehicles.back"), Open("vehicles"))]])


def card(context: BotContext, vehicle: Vehicle, due: Reminder | None = None) -> Screen:
    """What is known of a vehicle, and what is due next."""
    t = context.t
    lines: list[str] = [t("vehicle.title", vehicle=vehicle_name(t, vehicle))]
    if vehicle.nickname and model_name(vehicle):
        lines.append(t("vehicle.model", model=model_name(vehicle)))
    if vehicle.archived_at is not None:
        lines.append(archive_line(t, vehicle))
    elif context.account.default_vehicle_id == vehicle.id:
        lines.append(t("vehicle.is_default"))
    known = _known(t, vehicle)
    lines += ["", *(known or [t("vehicle.little_known")])]
    if due is not None:
        lines += ["", _next_line(context, due)]
    if vehicle.owner_id != context.account.id:
        return Screen("\n".join([lines[0], t("sharing.with_you"), *lines[1:]]), _shared_rows(t, vehicle))
    return Screen("\n".join(lines), _card_rows(t, vehicle))


def added(context: BotContext, vehicle: Vehicle, proposed: Sequence[Reminder] = ()) -> Screen:
    """The vehicle is there, with a reminder to accept if what is known of it makes one."""
    head = context.t("vehicle.added", vehicle=vehicle_name(context.t, vehicle))
    return with_proposal(context, head, card(context, vehicle), proposed)


def with_proposal(context: BotContext, head: str, shown: Screen, proposed: Sequence[Reminder]) -> Screen:
    """A card under what has just happened, with the reminder that this made, to accept or decline."""
    t = context.t
    if not proposed:
        return Screen(f"{head}\n\n{shown.text}", shown.rows)
    reminder, today = proposed[0], today_of(context.account, context.services.clock)
    line = t("record.due_line", service=title(t, reminder), due=due_text(t, reminder, today))
    decide = [
        Button(t.plain("reminder.accept"), OnReminder("accept", reminder.id)),
        Button(t.plain("reminder.decline"), OnReminder("decline", reminder.id)),
    ]
    return Screen(f"{head}\n\n{shown.text}\n{t('record.next_due')}\n{line}", [decide, *shown.rows])


def send_the_card(context: BotContext) -> Screen:
    """Ask for the photo of the registration card."""
    t = context.t
    rows = [[Button(t.plain("start.add_by_form"), AddVehicle("form"))], [_menu(t)]]
    return Screen(t("vehicle.send_card"), rows)


def archive_line(t: Translator, vehicle: Vehicle) -> str:
    """Why a vehicle is archived, since when, and for how much it went."""
    reason = t.plain(f"archive.is_{vehicle.archive_reason or 'other'}")
    if vehicle.disposed_on is not None:
        reason = t.plain("archive.on_day", reason=reason, day=vehicle.disposed_on)
    if vehicle.sale_cents is not None:
        price = Money(vehicle.sale_cents, vehicle.sale_currency or "EUR")
        reason = t.plain("archive.for_price", reason=reason, price=price)
    return t("vehicle.is_archived", reason=reason)


def _known(t: Translator, vehicle: Vehicle) -> list[str]:
    lines: list[str] = []
    if vehicle.kilometres is not None:
        lines.append(t("vehicle.kilometres", kilometres=vehicle.kilometres))
    if vehicle.energy:
        lines.append(t("vehicle.energy", energy=t.plain(energy_name(Energy(vehicle.energy)))))
    if vehicle.first_registered_on is not None:
        lines.append(t("vehicle.first_registered", day=vehicle.first_registered_on))
    if vehicle.country not in (None, "FR"):
        lines.append(t("vehicle.country", country=country_name(vehicle.country or "", t.language)))
    if vehicle.vin:
        lines.append(t("vehicle.vin", vin=vehicle.vin))
    bought = _purchase(t, vehicle)
    return [*lines, bought] if bought else lines


def _purchase(t: Translator, vehicle: Vehicle) -> str:
    day, cents = vehicle.purchased_on, vehicle.purchase_cents
    price = Money(cents, vehicle.purchase_currency or "EUR") if cents is not None else None
    if day is not None and price is not None:
        return t("vehicle.bought_on_for", day=day, price=price)
    if day is not None:
        return t("vehicle.bought_on", day=day)
    return t("vehicle.bought_for", price=price) if price is not None else ""


def _shared_rows(t: Translator, vehicle: Vehicle) -> Rows:
    """What a member may look for; what their role does not give is refused where it is asked for."""
    return [
        [
            Button(t.plain("record.add"), AddRecord(vehicle.id)),
            Button(t.plain("odometer.note"), AskReading(vehicle.id)),
        ],
        [
            Button(t.plain("menu.history"), OpenHistory(vehicle.id)),
            Button(t.plain("menu.fuel"), OpenFuel(vehicle.id)),
        ],
        [
            Button(t.plain("menu.reminders"), VehicleReminders(vehicle.id)),
            Button(t.plain("sharing.button"), OnSharing("open", vehicle.id)),
        ],
        [Button(t.plain("vehicles.back"), Open("vehicles"))],
    ]


def _card_rows(t: Translator, vehicle: Vehicle) -> Rows:
    tabs = [
        Button(t.plain("menu.history"), OpenHistory(vehicle.id)),
        Button(t.plain("menu.documents"), VehicleDocuments(vehicle.id)),
    ]
    money = [
        Button(t.plain("menu.fuel"), OpenFuel(vehicle.id)),
        Button(t.plain("menu.costs"), OpenCosts(vehicle.id)),
    ]
    diagnoses = Button(t.plain("menu.diagnoses"), OpenDiagnoses("list", vehicle.id))
    edit = Button(t.plain("vehicle.edit"), OnVehicle("edit", vehicle.id))
    decode = [Button(t.plain("vehicle.decode"), OnVehicle("vin", vehicle.id))] if vehicle.vin else []
    if vehicle.archived_at is not None:
        restore = [Button(t.plain("archive.restore"), OnVehicle("restore", vehicle.id))]
        back = [Button(t.plain("archive.back"), Open("archived"))]
        return [tabs, money, [diagnoses], restore, [*decode, edit], back]
    dated = [
        Button(t.plain("plan.button"), OpenPlan(vehicle.id)),
        Button(t.plain("dates.button"), OpenDates(vehicle.id)),
    ]
    note = [Button(t.plain("odometer.note"), AskReading(vehicle.id))]
    reminders = Button(t.plain("menu.reminders"), VehicleReminders(vehicle.id))
    trouble = Button(t.plain("menu.diagnose"), StartDiagnosis(vehicle.id))
    work = [Button(t.plain("record.add"), AddRecord(vehicle.id)), trouble]
    return [
        work,
        note,
        tabs,
        money,
        dated,
        [reminders, diagnoses],
        [Button(t.plain("menu.health"), OpenHealth(vehicle.id)), *decode],
        [Button(t.plain("sharing.button"), OnSharing("open", vehicle.id)), edit],
        [Button(t.plain("vehicles.back"), Open("vehicles"))],
    ]


def _listed(context: BotContext, head: str, found: VehiclePage, due: Mapping[int, Reminder]) -> str:
    return "\n\n".join([head, *(_row(context, vehicle, due.get(vehicle.id)) for vehicle in found.vehicles)])


def _row(context: BotContext, vehicle: Vehicle, due: Reminder | None) -> str:
    t = context.t
    key = "vehicles.row_default" if context.account.default_vehicle_id == vehicle.id else "vehicles.row"
    lines: list[str] = [t(key, vehicle=vehicle_name(t, vehicle))]
    if vehicle.archived_at is not None:
        lines.append(archive_line(t, vehicle))
    elif vehicle.kilometres is not None:
        lines.append(t("vehicle.kilometres", kilometres=vehicle.kilometres))
    if due is not None:
        lines.append(_next_line(context, due))
    return "\n".join(lines)


def _next_line(context: BotContext, due: Reminder) -> str:
    today = today_of(context.account, context.services.clock)
    return context.t("vehicle.next_due", service=title(context.t, due), due=due_text(context.t, due, today))


def _cards(context: BotContext, found: VehiclePage) -> list[list[Button]]:
    return [[Button(vehicle_name(context.t, vehicle), OpenVehicle(vehicle.id))] for vehicle in found.vehicles]


def _archive_row(t: Translator, found: VehiclePage) -> list[list[Button]]:
    return [[Button(t.plain("vehicles.archived", n=found.archived), Open("archived"))]] if found.archived else []


def _adding(t: Translator) -> list[list[Button]]:
    by_photo = Button(t.plain("vehicles.add_photo"), AddVehicle("photo"))
    return [[by_photo, Button(t.plain("vehicles.add_form"), AddVehicle("form"))]]


def _menu(t: Translator) -> Button:
    return Button(t.plain("menu.button"), Open("menu"))
