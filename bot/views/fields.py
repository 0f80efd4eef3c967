"""The question of one field of a card: what it is now, what may be meant, where it stands on the paper."""

from collections.abc import Sequence

from bot.callbacks import ChooseEnergy, CorrectField, OnDocument
from bot.context import BotContext
from bot.due_callbacks import FieldKilometres
from bot.paper_callbacks import ChooseGuess, ChooseResult, SeeField
from bot.screens import Button, Screen, StoredFile
from bot.views.documents import back, measured
from bot.views.odometer import expected_button
from bot.views.values import shown_value
from core.domain.capture.types import FieldState
from core.domain.document_fields import FieldKind, ShownField
from core.domain.energy import Energy, energy_name
from core.domain.technical_inspection import InspectionResult
from core.services.documents import CardData
from core.services.mileage import ExpectedReading

# The place of the present value among those that are offered.
PRESENT_VALUE = 0


def ask_field(
    context: BotContext,
    data: CardData,
    field: ShownField,
    guesses: Sequence[str],
    expected: ExpectedReading | None = None,
) -> Screen:
    """Ask for the right value of a field, showing the present one; what may be meant is a tap away."""
    t, document = context.t, data.document
    read, by = data.fields.get(field.name), measured(data)
    now = shown_value(t, field, data.value(field.name), by) or t.plain("document.nothing_there")
    rows: list[list[Button]] = []
    if read is not None and read.value and read.state == FieldState.DOUBTFUL:
        guess = ChooseGuess(PRESENT_VALUE, document.id, document.revision)
        rows.append([Button(t.plain("document.is_right", value=now[:40]), guess, style="success")])
    others = [
        Button(shown_value(t, field, value, by) or value, ChooseGuess(number, document.id, document.revision))
        for number, value in enumerate(guesses, start=1)
    ]
    rows += [others[i : i + 2] for i in range(0, len(others), 2)]
    rows += [list(row) for row in expected_button(t, expected, FieldKilometres)]
    rows += _choices(context, field)
    if read is not None and read.seen:
        seen = SeeField(field.name, document.id, document.revision)
        rows.append([Button(t.plain("document.see_field"), seen)])
    rows.append([back(context, data)])
    key = "document.choose_field" if field.kind in {FieldKind.ENERGY, FieldKind.RESULT} else "document.ask_field"
    return Screen(t(key, field=t.plain(f"field.{field.name}"), now=now), rows)


def seen(context: BotContext, data: CardData, field: ShownField, stored: str) -> Screen:
    """The part of the paper where a field was read."""
    t, document = context.t, data.document
    value = shown_value(t, field, data.value(field.name), measured(data)) or t.plain("document.nothing_there")
    rows = [
        [Button(t.plain("document.correct"), CorrectField(field.name, document.id, document.revision))],
        [Button(t.plain("document.back_to_card"), OnDocument("back", document.id, document.revision))],
    ]
    text = t("document.seen_there", field=t.plain(f"field.{field.name}"), value=value)
    return Screen(text, rows, photo=StoredFile(stored, "part.jpg", "image/jpeg"))


def not_seen(context: BotContext, data: CardData) -> Screen:
    """The page of that field was not kept."""
    return Screen(context.t("document.not_seen"), [[back(context, data)]])


def _choices(context: BotContext, field: ShownField) -> list[list[Button]]:
    t = context.t
    if field.kind is FieldKind.ENERGY:
        buttons = [Button(t.plain(energy_name(energy)), ChooseEnergy(energy.value)) for energy in Energy]
        return [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    if field.kind is FieldKind.RESULT:
        return [[Button(t.plain(f"inspection.{one}"), ChooseResult(one.value))] for one in InspectionResult]
    return []
