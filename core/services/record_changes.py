"""Changing records after they were written: one field at a time, their lines, their deletion; and back again."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from tortoise.expressions import Q

from core import db
from core.domain.cost_categories import CostCategory, category_of
from core.domain.distance import checked_kilometres
from core.domain.money import Money
from core.domain.record_lines import MOST_LINES, LineKind, NewLine
from core.domain.record_search import search_text
from core.domain.record_status import RecordStatus, check_change
from core.domain.service_types import ServiceType
from core.errors import Gone, Refusal
from core.models import (
    Account,
    Document,
    MaintenanceLine,
    MaintenanceRecord,
    RecordAttachment,
    Reminder,
    ServiceDone,
    Vehicle,
)
from core.ports import Clock
from core.services.days import today_of
from core.services.record_effects import Effects, RecordEffects
from core.services.record_versions import KeptRecord, Versions
from core.services.records import HIGHEST_NOTE, RecordData, Records, check_day, record_data, services_of
from core.services.vehicles import Vehicles

# What the odometer and the reminders follow: a change of one of these is taken back and applied anew.
# A line of a record whose vehicle was not deleted.
_MY_LINE = Q(record__vehicle__deleted_at__isnull=True)
_FOLLOWED = frozenset({"vehicle_id", "done_on", "kilometres", "services", "status", "warranty_until"})


class RecordEdit(TypedDict, total=False):
    """What to change of a record; what is not named stays."""

    vehicle_id: int
    done_on: date
    kilometres: int | None
    garage: str | None
    total: Money | None
    services: tuple[ServiceType, ...]
    note: str | None
    warranty_until: date | None
    status: RecordStatus
    category: CostCategory | None
    lines: tuple[NewLine, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did: the record as it is now, and the version by which it can be taken back."""

    data: RecordData
    version: int
    proposed: tuple[Reminder, ...] = ()
    closed: tuple[Reminder, ...] = ()
    odometer_conflict: int | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """A record that was deleted: what it was about, and the version by which it comes back."""

    version: int
    vehicle: Vehicle
    services: tuple[ServiceType, ...]
    done_on: date


@dataclass(frozen=True, slots=True)
class RecordChanges:
    """Edits, deletes and restores records; each is one transaction, and each can be taken back."""

    clock: Clock
    records: Records
    effects: RecordEffects
    versions: Versions
    vehicles: Vehicles

    async def edit(self, owner: Account, record_id: int, edit: RecordEdit) -> Changed:
        """Change what is named; the odometer and the reminders follow."""
        async with db.transaction():
            record = await self.records.owned(owner, record_id, lock=True)
            follows = not _FOLLOWED.isdisjoint(edit)
            decisions = dict(await self.effects.withdraw(owner, record)) if follows else {}
            version = await self.versions.keep(owner, record, decisions)
            services = await self._put(owner, record, edit)
            made = Effects()
            if follows:
                # Having wanted to remember a planned day says nothing about what follows once it is done.
                known = {} if edit.get("status") is RecordStatus.COMPLETED else decisions
                made = await self.effects.apply(owner, record.vehicle, record, services, known)
            data = await self._data(record, services, lines="lines" in edit)
            return Changed(data, version, made.proposed, made.closed, made.odometer_conflict)

    async def complete(
        self, owner: Account, record_id: int, done_on: date, kilometres: int | None, total: Money | None
    ) -> Changed:
        """Planned work is done; an amount that is not said stays as it was planned."""
        edit: RecordEdit = {"status": RecordStatus.COMPLETED, "done_on": done_on, "kilometres": kilometres}
        if total is not None:
            edit["total"] = total
        return await self.edit(owner, record_id, edit)

    async def add_line(self, owner: Account, record_id: int, line: NewLine) -> Changed:
        """Add a line at the end."""
        async with db.transaction():
            return await self.edit(owner, record_id, {"lines": (*await self._lines(owner, record_id), line)})

    async def change_line(self, owner: Account, line_id: int, line: NewLine | None) -> Changed:
        """Put another line in the place of one, or nothing; a line that was changed meanwhile is gone."""
        async with db.transaction():
            row = await MaintenanceLine.get_or_none(_MY_LINE, id=line_id, record__vehicle__owner_id=owner.id)
            if row is None:
                raise Gone
            lines = await self._lines(owner, row.record_id)
            lines[row.position : row.position + 1] = [line] if line is not None else []
            return await self.edit(owner, row.record_id, {"lines": tuple(lines)})

    async def line(self, owner: Account, line_id: int) -> MaintenanceLine:
        """One line of one of the owner's records, with its record."""
        row = await MaintenanceLine.get_or_none(
            _MY_LINE, id=line_id, record__vehicle__owner_id=owner.id
        ).select_related("record")
        if row is None:
            raise Gone
        return row

    async def remove(self, owner: Account, record_id: int) -> Removed:
        """Delete a record; it can be put back for some days, its document stays."""
        async with db.transaction():
            record = await self.records.owned(owner, record_id, lock=True)
            decisions = dict(await self.effects.withdraw(owner, record))
            version = await self.versions.keep(owner, record, decisions)
            services = services_of(record)
            await record.delete()
            return Removed(version, record.vehicle, services, record.done_on)

    async def take_back(self, owner: Account, version_id: int) -> Changed:
        """Undo a change or a deletion: the record is as it was, and so is what followed from it."""
        async with db.transaction():
            record_id, kept = await self.versions.take(owner, version_id)
            vehicle = await self.vehicles.get(owner, kept.vehicle_id)
            record = await MaintenanceRecord.get_or_none(id=record_id).prefetch_related("vehicle")
            if record is None:
                record = await self._again(owner, record_id, kept)
            else:
                await self.effects.withdraw(owner, record)
                record.update_from_dict(kept.columns() | {"document_id": record.document_id})
                await record.save()
                await ServiceDone.filter(record_id=record.id).delete()
                await MaintenanceLine.filter(record_id=record.id).delete()
            services = tuple(ServiceType(service) for service in kept.services)
            await self.records.put_services(record, services)
            await self.records.put_lines(record, _lines_kept(kept))
            made = await self.effects.apply(owner, vehicle, record, services, kept.decisions)
            data = record_data(await self.records.owned(owner, record.id), with_lines=True)
            return Changed(data, version_id, made.proposed, made.closed, made.odometer_conflict)

    async def purge(self) -> int:
        """Forget what can no longer be taken back; how many it was."""
        return await self.versions.purge()

    async def _put(self, owner: Account, record: MaintenanceRecord, edit: RecordEdit) -> tuple[ServiceType, ...]:
        """Write the values that are named; gives the services of the record as they are now."""
        await self._put_values(owner, record, edit)
        services = services_of(record)
        if edit.get("services"):
            services = tuple(dict.fromkeys(edit["services"]))
            await ServiceDone.filter(record_id=record.id).delete()
            await self.records.put_services(record, services)
        if "category" in edit:
            record.category_chosen = edit["category"] is not None
            record.category = edit["category"] or category_of(services)
        elif not record.category_chosen:
            record.category = category_of(services)
        if "lines" in edit:
            await MaintenanceLine.filter(record_id=record.id).delete()
            await self.records.put_lines(record, edit["lines"][:MOST_LINES])
        lines = [line.description for line in edit.get("lines", tuple(record.lines))]
        record.search = search_text(services, [record.garage, record.note, record.invoice_number, *lines])
        await record.save()
        return services

    async def _put_values(self, owner: Account, record: MaintenanceRecord, edit: RecordEdit) -> None:
        if "status" in edit:
            check_change(record.status, edit["status"])
            record.status = edit["status"]
        if "done_on" in edit or "status" in edit:
            record.done_on = edit.get("done_on", record.done_on)
            check_day(record.done_on, record.status, today_of(owner, self.clock))
        if "vehicle_id" in edit:
            record.vehicle = await self.vehicles.get(owner, edit["vehicle_id"])
        if "kilometres" in edit:
            record.kilometres = None if edit["kilometres"] is None else checked_kilometres(edit["kilometres"])
        if "total" in edit:
            total = edit["total"]
            record.total_cents = total.cents if total is not None else None
            record.currency = total.currency if total is not None else record.currency
        self._put_texts(record, edit)

    def _put_texts(self, record: MaintenanceRecord, edit: RecordEdit) -> None:
        if "garage" in edit:
            # Another garage has another number: what proves the visit goes with the name.
            record.garage = (edit["garage"] or "")[:200] or None
            record.garage_siret = None
        if "note" in edit:
            note = (edit["note"] or "")[:HIGHEST_NOTE].strip()
            record.note = note or None  # type: ignore[assignment]  # the library forgets that a text may be null
        if "warranty_until" in edit:
            until = edit["warranty_until"]
            if until is not None and until <= record.done_on:
                raise Refusal("error.warranty_before_work")
            record.warranty_until = until

    async def _data(self, record: MaintenanceRecord, services: tuple[ServiceType, ...], *, lines: bool) -> RecordData:
        """The record after a change; lines that were written anew have new ids."""
        rows = await MaintenanceLine.filter(record_id=record.id) if lines else list(record.lines)
        ordered = tuple(sorted(rows, key=lambda line: line.position))
        return RecordData(record, record.vehicle, ordered, services, int(getattr(record, "attached", 0)))

    async def _again(self, owner: Account, record_id: int, kept: KeptRecord) -> MaintenanceRecord:
        """A deleted record with its id of before, so that the buttons in the chat open it again."""
        columns: dict[str, Any] = kept.columns()
        if kept.document_id is not None and not await self._may_claim(owner, kept.document_id):
            columns["document_id"] = None
        record = await MaintenanceRecord.create(id=record_id, **columns)
        attached = await self.versions.documents_of(owner, kept)
        await RecordAttachment.bulk_create([RecordAttachment(record_id=record.id, document_id=one) for one in attached])
        return record

    async def _may_claim(self, owner: Account, document_id: int) -> bool:
        """Whether the document is still there and made no other record since."""
        there = await Document.filter(id=document_id, owner_id=owner.id).exists()
        return there and not await MaintenanceRecord.filter(document_id=document_id).exists()

    async def _lines(self, owner: Account, record_id: int) -> list[NewLine]:
        record = await self.records.owned(owner, record_id)
        ordered = sorted(record.lines, key=lambda line: line.position)
        return [new_line(row, record.currency) for row in ordered]


def new_line(row: MaintenanceLine, currency: str, kind: LineKind | None = None) -> NewLine:
    """A line as it is, or of another kind, to be written again."""
    total = Money(row.total_cents, currency) if row.total_cents is not None else None
    return NewLine(row.description, total, kind or row.kind, row.quantity, row.unit_price)


def _lines_kept(kept: KeptRecord) -> list[NewLine]:
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
