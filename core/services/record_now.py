"""A record as it is now with all that hangs on it, opened to be changed: one question, and its vehicle stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.db.gather import Question, Row, made, rows_of
from core.domain.record_status import RecordStatus
from core.domain.service_types import ServiceType
from core.errors import Gone
from core.models import Account, MaintenanceLine, MaintenanceRecord, ServiceDone
from core.services.standing import About, Piece, Standing, stand

_RECORD = "maintenance_record"


@dataclass(frozen=True, slots=True)
class RecordNow:
    """A record with its services, lines and attached papers, in their order.

    `inspected_on` is its day as it is stored, where it is about an inspection that was done.
    """

    record: MaintenanceRecord
    services: tuple[ServiceType, ...]
    lines: tuple[MaintenanceLine, ...]
    papers: tuple[int, ...]
    inspected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A record to be changed. `here` is how its vehicle stands, `there` the one that it will be of."""

    now: RecordNow
    here: Standing
    there: Standing


def parts_of(record: Piece) -> dict[str, Question]:
    """What to ask for a record and all that hangs on it."""
    hangs = f"WHERE record_id = {record.sql}"
    return {
        "record": rows_of(MaintenanceRecord, f"WHERE id = {record.sql}", *record.values),
        "services": rows_of(ServiceDone, hangs, *record.values),
        "lines": rows_of(MaintenanceLine, hangs, *record.values),
        "papers": Question(
            ("id", "document_id"),
            f"SELECT id, document_id FROM record_attachment {hangs}",  # noqa: S608  # our own names
            record.values,
        ),
    }


def read_parts(answers: Mapping[str, Sequence[Row]]) -> RecordNow | None:
    """The record of those answers, if there is one."""
    records = made(MaintenanceRecord, answers["record"])
    if not records:
        return None
    services = sorted(made(ServiceDone, answers["services"]), key=lambda done: done.id)
    lines = sorted(made(MaintenanceLine, answers["lines"]), key=lambda line: line.position)
    papers = sorted((int(row["id"]), int(row["document_id"])) for row in answers["papers"])
    record, done = records[0], tuple(ServiceType(one.service) for one in services)
    tested = record.status is RecordStatus.COMPLETED and ServiceType.TECHNICAL_INSPECTION in done
    return RecordNow(
        record,
        done,
        tuple(lines),
        tuple(document for _, document in papers),
        record.done_on if tested else None,
    )


def of_record(record: Piece, vehicle: Piece, day: Piece, kilometres: Piece) -> About:
    """What a record, there or to come back, says of a vehicle; its own reading is left out."""
    reading = Piece(f"coalesce((SELECT reading_id FROM {_RECORD} WHERE id = {record.sql}), 0)", record.values)  # noqa: S608
    return About(vehicle, day, kilometres, reading, record, work=True)


async def open_record(owner: Account, now: datetime, record_id: int, edit: Mapping[str, object]) -> Opened:
    """One of the owner's records to be changed; what the change says of vehicle, day and mileage already counts."""
    vehicle = Piece.column(_RECORD, "vehicle_id", record_id)
    day = _said(edit, "done_on", record_id)
    kilometres = _said(edit, "kilometres", record_id)
    record = Piece.of(record_id)
    abouts = [of_record(record, vehicle, day, kilometres)]
    other = edit.get("vehicle_id")
    if isinstance(other, int):
        abouts.append(of_record(record, Piece.of(other), day, kilometres))
    standings = await stand(owner, now, *abouts, beside=parts_of(record))
    found = read_parts(standings[0].beside)
    if found is None:
        raise Gone
    here, there = standings[0], standings[-1]
    found.record.vehicle = here.vehicle
    return Opened(found, here, here if there.vehicle.id == here.vehicle.id else there)


def _said(edit: Mapping[str, object], name: str, record_id: int) -> Piece:
    if name not in edit:
        return Piece.column(_RECORD, name, record_id)
    value = edit[name]
    return Piece.of(value if isinstance(value, int | date) else None)
