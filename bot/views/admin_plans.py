"""Plans as administrators edit them."""

from collections.abc import Sequence

from bot.admin_callbacks import AskAdmin, OnPlan, OpenAdmin
from bot.context import BotContext
from bot.screens import Button, Rows, Screen
from bot.views.admin_menu import back
from bot.views.admin_words import feature_name, provider_name
from bot.views.offers import plan_name
from core.domain.money import Money
from core.domain.plans import STARS, Feature, Interval, rank
from core.i18n import Translator
from core.models import PlanPrice
from core.services.plan_editing import EditedPlan

# What can be asked for a plan, whether it is asked already or not.
PRICED = (
    (Interval.MONTH, "EUR"),
    (Interval.YEAR, "EUR"),
    (Interval.MONTH, STARS),
)


def page(context: BotContext, plans: Sequence[EditedPlan]) -> Screen:
    """Every plan with who has it."""
    t = context.t
    lines: list[str] = [t("admin.plans"), ""]
    for plan in plans:
        people = sum(plan.holders.values())
        lines.append(t("admin.plan_line", plan=plan_name(t, plan.level), state=_state(t, plan), n=people))
    rows = [[Button(plan_name(t, plan.level), OnPlan("open", plan.level.value)) for plan in plans]]
    return Screen("\n".join(lines), [*rows, *back(context)])


def _state(t: Translator, plan: EditedPlan) -> str:
    if not plan.active:
        return t.plain("admin.plan_off")
    return t.plain("admin.plan_popular") if plan.popular else t.plain("admin.plan_on")


def to_plan(t: Translator, level: str) -> Button:
    """The way to a plan."""
    return Button(t.plain("admin.back_to_plan"), OnPlan("open", level))


def plan(context: BotContext, found: EditedPlan) -> Screen:
    """One plan with all it gives and costs."""
    t, level = context.t, found.level.value
    lines: list[str] = [t("admin.plan_title", plan=plan_name(t, found.level), state=_state(t, found))]
    lines += [t("admin.plan_limit", feature=feature_name(t, one), amount=amount(t, one, found)) for one in Feature]
    lines += [t("admin.plan_price", interval=t(f"admin.by_{one.interval.value}"), price=_price(t, one))
              for one in found.prices]  # fmt: skip
    held = ", ".join(f"{number} {provider_name(t, provider)}" for provider, number in sorted(found.holders.items()))
    lines.append(t("admin.plan_held", held=held or "0"))
    rows = [[Button(t.plain("admin.edit_limits"), OnPlan("limits", level))]]
    if rank(found.level) > 0:
        rows[0].append(Button(t.plain("admin.edit_prices"), OnPlan("prices", level)))
        offer = ("admin.plan_withdraw", "withdraw") if found.active else ("admin.plan_offer", "offer")
        rows.append([Button(t.plain(offer[0]), OnPlan(offer[1], level))])
        if not found.popular:
            rows[1].append(Button(t.plain("admin.plan_recommend"), OnPlan("recommend", level)))
    return Screen("\n".join(lines), [*rows, *_back(t)])


def _limit(t: Translator, feature: Feature, found: EditedPlan) -> str:
    return t.plain("admin.plan_limit", feature=feature_name(t, feature), amount=amount(t, feature, found))


def amount(t: Translator, feature: Feature, found: EditedPlan) -> str:
    """How much a plan gives of a feature."""
    given = found.limits.get(feature, 0)
    if given is None:
        return "∞"
    return t.plain("admin.size", size=given) if feature is Feature.STORAGE else str(given)


def _price(t: Translator, price: PlanPrice) -> str:
    if price.currency == STARS:
        return f"{price.amount_cents // 100} ⭐"
    return t.plain("mail.amount", amount=Money(price.amount_cents, price.currency))


def limits(context: BotContext, found: EditedPlan) -> Screen:
    """What a plan gives, to be changed."""
    t, level = context.t, found.level.value
    buttons = [Button(_limit(t, one, found), AskAdmin("limit", 0, f"{level}.{one.value}")) for one in Feature]
    rows: Rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    back_to = [to_plan(t, level)]
    return Screen(t("admin.which_limit", plan=plan_name(t, found.level)), [*rows, back_to])


def prices(context: BotContext, found: EditedPlan) -> Screen:
    """What a plan costs, to be changed."""
    t, level = context.t, found.level.value
    rows = []
    for interval, currency in PRICED:
        label = t.plain("admin.set_price", interval=t.plain(f"admin.by_{interval.value}"), currency=currency)
        rows.append([Button(label, AskAdmin("price", 0, f"{level}.{interval.value}.{currency.lower()}"))])
    for one in found.prices:
        label = t.plain("admin.drop_price", interval=t.plain(f"admin.by_{one.interval.value}"), price=_price(t, one))
        rows.append([Button(label, OnPlan("drop_price", level, one.id), style="danger")])
    back_to = [to_plan(t, level)]
    return Screen(t("admin.which_price", plan=plan_name(t, found.level)), [*rows, back_to])


def _back(t: Translator) -> Rows:
    return [[Button(t.plain("admin.back_to_plans"), OpenAdmin("plans"))]]
