"""Plans as administrators edit them: what they give, what they cost, which are on offer.

A price that somebody paid is never changed: a new one takes its place on offer, and whoever pays the old one goes on
paying it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from core import db
from core.domain.money import CURRENCIES, Money
from core.domain.plans import SPANS, STARS, Feature, Interval, Level, Span
from core.domain.subscription_states import LIVE
from core.errors import Gone, Refusal
from core.models import Plan, PlanLimit, PlanPrice
from core.services.auditing import Actor, Auditing, Deed
from core.services.offers import Offers

HIGHEST: Final = 10**13
# What is typed for "no limit".
ENDLESS: Final = frozenset(
    {"∞", "illimité", "illimitée", "illimite", "unlimited", "no limit", "ilimitado", "sin límite", "-"}
)
HIGHEST_CENTS: Final = 10_000_00
_STARS_MONTHLY: Final = Interval.MONTH
_HOLDERS: Final = (
    "SELECT level, provider, COUNT(*) AS n FROM subscription WHERE holder_id IS NOT NULL"  # noqa: S608  # marks alone
    f" AND status IN ({', '.join('?' for _ in LIVE)}) GROUP BY level, provider"
)


@dataclass(frozen=True, slots=True)
class EditedPlan:
    """A plan with all of its rows."""

    level: Level
    active: bool
    popular: bool
    limits: Mapping[Feature, int | None]
    prices: Sequence[PlanPrice]
    # How many people hold it now, by who brought it (stripe, stars, gift).
    holders: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlanEditing:
    """Changes the rows of the catalogue; every process offers and counts by them at once."""

    auditing: Auditing
    offers: Offers

    async def plans(self) -> list[EditedPlan]:
        """Every plan, from the smallest."""
        limits = await PlanLimit.all()
        prices = await PlanPrice.filter(active=True).order_by("interval", "currency", "id")
        held = await db.fetch(_HOLDERS, *[status.value for status in LIVE])
        rows = {plan.level: plan for plan in await Plan.all()}
        return [
            EditedPlan(
                level,
                rows[level].active,
                rows[level].popular,
                {Feature(one.feature): one.amount for one in limits if one.plan_id == level.value},
                [one for one in prices if one.plan_id == level.value],
                {str(row["provider"]): int(row["n"]) for row in held if row["level"] == level.value},
            )
            for level in Level
            if level in rows
        ]

    async def set_limit(self, actor: Actor, level: Level, feature: Feature, amount: int | None) -> None:
        """Give so much of a feature, None for no limit."""
        highest = 1 if SPANS[feature] is Span.SWITCH else HIGHEST
        if amount is not None and not 0 <= amount <= highest:
            raise Refusal("admin.amount_not_possible")
        async with db.transaction():
            plan = await self._locked(level)
            row = await PlanLimit.get_or_none(plan_id=plan.level.value, feature=feature)
            before = row.amount if row is not None else 0
            if row is None:
                await PlanLimit.create(plan_id=level.value, feature=feature, amount=amount)
            else:
                await PlanLimit.filter(id=row.id).update(amount=amount)
            deed = Deed("plan.limit", "plan", f"{level.value}.{feature.value}")
            await self._changed(actor, deed, {"amount": before}, {"amount": amount})

    async def set_price(self, actor: Actor, level: Level, interval: Interval, price: Money) -> None:
        """Offer a plan at another price from now on, one for each interval and currency."""
        stars = price.currency == STARS
        if level is Level.FREE or (stars and interval is not _STARS_MONTHLY):
            raise Refusal("admin.price_not_possible")
        if price.currency not in {*CURRENCIES, STARS} or not 0 < price.cents <= HIGHEST_CENTS * (100 if stars else 1):
            raise Refusal("admin.price_not_possible")
        async with db.transaction():
            await self._locked(level)
            place: dict[str, Any] = {"plan_id": level.value, "interval": interval, "currency": price.currency}
            before = [one.amount_cents for one in await PlanPrice.filter(active=True, **place)]
            if before == [price.cents]:
                return
            await PlanPrice.filter(active=True, **place).update(active=False)
            if not await PlanPrice.filter(amount_cents=price.cents, **place).update(active=True):
                await PlanPrice.create(amount_cents=price.cents, active=True, **place)
            deed = Deed("plan.price", "plan", f"{level.value}.{interval.value}.{price.currency.lower()}")
            await self._changed(actor, deed, {"cents": before}, {"cents": [price.cents]})

    async def withdraw_price(self, actor: Actor, price_id: int) -> Level:
        """Offer a plan at this price no more."""
        async with db.transaction():
            price = await PlanPrice.select_for_update().get_or_none(id=price_id, active=True)
            if price is None:
                raise Gone
            await PlanPrice.filter(id=price_id).update(active=False)
            deed = Deed("plan.price", "plan", f"{price.plan_id}.{price.interval.value}.{price.currency.lower()}")
            await self._changed(actor, deed, {"cents": [price.amount_cents]}, {"cents": []})
        return Level(price.plan_id)

    async def offer(self, actor: Actor, level: Level, *, active: bool) -> None:
        """Put a plan on offer, or take it off; whoever has it keeps it."""
        async with db.transaction():
            plan = await self._locked(level)
            if level is Level.FREE or plan.active is active:
                return
            await Plan.filter(level=level).update(active=active)
            await self._changed(
                actor, Deed("plan.offer", "plan", level.value), {"active": not active}, {"active": active}
            )

    async def recommend(self, actor: Actor, level: Level) -> None:
        """Mark one plan as the one most people take."""
        async with db.transaction():
            plan = await self._locked(level)
            if plan.popular:
                return
            before = [one.level.value for one in await Plan.filter(popular=True)]
            await Plan.filter(popular=True).update(popular=False)
            await Plan.filter(level=level).update(popular=True)
            deed = Deed("plan.recommend", "plan", level.value)
            await self._changed(actor, deed, {"recommended": before}, {"recommended": [level.value]})

    async def _locked(self, level: Level) -> Plan:
        plan = await Plan.select_for_update().get_or_none(level=level)
        if plan is None:
            raise Gone
        return plan

    async def _changed(
        self, actor: Actor, deed: Deed, before: Mapping[str, object], after: Mapping[str, object]
    ) -> None:
        await self.auditing.note(actor, deed, before, after)
        await self.offers.remembered.changed()
