"""Imports: what was found in a file, what has to be asked, what became of it."""

from collections.abc import Sequence

from bot.callbacks import Open, OpenVehicle
from bot.context import BotContext
from bot.import_callbacks import AnswerImport, ImportVehicle, OnImport
from bot.screens import Button, Rows, Screen, StoredFile
from bot.views import vehicle_choice
from bot.views.fuel import quantity_text
from bot.views.names import vehicle_name
from core.domain.imports.import_preview import Preview
from core.domain.imports.import_rows import CHOICES, Question, RowKind, Skipped
from core.i18n import Rate, Translator
from core.models import ImportBatch, Vehicle
from core.services.imports import ImportCard

# Rows that are not imported, as many as a card tells at a glance, and as many as one message takes.
FEW, MANY = 4, 60
_KINDS = (RowKind.FUEL, RowKind.WORK, RowKind.COST, RowKind.ODOMETER, RowKind.REMINDER)


def live_name(batch_id: int) -> str:
    """The name under which an import's message is replaced."""
    return f"import:{batch_id}"


def invitation(context: BotContext) -> Screen:
    """What can be dropped in the chat."""
    return Screen(context.t("import.invitation"), _menu(context))


def received(context: BotContext) -> Screen:
    """The first sign of life."""
    return Screen(context.t("import.received"))


def running(context: BotContext) -> Screen:
    """It is being imported."""
    return Screen(context.t("import.running"))


def refused(context: BotContext, batch: ImportBatch) -> Screen:
    """Why nothing can be made of the file."""
    return Screen(context.t(f"import.refused_{batch.refusal or 'broken_table'}"), _menu(context))


def dropped(context: BotContext) -> Screen:
    """Nothing was imported, as they wished."""
    return Screen(context.t("import.dropped"), _menu(context))


def undone(context: BotContext) -> Screen:
    """All that the import brought is gone."""
    return Screen(context.t("import.undone"), _menu(context))


def card(context: BotContext, found: ImportCard) -> Screen:
    """What would be imported, and the first thing that has to be asked."""
    t, preview, batch = context.t, found.preview, found.batch
    if preview is None:
        return received(context)
    lines: list[str] = [t("import.title", app=_app(t, preview)), "", *_counts(t, preview)]
    lines += [*_span(t, preview), *_where(t, found)]
    if preview.questions:
        question = preview.questions[0]
        lines += ["", t(f"import.ask_{question.about}")]
        return Screen("\n".join(lines), _question(t, batch, question))
    if preview.average is not None:
        lines += ["", t("import.consumption", average=Rate(preview.average))]
    lines += _skipped(t, preview)
    return Screen("\n".join(lines), _decide(t, found, preview))


def picture(context: BotContext, stored: str) -> Screen:
    """What the file would bring, drawn."""
    return Screen(context.t("import.picture"), [], photo=StoredFile(stored, "autotrack.png", "image/png"))


def choose_vehicle(context: BotContext, found: ImportCard, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask which vehicle the rows belong to."""
    t, batch = context.t, found.batch
    rows = vehicle_choice.buttons(
        context, vehicles, lambda vehicle: ImportVehicle(vehicle.id, batch.id, batch.revision)
    )
    rows.append([Button(t.plain("import.new_vehicle"), ImportVehicle(0, batch.id, batch.revision))])
    rows.append([Button(t.plain("import.back"), OnImport("back", batch.id, batch.revision))])
    return Screen(t("import.whose"), rows)


def skipped(context: BotContext, found: ImportCard) -> Screen:
    """The rows that are not imported, by line and reason."""
    t, batch, preview = context.t, found.batch, found.preview
    shown = preview.skipped[:MANY] if preview is not None else ()
    total = preview.skipped_total if preview is not None else 0
    lines: list[str] = [t("import.skipped_title", n=total), "", *(_skip(t, one) for one in shown)]
    if total > len(shown):
        lines.append(t("import.and_more", n=total - len(shown)))
    return Screen("\n".join(lines), [[Button(t.plain("import.back"), OnImport("back", batch.id, batch.revision))]])


def done(context: BotContext, found: ImportCard) -> Screen:
    """What was imported, and how to take it back."""
    t, outcome, batch = context.t, found.outcome, found.batch
    if outcome is None:
        return running(context)
    kept = [t(f"import.n_{kind.value}", n=outcome.counts[kind]) for kind in _KINDS if outcome.counts[kind]]
    lines: list[str] = [t("import.done"), *kept] if kept else [t("import.nothing_new")]
    if outcome.known and kept:
        lines.append(t("import.known", n=outcome.known))
    if found.preview is not None and found.preview.skipped_total:
        lines.append(t("import.left_out", n=found.preview.skipped_total))
    rows: list[list[Button]] = []
    if len(outcome.vehicles) == 1:
        rows.append([Button(t.plain("vehicle.open"), OpenVehicle(outcome.vehicles[0]))])
    else:
        rows.append([Button(t.plain("menu.vehicles"), Open("vehicles"))])
    if kept or outcome.added:
        lines += ["", t("import.undo_hint")]
        rows.append([Button(t.plain("import.undo"), OnImport("undo", batch.id, batch.revision))])
    return Screen("\n".join(lines), rows)


def ask_undo(context: BotContext, found: ImportCard) -> Screen:
    """Ask once before taking everything back."""
    t, batch = context.t, found.batch
    rows = [
        [Button(t.plain("import.undo_yes"), OnImport("undone", batch.id, batch.revision), style="danger")],
        [Button(t.plain("import.back"), OnImport("back", batch.id, batch.revision))],
    ]
    return Screen(t("import.undo_ask"), rows)


def _app(t: Translator, preview: Preview) -> str:
    return t.plain(f"import.app_{preview.format.value}") if preview.format is not None else ""


def _counts(t: Translator, preview: Preview) -> list[str]:
    lines: list[str] = []
    for kind in _KINDS:
        count = preview.counts.get(kind, 0)
        if not count:
            continue
        line: str = t(f"import.n_{kind.value}", n=count)
        if kind is RowKind.FUEL and preview.fuel_unit is not None:
            quantity = quantity_text(t, preview.fuel_quantity_milli, preview.fuel_unit.value)
            line = t("import.with_fuel", what=t.plain(f"import.n_{kind.value}", n=count), quantity=quantity)
            if preview.fuel_cost is not None:
                line = t(
                    "import.with_fuel_cost",
                    what=t.plain(f"import.n_{kind.value}", n=count),
                    quantity=quantity,
                    amount=preview.fuel_cost,
                )
        lines.append(line)
    if preview.cost is not None:
        lines.append(t("import.cost", amount=preview.cost))
    return lines


def _span(t: Translator, preview: Preview) -> list[str]:
    if preview.first_date is None or preview.last_date is None:
        return []
    return [t("import.span", first=preview.first_date, last=preview.last_date)]


def _where(t: Translator, found: ImportCard) -> list[str]:
    """The vehicles that the rows go to, old ones and new ones."""
    if found.meant is None or found.preview is None or found.meant.needs_choice:
        return []
    names = []
    cars = {car.key: car for car in found.preview.cars}
    for key, vehicle in list(found.meant.vehicles.items())[:FEW]:
        if vehicle is not None:
            names.append(vehicle_name(t, vehicle))
            continue
        car = cars[key]
        name = car.name or " ".join(part for part in (car.make, car.model) if part) or car.plate
        names.append(t.plain("import.to_be_added", name=name) if name else t.plain("import.new_vehicle"))
    more = len(found.meant.vehicles) - len(names)
    shown = ", ".join(names) + (" …" if more > 0 else "")
    return [t("import.vehicles", n=len(found.meant.vehicles), names=shown)]


def _skipped(t: Translator, preview: Preview) -> list[str]:
    if not preview.skipped_total:
        return []
    lines: list[str] = ["", t("import.skipped", n=preview.skipped_total)]
    return [*lines, *(_skip(t, one) for one in preview.skipped[:FEW])]


def _skip(t: Translator, one: Skipped) -> str:
    reason = t.plain(f"import.skip_{one.reason.value}")
    return (
        t("import.skip_in", file=one.file, line=one.line, reason=reason)
        if one.file
        else t("import.skip", line=one.line, reason=reason)
    )


def _question(t: Translator, batch: ImportBatch, question: Question) -> Rows:
    known = CHOICES[question.about]
    rows = [
        [
            Button(
                t.plain(f"import.choice_{_word(choice)}"),
                AnswerImport(question.about.value, known.index(choice), batch.id, batch.revision),
            )
        ]
        for choice in question.choices
    ]
    return [*rows, [Button(t.plain("import.drop"), OnImport("drop", batch.id, batch.revision))]]


def _word(choice: str) -> str:
    return {",": "comma", ".": "point"}.get(choice, choice)


def _decide(t: Translator, found: ImportCard, preview: Preview) -> Rows:
    batch = found.batch
    confirm = "import.confirm_consumption" if preview.average is not None else "import.confirm"
    rows = [[Button(t.plain(confirm), OnImport("confirm", batch.id, batch.revision), style="primary")]]
    if found.meant is not None and len(found.meant.vehicles) == 1:
        key = "import.which_vehicle" if found.meant.needs_choice else "import.other_vehicle"
        rows.append([Button(t.plain(key), OnImport("vehicles", batch.id, batch.revision))])
    if preview.skipped_total > FEW:
        rows.append([Button(t.plain("import.show_skipped"), OnImport("skipped", batch.id, batch.revision))])
    return [*rows, [Button(t.plain("import.drop"), OnImport("drop", batch.id, batch.revision))]]


def _menu(context: BotContext) -> Rows:
    return [[Button(context.t.plain("menu.button"), Open("menu"))]]
