"""Note a cost of a vehicle, paid once or again and again.

[add] -> KIND (button) -> LABEL (text, for other costs only) -> AMOUNT (text) -> PERIOD (button, not for what comes
      once as a rule) -> DAY (button or text) -> saved, with the offer of a reminder
PERIOD [other rhythm] -> MONTHS (text) -> DAY
"""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.callbacks import FormMove
from bot.context import BotContext
from bot.conversations.answers import day_typed, label_typed, months_typed, words_typed
from bot.cost_callbacks import AddCost, ChooseAnswer
from bot.flow import END, Flow, Next, flow
from bot.routing import said_move, tap, typed
from bot.views import costs as views
from bot.views import menu as menu_views
from core.domain.money import Money
from core.domain.recurring import HIGHEST_PERIOD, NAMED_PERIODS, USUALLY_ONCE, CostType, cost_name
from core.errors import Gone
from core.services.costs import ONCE, NewCost
from core.services.days import today_of

NAME = "add_cost"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    KIND = "kind"
    LABEL = "label"
    AMOUNT = "amount"
    PERIOD = "period"
    MONTHS = "months"
    DAY = "day"


ORDER = tuple(Step)


class CostDraft(BaseModel):
    """What was answered so far; a period of `ONCE` is no rhythm."""

    vehicle_id: int
    kind: CostType | None = None
    label: str | None = None
    cents: int = 0
    currency: str = "EUR"
    period: int = ONCE
    other_period: bool = False

    def asks(self, step: Step) -> bool:
        """Whether a question is one for this cost."""
        if step is Step.LABEL:
            return self.kind is CostType.OTHER
        if step is Step.PERIOD:
            return self.kind is None or self.kind not in USUALLY_ONCE
        return step is not Step.MONTHS or (self.other_period and self.asks(Step.PERIOD))


async def begin(_: Update, context: BotContext) -> Next:
    """Ask what kind of cost it is."""
    vehicle = await context.services.vehicles.get(context.account, context.tap(AddCost).vehicle)
    return await _go(context, CostDraft(vehicle_id=vehicle.id), Step.KIND)


async def chosen(_: Update, context: BotContext) -> Next:
    """Take a tapped answer; one of an earlier question changes nothing."""
    tapped, step = context.tap(ChooseAnswer), Step(context.place.step)
    if tapped.step != step:
        context.toast("flow.already_answered")
        return step
    return await _answer(context, step, tapped.answer)


async def told(_: Update, context: BotContext) -> Next:
    """Take a typed answer; one that cannot be read keeps the question."""
    step, draft = Step(context.place.step), context.draft(CostDraft)
    match step:
        case Step.KIND:
            return await _answer(
                context, step, label_typed(context, {cost_name(kind): kind.value for kind in CostType})
            )
        case Step.LABEL:
            draft.label = words_typed(context.text)
        case Step.AMOUNT:
            amount = Money.parse(context.text, context.account.language)
            draft.cents, draft.currency = amount.cents, amount.currency
            context.services.costs.check(amount)
        case Step.PERIOD:
            return await _period(context)
        case Step.MONTHS:
            draft.period = months_typed(context.text, HIGHEST_PERIOD)
        case Step.DAY:
            return await _save(context, draft, day_typed(context, context.text, allow_future=draft.period != ONCE))
    return await _after(context, step, draft)


async def move(_: Update, context: BotContext) -> Next:
    """Skip, go back or cancel; a button of an earlier question changes nothing."""
    tapped, step = context.tap(FormMove), Step(context.place.step)
    if tapped.move == "cancel":
        await context.show(menu_views.cancelled(context))
        return END
    if tapped.step != step:
        context.toast("flow.already_answered")
        return step
    draft = context.draft(CostDraft)
    if tapped.move == "back":
        earlier = [one for one in ORDER[: ORDER.index(step)] if draft.asks(one)]
        return await _go(context, draft, earlier[-1] if earlier else step)
    if step is not Step.LABEL:
        raise Gone
    return await _after(context, step, draft)


async def _answer(context: BotContext, step: Step, answer: str) -> Next:
    """Take the answer to a question with buttons."""
    draft = context.draft(CostDraft)
    if step is Step.KIND and answer in set(CostType):
        draft.kind = CostType(answer)
        draft.label = draft.label if draft.kind is CostType.OTHER else None
        draft.period = draft.period if draft.asks(Step.PERIOD) else ONCE
    elif step is Step.PERIOD and answer == "other":
        draft.other_period = True
    elif step is Step.PERIOD and answer in {str(months) for months in (ONCE, *NAMED_PERIODS)}:
        draft.period, draft.other_period = int(answer), False
    elif step is Step.DAY and answer == "today":
        return await _save(context, draft, today_of(context.account, context.services.clock))
    else:
        raise Gone
    return await _after(context, step, draft)


async def _period(context: BotContext) -> Next:
    """A rhythm typed by its name, or as a number of months."""
    names = {"period.once": str(ONCE)} | {f"period.months_{months}": str(months) for months in NAMED_PERIODS}
    draft = context.draft(CostDraft)
    if any(sign.isdigit() for sign in context.text):
        draft.period, draft.other_period = months_typed(context.text, HIGHEST_PERIOD), False
        return await _after(context, Step.PERIOD, draft)
    return await _answer(context, Step.PERIOD, label_typed(context, names))


async def _after(context: BotContext, step: Step, draft: CostDraft) -> Next:
    """Ask the next question."""
    return await _go(context, draft, next(one for one in ORDER[ORDER.index(step) + 1 :] if draft.asks(one)))


async def _go(context: BotContext, draft: CostDraft, step: Step) -> Next:
    context.keep(draft)
    first_day = step is Step.DAY and draft.period != ONCE
    key = "cost.ask_first_day" if first_day else f"cost.ask_{step}"
    await context.show(views.ask(context, step, key=key, first=step is Step.KIND, skippable=step is Step.LABEL))
    return step


async def _save(context: BotContext, draft: CostDraft, day: date) -> Next:
    """Keep it."""
    if draft.kind is None:
        raise Gone
    new = NewCost(
        vehicle_id=draft.vehicle_id,
        kind=draft.kind,
        amount=Money(draft.cents, draft.currency),
        paid_on=day,
        label=draft.label,
        period_months=draft.period or None,
    )
    await context.show(views.saved(context, await context.services.costs.add(context.account, new)))
    return END


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap(AddCost, begin)],
        steps={step: [said_move(move, told), typed(told)] for step in Step},
        anywhere=[tap(ChooseAnswer, chosen), tap(FormMove, move)],
    )
