"""The directory of garages: nearest, by words, best rated, one's own; a garage's card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import db
from core.db.full_text import GARAGES
from core.domain.garages.globe import NEAR, Point
from core.domain.garages.listing import ListingStatus
from core.domain.garages.price_ranges import PriceRange
from core.domain.garages.sought import Kind, Order, Sought
from core.domain.garages.specialties import MARK, Specialty
from core.errors import Gone
from core.models import Account, ListedGarage, MyGarage
from core.ports import Clock
from core.services.days import today_of
from core.services.garage_prices import prices_of
from core.services.nearest import DOES, VISIBLE, Around, best_rated, nearest

# Garages on a page, and the most of a list.
PAGE = 6
MOST = 300


@dataclass(frozen=True, slots=True)
class Hit:
    """A garage of a list, and how far it is from the place asked about, in metres."""

    garage: ListedGarage
    metres: float | None = None


@dataclass(frozen=True, slots=True)
class GaragePage:
    """A page of a list; `more` when others follow."""

    sought: Sought
    hits: Sequence[Hit]
    more: bool


@dataclass(frozen=True, slots=True)
class GarageCard:
    """A garage, and what it is to the person."""

    garage: ListedGarage
    favourite: bool
    visited_on: date | None
    prices: Sequence[PriceRange] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """Looks garages up; what is pending is only there for whoever brought it."""

    clock: Clock

    async def find(self, owner: Account, sought: Sought) -> GaragePage:
        """One page of a list."""
        wanted = min(sought.position, MOST) + PAGE + 1
        match sought.kind:
            case Kind.NEAR if sought.middle is not None:
                hits = await self.near(owner, sought.middle, wanted, sought.specialty, sought.order)
            case Kind.WORDS:
                hits = await self._by_words(owner, sought, wanted)
            case Kind.MINE:
                hits = await self._mine(owner, wanted)
            case _:
                hits = await self._top(owner, sought, wanted)
        shown = hits[sought.position : sought.position + PAGE]
        return GaragePage(sought, shown, more=len(hits) > sought.position + PAGE)

    async def near(
        self,
        owner: Account,
        middle: Point,
        wanted: int,
        specialty: Specialty | None = None,
        order: Order = Order.DISTANCE,
        reach: float = NEAR,
    ) -> list[Hit]:
        """The nearest garages, or the best rated within reach; where there is none, those a little farther away."""
        asked = Around(owner, middle, wanted, specialty)
        found = await (best_rated if order is Order.RATING else nearest)(asked, reach)
        by_id = await _loaded([number for number, _ in found])
        return [Hit(by_id[number], distance) for number, distance in found if number in by_id]

    async def card(self, owner: Account, garage_id: int) -> GarageCard:
        """A garage's card."""
        garage = await self.get(owner, garage_id)
        mine = await MyGarage.get_or_none(owner_id=owner.id, garage_id=garage.id)
        favourite = mine is not None and mine.favourite
        prices = await prices_of(garage, today_of(owner, self.clock))
        return GarageCard(garage, favourite, mine.visited_on if mine is not None else None, prices)

    async def get(self, owner: Account, garage_id: int) -> ListedGarage:
        """A garage that the person may see."""
        found = await db.load(ListedGarage, f"g WHERE g.id = ? AND {VISIBLE}", garage_id, owner.id)
        if not found:
            raise Gone
        return found[0]

    async def mark(self, owner: Account, garage_id: int, *, favourite: bool) -> GarageCard:
        """Keep a garage among one's favourites, or no more."""
        async with db.transaction():
            garage = await self.get(owner, garage_id)
            mine, _ = await MyGarage.get_or_create(
                owner_id=owner.id, garage_id=garage.id, defaults={"created_at": self.clock.now()}
            )
            mine.favourite = favourite
            if favourite or mine.visited_on is not None:
                await mine.save(update_fields=["favourite"])
            else:
                await mine.delete()
        return await self.card(owner, garage_id)

    async def _by_words(self, owner: Account, sought: Sought, wanted: int) -> list[Hit]:
        found = await _worded(owner, list(sought.words), sought.specialty, wanted)
        return [Hit(garage) for garage in found]

    async def _top(self, owner: Account, sought: Sought, wanted: int) -> list[Hit]:
        specialty = sought.specialty
        if specialty is not None and specialty is not Specialty.REPAIR:
            return [Hit(garage) for garage in await _worded(owner, [], specialty, wanted)]
        # Most garages repair, so that the order alone finds them soon.
        does, values = (f" AND {DOES}", [f"% {specialty} %"]) if specialty is not None else ("", [])
        rest = f"g WHERE g.status = ?{does} ORDER BY g.score DESC, g.id LIMIT ?"
        found = await db.load(ListedGarage, rest, ListingStatus.LISTED.value, *values, wanted)
        return [Hit(garage) for garage in found]

    async def _mine(self, owner: Account, wanted: int) -> list[Hit]:
        mine = "SELECT garage_id FROM my_garage WHERE owner_id = ?"
        rest = f"g WHERE g.id IN ({mine}) AND {VISIBLE} ORDER BY g.name, g.id LIMIT ?"
        found = await db.load(ListedGarage, rest, owner.id, owner.id, wanted)
        return [Hit(garage) for garage in found]


async def _loaded(numbers: Sequence[int]) -> dict[int, ListedGarage]:
    if not numbers:
        return {}
    marks = ", ".join("?" * len(numbers))
    return {garage.id: garage for garage in await db.load(ListedGarage, f"WHERE id IN ({marks})", *numbers)}


async def _worded(owner: Account, words: Sequence[str], specialty: Specialty | None, wanted: int) -> list[ListedGarage]:
    """Garages that have every word, or one that begins with it, the best rated first."""
    plain = [word for word in words if word.isascii() and word.isalnum()]
    exact = [f"{MARK}{specialty}"] if specialty is not None else []
    if not plain and not exact:
        return []
    if db.is_sqlite():
        terms = [f'"{word}"*' if _may_go_on(word) else f'"{word}"' for word in plain]
        asked = " ".join([*terms, *(f'"{word}"' for word in exact)])
        rest = (
            f"g JOIN {GARAGES.name} ON {GARAGES.name}.rowid = g.id WHERE {GARAGES.name} MATCH ? AND {VISIBLE}"
            " ORDER BY g.score DESC, g.id LIMIT ?"
        )
        numbers = await db.fetch(f"SELECT g.id FROM listed_garage {rest}", asked, owner.id, wanted)  # noqa: S608  # names of ours
    else:
        terms = [f"{word}:*" if _may_go_on(word) else word for word in plain]
        asked = " & ".join([*terms, *exact])
        rest = (
            f"g WHERE to_tsvector('simple', g.words) @@ to_tsquery('simple', ?) AND {VISIBLE}"
            " ORDER BY g.score DESC, g.id LIMIT ?"
        )
        numbers = await db.fetch(f"SELECT g.id FROM listed_garage {rest}", asked, owner.id, wanted)  # noqa: S608  # names of ours
    ordered = [int(row["id"]) for row in numbers]
    by_id = await _loaded(ordered)
    return [by_id[number] for number in ordered if number in by_id]


def _may_go_on(word: str) -> bool:
    """Whether what was typed may be the beginning of a word; two letters begin too many."""
    return len(word) > 2 or word.isdigit()
