"""Which garage of the directory another source's is: by SIRET, by the source's own key, then by name and distance."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core import db
from core.domain.garages.globe import Point, cell_of, cells_around
from core.domain.garages.listing import SAME_PLACE, Listing, ListingStatus, core_name, same_garage
from core.models import ListedGarage

# Metres around the middle of a town in which a garage of the same name is the same one.
_VAGUE = 3_000.0


def point_in(garage: ListedGarage) -> Point | None:
    """Where a garage is, if that is known."""
    if garage.latitude is None or garage.longitude is None:
        return None
    return Point(garage.latitude, garage.longitude)


@dataclass(slots=True)
class Known:
    """The garages that a batch may name: by SIRET, by key, and by the cell they lie in."""

    by_siret: dict[str, ListedGarage] = field(default_factory=dict)
    by_key: dict[str, ListedGarage] = field(default_factory=dict)
    by_cell: defaultdict[int, list[ListedGarage]] = field(default_factory=lambda: defaultdict(list))

    def add(self, garage: ListedGarage) -> None:
        """Know one more."""
        if garage.siret is not None:
            self.by_siret[garage.siret] = garage
        if garage.source_key is not None:
            self.by_key[garage.source_key] = garage
        if garage.cell is not None and garage not in self.by_cell[garage.cell]:
            self.by_cell[garage.cell].append(garage)

    def twin(self, listing: Listing) -> ListedGarage | None:
        """The garage that a listing is, if it is known."""
        found = self.by_siret.get(listing.siret) if listing.siret is not None else None
        if found is None and listing.key is not None:
            found = self.by_key.get(listing.key)
        return found if found is not None else self._beside(listing)

    def _beside(self, listing: Listing) -> ListedGarage | None:
        if listing.point is None:
            return None
        name = core_name(listing.name)
        for cell in _cells(listing):
            for other in self.by_cell.get(cell, ()):
                if _conflict(listing, other):
                    continue
                vague = listing.approximate or other.approximate
                if same_garage(name, listing.point, other.core_name, point_in(other), vague=vague):
                    return other
        return None


def _conflict(listing: Listing, other: ListedGarage) -> bool:
    """Whether both have a SIRET, or both a key of one source: then they are told apart by it, however alike."""
    if listing.siret is not None and other.siret is not None:
        return listing.siret != other.siret
    kind, other_kind = (key.partition(":")[0] if key else None for key in (listing.key, other.source_key))
    return kind is not None and kind == other_kind and listing.key != other.source_key


async def known(listings: Sequence[Listing]) -> Known:
    """What is known of the garages that a batch may name, in three statements."""
    found = Known()
    sirets = [listing.siret for listing in listings if listing.siret is not None]
    keys = [listing.key for listing in listings if listing.key is not None]
    cells = {cell for listing in listings if listing.point is not None for cell in _cells(listing)}
    for column, values in (("siret", sirets), ("source_key", keys), ("cell", sorted(cells))):
        for garage in await _where(column, values):
            found.add(garage)
    return found


async def twin_of(listing: Listing) -> ListedGarage | None:
    """The garage that a listing is, if it is known."""
    return (await known([listing])).twin(listing)


async def _where(column: str, values: Iterable[str | int]) -> list[ListedGarage]:
    wanted, found = list(values), []
    # SQLite takes 32,766 marks, PostgreSQL 32,767.
    for start in range(0, len(wanted), 10_000):
        part = wanted[start : start + 10_000]
        marks = ", ".join("?" * len(part))
        rest = f"WHERE {column} IN ({marks}) AND status <> ?"
        found += await db.load(ListedGarage, rest, *part, ListingStatus.CLOSED.value)
    return found


def _cells(listing: Listing) -> list[int]:
    if listing.point is None:
        return []
    reach = _VAGUE if listing.approximate else SAME_PLACE
    own = cell_of(listing.point)
    around = [
        cell for first, last in cells_around(listing.point, reach) for cell in range(first, min(last, first + 9) + 1)
    ]
    return [own, *(cell for cell in around if cell != own)]
