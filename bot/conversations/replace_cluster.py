"""Note that the instrument cluster was replaced, so that the history goes on.

[new cluster] -> DAY (button or text) -> OLD (text, or the expected value) -> NEW (text, or what was typed) -> saved
every question but the first has a way back
"""

from datetime import date, timedelta
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.context import BotContext
from bot.due_callbacks import ClusterAnswer, NewCluster, UndoCluster
from bot.flow import END, Flow, Next, flow
from bot.routing import tap, typed
from bot.views import odometer as views
from core.domain.distance import checked_kilometres, parse_kilometres
from core.domain.typed_dates import AmbiguousDate, parse_date
from core.errors import Gone, Refusal
from core.services.days import today_of

NAME = "replace_cluster"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    DAY = "day"
    OLD = "old"
    NEW = "new"


ORDER = tuple(Step)


class ClusterDraft(BaseModel):
    """What was said so far; `shown` is what was typed before the cluster came up."""

    vehicle_id: int
    shown: int | None = None
    day: date | None = None
    old: int | None = None


async def begin(_: Update, context: BotContext) -> Next:
    """Ask when it was replaced."""
    tapped = context.tap(NewCluster)
    vehicle = await context.services.vehicles.get(context.account, tapped.vehicle)
    shown = checked_kilometres(tapped.kilometres) if tapped.kilometres >= 0 else None
    draft = ClusterDraft(vehicle_id=vehicle.id, shown=shown)
    return await _ask(context, draft, Step.DAY)


async def answer(_: Update, context: BotContext) -> Next:
    """Take a typed answer; one that cannot be read keeps the question."""
    step, draft = Step(context.place.step), context.draft(ClusterDraft)
    if step is Step.DAY:
        return await _day(context, draft, _typed_day(context))
    return await _kilometres(context, draft, step, parse_kilometres(context.text))


async def choose(_: Update, context: BotContext) -> Next:
    """Take a tapped answer; a button of an earlier question only shows the present one."""
    tapped, step, draft = context.tap(ClusterAnswer), Step(context.place.step), context.draft(ClusterDraft)
    if tapped.step != step:
        context.toast("flow.already_answered")
        return step
    if tapped.value == views.BACK:
        return await _ask(context, draft, ORDER[max(ORDER.index(step) - 1, 0)])
    if step is Step.DAY:
        if not 0 <= tapped.value <= 1:
            raise Gone
        return await _day(context, draft, today_of(context.account, context.services.clock) - timedelta(tapped.value))
    return await _kilometres(context, draft, step, checked_kilometres(tapped.value))


async def undo(_: Update, context: BotContext) -> None:
    """Forget the replacement."""
    vehicle = await context.services.odometer.undo_replacement(context.account, context.tap(UndoCluster).vehicle)
    await context.show(views.cluster_undone(context, vehicle))


async def _day(context: BotContext, draft: ClusterDraft, day: date) -> Next:
    if day > today_of(context.account, context.services.clock):
        raise Refusal("error.date_in_future")
    draft.day = day
    return await _ask(context, draft, Step.OLD)


async def _kilometres(context: BotContext, draft: ClusterDraft, step: Step, kilometres: int) -> Next:
    if step is Step.OLD:
        draft.old = kilometres
        return await _ask(context, draft, Step.NEW)
    if draft.old is None or draft.day is None:
        raise Gone
    vehicle = await context.services.odometer.replace_cluster(
        context.account, draft.vehicle_id, draft.old, kilometres, draft.day
    )
    await context.show(views.cluster_replaced(context, vehicle, draft.old, kilometres, draft.day))
    return END


async def _ask(context: BotContext, draft: ClusterDraft, step: Step) -> Step:
    """Keep what was said and ask the next question, with likely answers as buttons."""
    context.keep(draft)
    t = context.t
    vehicle = await context.services.vehicles.get(context.account, draft.vehicle_id)
    choices: list[tuple[str, int]] = []
    if step is Step.DAY:
        choices = [(t.plain("day.today"), 0), (t.plain("day.yesterday"), 1)]
    elif step is Step.OLD:
        expected = await context.services.odometer.expected(context.account, vehicle, draft.day)
        if expected is not None:
            choices = [(t.plain("odometer.about", kilometres=expected.kilometres), expected.kilometres)]
    else:
        shown = dict.fromkeys(value for value in (draft.shown, 0) if value is not None)
        choices = [(t.plain("value.kilometres", kilometres=value), value) for value in shown]
    await context.show(views.ask_cluster(context, vehicle, step, choices))
    return step


def _typed_day(context: BotContext) -> date:
    today = today_of(context.account, context.services.clock)
    read = parse_date(context.text, today, context.account.language)
    if isinstance(read, AmbiguousDate):
        raise Refusal("error.date_ambiguous", first=read.first, second=read.second)
    return read


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap(NewCluster, begin)],
        steps={step: [tap(ClusterAnswer, choose), typed(answer)] for step in Step},
    )
