"""The catalogue of plans: read from its rows, remembered until they change."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core import db
from core.domain.money import Money
from core.domain.plans import STARS, Feature, Interval, Level, Limits, first_with
from core.errors import Gone
from core.services.remembered import Remembered


@dataclass(frozen=True, slots=True)
class OfferedPrice:
    """A price that can be chosen, by the id of its row."""

    id: int
    level: Level
    interval: Interval
    money: Money

    @property
    def stars(self) -> int:
        """How many Stars it is; 0 for a price in money."""
        return self.money.cents // 100 if self.money.currency == STARS else 0


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every plan's limits, and what is on offer."""

    limits: Mapping[Level, Limits]
    prices: tuple[OfferedPrice, ...]
    popular: Level | None

    def price(self, level: Level, interval: Interval, *, stars: bool = False) -> OfferedPrice | None:
        """What a plan costs each interval, in money or in Stars."""
        mine = (one for one in self.prices if one.level is level and one.interval is interval)
        return next((one for one in mine if bool(one.stars) == stars), None)

    def least(self, feature: Feature) -> int | None:
        """What every plan gives of a feature, the smallest too."""
        given = [limits.get(feature, 0) for limits in self.limits.values()]
        return min((limit for limit in given if limit is not None), default=None)

    def better(self, feature: Feature, than: Level) -> Level | None:
        """The smallest plan on offer that gives more of a feature."""
        offered = {level for level in self.limits if level is than or any(one.level is level for one in self.prices)}
        return first_with({level: self.limits[level] for level in offered}, feature, than)


@dataclass(slots=True)
class Offers:
    """Reads the catalogue; what was read inside a transaction that changed it is not remembered."""

    remembered: Remembered[Catalogue] = field(init=False)

    def __post_init__(self) -> None:
        self.remembered = Remembered("plans", _read)

    async def catalogue(self) -> Catalogue:
        """The catalogue as it is now."""
        return await self.remembered.get()

    def changed(self) -> None:
        """Read it anew, now and once the surrounding transaction has committed; other processes are not told."""
        self.remembered.doubt()

    async def offered(self, price_id: int) -> OfferedPrice:
        """A price that is on offer, or `Gone`."""
        found = next((one for one in (await self.catalogue()).prices if one.id == price_id), None)
        if found is None:
            raise Gone
        return found


async def _read() -> Catalogue:
    limits: dict[Level, dict[Feature, int | None]] = {}
    offered, popular, prices = set(), None, []
    # In one statement, plans first: what every count asks may cost one query and no more.
    for row in await db.fetch(_EVERYTHING):
        level, amount = Level(row["plan"]), row["amount"]
        match row["what"]:
            case 0:
                limits[level] = {}
                offered |= {level} if amount else set()
                popular = level if row["name"] else popular
            case 1:
                limits[level][Feature(row["name"])] = None if amount is None else int(amount)
            case _ if level in offered:
                money = Money(int(amount), row["currency"])
                prices.append(OfferedPrice(int(row["id"]), level, Interval(row["name"]), money))
    return Catalogue(limits, tuple(prices), popular)


_EVERYTHING = """
    SELECT 0 AS what, level AS plan, CASE WHEN popular THEN 'popular' ELSE '' END AS name,
    CASE WHEN active THEN 1 ELSE 0 END AS amount, '' AS currency, 0 AS id FROM plan
    UNION ALL SELECT 1, plan_id, feature, amount, '', 0 FROM plan_limit
    UNION ALL SELECT 2, plan_id, interval, amount_cents, currency, id FROM plan_price WHERE active
    ORDER BY 1, 4, 6
"""
