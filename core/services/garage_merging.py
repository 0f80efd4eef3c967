"""Which garage of the directory another source's is: by SIRET, by the source's own key, then by name and distance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core import db
from core.domain.garages.globe import Point, cell_of, cells_around
from core.domain.garages.listing import SAME_PLACE, Listing, ListingStatus, core_name, same_garage
from core.models import ListedGarage

# Metres around the middle of a town in which a garage of the same name is the same one.
_VAGUE = 3_000.0
# Degrees of latitude that are more than `SAME_PLACE`.
_NEAR_DEGREES = 0.0015


def point_in(garage: ListedGarage) -> Point | None:
    """Where a garage is, if that is known."""
    if garage.latitude is None or garage.longitude is None:
        return None
    return Point(garage.latitude, garage.longitude)


@dataclass(slots=True)
class Neighbour:
    """A garage as far as it takes to see that it is the same as another; its row once that is needed."""

    number: int | None
    name: str
    point: Point
    siret: str | None
    key: str | None
    approximate: bool
    row: ListedGarage | None = None


@dataclass(slots=True)
class Known:
    """The garages that a file may name: rows by SIRET and key, and what stands in each cell that was looked at."""

    rows: dict[int, ListedGarage] = field(default_factory=dict)
    by_siret: dict[str, ListedGarage] = field(default_factory=dict)
    by_key: dict[str, ListedGarage] = field(default_factory=dict)
    by_cell: dict[int, list[Neighbour]] = field(default_factory=dict)
    by_number: dict[int, Neighbour] = field(default_factory=dict)
    fresh: list[Neighbour] = field(default_factory=list)

    def add(self, garage: ListedGarage) -> None:
        """Know one more, or know one anew."""
        if garage.siret is not None:
            self.by_siret[garage.siret] = garage
        if garage.source_key is not None:
            self.by_key[garage.source_key] = garage
        point = point_in(garage)
        if garage.id is None and garage.cell is not None and point is not None:
            new = Neighbour(None, garage.core_name, point, garage.siret, garage.source_key, garage.approximate, garage)
            self.by_cell.setdefault(garage.cell, []).append(new)
            self.fresh.append(new)
        elif garage.id is not None and garage.id in self.by_number:
            seen = self.by_number[garage.id]
            seen.siret, seen.key, seen.name = garage.siret, garage.source_key, garage.core_name

    def twin(self, listing: Listing) -> ListedGarage | None:
        """The garage that a listing is, if it is known."""
        found = self.by_siret.get(listing.siret) if listing.siret is not None else None
        if found is None and listing.key is not None:
            found = self.by_key.get(listing.key)
        if found is not None:
            return found
        beside = self._beside(listing)
        if beside is None:
            return None
        return beside.row if beside.row is not None else self.rows.get(beside.number or 0)

    async def look(self, listings: Sequence[Listing]) -> None:
        """Read what may be the garages of a batch; each cell is read once for a whole file."""
        for one in self.fresh:
            # They were stored meanwhile: from now on their number is enough.
            one.number, one.row = (one.row.id if one.row is not None else None), None
            if one.number is not None:
                self.by_number[one.number] = one
        self.fresh.clear()
        self.rows.clear()
        self.by_siret.clear()
        self.by_key.clear()
        cells = {cell for listing in listings for cell in _cells(listing)} - self.by_cell.keys()
        for cell in cells:
            self.by_cell[cell] = []
        for cell, neighbour in await _neighbours(sorted(cells)):
            self.by_cell[cell].append(neighbour)
            if neighbour.number is not None:
                self.by_number[neighbour.number] = neighbour
        beside = [self._beside(listing) for listing in listings]
        numbers = {one.number for one in beside if one is not None and one.number is not None}
        sirets = [listing.siret for listing in listings if listing.siret is not None]
        keys = [listing.key for listing in listings if listing.key is not None]
        for column, values in (("siret", sirets), ("source_key", keys), ("id", sorted(numbers))):
            for garage in await _where(column, values):
                # One object for each row, whichever way it was found.
                self.add(self.rows.setdefault(garage.id, garage))

    def _beside(self, listing: Listing) -> Neighbour | None:
        if listing.point is None:
            return None
        name = core_name(listing.name)
        for cell in _cells(listing):
            for other in self.by_cell.get(cell, ()):
                vague = listing.approximate or other.approximate
                if not vague and abs(other.point.latitude - listing.point.latitude) > _NEAR_DEGREES:
                    continue
                if not _conflict(listing, other) and same_garage(
                    name, listing.point, other.name, other.point, vague=vague
                ):
                    return other
        return None


def _conflict(listing: Listing, other: Neighbour) -> bool:
    """Whether both have a SIRET, or both a key of one source: then they are told apart by it, however alike."""
    if listing.siret is not None and other.siret is not None:
        return listing.siret != other.siret
    kind, other_kind = (key.partition(":")[0] if key else None for key in (listing.key, other.key))
    return kind is not None and kind == other_kind and listing.key != other.key


async def twin_of(listing: Listing) -> ListedGarage | None:
    """The garage that a listing is, if it is known."""
    known = Known()
    await known.look([listing])
    return known.twin(listing)


async def _neighbours(cells: Sequence[int]) -> list[tuple[int, Neighbour]]:
    found = []
    for start in range(0, len(cells), 10_000):
        part = cells[start : start + 10_000]
        marks = ", ".join("?" * len(part))
        # Names of ours alone: what is asked for is bound.
        columns = "id, core_name, latitude, longitude, siret, source_key, approximate, cell"
        sql = f"SELECT {columns} FROM listed_garage WHERE cell IN ({marks}) AND status <> ?"  # noqa: S608
        for row in await db.fetch(sql, *part, ListingStatus.CLOSED.value):
            point = Point(row["latitude"], row["longitude"])
            said = (row["core_name"], point, row["siret"], row["source_key"], bool(row["approximate"]))
            found.append((int(row["cell"]), Neighbour(int(row["id"]), *said)))
    return found


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
        cell for first, last in cells_around(listing.point, reach) for cell in range(first, min(last, first + 40) + 1)
    ]
    return [own, *(cell for cell in around if cell != own)]
