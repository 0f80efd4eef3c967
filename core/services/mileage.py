"""What is known of a vehicle's kilometres, from the newest of its readings only, however many there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from core import db
from core.db.gather import Question, Row
from core.domain.odometer import rounded_estimate
from core.domain.pace import WINDOW, Mileage, Pace, Reading, kilometres_on, mileage_of
from core.models import ClusterReplacement, Vehicle

# Raw: it is asked with many readings, and the ORM would build a row for each.
_NEWEST = """
    SELECT read_on, max(kilometres + cluster_offset) AS kilometres,
           max(CASE WHEN source = 'confirmed' THEN 0 ELSE 1 END) AS firm
      FROM odometer_reading WHERE vehicle_id = ? GROUP BY read_on ORDER BY read_on DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class ExpectedReading:
    """What the dash is expected to show on a day, as round as its doubt allows, and between which values."""

    kilometres: int
    low: int
    high: int
    last_on: date
    pace: Pace | None


async def newest_readings(vehicle_id: int) -> list[Reading]:
    """The driven kilometres of the newest days that something was read on, newest first."""
    return readings_of(await db.fetch(_NEWEST, vehicle_id, WINDOW))


def newest_of(vehicle_id: int) -> Question:
    """The same, to be asked along with others."""
    return Question(("read_on", "kilometres", "firm"), _NEWEST, (vehicle_id, WINDOW))


def readings_of(rows: Sequence[Row]) -> list[Reading]:
    """What those rows say."""
    return [Reading(as_day(row["read_on"]), row["kilometres"], bool(row["firm"])) for row in rows]


async def mileage_of_vehicle(vehicle: Vehicle) -> Mileage | None:
    """What the newest readings of a vehicle tell, in driven kilometres."""
    return mileage_of(await newest_readings(vehicle.id), vehicle.first_registered_on)


async def offset_on(vehicle: Vehicle, day: date) -> int:
    """What to add to what the dash showed on a day for the clusters that were replaced up to then."""
    return (await offsets_of(vehicle))(day)


async def offsets_of(vehicle: Vehicle) -> Callable[[date], int]:
    """The same for any day. A replaced cluster is rare: without one this asks nothing."""
    if vehicle.odometer_offset == 0:
        return lambda _: 0
    replaced = await ClusterReplacement.filter(vehicle_id=vehicle.id)

    def offset(day: date) -> int:
        later = sum(one.old_kilometres - one.new_kilometres for one in replaced if one.replaced_on > day)
        return vehicle.odometer_offset - later

    return offset


async def expected_on(vehicle: Vehicle, day: date) -> ExpectedReading | None:
    """What the dash is expected to show on a day; a day of the past lies between its neighbours. None: unknown."""
    readings = await newest_readings(vehicle.id)
    known = mileage_of(readings, vehicle.first_registered_on)
    if known is None:
        return None
    offset = await offset_on(vehicle, day)
    if day < known.last.on:
        between = kilometres_on(readings, day)
        if between is None:
            return None
        shown = between - offset
        return ExpectedReading(max(round(shown, -1), 0), shown, shown, known.last.on, known.pace)
    expected = known.expected(day)
    middle = rounded_estimate(expected.low, expected.kilometres, expected.high) - offset
    return ExpectedReading(middle, expected.low - offset, expected.high - offset, known.last.on, known.pace)


def as_day(value: date | str) -> date:
    """A day from a raw statement: SQLite answers with the text it stores."""
    return date.fromisoformat(value) if isinstance(value, str) else value
