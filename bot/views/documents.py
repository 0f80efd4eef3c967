"""Documents as cards: what was read, what is doubtful, and the ways on."""

from collections.abc import Iterator

from bot.callbacks import CorrectField, DocumentVehicle, OnDocument, Open, OpenDocument
from bot.context import BotContext
from bot.document_state import PAPERS
from bot.health_callbacks import CheckQuote
from bot.paper_callbacks import ChooseKind
from bot.screens import Button, Rows, Screen
from bot.views import vehicle_choice
from bot.views.names import services_text, vehicle_name
from bot.views.values import Measured, shown_value
from core.domain.capture.types import DocumentType, FieldState
from core.domain.document_fields import ShownField, shown_fields
from core.domain.money import Money
from core.domain.record_lines import LineKind, kind_of
from core.domain.stored_values import as_decimal
from core.i18n import Html
from core.models import Document, Vehicle
from core.services.card_plates import card_plate
from core.services.days import day_of
from core.services.documents import CardData
from core.services.lessons import SERVICES

LINES_SHOWN = 8
# Doubtful fields that get a button of their own; more are behind "correct".
DOUBTS_SHOWN = 4
# Kinds whose lines name work.
WORKS = frozenset({DocumentType.INVOICE, DocumentType.QUOTE})
# Kinds that are kept though no vehicle is known.
_ALONE = frozenset({DocumentType.QUOTE, DocumentType.OTHER})


def live_name(document_id: int) -> str:
    """The name under which the message of a document is replaced."""
    return f"document:{document_id}"


def card(context: BotContext, data: CardData) -> Screen:
    """What was read, field by field, doubtful ones marked, with the ways on."""
    t = context.t
    if data.kind is DocumentType.OTHER:
        return _unknown(context, data)
    parts = [t(f"document.title_{data.kind.value}"), "\n".join(field_lines(context, data))]
    parts.append(_work(context, data))
    parts.append(_vehicle_line(context, data))
    parts += _notes(context, data)
    return Screen("\n\n".join(part for part in parts if part), _card_rows(context, data))


def _unknown(context: BotContext, data: CardData) -> Screen:
    """A paper of no kind that we know: it is kept under a name, or is of a kind after all."""
    t, document = context.t, data.document
    parts = [t("document.not_recognised"), *field_lines(context, data), *_notes(context, data)]
    vehicle = t("document.vehicle", vehicle=vehicle_name(t, data.vehicle)) if data.vehicle is not None else ""
    named = "document.rename" if data.value("label") else "document.name_it"
    rows: list[list[Button]] = [
        *_same_rows(context, data),
        *_kind_rows(context, data),
        [
            _act(context, data, "document.keep_as_paper", "save"),
            Button(t.plain(named), CorrectField("label", document.id, document.revision)),
        ],
        [
            _act(context, data, "document.change_vehicle", "vehicles"),
            _act(context, data, "document.discard", "discard"),
        ],
    ]
    return Screen("\n\n".join(part for part in [*parts, vehicle] if part), rows)


def with_join(context: BotContext, screen: Screen, data: CardData) -> Screen:
    """A card that reads like a further page of the paper before, with the way to put both together."""
    return Screen(screen.text, [[_act(context, data, "document.join", "join")], *screen.rows])


def choose_kind(context: BotContext, data: CardData) -> Screen:
    """Ask what kind of paper it is."""
    return Screen(context.t("document.which_kind"), [*_kind_rows(context, data, every=True), [back(context, data)]])


def choose_field(context: BotContext, data: CardData, *, follows: bool = False) -> Screen:
    """Ask which field is wrong, or whether its pages are what they were taken for."""
    t, document = context.t, data.document
    buttons = [
        Button(_marked(context, data, field), CorrectField(field.name, document.id, document.revision))
        for field in shown_fields(data.kind)
        if not field.private
    ]
    if data.kind in WORKS:
        buttons.append(Button(t.plain("field.services"), CorrectField(SERVICES, document.id, document.revision)))
    rows = [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    rows.append([_act(context, data, "document.other_kind", "kinds")])
    if data.is_joint:
        rows.append([_act(context, data, "document.split", "split")])
    elif follows:
        rows.append([_act(context, data, "document.join", "join")])
    return Screen(t("document.which_field"), [*rows, [back(context, data)]])


def choose_vehicle(context: BotContext, data: CardData, vehicles: list[Vehicle]) -> Screen:
    """Ask whose paper it is."""
    t, document = context.t, data.document
    rows = vehicle_choice.buttons(
        context, vehicles, lambda vehicle: DocumentVehicle(vehicle.id, document.id, document.revision)
    )
    named = data.value("plate")
    if named and all(vehicle.plate != named for vehicle in vehicles):
        label = t.plain("document.new_vehicle", plate=card_plate(data))
        rows.append([Button(label, DocumentVehicle(0, document.id, document.revision))])
    if not named:
        rows.append(
            [Button(t.plain("document.vehicle_without_plate"), DocumentVehicle(-1, document.id, document.revision))]
        )
    return Screen(t("document.whose"), [*rows, [back(context, data)]])


def corrected(context: BotContext, field: str, value: str) -> Screen:
    """The question is answered: what stays of it in the chat."""
    return Screen(context.t("document.corrected", field=context.t.plain(f"field.{field}"), value=value))


def discarded(context: BotContext, same: Document | None = None) -> Screen:
    """The card was thrown away; one that came before is a tap away."""
    t = context.t
    rows = [[Button(t.plain("menu.button"), Open("menu"))]]
    if same is not None:
        rows.insert(0, [Button(t.plain("document.earlier"), OpenDocument(same.id))])
    return Screen(t("document.discarded" if same is None else "document.discarded_same"), rows)


def field_lines(context: BotContext, data: CardData, *, missing: bool = True) -> Iterator[str]:
    """The fields of a card, one a line; what is missing is said where it is wanted."""
    t = context.t
    for field in shown_fields(data.kind):
        read = data.fields.get(field.name)
        value = shown_value(t, field, read.value if read is not None else None, measured(data))
        name = t.plain(f"field.{field.name}")
        if value is None:
            if missing and not field.optional and data.kind is not DocumentType.OTHER:
                yield t("document.field_missing", field=name)
            continue
        # What was saved was looked at.
        doubtful = read is not None and read.state == FieldState.DOUBTFUL and missing
        yield t("document.field_doubtful" if doubtful else "document.field", field=name, value=_short(value))


def measured(data: CardData) -> Measured:
    """In what its amounts and quantities are measured, and how its plate is written."""
    return Measured(data.value("currency"), data.value("quantity_unit"), card_plate(data) or None)


def back(context: BotContext, data: CardData) -> Button:
    """Back to the card."""
    return _act(context, data, "flow.back", "back")


def document_label(context: BotContext, document: Document) -> str:
    """A document in a list: what the person calls it, or what it is, of whom and of which day."""
    t = context.t
    day = t.plain("value.date", day=document.dated_on or day_of(context.account, document.created_at))
    named = document.label or " · ".join(
        part for part in (t.plain(f"document.kind_{document.kind or 'other'}"), document.title) if part
    )
    label = f"{named} · {day}"
    return f"⏳ {label}" if document.state == "proposed" else label


def _short(value: str) -> str:
    lines = value.splitlines()
    return value if len(lines) < 2 else "\n".join(f"• {line[:120]}" for line in ["", *lines[:LINES_SHOWN]])[2:]


def _marked(context: BotContext, data: CardData, field: ShownField) -> str:
    read, name = data.fields.get(field.name), context.t.plain(f"field.{field.name}")
    return f"⚠️ {name}" if read is not None and read.value and read.state == FieldState.DOUBTFUL else name


def _work(context: BotContext, data: CardData) -> str:
    """What work its lines stand for, and what of it is parts and labour."""
    if data.kind not in WORKS or not (data.lines or data.services):
        return ""
    t = context.t
    said = [t("document.work", services=services_text(t, data.services, 6))] if data.services else []
    said += [t("document.line", description=line.description[:60]) for line in data.lines[:LINES_SHOWN]]
    if len(data.lines) > LINES_SHOWN:
        said.append(t("document.more_lines", n=len(data.lines) - LINES_SHOWN))
    split = _split(context, data)
    return "\n".join([*said, split] if split else said)


def _split(context: BotContext, data: CardData) -> str:
    """Parts and labour, where both are on the paper with their amounts."""
    sums = dict.fromkeys(LineKind, 0)
    currency = data.value("currency") or "EUR"
    for line in data.lines:
        amount = as_decimal(str(line.total)) if line.total is not None else None
        if amount is None:
            return ""
        sums[kind_of(line.description)] += Money.of(amount, currency).cents
    if not sums[LineKind.PART] or not sums[LineKind.LABOUR]:
        return ""
    parts, labour = (Money(sums[kind], currency) for kind in (LineKind.PART, LineKind.LABOUR))
    return context.t("document.parts_and_labour", parts=parts, labour=labour)


def _vehicle_line(context: BotContext, data: CardData) -> Html | str:
    t = context.t
    if data.kind is DocumentType.REGISTRATION:
        return t("document.updates_vehicle", vehicle=vehicle_name(t, data.vehicle)) if data.vehicle else ""
    if data.vehicle is not None:
        return t("document.vehicle", vehicle=vehicle_name(t, data.vehicle))
    plate = data.value("plate")
    if plate and data.kind not in _ALONE:
        return t("document.vehicle_new", plate=card_plate(data))
    return t("document.vehicle_unknown")


def _notes(context: BotContext, data: CardData) -> list[str]:
    remarks = (data.document.remarks or "").split(",")
    notes: list[str] = [context.t(f"capture.remark_{remark}") for remark in remarks if remark]
    if data.kind is DocumentType.INVOICE and data.vehicle is None and not data.value("plate") and not data.services:
        notes.append(context.t("document.is_it_a_garage"))
    if data.plate_differs:
        notes.append(context.t("document.plate_differs", plate=card_plate(data)))
    if data.document.kept_at is not None:
        notes.append(context.t("document.replaces"))
    if data.is_joint:
        notes.append(context.t("document.joint", n=data.document.pages or 1))
    if data.kind is DocumentType.QUOTE:
        notes.append(context.t("document.quote_note"))
    if any(_doubtful(data)):
        notes.append(context.t("document.doubtful_note"))
    if data.same_as is not None:
        by = data.document.same_by or "file"
        day = day_of(context.account, data.same_as.created_at)
        notes.append(context.t(f"document.same_{by}", day=day, document=document_label(context, data.same_as)))
    return notes


def _doubtful(data: CardData) -> Iterator[ShownField]:
    for field in shown_fields(data.kind):
        read = data.fields.get(field.name)
        if read is not None and read.value and read.state == FieldState.DOUBTFUL and not field.private:
            yield field


def _card_rows(context: BotContext, data: CardData) -> Rows:
    t, document = context.t, data.document
    save = "document.save"
    if data.kind is DocumentType.REGISTRATION:
        save = "document.save_vehicle" if data.vehicle is None else "document.complete_vehicle"
    rows: list[list[Button]] = _same_rows(context, data)
    if data.same_as is None:
        rows.append([Button(t.plain(save), OnDocument("save", document.id, document.revision), style="success")])
    doubts = [
        Button(_marked(context, data, field), CorrectField(field.name, document.id, document.revision))
        for field in list(_doubtful(data))[:DOUBTS_SHOWN]
    ]
    rows += [doubts[i : i + 2] for i in range(0, len(doubts), 2)]
    if data.kind is DocumentType.REGISTRATION:
        rows.append([_act(context, data, "document.correct", "correct")])
        rows += _holder_rows(context, data)
    else:
        rows.append(
            [
                _act(context, data, "document.correct", "correct"),
                _act(context, data, "document.change_vehicle", "vehicles"),
            ]
        )
    if data.kind is DocumentType.QUOTE:
        rows.append([Button(t.plain("quote_check.button"), CheckQuote(document.id))])
    if data.same_as is None:
        rows.append([_act(context, data, "document.discard", "discard")])
    return rows


def _holder_rows(context: BotContext, data: CardData) -> list[list[Button]]:
    """Whether the holder's name and address are kept, where they were read."""
    if not data.value("holder_name") and not data.value("holder_address"):
        return []
    if data.document.keeps_holder:
        return [[_act(context, data, "document.holder_kept", "no_holder")]]
    return [[_act(context, data, "document.keep_holder", "holder")]]


def _same_rows(context: BotContext, data: CardData) -> list[list[Button]]:
    """A paper that came before: see it, keep both, or this is the same."""
    if data.same_as is None:
        return []
    return [
        [Button(context.t.plain("document.earlier"), OpenDocument(data.same_as.id))],
        [_act(context, data, "document.keep_both", "both"), _act(context, data, "document.it_is_the_same", "same")],
    ]


def _kind_rows(context: BotContext, data: CardData, *, every: bool = False) -> list[list[Button]]:
    t, document = context.t, data.document
    kinds = [kind for kind in PAPERS if kind is not data.kind and (every or kind is not DocumentType.OTHER)]
    buttons = [
        Button(t.plain(f"document.kind_{kind}"), ChooseKind(kind.value, document.id, document.revision))
        for kind in kinds
    ]
    return [buttons[i : i + 2] for i in range(0, len(buttons), 2)]


def _act(context: BotContext, data: CardData, key: str, action: str) -> Button:
    return Button(context.t.plain(key), OnDocument(action, data.document.id, data.document.revision))
