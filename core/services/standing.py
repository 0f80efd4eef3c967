"""How a vehicle stands when something about it is written down.

One question gathers the rows that what follows depends on; rules change them in memory; `Pending` stores what changed,
one statement a table. However much follows from a visit, its update asks little of the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from core import db
from core.db.gather import CHANGED, Question, Row, gather, made, put, rows_of
from core.domain.odometer import Around
from core.domain.pace import WINDOW, Mileage, Reading, mileage_of
from core.domain.states import ReminderState
from core.errors import Gone
from core.models import (
    Account,
    Inspection,
    MaintenanceRecord,
    OdometerReading,
    Reminder,
    ServiceInterval,
    Vehicle,
    VehicleDate,
)

# What of a vehicle follows from what is written down.
_FOLLOWING = ["kilometres", "odometer_offset", "ask_odometer_at", "inspection_due_on"]
# The last inspection, and those that it may be the re-test of.
NEWEST_INSPECTIONS = "ORDER BY done_on DESC LIMIT 5"
# What is still to be told or decided.
LIVE = (ReminderState.PROPOSED, ReminderState.WAITING, ReminderState.PUSHED)
_LIVE_SQL = ", ".join(f"'{state.value}'" for state in LIVE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a statement with its values."""

    sql: str
    values: tuple[db.Value, ...] = ()

    @classmethod
    def of(cls, value: db.Value) -> "Piece":
        """A value."""
        return cls("?", (value,))

    @classmethod
    def column(cls, table: str, column: str, row_id: int) -> "Piece":
        """What a row says, so that it need not be read first."""
        return cls(f"(SELECT {column} FROM {table} WHERE id = ?)", (row_id,))  # noqa: S608  # our own names

    def otherwise(self, value: db.Value) -> "Piece":
        """The same, or a value where there is none."""
        return Piece(f"coalesce({self.sql}, ?)", (*self.values, value))


NOTHING = Piece("NULL")
# No row has this id.
NO_ROW = Piece("0")


@dataclass(frozen=True, slots=True)
class About:
    """What is written down: about which vehicle, its day and mileage.

    `without` is a reading that counts no more, because it goes or is about to change; `record` is the record whose
    reminders are wanted too, and `work` asks for what a visit needs.
    """

    vehicle: Piece
    day: Piece
    kilometres: Piece = NOTHING
    without: Piece = NO_ROW
    record: Piece = NO_ROW
    work: bool = False


@dataclass(slots=True)
class Work:
    """What a visit is judged by: the person's intervals and dates, the last inspections, and what was done later."""

    intervals: Mapping[str, ServiceInterval]
    dates: dict[str, VehicleDate]
    inspections: list[Inspection]
    done_later: frozenset[str]
    # The day of the record that each reminder came from.
    came_from: Mapping[int, date]


@dataclass(slots=True)
class Pending:
    """What is to be stored at the end: rows that changed or are new, ids of those that go."""

    reminders: list[Reminder] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    # A reading that goes, unless another one takes its row; an inspection, unless its record keeps it.
    reading: OdometerReading | None = None
    inspection: Inspection | None = None
    # Each with what it said before.
    vehicles: list[tuple[Vehicle, tuple[object, ...]]] = field(default_factory=list)

    def change(self, reminder: Reminder) -> None:
        """Store a reminder that changed or is new."""
        if not any(known is reminder for known in self.reminders):
            self.reminders.append(reminder)

    def watch(self, vehicle: Vehicle) -> None:
        """Store what follows for a vehicle, if that changes."""
        self.vehicles.append((vehicle, _said(vehicle)))

    async def store(self) -> None:
        """Write all of it."""
        if self.reading is not None:
            await self.reading.delete()
        if self.inspection is not None:
            await self.inspection.delete()
        if self.dropped:
            await Reminder.filter(id__in=self.dropped).delete()
        await put(Reminder, self.reminders)
        for vehicle, before in self.vehicles:
            if _said(vehicle) != before:
                await vehicle.save(update_fields=_FOLLOWING)


@dataclass(slots=True)
class Standing:
    """A vehicle of the owner with what matters now; `around` and `same` are those of the mileage written down."""

    owner: Account
    vehicle: Vehicle
    now: datetime
    offset: int
    around: Around
    same: OdometerReading | None
    newest: list[Reading]
    latest: int | None
    # The reading that is left out, while it is still there.
    left_out: OdometerReading | None
    reminders: list[Reminder]
    told: frozenset[int]
    work: Work | None
    pending: Pending
    beside: Mapping[str, list[Row]] = field(default_factory=dict)

    @property
    def mileage(self) -> Mileage | None:
        """What the readings tell, in driven kilometres."""
        return mileage_of(self.newest, self.vehicle.first_registered_on)

    def lose_reading(self) -> None:
        """Take back the reading that is left out, if it is still there: the dash shows what it showed before."""
        if self.left_out is not None:
            self.pending.reading, self.vehicle.kilometres = self.left_out, self.latest

    def lose_inspection(self, done_on: date) -> None:
        """Take back the inspection of a day: the last one is the one before."""
        work = self.needed_work
        self.pending.inspection = next((one for one in work.inspections if one.done_on == done_on), None)
        work.inspections = [one for one in work.inspections if one.done_on != done_on]

    def add_reading(self, reading: Reading) -> None:
        """Count a reading that is being written."""
        same_day = [one for one in self.newest if one.on == reading.on]
        others = [one for one in self.newest if one.on != reading.on]
        most = max(one.kilometres for one in (*same_day, reading))
        firm = any(one.firm for one in (*same_day, reading))
        self.newest = [*others, Reading(reading.on, most, firm)]

    @property
    def needed_work(self) -> Work:
        """What a visit is judged by, where it was asked for."""
        if self.work is None:
            raise RuntimeError("nothing was asked about visits")
        return self.work


async def stand(
    owner: Account,
    now: datetime,
    *abouts: About,
    beside: Mapping[str, Question] | None = None,
    change: Question | None = None,
    locks: Sequence[Piece] | None = None,
) -> list[Standing]:
    """How vehicles stand, all in one question and sharing what is pending; `Gone` unless the owner has each of them.

    Within the caller's transaction: the row lock makes a second tap wait for the first to commit. `beside` is asked
    along with them, and a `change` asks it all; one that finds no row is `Gone`. `locks` are the vehicles, where the
    change alone tells `about` them.
    """
    if not db.is_sqlite():  # whose transactions wait for each other anyway
        for vehicle in locks if locks is not None else [about.vehicle for about in abouts]:
            await lock_vehicle(owner, vehicle)
    asked = [questions_of(owner, about) for about in abouts]
    numbered = {f"{name}_{n}": question for n, one in enumerate(asked) for name, question in one.items()}
    answers = await gather({**(beside or {}), **numbered}, change)
    if change is not None and not answers[CHANGED]:
        raise Gone
    pending = Pending()
    return [
        standing_of(owner, now, {name: answers[f"{name}_{n}"] for name in one}, answers, pending)
        for n, one in enumerate(asked)
    ]


def standing_new(owner: Account, vehicle: Vehicle, now: datetime) -> Standing:
    """How a vehicle stands that was just added: nothing else is known of it."""
    pending = Pending()
    pending.watch(vehicle)
    return Standing(
        owner=owner,
        vehicle=vehicle,
        now=now,
        offset=0,
        around=Around(None, None, None),
        same=None,
        newest=[],
        latest=None,
        left_out=None,
        reminders=[],
        told=frozenset(),
        work=Work({}, {}, [], frozenset(), {}),
        pending=pending,
    )


async def lock_vehicle(owner: Account, vehicle: Piece) -> None:
    """Keep others from changing the vehicle, and from claiming its reminders."""
    mine = f"id = {vehicle.sql} AND owner_id = ? AND deleted_at IS NULL"
    await db.fetch(f"SELECT id FROM vehicle WHERE {mine} FOR UPDATE", *vehicle.values, owner.id)  # noqa: S608
    live = f"vehicle_id = {vehicle.sql} AND owner_id = ? AND state IN ({_LIVE_SQL})"
    await db.fetch(f"SELECT id FROM reminder WHERE {live} ORDER BY id FOR UPDATE", *vehicle.values, owner.id)  # noqa: S608


def visit_of(vehicle_id: int, record: MaintenanceRecord) -> About:
    """A record of a vehicle, as something that is written down."""
    return About(
        Piece.of(vehicle_id),
        Piece.of(record.done_on),
        Piece.of(record.kilometres),
        record=Piece.of(record.id),
        work=True,
    )


def standing_of(
    owner: Account,
    now: datetime,
    answers: Mapping[str, list[Row]],
    beside: Mapping[str, list[Row]],
    shared: Pending | None = None,
) -> Standing:
    """How a vehicle stands by the answers to `questions_of`; `Gone` unless the owner has it."""
    vehicles, pending = made(Vehicle, answers["vehicle"]), shared or Pending()
    if not vehicles:
        raise Gone
    pending.watch(vehicles[0])
    (around,) = answers["around"]
    last_on = db.as_day(around["last_on"]) if around["last_on"] is not None else None
    latest = answers["latest"]
    return Standing(
        owner=owner,
        vehicle=vehicles[0],
        now=now,
        offset=int(around["shift"]),
        around=Around(around["highest_before"], around["lowest_after"], last_on),
        same=next(iter(made(OdometerReading, answers["same"])), None),
        newest=[Reading(db.as_day(row["read_on"]), row["kilometres"], bool(row["firm"])) for row in answers["newest"]],
        latest=latest[0]["kilometres"] if latest else None,
        left_out=next(iter(made(OdometerReading, answers["left_out"])), None),
        reminders=sorted(made(Reminder, answers["reminders"]), key=lambda reminder: reminder.id),
        told=frozenset(int(row["id"]) for row in answers["told"]),
        work=_work(answers) if "intervals" in answers else None,
        pending=pending,
        beside=beside,
    )


def _work(answers: Mapping[str, list[Row]]) -> Work:
    return Work(
        intervals={row.service: row for row in made(ServiceInterval, answers["intervals"])},
        dates={row.kind: row for row in made(VehicleDate, answers["dates"])},
        inspections=made(Inspection, answers["inspection"]),
        done_later=frozenset(str(row["service"]) for row in answers["done_later"]),
        came_from={int(row["id"]): db.as_day(row["done_on"]) for row in answers["came_from"]},
    )


def questions_of(owner: Account, about: About) -> dict[str, Question]:
    """What to ask to know how a vehicle stands."""
    vehicle, day, without, record = about.vehicle, about.day, about.without, about.record
    readings = Piece(
        f"FROM odometer_reading WHERE vehicle_id = {vehicle.sql} AND id <> {without.sql}",
        (*vehicle.values, *without.values),
    )
    live = (
        f"owner_id = ? AND vehicle_id = {vehicle.sql} AND "
        f"(state IN ({_LIVE_SQL}) OR record_id = {record.sql} OR closed_by_id = {record.sql})"
    )
    mine: tuple[db.Value, ...] = (owner.id, *vehicle.values, *record.values, *record.values)
    asked = {
        "vehicle": rows_of(
            Vehicle, f"WHERE id = {vehicle.sql} AND owner_id = ? AND deleted_at IS NULL", *vehicle.values, owner.id
        ),
        "around": _around(about, readings),
        "same": rows_of(
            OdometerReading,
            f"WHERE vehicle_id = {vehicle.sql} AND id <> {without.sql} AND read_on = {day.sql}"
            f" AND kilometres = {about.kilometres.sql} LIMIT 1",
            *(*vehicle.values, *without.values, *day.values, *about.kilometres.values),
        ),
        "newest": Question(("read_on", "kilometres", "firm"), _NEWEST.format(readings.sql), (*readings.values, WINDOW)),
        "latest": Question(
            ("kilometres",), f"SELECT kilometres {readings.sql} ORDER BY read_on DESC, id DESC LIMIT 1", readings.values
        ),
        "left_out": rows_of(
            OdometerReading,
            f"WHERE vehicle_id = {vehicle.sql} AND id = {without.sql}",
            *(*vehicle.values, *without.values),
        ),
        "reminders": rows_of(Reminder, f"WHERE {live}", *mine),
        "told": Question(
            ("id",),
            _TOLD.format(live),
            (owner.id, *mine),
        ),
    }
    return asked | (_work_questions(about, Piece(live, mine)) if about.work else {})


_NEWEST = """
    SELECT read_on, max(kilometres + cluster_offset) AS kilometres,
           max(CASE WHEN source = 'confirmed' THEN 0 ELSE 1 END) AS firm
      {} GROUP BY read_on ORDER BY read_on DESC LIMIT ?
"""
_TOLD = """
    SELECT DISTINCT reminder_id AS id FROM notification
     WHERE owner_id = ? AND reminder_id IN (SELECT id FROM reminder WHERE {})
"""
# What to add to what the dash showed on a day, for the clusters that were replaced up to then.
_SHIFT = """
    (SELECT car.odometer_offset - coalesce((
            SELECT sum(cluster.old_kilometres - cluster.new_kilometres) FROM cluster_replacement cluster
             WHERE cluster.vehicle_id = car.id AND cluster.replaced_on > {day}), 0)
       FROM vehicle car WHERE car.id = {vehicle})
"""


def _around(about: About, readings: Piece) -> Question:
    vehicle, day = about.vehicle, about.day
    sql = f"""
        SELECT coalesce({_SHIFT.format(day=day.sql, vehicle=vehicle.sql)}, 0) AS shift,
               max(CASE WHEN read_on <= {day.sql} THEN kilometres + cluster_offset END) AS highest_before,
               min(CASE WHEN read_on > {day.sql} THEN kilometres + cluster_offset END) AS lowest_after,
               max(CASE WHEN read_on <= {day.sql} THEN read_on END) AS last_on
          {readings.sql}
    """
    values = (*day.values, *vehicle.values, *day.values, *day.values, *day.values, *readings.values)
    return Question(("shift", "highest_before", "lowest_after", "last_on"), sql, values)


def _work_questions(about: About, live: Piece) -> dict[str, Question]:
    vehicle, day = about.vehicle, about.day
    later = f"""
        SELECT DISTINCT done.service FROM service_done done JOIN maintenance_record record ON record.id = done.record_id
         WHERE record.vehicle_id = {vehicle.sql} AND record.status = 'completed' AND record.done_on > {day.sql}
           AND record.id <> {about.record.sql}
    """  # noqa: S608
    came_from = f"""
        SELECT asked.id, record.done_on FROM (SELECT id, record_id FROM reminder WHERE {live.sql}) asked
          JOIN maintenance_record record ON record.id = asked.record_id
    """  # noqa: S608
    return {
        "intervals": rows_of(ServiceInterval, f"WHERE vehicle_id = {vehicle.sql}", *vehicle.values),
        "dates": rows_of(VehicleDate, f"WHERE vehicle_id = {vehicle.sql}", *vehicle.values),
        "inspection": rows_of(Inspection, f"WHERE vehicle_id = {vehicle.sql} {NEWEST_INSPECTIONS}", *vehicle.values),
        "done_later": Question(("service",), later, (*vehicle.values, *day.values, *about.record.values)),
        "came_from": Question(("id", "done_on"), came_from, live.values),
    }


def open_reminders(standing: Standing, services: Sequence[str]) -> list[Reminder]:
    """The reminders of some services that are still to be told or decided."""
    return [one for one in standing.reminders if one.service in services and one.state in LIVE]


def _said(vehicle: Vehicle) -> tuple[object, ...]:
    return tuple(getattr(vehicle, name) for name in _FOLLOWING)
