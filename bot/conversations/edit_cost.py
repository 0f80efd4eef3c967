"""Correct one field of a cost.

card [correct] -> which field? (button) -> VALUE (text or button) -> card
a new amount of what comes back -> SINCE (button: from the next payment, or from the first) -> card
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.context import BotContext
from bot.conversations.answers import day_typed, label_typed, months_typed, words_typed
from bot.cost_callbacks import ChooseAnswer, CorrectCost
from bot.flow import END, Flow, Next, flow
from bot.routing import tap, typed
from bot.views import costs as views
from core.domain.money import Money
from core.domain.recurring import HIGHEST_PERIOD, NAMED_PERIODS, CostType, cost_name
from core.errors import Gone
from core.services.costs import ONCE, CostChange, CostData

NAME = "edit_cost"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    VALUE = "value"
    SINCE = "since"


class EditDraft(BaseModel):
    """The cost and field that are being corrected, and the new amount once it is known."""

    cost_id: int
    field: str
    cents: int = 0
    currency: str = "EUR"


async def begin(_: Update, context: BotContext) -> Next:
    """A field was chosen: ask for its value."""
    tapped = context.tap(CorrectCost)
    data = await context.services.costs.get(context.account, tapped.cost)
    if tapped.field not in views.FIELDS:
        raise Gone
    context.keep(EditDraft(cost_id=data.cost.id, field=tapped.field))
    await context.show(views.ask_value(context, tapped.field, Step.VALUE, data))
    return Step.VALUE


async def told(_: Update, context: BotContext) -> Next:
    """Take the value typed; one that cannot be read keeps the question."""
    draft = context.draft(EditDraft)
    data = await context.services.costs.get(context.account, draft.cost_id)
    text = context.text
    match draft.field:
        case "kind":
            return await _choose(
                context, draft, label_typed(context, {cost_name(kind): kind.value for kind in CostType})
            )
        case "amount":
            return await _amount(context, draft, data)
        case "paid_on":
            day = day_typed(context, text, allow_future=data.cost.period_months is not None)
            return await _change(context, draft, CostChange(paid_on=day))
        case "period":
            return await _change(context, draft, CostChange(period_months=months_typed(text, HIGHEST_PERIOD)))
        case "label":
            return await _change(context, draft, CostChange(label=words_typed(text)))
        case _:
            ended = await context.services.costs.end(
                context.account, draft.cost_id, day_typed(context, text, allow_future=True)
            )
            await context.show(views.detail(context, ended))
            return END


async def chosen(_: Update, context: BotContext) -> Next:
    """Take the value tapped; one of another question changes nothing."""
    tapped, step = context.tap(ChooseAnswer), Step(context.place.step)
    if tapped.step != step:
        context.toast("flow.already_answered")
        return step
    draft = context.draft(EditDraft)
    if step is Step.SINCE:
        return await _since(context, draft, tapped.answer)
    return await _choose(context, draft, tapped.answer)


async def _choose(context: BotContext, draft: EditDraft, answer: str) -> Next:
    if draft.field == "kind" and answer in set(CostType):
        return await _change(context, draft, CostChange(kind=CostType(answer)))
    if draft.field == "period" and answer in {str(months) for months in (ONCE, *NAMED_PERIODS)}:
        return await _change(context, draft, CostChange(period_months=int(answer)))
    if draft.field == "period" and answer == "other":
        data = await context.services.costs.get(context.account, draft.cost_id)
        await context.show(views.ask_value(context, "months", Step.VALUE, data))
        return Step.VALUE
    raise Gone


async def _amount(context: BotContext, draft: EditDraft, data: CostData) -> Next:
    """Take a new amount; of what was paid before and will be again, ask since when it holds."""
    amount = Money.parse(context.text, context.account.language, data.cost.currency)
    context.services.costs.check(amount)
    if data.cost.period_months is None or data.next_on is None or not data.times:
        return await _change(context, draft, CostChange(amount=amount))
    draft.cents, draft.currency = amount.cents, amount.currency
    context.keep(draft)
    await context.show(views.since_when(context, Step.SINCE, data, amount))
    return Step.SINCE


async def _since(context: BotContext, draft: EditDraft, answer: str) -> Next:
    amount = Money(draft.cents, draft.currency)
    if answer == "next":
        raised = await context.services.costs.raise_to(context.account, draft.cost_id, amount)
        await context.show(views.detail(context, raised))
        return END
    return await _change(context, draft, CostChange(amount=amount))


async def since_told(_: Update, context: BotContext) -> Next:
    """Typed instead of tapped: the two answers by their words, or another amount."""
    answers = {"cost_card.from_first": "first", "cost_card.next_word": "next"}
    return await _since(context, context.draft(EditDraft), label_typed(context, answers))


async def _change(context: BotContext, draft: EditDraft, change: CostChange) -> Next:
    data = await context.services.costs.change(context.account, draft.cost_id, change)
    await context.show(views.detail(context, data))
    return END


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap(CorrectCost, begin)],
        steps={
            Step.VALUE: [tap(ChooseAnswer, chosen), typed(told)],
            Step.SINCE: [tap(ChooseAnswer, chosen), typed(since_told)],
        },
    )
