"""Records as they were: kept before each change and deletion, so that it can be taken back for some days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel

from core.domain.cost_categories import CostCategory
from core.domain.record_lines import LineKind
from core.domain.record_status import RecordStatus
from core.domain.retention import Held, period
from core.errors import Refusal
from core.models import Account, RecordVersion
from core.ports import Clock
from core.services.inspections import Report
from core.services.record_now import RecordNow

# How long a change or a deletion can be taken back.
KEPT = period(Held.TAKEN_OFF)


class KeptLine(BaseModel):
    """A line as it was."""

    description: str
    quantity: Decimal | None
    unit_price: Decimal | None
    total_cents: int | None
    kind: LineKind


class KeptRecord(BaseModel):
    """A record as it was, with what the person had decided about its reminders."""

    vehicle_id: int
    document_id: int | None
    status: RecordStatus
    done_on: date
    kilometres: int | None
    garage: str | None
    garage_siret: str | None
    invoice_number: str | None
    total_cents: int | None
    currency: str
    note: str | None
    warranty_until: date | None
    category: CostCategory
    category_chosen: bool
    search: str
    created_at: datetime
    services: list[str]
    lines: list[KeptLine]
    attachments: list[int]
    decisions: dict[str, bool]
    # How its inspection ended, where it was about one.
    report: Report | None = None

    def columns(self) -> dict[str, object]:
        """What the row of the record holds."""
        return self.model_dump(exclude=_BESIDE)


_BESIDE = {"services", "lines", "attachments", "decisions", "report"}
_COLUMNS = tuple(name for name in KeptRecord.model_fields if name not in _BESIDE)


class ChangedSince(Refusal):
    """The record was changed again: taking back an earlier change would lose the later one."""

    def __init__(self) -> None:
        super().__init__("error.record_changed_since")


@dataclass(frozen=True, slots=True)
class Versions:
    """Keeps records as they were; within the caller's transaction."""

    clock: Clock

    async def keep(
        self, owner: Account, now: RecordNow, decisions: Mapping[str, bool], report: Report | None = None
    ) -> int:
        """Keep a record as it is now; the id of the version."""
        record = now.record
        kept = KeptRecord.model_validate(
            {name: getattr(record, name) for name in _COLUMNS}
            | {
                "services": [service.value for service in now.services],
                "lines": [{name: getattr(line, name) for name in KeptLine.model_fields} for line in now.lines],
                "attachments": list(now.papers),
                "decisions": dict(decisions),
                "report": report,
            }
        )
        version = await RecordVersion.create(
            owner_id=owner.id,
            vehicle_id=record.vehicle_id,
            of_record=record.id,
            content=kept.model_dump_json(),
            expires_at=self.clock.now() + KEPT,
        )
        return int(version.id)

    async def purge(self) -> int:
        """Drop what can no longer be taken back; how many it was."""
        return await RecordVersion.filter(expires_at__lte=self.clock.now()).delete()
