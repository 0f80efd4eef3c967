"""A record that is to be again as it was: what is there of it now, and how its vehicle stands for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.db.gather import Question, Row
from core.domain.money import Money
from core.domain.record_lines import LineKind, NewLine
from core.models import Account, MaintenanceLine, MaintenanceRecord
from core.services.record_now import RecordNow, of_record, parts_of, read_parts
from core.services.record_versions import KeptRecord
from core.services.standing import Piece, Standing, stand


@dataclass(frozen=True, slots=True)
class Back:
    """`now` is the record as it is, None when it was deleted; `record` as it is to be, not written yet.

    `papers` are those of its attachments that are still there, for a deleted one.
    """

    kept: KeptRecord
    record: MaintenanceRecord
    now: RecordNow | None
    papers: Sequence[int]
    here: Standing
    there: Standing


async def stand_for(owner: Account, now: datetime, record_id: int, kept: KeptRecord) -> Back:
    """What a record that comes back needs to know, in one question."""
    present = Piece.column("maintenance_record", "vehicle_id", record_id).otherwise(kept.vehicle_id)
    day, kilometres = Piece.of(kept.done_on), Piece.of(kept.kilometres)
    abouts = [of_record(record_id, vehicle, day, kilometres) for vehicle in (present, Piece.of(kept.vehicle_id))]
    asked = parts_of(record_id) | {"free": _free(owner, kept), "kept_papers": _papers(owner, kept)}
    here, there = await stand(owner, now, *abouts, beside=asked)
    if here.vehicle.id == there.vehicle.id:
        there = here
    as_it_is = read_parts(here.beside)
    columns = kept.columns()
    if as_it_is is None:
        if not here.beside["free"]:
            columns["document_id"] = None
        record = MaintenanceRecord(id=record_id, **columns)
        papers: Sequence[int] = [int(row["id"]) for row in _in_order(here.beside["kept_papers"], kept.attachments)]
    else:
        record, papers = as_it_is.record, as_it_is.papers
        record.update_from_dict(columns | {"document_id": record.document_id})
    record.vehicle = there.vehicle
    return Back(kept, record, as_it_is, papers, here, there)


def new_line(row: MaintenanceLine, currency: str, kind: LineKind | None = None) -> NewLine:
    """A line as it is, or of another kind, to be written again."""
    total = Money(row.total_cents, currency) if row.total_cents is not None else None
    return NewLine(row.description, total, kind or row.kind, row.quantity, row.unit_price)


def lines_kept(kept: KeptRecord) -> list[NewLine]:
    """The lines as they were."""
    return [
        NewLine(
            line.description,
            Money(line.total_cents, kept.currency) if line.total_cents is not None else None,
            line.kind,
            line.quantity,
            line.unit_price,
        )
        for line in kept.lines
    ]


def _free(owner: Account, kept: KeptRecord) -> Question:
    """Whether the document that made it is still there and made no other record since."""
    sql = """
        SELECT document.id FROM document WHERE document.id = ? AND document.owner_id = ?
           AND NOT EXISTS (SELECT 1 FROM maintenance_record other WHERE other.document_id = document.id)
    """
    return Question(("id",), sql, (kept.document_id, owner.id))


def _papers(owner: Account, kept: KeptRecord) -> Question:
    """Which of the papers that were attached are still there."""
    marks = ", ".join("?" for _ in kept.attachments) or "NULL"
    sql = f"SELECT id FROM document WHERE owner_id = ? AND id IN ({marks})"  # noqa: S608  # marks alone
    return Question(("id",), sql, (owner.id, *kept.attachments))


def _in_order(rows: Sequence[Row], order: Sequence[int]) -> list[Row]:
    return sorted(rows, key=lambda row: order.index(int(row["id"])))
