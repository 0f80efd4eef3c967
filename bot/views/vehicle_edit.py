"""Changing a vehicle: its fields, archiving, deleting."""

from collections.abc import Callable, Mapping

from bot.callbacks import (
    ArchiveVehicle,
    ChooseCategory,
    EditField,
    FormMove,
    OnVehicle,
    Open,
    OpenVehicle,
)
from bot.context import BotContext
from bot.screens import Button, Rows, Screen
from bot.views.names import vehicle_name
from bot.views.vehicle_form import country_buttons, energies, pairs
from bot.views.vehicles import card, with_proposal
from core.domain.energy import Energy, energy_name
from core.domain.money import Money
from core.domain.states import ArchiveReason
from core.domain.vehicle_fields import FIELDS, Category, VehicleField, VehicleFieldKind
from core.domain.vin import VinImpossible
from core.i18n import Translator
from core.i18n.formats import country_name
from core.models import Reminder, Vehicle
from core.services.vehicle_life import Contents
from core.services.vehicles import plate_of

_CHOSEN = {VehicleFieldKind.ENERGY, VehicleFieldKind.CATEGORY, VehicleFieldKind.COUNTRY}
# The countries most likely to be meant, others are typed.
OFFERED = ("FR", "BE", "CH", "LU", "DE", "ES", "IT", "GB", "PT", "NL", "PL", "RO")


def fields(context: BotContext, vehicle: Vehicle) -> Screen:
    """Every field with its value, and what else can be done with the vehicle."""
    t = context.t
    shown = [field for field in FIELDS if not field.only_archived or vehicle.archived_at is not None]
    lines = [t("edit.title", vehicle=vehicle_name(t, vehicle)), ""]
    lines += [_field_line(t, vehicle, field) for field in shown]
    rows = pairs([Button(t.plain(f"edit.{field.name}"), EditField(field.name, vehicle.id)) for field in shown])
    return Screen("\n".join(lines), [*rows, *_other_rows(context, vehicle)])


def ask_field(context: BotContext, vehicle: Vehicle, field: VehicleField, possible: tuple[str, ...] = ()) -> Screen:
    """Ask for a field's value, showing the present one; `possible` are the countries that the plate may be of."""
    t = context.t
    now = _value(t, vehicle, field)
    rows: list[list[Button]] = []
    if field.kind is VehicleFieldKind.ENERGY:
        rows = energies(t)
    elif field.kind is VehicleFieldKind.CATEGORY:
        rows = pairs([Button(_category(t, one), ChooseCategory(one.value.lower())) for one in Category])
    elif field.kind is VehicleFieldKind.COUNTRY:
        rows = country_buttons(t, possible or OFFERED)
    if now is not None:
        rows.append([Button(t.plain("edit.erase"), FormMove("erase", "value"))])
    rows.append([Button(t.plain("flow.back"), FormMove("back", "value"))])
    key = "document.ask_field" if field.kind not in _CHOSEN else "edit.ask_choice"
    return Screen(t(key, field=t.plain(f"edit.{field.name}"), now=now or t.plain("document.nothing_there")), rows)


def ask_vin_again(context: BotContext, refusal: VinImpossible, *, short: bool) -> Screen:
    """A VIN cannot be one: why, the number that was most likely meant, and the way for old vehicles."""
    t = context.t
    rows: list[list[Button]] = []
    if refusal.likely is not None:
        rows.append([Button(t.plain("vin.take", vin=refusal.likely), FormMove("keep", "value"))])
    if short:
        rows.append([Button(t.plain("vin.is_old"), FormMove("old", "value"))])
    rows.append([Button(t.plain("flow.back"), FormMove("back", "value"))])
    return Screen(t(refusal.key, **refusal.values), rows)


def changed(
    context: BotContext, vehicle: Vehicle, field: VehicleField, due: Reminder | None, proposed: tuple[Reminder, ...]
) -> Screen:
    """The card after a change, with a reminder to accept if the change made one."""
    t, value = context.t, _value(context.t, vehicle, field)
    name = t.plain(f"edit.{field.name}")
    head = t("edit.changed", field=name, value=value) if value is not None else t("edit.erased", field=name)
    return with_proposal(context, head, card(context, vehicle, None if proposed else due), proposed)


def ask_reason(context: BotContext, vehicle: Vehicle) -> Screen:
    """Ask why a vehicle is archived."""
    t = context.t
    rows = [
        [Button(t.plain(f"archive.reason_{reason}"), ArchiveVehicle(reason.value, vehicle.id))]
        for reason in ArchiveReason
    ]
    back = [Button(t.plain("flow.back"), OnVehicle("edit", vehicle.id))]
    return Screen(t("archive.why", vehicle=vehicle_name(t, vehicle)), [*rows, back])


def ask_day(context: BotContext, vehicle: Vehicle, reason: str) -> Screen:
    """Ask since when it is gone."""
    t = context.t
    rows = [
        [Button(t.plain("archive.today"), FormMove("today", "day"))],
        [Button(t.plain("flow.skip"), FormMove("skip", "day"))],
        [Button(t.plain("flow.cancel"), FormMove("cancel", "day"))],
    ]
    key = "archive.ask_day_sold" if reason == ArchiveReason.SOLD else "archive.ask_day"
    return Screen(t(key, vehicle=vehicle_name(t, vehicle)), rows)


def ask_price(context: BotContext) -> Screen:
    """Ask for how much it went."""
    t = context.t
    rows = [
        [
            Button(t.plain("flow.back"), FormMove("back", "price")),
            Button(t.plain("flow.skip"), FormMove("skip", "price")),
        ],
        [Button(t.plain("flow.cancel"), FormMove("cancel", "price"))],
    ]
    return Screen(t("archive.ask_price"), rows)


def archived(context: BotContext, vehicle: Vehicle) -> Screen:
    """The vehicle was put away."""
    screen = card(context, vehicle)
    return Screen(f"{context.t('archive.done')}\n\n{screen.text}", screen.rows)


def restored(context: BotContext, vehicle: Vehicle, due: Reminder | None) -> Screen:
    """The vehicle is back from the archive."""
    screen = card(context, vehicle, due)
    return Screen(f"{context.t('archive.restored')}\n\n{screen.text}", screen.rows)


def confirm_deletion(context: BotContext, vehicle: Vehicle, contents: Contents) -> Screen:
    """Ask once before a vehicle is deleted, naming what goes with it."""
    t = context.t
    counted = {"deletion.records": contents.records, "deletion.documents": contents.documents}
    with_it = [t(key, n=n) for key, n in counted.items() if n]
    text = "\n".join([t("deletion.sure", vehicle=vehicle_name(t, vehicle)), *with_it, "", t("deletion.rather_archive")])
    rows: list[list[Button]] = [
        [Button(t.plain("deletion.yes"), OnVehicle("deleted", vehicle.id), style="danger")],
        [Button(t.plain("deletion.no"), OpenVehicle(vehicle.id))],
    ]
    if vehicle.archived_at is None:
        rows.append([Button(t.plain("archive.start"), ArchiveVehicle("ask", vehicle.id))])
    return Screen(text, rows)


def deleted(context: BotContext, vehicle: Vehicle) -> Screen:
    """The vehicle is deleted, and can be taken back for a while."""
    t = context.t
    rows = [
        [Button(t.plain("deletion.undo"), OnVehicle("undelete", vehicle.id))],
        [Button(t.plain("vehicles.back"), Open("vehicles"))],
    ]
    return Screen(t("deletion.done", vehicle=vehicle_name(t, vehicle)), rows)


def undeleted(context: BotContext, vehicle: Vehicle, due: Reminder | None) -> Screen:
    """The deletion was taken back."""
    screen = card(context, vehicle, due)
    return Screen(f"{context.t('deletion.undone')}\n\n{screen.text}", screen.rows)


def _other_rows(context: BotContext, vehicle: Vehicle) -> Rows:
    t = context.t
    delete = Button(t.plain("deletion.start"), OnVehicle("delete", vehicle.id))
    back = [Button(t.plain("flow.back"), OpenVehicle(vehicle.id))]
    if vehicle.archived_at is not None:
        return [[Button(t.plain("archive.restore"), OnVehicle("restore", vehicle.id))], [delete], back]
    rows = [[Button(t.plain("archive.start"), ArchiveVehicle("ask", vehicle.id)), delete], back]
    if context.account.default_vehicle_id != vehicle.id:
        rows.insert(0, [Button(t.plain("edit.default"), OnVehicle("default", vehicle.id))])
    return rows


def _field_line(t: Translator, vehicle: Vehicle, field: VehicleField) -> str:
    value, name = _value(t, vehicle, field), t.plain(f"edit.{field.name}")
    return t("document.field", field=name, value=value) if value is not None else t("edit.missing", field=name)


def _value(t: Translator, vehicle: Vehicle, field: VehicleField) -> str | None:
    """A field's present value in words, or nothing."""
    if field.kind is VehicleFieldKind.AMOUNT:
        cents, currency = (getattr(vehicle, column) for column in field.columns)
        return t.plain("value.money", amount=Money(cents, currency or "EUR")) if cents is not None else None
    value = getattr(vehicle, field.name)
    if value is None:
        return None
    if field.kind is VehicleFieldKind.PLATE:
        return plate_of(vehicle)
    if field.kind is VehicleFieldKind.DATE:
        return t.plain("value.date", day=value)
    written = _WRITTEN.get(field.kind)
    return written(t, value) if written is not None else str(value)


def _category(t: Translator, value: str) -> str:
    known = next((category for category in Category if category == value), None)
    return t.plain(f"category.{known.name.lower()}") if known is not None else value


_WRITTEN: Mapping[VehicleFieldKind, Callable[[Translator, str], str]] = {
    VehicleFieldKind.ENERGY: lambda t, energy: t.plain(energy_name(Energy(energy))),
    VehicleFieldKind.COUNTRY: lambda t, code: country_name(code, t.language),
    VehicleFieldKind.CATEGORY: _category,
}
