"""Documents: the card that waits for confirmation, what was saved, the list, one document."""

from collections.abc import Callable
from functools import partial

from bot.callbacks import (
    ChooseEnergy,
    CorrectField,
    DocumentVehicle,
    OnDocument,
    Open,
    OpenDocument,
    OpenRecord,
    OpenVehicle,
    SendDocument,
    Tap,
    VehicleDocuments,
)
from bot.context import BotContext
from bot.due_callbacks import FieldKilometres
from bot.screens import Button, Rows, Screen, StoredFile
from bot.views.lists import pager
from bot.views.names import newest, vehicle_name
from bot.views.odometer import expected_button
from bot.views.values import shown_value
from core.domain.capture.types import DocumentType, FieldState
from core.domain.document_fields import ShownField, shown_fields
from core.domain.energy import Energy, energy_name
from core.domain.plates import displayed_plate
from core.domain.service_types import service_types_of
from core.domain.states import DocumentState
from core.i18n import Html
from core.models import Document, Vehicle
from core.services.days import day_of
from core.services.documents import PAGE, CardData, DocumentPage
from core.services.mileage import ExpectedReading

LINES_SHOWN = 8


def live_name(document_id: int) -> str:
    """The name under which the message of a document is replaced."""
    return f"document:{document_id}"


def not_recognised(context: BotContext, card: CardData) -> Screen:
    """Something was read, but it is neither an invoice nor a registration card."""
    t, document = context.t, card.document
    rows = [
        [Button(t.plain("document.discard"), OnDocument("discard", document.id, document.revision))],
        [Button(t.plain("menu.button"), Open("menu"))],
    ]
    return Screen(t("document.not_recognised"), rows)


def card(context: BotContext, data: CardData) -> Screen:
    """What was read, field by field, doubtful ones marked, with the ways on."""
    if not shown_fields(data.kind):
        return not_recognised(context, data)
    t = context.t
    parts = [
        t(f"document.title_{data.kind.value}"),
        "\n".join(_field_line(context, data, f) for f in shown_fields(data.kind)),
    ]
    if data.lines:
        parts.append(_lines(context, data))
    parts.append(_vehicle_line(context, data))
    parts += _notes(context, data)
    return Screen("\n\n".join(part for part in parts if part), _card_rows(context, data))


def choose_field(context: BotContext, data: CardData) -> Screen:
    """Ask which field is wrong."""
    t, document = context.t, data.document
    buttons = [
        Button(t.plain(f"field.{field.name}"), CorrectField(field.name, document.id, document.revision))
        for field in shown_fields(data.kind)
        if not field.private
    ]
    rows = [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    return Screen(t("document.which_field"), [*rows, [_back(context, data)]])


def ask_field(
    context: BotContext, data: CardData, field: ShownField, expected: ExpectedReading | None = None
) -> Screen:
    """Ask for the right value of a field, showing the present one; expected kilometres are a tap away."""
    t = context.t
    now = shown_value(t, field, data.value(field.name), data.value("currency")) or t.plain("document.nothing_there")
    rows = [list(row) for row in expected_button(t, expected, FieldKilometres)]
    if field.name == "fuel":
        energies = [Button(t.plain(energy_name(energy)), ChooseEnergy(energy.value)) for energy in Energy]
        rows = [energies[i : i + 2] for i in range(0, len(energies), 2)]
    rows.append([_back(context, data)])
    return Screen(t("document.ask_field", field=t.plain(f"field.{field.name}"), now=now), rows)


def choose_vehicle(context: BotContext, data: CardData, vehicles: list[Vehicle]) -> Screen:
    """Ask whose paper it is."""
    t, document = context.t, data.document
    rows = [
        [Button(vehicle_name(t, vehicle), DocumentVehicle(vehicle.id, document.id, document.revision))]
        for vehicle in newest(vehicles, context.account.default_vehicle_id)
    ]
    named = data.value("plate")
    if named and all(vehicle.plate != named for vehicle in vehicles):
        label = t.plain("document.new_vehicle", plate=displayed_plate(named))
        rows.append([Button(label, DocumentVehicle(0, document.id, document.revision))])
    if not named:
        rows.append(
            [Button(t.plain("document.vehicle_without_plate"), DocumentVehicle(-1, document.id, document.revision))]
        )
    return Screen(t("document.whose"), [*rows, [_back(context, data)]])


def corrected(context: BotContext, field: ShownField, value: str) -> Screen:
    """The question is answered: what stays of it in the chat."""
    return Screen(context.t("document.corrected", field=context.t.plain(f"field.{field.name}"), value=value))


def discarded(context: BotContext) -> Screen:
    """The card was thrown away."""
    return Screen(context.t("document.discarded"), [[Button(context.t.plain("menu.button"), Open("menu"))]])


def page(context: BotContext, found: DocumentPage) -> Screen:
    """The documents that were kept, newest first, all of them or one vehicle's."""
    t, vehicle = context.t, found.vehicle
    back = [[Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))]] if vehicle is not None else []
    if not found.total:
        key = "documents.none" if vehicle is None else "documents.none_of_vehicle"
        return Screen(t(key), [*back, [Button(t.plain("menu.button"), Open("menu"))]])
    rows = [[Button(document_label(context, document), OpenDocument(document.id))] for document in found.documents]
    title: str = t("documents.title", n=found.total)
    turn: Callable[[int], Tap] = partial(Open, "documents")
    if vehicle is not None:
        title = t("documents.title_vehicle", n=found.total, vehicle=vehicle_name(t, vehicle))
        turn = partial(VehicleDocuments, vehicle.id)
    if any(document.state is DocumentState.PROPOSED for document in found.documents):
        title = f"{title}\n{t('documents.pending')}"
    return Screen(title, [*rows, *back, *pager(t, turn, found.position, found.total, PAGE)])


def detail(context: BotContext, data: CardData, record_id: int | None) -> Screen:
    """One kept document: what was read in it, and the ways to see it, its record, its vehicle."""
    t, document = context.t, data.document
    lines: list[str] = [t(f"document.title_{data.kind.value}")]
    lines += [_field_line(context, data, field) for field in shown_fields(data.kind) if data.value(field.name)]
    rows: list[list[Button]] = [[Button(t.plain("document.show_file"), SendDocument(document.id))]]
    if record_id is not None:
        rows.append([Button(t.plain("document.open_record"), OpenRecord(record_id))])
    if data.vehicle is not None:
        rows.append([Button(vehicle_name(t, data.vehicle), OpenVehicle(data.vehicle.id))])
    rows.append([Button(t.plain("document.remove"), OnDocument("remove", document.id, document.revision))])
    rows.append([Button(t.plain("documents.back"), Open("documents"))])
    return Screen("\n".join(lines), rows)


def confirm_removal(context: BotContext, data: CardData) -> Screen:
    """Ask once before a document is deleted."""
    t, document = context.t, data.document
    rows = [
        [Button(t.plain("document.remove_yes"), OnDocument("removed", document.id, document.revision), style="danger")],
        [Button(t.plain("document.remove_no"), OpenDocument(document.id))],
    ]
    return Screen(t("document.remove_sure"), rows)


def removed(context: BotContext) -> Screen:
    """The document is gone."""
    return Screen(context.t("document.removed"), [[Button(context.t.plain("documents.back"), Open("documents"))]])


def file(context: BotContext, data: CardData) -> Screen:
    """The document itself: our clean copy."""
    stored = StoredFile(data.document.preview or "", "document.jpg", "image/jpeg")
    return Screen(context.t(f"document.title_{data.kind.value}"), photo=stored)


def _field_line(context: BotContext, data: CardData, field: ShownField) -> str:
    t, read = context.t, data.fields.get(field.name)
    value = shown_value(t, field, read.value if read is not None else None, data.value("currency"))
    if value is None:
        return t("document.field_missing", field=t.plain(f"field.{field.name}"))
    doubtful = read is not None and read.state == FieldState.DOUBTFUL
    return t(
        "document.field_doubtful" if doubtful else "document.field", field=t.plain(f"field.{field.name}"), value=value
    )


def _lines(context: BotContext, data: CardData) -> str:
    t = context.t
    shown = [t("document.line", description=line.description[:60]) for line in data.lines[:LINES_SHOWN]]
    if len(data.lines) > LINES_SHOWN:
        shown.append(t("document.more_lines", n=len(data.lines) - LINES_SHOWN))
    return "\n".join(shown)


def _vehicle_line(context: BotContext, data: CardData) -> Html | str:
    t = context.t
    if data.kind is DocumentType.REGISTRATION:
        return t("document.updates_vehicle", vehicle=vehicle_name(t, data.vehicle)) if data.vehicle else ""
    if data.vehicle is not None:
        return t("document.vehicle", vehicle=vehicle_name(t, data.vehicle))
    plate = data.value("plate")
    return t("document.vehicle_new", plate=displayed_plate(plate)) if plate else t("document.vehicle_unknown")


def _notes(context: BotContext, data: CardData) -> list[str]:
    notes: list[str] = []
    if data.kind is DocumentType.INVOICE and data.vehicle is None and not data.value("plate") and not _names_work(data):
        notes.append(context.t("document.is_it_a_garage"))
    if data.plate_differs:
        notes.append(context.t("document.plate_differs", plate=displayed_plate(data.value("plate") or "")))
    if any(field.state == FieldState.DOUBTFUL and field.value for field in data.fields.values()):
        notes.append(context.t("document.doubtful_note"))
    if data.same_as is not None:
        notes.append(context.t("document.duplicate", day=day_of(context.account, data.same_as.created_at)))
    return notes


def _names_work(data: CardData) -> bool:
    return any(service_types_of(line.description) for line in data.lines)


def _card_rows(context: BotContext, data: CardData) -> Rows:
    t, document = context.t, data.document
    save = "document.save_vehicle" if data.kind is DocumentType.REGISTRATION else "document.save"

    def button(key: str, action: str) -> Button:
        return Button(t.plain(key), OnDocument(action, document.id, document.revision))

    rows = [[Button(t.plain(save), OnDocument("save", document.id, document.revision), style="success")]]
    if data.kind is DocumentType.REGISTRATION:
        return [*rows, [button("document.correct", "correct")], [button("document.discard", "discard")]]
    return [
        *rows,
        [button("document.correct", "correct"), button("document.change_vehicle", "vehicles")],
        [button("document.discard", "discard")],
    ]


def _back(context: BotContext, data: CardData) -> Button:
    return Button(context.t.plain("flow.back"), OnDocument("back", data.document.id, data.document.revision))


def document_label(context: BotContext, document: Document) -> str:
    """A document in a list: what it is, of whom and of which day."""
    t = context.t
    kind = t.plain(f"document.kind_{document.kind or 'other'}")
    day = t.plain("value.date", day=document.dated_on or day_of(context.account, document.created_at))
    label = " · ".join(part for part in (kind, document.title, day) if part)
    return f"⏳ {label}" if document.state is DocumentState.PROPOSED else label
