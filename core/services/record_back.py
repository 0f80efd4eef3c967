"""A record that is to be again as it was: what is there of it now, and how its vehicle stands for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core import db
from core.db.gather import CHANGED, Question, Row
from core.domain.money import Money
from core.domain.record_lines import LineKind, NewLine
from core.models import Account, MaintenanceLine, MaintenanceRecord
from core.services.record_now import RecordNow, of_record, parts_of, read_parts
from core.services.record_versions import ChangedSince, KeptRecord
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


async def stand_for(owner: Account, now: datetime, version_id: int) -> Back:
    """Use up the version of a record, and tell what its coming back needs to know: one statement.

    Only the last change can be taken back. What that version says is asked of it while it goes.
    """
    kept_vehicle, was = Piece("record_version.vehicle_id"), Piece("record_version.of_record")
    there_now = f"SELECT vehicle_id FROM maintenance_record WHERE id = {was.sql}"  # noqa: S608  # our own names
    present = Piece(f"coalesce(({there_now}), {kept_vehicle.sql})")
    day, kilometres = _kept("done_on", "DATE"), _kept("kilometres", "INTEGER")
    abouts = [of_record(was, vehicle, day, kilometres) for vehicle in (present, kept_vehicle)]
    asked = parts_of(was) | {"free": _free(owner), "kept_papers": _papers(owner), "later": _LATER}
    change = Question(("of_record", "content"), _TAKE, (version_id, owner.id, now))
    locks = [Piece(one, (version_id,)) for one in _LOCKS]
    here, there = await stand(owner, now, *abouts, beside=asked, change=change, locks=locks)
    if here.beside["later"]:
        raise ChangedSince
    (taken,) = here.beside[CHANGED]
    kept = KeptRecord.model_validate_json(taken["content"])
    return _back(int(taken["of_record"]), kept, here, here if there.vehicle.id == here.vehicle.id else there)


def _back(record_id: int, kept: KeptRecord, here: Standing, there: Standing) -> Back:
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


_TAKE = "DELETE FROM record_version WHERE id = ? AND owner_id = ? AND expires_at > ?"
_LATER = Question(
    ("id",),
    "SELECT later.id FROM record_version later"
    " WHERE later.of_record = record_version.of_record AND later.id > record_version.id",
)
# The vehicles that are changed, for databases that lock them.
_LOCKS = (
    "(SELECT vehicle_id FROM maintenance_record WHERE id = (SELECT of_record FROM record_version WHERE id = ?))",
    "(SELECT vehicle_id FROM record_version WHERE id = ?)",
)


def _kept(name: str, kind: str) -> Piece:
    """What the version that goes says of its record."""
    if db.is_sqlite():
        return Piece(f"json_extract(record_version.content, '$.{name}')")
    return Piece(f"CAST(CAST(record_version.content AS json) ->> '{name}' AS {kind})")


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


def _free(owner: Account) -> Question:
    """Whether the document that made it is still there and made no other record since."""
    sql = f"""
        SELECT document.id FROM document
         WHERE document.id = {_kept("document_id", "BIGINT").sql} AND document.owner_id = ?
           AND NOT EXISTS (SELECT 1 FROM maintenance_record other WHERE other.document_id = document.id)
    """  # noqa: S608  # our own names
    return Question(("id",), sql, (owner.id,))


def _papers(owner: Account) -> Question:
    """Which of the papers that were attached are still there."""
    ids = (
        "SELECT value FROM json_each(record_version.content, '$.attachments')"
        if db.is_sqlite()
        else "SELECT CAST(one AS BIGINT)"
        " FROM json_array_elements_text(CAST(record_version.content AS json) -> 'attachments') one"
    )
    return Question(("id",), f"SELECT id FROM document WHERE owner_id = ? AND id IN ({ids})", (owner.id,))  # noqa: S608


def _in_order(rows: Sequence[Row], order: Sequence[int]) -> list[Row]:
    return sorted(rows, key=lambda row: order.index(int(row["id"])))
