"""What a person may do now: from their subscription's row, the catalogue and the clock. Nothing else decides it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core import db
from core.db.gather import CHANGED, Question, Row, made, rows_of
from core.domain.plans import SPANS, TRIES, Feature, Level, Limits, Span, allows, counted_month
from core.domain.subscription_states import Standing, gives_access, open_until
from core.errors import Refusal
from core.models import Account, Subscription
from core.ports import Clock
from core.services.days import today_of
from core.services.offers import Catalogue, Offers
from core.services.standing import Piece

_TAKE = (
    "INSERT INTO usage_count(owner_id, feature, month, used) VALUES(?, ?, ?, ?)"
    " ON CONFLICT(owner_id, feature, month) DO UPDATE SET used = usage_count.used + excluded.used"
    " WHERE usage_count.used + excluded.used <= ? RETURNING used"
)
# The same without a limit: who asks along with it judges what comes back, and a refusal undoes it.
_COUNT = (
    "INSERT INTO usage_count(owner_id, feature, month, used) VALUES(?, ?, ?, {})"
    " ON CONFLICT(owner_id, feature, month) DO UPDATE SET used = usage_count.used + excluded.used"
)
_GIVE_BACK = "UPDATE usage_count SET used = used - ? WHERE owner_id = ? AND feature = ? AND month = ? AND used >= ?"
_HELD = "WHERE holder_id = ?"
_BOUNDLESS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Access:
    """The plan that is open to a person, until when, and the subscription that holds their place, open or not."""

    level: Level
    until: datetime | None = None
    subscription: Subscription | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a feature is used, of how much (None: no limit)."""

    feature: Feature
    used: int
    limit: int | None


class Blocked(Refusal):
    """The plan does not give (any more of) this; `better` is the smallest plan that gives more.

    `again_on` is when a monthly count begins anew.
    """

    def __init__(
        self, feature: Feature, level: Level, limits: Limits, better: Level | None, again_on: date | None = None
    ) -> None:
        self.feature, self.level, self.better, self.again_on = feature, level, better, again_on
        self.limit = limits.get(feature, 0)
        if self.limit:
            super().__init__(f"blocked.{feature.value}", n=self.limit)
        else:
            super().__init__(f"blocked_none.{feature.value}")


@dataclass(frozen=True, slots=True)
class Entitlements:
    """Decides and counts; `take` and `room` join the caller's transaction, so that use and effect commit together."""

    clock: Clock
    offers: Offers

    async def access(self, owner: Account) -> Access:
        """The plan that is open to a person now."""
        return self._access(await db.load(Subscription, _HELD, owner.id))

    def _access(self, rows: Sequence[Subscription]) -> Access:
        if not rows:
            return Access(Level.FREE)
        held = rows[0]
        standing = standing_of(held)
        if not gives_access(standing, self.clock.now()):
            return Access(Level.FREE, subscription=held)
        return Access(held.level, open_until(standing), held)

    async def limits(self, owner: Account) -> tuple[Level, Limits]:
        """The plan that is open and what it gives."""
        level = (await self.access(owner)).level
        return level, (await self.offers.catalogue()).limits[level]

    async def require(self, owner: Account, feature: Feature) -> None:
        """Refuse what the plan gives nothing of, not even to try; counts nothing."""
        level, limits = await self.limits(owner)
        tries = limits.get(TRIES[feature], 0) if feature in TRIES else 0
        if limits.get(feature, 0) == 0 and tries == 0:
            raise self._blocked(await self.offers.catalogue(), feature, level)

    async def room(
        self, owner: Account, feature: Feature, kept: int, more: int = 1, *, held: Sequence[Row] | None = None
    ) -> None:
        """Refuse to keep more than the plan gives; the caller counted under the lock of the owner's row.

        `held` answers `held_by`, where it was asked.
        """
        catalogue = await self.offers.catalogue()
        if allows(catalogue.least(feature), kept, more):
            return  # whatever their plan is
        if held is None:
            level, limits = await self.limits(owner)
        else:
            level = self._access(made(Subscription, held)).level
            limits = catalogue.limits[level]
        if not allows(limits.get(feature, 0), kept, more):
            raise self._blocked(await self.offers.catalogue(), feature, level)

    async def take(self, owner: Account, feature: Feature, *, kind: str = "", times: int = 1) -> None:
        """Count uses of a feature, or refuse them; what fails afterwards is given back by `give_back`.

        `kind` tells apart what may be tried once each.
        """
        least = (await self.offers.catalogue()).least(feature)
        if await self._counted(owner, feature.value, self._month(owner, feature, feature.value), times, least):
            return  # whatever their plan is: one statement, and no question about it
        level, limits = await self.limits(owner)
        counted, limit = feature.value, limits.get(feature, 0)
        if limit == 0 and feature in TRIES:
            counted, limit = f"{TRIES[feature].value}:{kind}", limits.get(TRIES[feature], 0)
        if not await self._counted(owner, counted, self._month(owner, feature, counted), times, limit):
            today = today_of(owner, self.clock)
            again = _next_month(today) if counted == feature.value and limit else None
            raise self._blocked(await self.offers.catalogue(), feature, level, again)

    def counting(self, owner: Account, feature: Feature, uses: Piece | None = None) -> Question:
        """The change that counts a use, or as many as `uses` says, whatever the plan gives: `judge` what it answers."""
        times = uses or Piece("1")
        month = self._month(owner, feature, feature.value)
        return Question(("used",), _COUNT.format(times.sql), (owner.id, feature.value, month, *times.values))

    async def judge(self, owner: Account, feature: Feature, answers: Mapping[str, Sequence[Row]]) -> None:
        """Refuse a use that was counted beyond what the plan gives; what answered `counting` and `held_by` says it."""
        used, catalogue = int(answers[CHANGED][0]["used"]), await self.offers.catalogue()
        level = self._access(made(Subscription, answers["held"])).level
        if not allows(catalogue.limits[level].get(feature, 0), used, 0):
            limit = catalogue.limits[level].get(feature, 0)
            again = _next_month(today_of(owner, self.clock)) if limit else None
            raise self._blocked(catalogue, feature, level, again)

    async def given_or_tried(self, owner: Account, feature: Feature, *, kind: str) -> bool | None:
        """Whether a plan gives some of a feature (True, and nothing is counted), or one try was just taken (False)."""
        _, limits = await self.limits(owner)
        if limits.get(feature, 0) != 0:
            return True
        tries = limits.get(TRIES[feature], 0) if feature in TRIES else 0
        counted = f"{TRIES[feature].value}:{kind}" if feature in TRIES else ""
        month = self._month(owner, feature, counted)
        return False if counted and await self._counted(owner, counted, month, 1, tries) else None

    async def give_back(self, owner: Account, feature: Feature, *, kind: str = "", times: int = 1) -> None:
        """Take uses of this month back: what failed is not counted."""
        for counted in (feature.value, f"{TRIES[feature].value}:{kind}" if feature in TRIES else ""):
            month = self._month(owner, feature, counted)
            if counted and await db.execute(_GIVE_BACK, times, owner.id, counted, month, times):
                return

    async def usage(self, owner: Account) -> list[Use]:
        """What is used of each monthly feature."""
        return (await self.level_and_usage(owner))[1]

    async def level_and_usage(self, owner: Account) -> tuple[Level, list[Use]]:
        """The plan that is open, and what is used of each monthly feature."""
        access, usage = await self.access_and_usage(owner)
        return access.level, usage

    async def access_and_usage(self, owner: Account) -> tuple[Access, list[Use]]:
        """The plan that is open, with what holds it, and what is used of each monthly feature."""
        access = await self.access(owner)
        limits = (await self.offers.catalogue()).limits[access.level]
        month = counted_month(Feature.READINGS, today_of(owner, self.clock))
        rows = await db.fetch("SELECT feature, used FROM usage_count WHERE owner_id = ? AND month = ?", owner.id, month)
        used = {str(row["feature"]): int(row["used"]) for row in rows}
        monthly = [feature for feature, span in SPANS.items() if span is Span.MONTH]
        return access, [Use(feature, used.get(feature.value, 0), limits.get(feature, 0)) for feature in monthly]

    async def _counted(self, owner: Account, counted: str, month: str, times: int, limit: int | None) -> bool:
        bound = _BOUNDLESS if limit is None else limit
        if times > bound:
            return False
        # One statement: of many at once with one left, exactly one gets it.
        return bool(await db.fetch(_TAKE, owner.id, counted, month, times, bound))

    def _month(self, owner: Account, feature: Feature, counted: str) -> str:
        name = feature if counted == feature.value else TRIES[feature]
        return counted_month(name, today_of(owner, self.clock))

    @staticmethod
    def _blocked(catalogue: Catalogue, feature: Feature, level: Level, again_on: date | None = None) -> Blocked:
        return Blocked(feature, level, catalogue.limits[level], catalogue.better(feature, level), again_on)


def held_by(owner: Account) -> dict[str, Question]:
    """What to ask for the subscription that holds a person's place."""
    return {"held": rows_of(Subscription, _HELD, owner.id)}


def standing_of(held: Subscription) -> Standing:
    """What decides about a subscription's access and news."""
    terms = f"{held.level.value}:{held.interval.value}"
    return Standing(held.status, terms, held.period_end, held.cancels, held.grace_until)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
