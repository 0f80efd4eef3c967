"""The plans side by side, and what a plan does not give."""

from collections.abc import Sequence

from bot.billing_callbacks import OnSubscription, OrderPlan, ShowPlans
from bot.callbacks import Open
from bot.context import BotContext
from bot.outreach_callbacks import OnTicket
from bot.screens import Button, Rows, Screen
from core.domain.money import Money
from core.domain.plans import Feature, Interval, Level, Limits
from core.i18n import Translator
from core.services.entitlements import Access, Blocked
from core.services.offers import Catalogue, OfferedPrice

# What a card says of each plan, in this order.
SHOWN = (
    *(Feature.VEHICLES, Feature.DOCUMENTS, Feature.STORAGE, Feature.RECORDS, Feature.READINGS),
    *(Feature.AI_MESSAGES, Feature.AI_TRIES, Feature.DIAGNOSES, Feature.ANALYSES, Feature.PRIORITY),
)


def compare(
    context: BotContext, catalogue: Catalogue, access: Access, interval: Interval, ways: Sequence[str] = ()
) -> Screen:
    """Every plan with what it gives and costs; the person's own is marked."""
    t = context.t
    blocks: list[str] = [t("offers.title")]
    for level in Level:
        price = catalogue.price(level, interval)
        if level is Level.FREE or price is not None:
            blocks.append(_block(t, catalogue, access, level, price))
    blocks.append(t("offers.note"))
    other = Interval.YEAR if interval is Interval.MONTH else Interval.MONTH
    rows: list[list[Button]] = []
    if ways:
        rows += _choices(t, catalogue, access, interval)
    if any(price.interval is other and not price.stars for price in catalogue.prices):
        rows.append([Button(t.plain(f"offers.by_{other.value}"), ShowPlans(other.value))])
    return Screen("\n\n".join(blocks), [*rows, [Button(t.plain("menu.button"), Open("menu"))]])


def _choices(t: Translator, catalogue: Catalogue, access: Access, interval: Interval) -> list[list[Button]]:
    held = access.subscription
    rows = []
    for level in Level:
        price = catalogue.price(level, interval)
        same = held is not None and (held.level, held.interval) == (level, interval)
        if price is not None and not same:
            label = t.plain("offers.choose", plan=plan_name(t, level), price=price.money)
            rows.append([Button(label, OrderPlan(price.id), style="primary" if level is catalogue.popular else None)])
    if held is not None:
        rows.append([Button(t.plain("subscription.button"), OnSubscription("open"))])
    return rows


def support(context: BotContext) -> Screen:
    """Whom to turn to about a payment."""
    t = context.t
    rows = [
        [Button(t.plain("paysupport.write"), OnTicket("write", 0), style="primary")],
        [Button(t.plain("subscription.button"), OnSubscription("open"))],
        [Button(t.plain("menu.button"), Open("menu"))],
    ]
    return Screen(t("paysupport.text", account=context.account.id), rows)


def terms(context: BotContext) -> Screen:
    """What is agreed when a plan is paid."""
    t = context.t
    return Screen(t("terms.text"), [[Button(t.plain("menu.button"), Open("menu"))]])


def _block(t: Translator, catalogue: Catalogue, access: Access, level: Level, price: OfferedPrice | None) -> str:
    name = plan_name(t, level)
    head: str
    if price is None:
        head = t("offers.head_free", name=name)
    else:
        head = t(f"offers.head_{price.interval.value}", name=name, price=price.money, monthly=_monthly(price))
    if access.level is level:
        head = f"{head} {t('offers.yours')}"
    elif catalogue.popular is level:
        head = f"{head} {t('offers.popular')}"
    return "\n".join([head, *gives(t, catalogue.limits[level])])


def gives(t: Translator, limits: Limits) -> list[str]:
    """What a plan gives, a line each; what it does not give is left out."""
    found: list[str] = []
    for feature in SHOWN:
        limit = limits.get(feature, 0)
        if limit is None:
            found.append(t(f"gives_all.{feature.value}"))
        elif feature is Feature.STORAGE:
            found.append(t("gives.storage", size=limit))
        elif limit:
            found.append(t(f"gives.{feature.value}", n=limit))
    return found


def blocked(t: Translator, refusal: Blocked, leaving: Rows = ()) -> Screen:
    """Why something is not possible, that nothing is lost, and which plan gives it; `leaving` ends what is asked."""
    lines = [t(refusal.key, **refusal.values), t("blocked.safe")]
    if refusal.again_on is not None:
        lines.append(t("blocked.again", day=refusal.again_on))
    rows = []
    if refusal.better is not None:
        lines.append(t(f"blocked_more.{refusal.feature.value}", plan=plan_name(t, refusal.better)))
        rows.append([Button(t.plain("offers.compare"), ShowPlans(Interval.MONTH.value), style="primary")])
    return Screen("\n\n".join(lines), [*rows, *(leaving or [[Button(t.plain("menu.button"), Open("menu"))]])])


def plan_name(t: Translator, level: Level) -> str:
    """A plan's name."""
    return t.plain(f"plan_name.{level.value}")


def _monthly(price: OfferedPrice) -> Money:
    months = 12 if price.interval is Interval.YEAR else 1
    return Money(price.money.cents // months, price.money.currency)
