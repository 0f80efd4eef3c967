"""Open data into the directory: idempotent, merged with what is known, all of a file or nothing."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from core import db
from core.db.gather import put
from core.domain.garages.globe import cell_of
from core.domain.garages.listing import Listing, ListingSource, ListingStatus, core_name
from core.domain.garages.reading_types import Skipped, SkipReason
from core.domain.garages.specialties import read, stored
from core.faults import fault
from core.models import ListedGarage
from core.ports import Clock
from core.services.garage_editing import words_in
from core.services.garage_merging import Known, point_in

# Entries that are looked up and written together; examples of what is skipped, for each reason.
BATCH = 500
EXAMPLES = 5
_SAID = ("siret", "source_key", "address", "postcode", "city", "phone", "email", "website", "hours")


@dataclass(slots=True)
class ImportReport:
    """What a file brought: garages added, changed, and known already, and what was left out."""

    added: int = 0
    changed: int = 0
    known: int = 0
    skipped: Counter[SkipReason] = field(default_factory=Counter)
    examples: dict[SkipReason, list[int]] = field(default_factory=dict)

    @property
    def seen(self) -> int:
        """How many entries the file has."""
        return self.added + self.changed + self.known + self.skipped.total()

    def skip(self, entry: Skipped) -> None:
        """Note an entry that is left out."""
        self.skipped[entry.reason] += 1
        examples = self.examples.setdefault(entry.reason, [])
        if len(examples) < EXAMPLES:
            examples.append(entry.number)


@dataclass(frozen=True, slots=True)
class GarageImport:
    """Brings files of open data in."""

    clock: Clock

    async def bring(
        self, entries: Iterable[Listing | Skipped], progress: Callable[[ImportReport], None]
    ) -> ImportReport:
        """Add and merge every garage, in one transaction: a run that is cut leaves nothing."""
        report, there, now, rest = ImportReport(), Known(), self.clock.now(), iter(entries)
        async with db.transaction():
            while batch := list(islice(rest, BATCH)):
                for entry in batch:
                    if isinstance(entry, Skipped):
                        report.skip(entry)
                await _bring([entry for entry in batch if isinstance(entry, Listing)], there, now, report)
                fault("garages.batch")
                progress(report)
            if not db.is_sqlite():
                # Else the first searches go by what was known of a table that was empty: ten times as long.
                await db.execute("ANALYZE listed_garage")
        return report


async def _bring(listings: list[Listing], there: Known, now: datetime, report: ImportReport) -> None:
    if not listings:
        return
    await there.look(listings)
    fresh: list[ListedGarage] = []
    changed: dict[int, ListedGarage] = {}
    for listing in listings:
        twin = there.twin(listing)
        if twin is None:
            garage = _new(listing, now)
            fresh.append(garage)
            there.add(garage)
            report.added += 1
        elif _merged(twin, listing, there):
            twin.updated_at = now
            report.changed += 1
            if twin.id is not None:
                changed[twin.id] = twin
        else:
            report.known += 1
    await put(ListedGarage, fresh)
    await put(ListedGarage, list(changed.values()))


def _new(listing: Listing, now: datetime) -> ListedGarage:
    garage = ListedGarage(
        siret=listing.siret,
        source_key=listing.key,
        source=listing.source,
        status=ListingStatus.LISTED,
        created_at=now,
        updated_at=now,
        words="",
        name=listing.name,
        core_name=core_name(listing.name),
        country=listing.country,
        specialties=stored(listing.specialties),
    )
    for name in _SAID[2:]:
        setattr(garage, name, getattr(listing, name))
    _place(garage, listing)
    garage.words = words_in(garage)
    return garage


def _merged(garage: ListedGarage, listing: Listing, there: Known) -> bool:
    """Take over what a source says; whether that changed anything.

    What the garage's own source says anew replaces what it said; another source only fills what is empty.
    """
    before = _content(garage)
    own = garage.source is listing.source and (garage.source_key == listing.key or garage.siret == listing.siret)
    for name in _SAID:
        said = getattr(listing, "key" if name == "source_key" else name)
        if said is not None and (getattr(garage, name) is None or (own and name not in {"siret", "source_key"})):
            setattr(garage, name, said)
    if own:
        garage.name, garage.core_name = listing.name, core_name(listing.name)
    if listing.point is not None and (
        point_in(garage) is None or (garage.approximate and not listing.approximate) or own
    ):
        _place(garage, listing)
    garage.specialties = stored((*listing.specialties, *(() if own else read(garage.specialties))))
    if garage.status is ListingStatus.PENDING and listing.source in {ListingSource.OSM, ListingSource.REGISTER}:
        garage.status = ListingStatus.LISTED
    garage.words = words_in(garage)
    there.add(garage)
    return _content(garage) != before


def _place(garage: ListedGarage, listing: Listing) -> None:
    point = listing.point
    garage.latitude = round(point.latitude, 7) if point is not None else None
    garage.longitude = round(point.longitude, 7) if point is not None else None
    garage.cell = cell_of(point) if point is not None else None
    garage.approximate = listing.approximate


def _content(garage: ListedGarage) -> tuple[object, ...]:
    names = (*_SAID, "name", "latitude", "longitude", "approximate", "specialties", "status", "words")
    return tuple(getattr(garage, name) for name in names)
