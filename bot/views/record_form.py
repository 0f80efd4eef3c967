"""The form that writes down work: its questions, its last look."""

from collections.abc import Sequence

from bot.callbacks import FormMove, OpenRecord, Tap
from bot.context import BotContext
from bot.record_callbacks import Choose
from bot.screens import Button, Rows, Screen
from bot.service_selection import ServiceChoice
from bot.views import vehicle_choice
from bot.views.names import services_text, vehicle_name
from core.domain.money import Money
from core.domain.record_status import RecordStatus
from core.domain.service_types import service_name
from core.domain.typed_dates import AmbiguousDate
from core.models import Vehicle
from core.services.maintenance import NewRecord
from core.services.records import RecordData


def which_vehicle(context: BotContext, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask whose work it was."""
    t = context.t
    rows = vehicle_choice.buttons(context, vehicles, lambda vehicle: Choose("vehicle", str(vehicle.id)))
    return Screen(t("odometer.whose"), [*rows, [Button(t.plain("flow.cancel"), FormMove("cancel", "vehicle"))]])


def services(context: BotContext, choice: ServiceChoice, leave: Tap | None = None) -> Screen:
    """Ask what was done: buttons to tick, words to type; `leave` is the way out, else the form is cancelled."""
    t = context.t
    buttons = [
        Button(f"{'✓ ' if one in choice.chosen else ''}{t.plain(service_name(one))}", Choose("services", one.value))
        for one in choice.shown
    ]
    rows: list[Sequence[Button]] = [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    rows += _turns(context, choice)
    if choice.chosen:
        rows.append([Button(t.plain("form.services_done"), Choose("services", "done"), style="primary")])
    out = (
        Button(t.plain("flow.back"), leave) if leave else Button(t.plain("flow.cancel"), FormMove("cancel", "services"))
    )
    text: str = t("form.service_unknown", said=choice.said) if choice.said else t("form.services")
    if choice.chosen:
        text = f"{text}\n\n{t('form.services_chosen', services=services_text(t, choice.chosen, 20))}"
    return Screen(text, [*rows, [out]])


def day(context: BotContext, *, first: bool = False) -> Screen:
    """Ask for the day; a question that comes first has nothing to go back to."""
    t = context.t
    near = [
        Button(t.plain("form.yesterday"), Choose("date", "yesterday")),
        Button(t.plain("form.today"), Choose("date", "today")),
    ]
    return Screen(t("form.record_day"), [near, *_moves(context, "date", back=not first, skip=False)])


def which_day(context: BotContext, read: AmbiguousDate) -> Screen:
    """A date that reads two ways: ask which one."""
    t = context.t
    both = [
        Button(t.plain("value.date", day=one), Choose("date", f"{one:%Y%m%d}")) for one in (read.first, read.second)
    ]
    text = t("error.date_ambiguous", first=read.first, second=read.second)
    return Screen(text, [both, *_moves(context, "date", skip=False)])


def kilometres(context: BotContext, expected: int | None) -> Screen:
    """Ask what the odometer showed; what it is expected to be is a button."""
    t = context.t
    rows = []
    if expected is not None:
        rows = [[Button(t.plain("form.about", kilometres=expected), Choose("kilometres", str(expected)))]]
    return Screen(t("form.record_kilometres"), [*rows, *_moves(context, "kilometres")])


def doubtful_kilometres(context: BotContext, typed: int, last: int) -> Screen:
    """A mileage that the readings contradict: ask."""
    t = context.t
    keep = Button(t.plain("odometer.keep_anyway"), Choose("kilometres", f"keep.{typed}"))
    return Screen(t("form.kilometres_doubtful", kilometres=typed, last=last), [[keep], *_moves(context, "kilometres")])


def garage(context: BotContext, known: Sequence[str]) -> Screen:
    """Ask where; the garages visited last are buttons."""
    buttons = [Button(name[:40], Choose("garage", str(n))) for n, name in enumerate(known)]
    rows = [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    return Screen(context.t("form.garage"), [*rows, *_moves(context, "garage")])


def amount(context: BotContext, planned: Money | None = None, *, to_come: bool = False) -> Screen:
    """Ask what it cost, or should cost; what was planned is a button."""
    t = context.t
    rows = []
    if planned is not None:
        rows = [[Button(t.plain("value.money", amount=planned), Choose("amount", "planned"))]]
    return Screen(t("form.amount_planned" if to_come else "form.amount"), [*rows, *_moves(context, "amount")])


def last_look(context: BotContext, vehicle: Vehicle, new: NewRecord) -> Screen:
    """What will be written, before it is."""
    t = context.t
    planned = new.status is RecordStatus.SCHEDULED
    lines: list[str] = [
        t("record.title", services=services_text(t, new.services, 20)),
        t("document.vehicle", vehicle=vehicle_name(t, vehicle)),
        t("record.planned_for" if planned else "record.done_on", day=new.done_on),
    ]
    if new.kilometres is not None:
        lines.append(t("record.kilometres", kilometres=new.kilometres))
    if new.garage:
        lines.append(t("record.garage", garage=new.garage))
    if new.total is not None:
        lines.append(t("record.total", total=new.total))
    lines += ["", t("record.note", note=new.note) if new.note else t("form.add_a_note")]
    save = Button(t.plain("document.save"), Choose("confirm", "save"), style="success")
    return Screen("\n".join(lines), [[save], *_moves(context, "confirm", skip=False)])


def twin(context: BotContext, data: RecordData) -> Screen:
    """The work seems to be in the logbook already."""
    t = context.t
    rows = [
        [Button(t.plain("record.open"), OpenRecord(data.record.id))],
        [Button(t.plain("record.save_anyway"), Choose("confirm", "anyway"))],
        [Button(t.plain("flow.cancel"), FormMove("cancel", "confirm"))],
    ]
    return Screen(t("record.twin_by_hand", services=services_text(t, data.services), day=data.record.done_on), rows)


def _turns(context: BotContext, choice: ServiceChoice) -> Rows:
    """Earlier and later services; words that were not understood have only what is near to them."""
    t = context.t
    if choice.said:
        return [[Button(t.plain("form.more_services"), Choose("services", "more"))]]
    turns = [Button(t.plain("list.earlier"), Choose("services", "fewer"))] if choice.position else []
    if choice.has_more:
        turns.append(Button(t.plain("form.more_services"), Choose("services", "more")))
    return [turns] if turns else []


def _moves(context: BotContext, step: str, *, back: bool = True, skip: bool = True) -> list[list[Button]]:
    t = context.t
    moves = [Button(t.plain("flow.back"), FormMove("back", step))] if back else []
    if skip:
        moves.append(Button(t.plain("flow.skip"), FormMove("skip", step)))
    rows = [moves] if moves else []
    return [*rows, [Button(t.plain("flow.cancel"), FormMove("cancel", step))]]
