"""What a person wrote down last: what « annuler » takes back."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from core import db
from core.errors import Gone
from core.models import PRESENT, Account, OdometerReading, Vehicle
from core.ports import Clock

# What is older than this was not meant by a word.
RECENT: Final = timedelta(hours=24)


class Sort(StrEnum):
    """The kinds of things that are written down."""

    RECORD = "record"
    FILL = "fill"
    COST = "cost"
    READING = "reading"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class LastEntry:
    """Which one it is."""

    sort: Sort
    id: int


@dataclass(frozen=True, slots=True)
class LastEntries:
    """Finds it among what was written down one by one; what an import brought is taken back there."""

    clock: Clock

    async def of(self, owner: Account) -> LastEntry | None:
        """The newest entry about a vehicle of the person's own, or the newest reminder that they asked for."""
        values: list[db.Value] = []
        for _ in Sort:
            values += [owner.id, self.clock.now() - RECENT]
        rows = await db.fetch(_NEWEST, *values)
        if not rows:
            return None
        row = rows[0]
        return LastEntry(Sort(row["sort"]), int(row["id"]))

    async def reading(self, owner: Account, reading_id: int) -> tuple[Vehicle, OdometerReading]:
        """One of the readings of the person's own vehicles, with its vehicle."""
        mine = OdometerReading.filter(PRESENT, id=reading_id, vehicle__owner_id=owner.id)
        found = await mine.select_related("vehicle").first()
        if found is None:
            raise Gone
        return found.vehicle, found


_MINE: Final = "JOIN vehicle v ON v.id = e.vehicle_id AND v.deleted_at IS NULL AND v.owner_id = ?"
# A reading that came with work or with a fill-up goes with it.
_NEWEST: Final = f"""
    SELECT 'record' AS sort, e.id AS id, e.created_at AS created_at
      FROM maintenance_record e {_MINE} WHERE e.created_at > ? AND e.import_id IS NULL
    UNION ALL
    SELECT 'fill', e.id, e.created_at
      FROM fill_up e {_MINE} WHERE e.created_at > ? AND e.import_id IS NULL AND e.deleted_at IS NULL
    UNION ALL
    SELECT 'cost', e.id, e.created_at
      FROM cost e {_MINE} WHERE e.created_at > ? AND e.import_id IS NULL AND e.deleted_at IS NULL
    UNION ALL
    SELECT 'reading', e.id, e.created_at
      FROM odometer_reading e {_MINE}
     WHERE e.created_at > ? AND e.import_id IS NULL AND e.source IN ('typed', 'photo')
       AND NOT EXISTS (SELECT 1 FROM maintenance_record r WHERE r.reading_id = e.id)
       AND NOT EXISTS (SELECT 1 FROM fill_up f WHERE f.reading_id = e.id)
       AND e.created_at > v.created_at
    UNION ALL
    SELECT 'reminder', e.id, e.created_at
      FROM reminder e
     WHERE e.owner_id = ? AND e.created_at > ? AND e.state = 'waiting'
       AND e.subject IS NOT NULL AND e.topic IS NULL AND e.service IS NULL
    ORDER BY 3 DESC LIMIT 1
"""  # noqa: S608  # our own names
