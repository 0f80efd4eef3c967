"""What a confirmed card made, by its kind; and what is asked where it cannot be believed."""

from bot.callbacks import OnDocument, Open, OpenDocument, OpenVehicle
from bot.context import BotContext
from bot.due_callbacks import OpenDates, UndoReading
from bot.paper_callbacks import CardKilometres, PlanQuote
from bot.screens import Button, Screen
from bot.views import fuel as fuel_views
from bot.views import history as history_views
from bot.views.documents import back, document_label
from bot.views.names import vehicle_name
from core.domain.capture.types import DocumentType
from core.domain.technical_inspection import InspectionResult
from core.errors import Refusal
from core.services.days import today_of
from core.services.documents import CardData
from core.services.odometer import OdometerDoubted
from core.services.paper_effects import Confirmed

# Days from today that an offer's work may be planned for at a tap.
SOON_DAYS = (7, 14, 30)


def confirmed(context: BotContext, done: Confirmed) -> Screen:
    """What was made of the paper, with the ways on and the way back."""
    kind = done.document.kind
    if done.fill is not None:
        return _headed(context, done, fuel_views.saved(context, done.fill))
    if done.reading is not None:
        return _read(context, done)
    if kind == DocumentType.INSURANCE:
        return _insured(context, done)
    if kind == DocumentType.QUOTE:
        return _quoted(context, done)
    if done.saved is None:
        return _kept(context, done)
    screen = history_views.saved(context, done.saved)
    if kind == DocumentType.INSPECTION:
        return Screen(
            "\n".join([screen.text, *_next_inspection(context, done)]), [*screen.rows, *_dates_row(context, done)]
        )
    return screen


def doubted(context: BotContext, data: CardData, refusal: Refusal) -> Screen:
    """What cannot be believed: what was perhaps meant, save all the same, correct, or back."""
    t, document = context.t, data.document
    rows: list[list[Button]] = []
    if isinstance(refusal, OdometerDoubted):
        for guess in refusal.guesses:
            meant = CardKilometres(guess, document.id, document.revision)
            rows.append([Button(t.plain("odometer.meant", kilometres=guess), meant)])
    rows.append([Button(t.plain("record.save_anyway"), OnDocument("save_anyway", document.id, document.revision))])
    rows.append([Button(t.plain("document.correct"), OnDocument("correct", document.id, document.revision))])
    return Screen(t(refusal.key, **refusal.values), [*rows, [back(context, data)]])


def ask_day(context: BotContext, document_id: int) -> Screen:
    """Ask when the work of an offer is planned for."""
    t = context.t
    soon = [[Button(t.plain("quote.in_days", n=days), PlanQuote(document_id, days)) for days in SOON_DAYS]]
    return Screen(t("quote.which_day"), [*soon, [Button(t.plain("flow.back"), OpenDocument(document_id))]])


def _read(context: BotContext, done: Confirmed) -> Screen:
    t, reading, vehicle = context.t, done.reading, done.vehicle
    if reading is None or vehicle is None:
        return _kept(context, done)
    rows = [
        [Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))],
        [Button(t.plain("odometer.undo"), UndoReading(reading.id))],
    ]
    text: str = t("odometer.saved", vehicle=vehicle_name(t, vehicle), kilometres=reading.kilometres)
    return _headed(context, done, Screen(text, rows))


def _insured(context: BotContext, done: Confirmed) -> Screen:
    t, vehicle = context.t, done.vehicle
    if vehicle is None:
        return _kept(context, done)
    lines = [t("insurance.saved", vehicle=vehicle_name(t, vehicle), insurer=vehicle.insurer or "")]
    until = done.document.expires_on
    if until is not None:
        past = until < today_of(context.account, context.services.clock)
        lines.append(t("insurance.past" if past else "insurance.until", day=until))
    return _headed(context, done, Screen("\n".join(lines), [*_dates_row(context, done), *_document_row(context, done)]))


def _quoted(context: BotContext, done: Confirmed) -> Screen:
    t, document = context.t, done.document
    rows: list[list[Button]] = []
    if done.vehicle is not None:
        rows.append([Button(t.plain("quote.plan"), PlanQuote(document.id), style="primary")])
    else:
        rows.append([Button(t.plain("document.change_vehicle"), OpenDocument(document.id))])
    return Screen(t("quote.saved", document=document_label(context, document)), [*rows, *_document_row(context, done)])


def _kept(context: BotContext, done: Confirmed) -> Screen:
    t = context.t
    return Screen(t("document.kept", document=document_label(context, done.document)), _document_row(context, done))


def _next_inspection(context: BotContext, done: Confirmed) -> list[str]:
    t, dates = context.t, done.dates
    due = dates.inspection.next if dates is not None else None
    last = dates.inspection.last if dates is not None else None
    if due is None or due.to_confirm or last is None:
        return []
    retest = last.result is not InspectionResult.FAVOURABLE
    return [t("inspection.retest_by" if retest else "inspection.next_by", day=due.due_on)]


def _headed(context: BotContext, done: Confirmed, screen: Screen) -> Screen:
    """A vehicle that was added on the way is told first."""
    if not done.vehicle_is_new or done.vehicle is None:
        return screen
    added = context.t("vehicle.added", vehicle=vehicle_name(context.t, done.vehicle))
    return Screen(f"{added}\n{screen.text}", screen.rows)


def _dates_row(context: BotContext, done: Confirmed) -> list[list[Button]]:
    if done.vehicle is None:
        return []
    return [[Button(context.t.plain("dates.button"), OpenDates(done.vehicle.id))]]


def _document_row(context: BotContext, done: Confirmed) -> list[list[Button]]:
    t = context.t
    return [
        [
            Button(t.plain("document.open"), OpenDocument(done.document.id)),
            Button(t.plain("documents.back"), Open("documents")),
        ]
    ]
