"""Changing records after they were written: one field at a time, their lines, their deletion; and back again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, TypedDict

from tortoise.expressions import Q

from core import db
from core.db.gather import put
from core.domain.cost_categories import CostCategory, category_of
from core.domain.distance import checked_kilometres
from core.domain.money import Money
from core.domain.record_lines import MOST_LINES, NewLine
from core.domain.record_search import search_text
from core.domain.record_status import RecordStatus, check_change
from core.domain.service_types import ServiceType
from core.errors import Gone, Refusal
from core.models import (
    Account,
    MaintenanceLine,
    MaintenanceRecord,
    RecordAttachment,
    Reminder,
    ServiceDone,
    Vehicle,
)
from core.ports import Clock
from core.services.days import today_of
from core.services.record_back import Back, lines_kept, new_line, stand_for
from core.services.record_effects import Effects, RecordEffects, Withdrawn
from core.services.record_now import Opened, RecordNow, open_record
from core.services.record_versions import Versions
from core.services.records import HIGHEST_NOTE, RecordData, Records, check_day

__all__ = ["Changed", "RecordChanges", "RecordEdit", "Removed", "new_line"]

# A line of a record whose vehicle was not deleted.
_MY_LINE = Q(record__vehicle__deleted_at__isnull=True)
# What the odometer and the reminders follow: a change of one of these is taken back and applied anew.
_FOLLOWED = frozenset({"vehicle_id", "done_on", "kilometres", "services", "status", "warranty_until"})
# How lines are changed, given those that are there.
ChangeLines: TypeAlias = Callable[[list[NewLine]], list[NewLine]]


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

    async def edit(self, owner: Account, record_id: int, edit: RecordEdit) -> Changed:
        """Change what is named; the odometer and the reminders follow."""
        return await self._edit(owner, record_id, edit)

    async def _edit(
        self, owner: Account, record_id: int, edit: RecordEdit, change: ChangeLines | None = None
    ) -> Changed:
        async with db.transaction():
            opened = await open_record(owner, self.clock.now(), record_id, edit)
            now, record = opened.now, opened.now.record
            if change is not None:
                edit = {**edit, "lines": tuple(change([new_line(line, record.currency) for line in now.lines]))}
            follows = not _FOLLOWED.isdisjoint(edit)
            before = self.effects.withdraw(opened.here, now) if follows else Withdrawn({})
            version = await self.versions.keep(owner, now, before.decisions, before.report)
            services = self._put_values(owner, opened, edit)
            conflict = await self.effects.note_mileage(opened.there, record) if follows else None
            lines = await self._write(now, edit, services)
            made = Effects()
            if follows:
                # Having wanted to remember a planned day says nothing about what follows once it is done.
                done = edit.get("status") is RecordStatus.COMPLETED
                known = Withdrawn({}, before.reminders, before.report) if done else before
                made = await self.effects.follow(opened.there, record, services, known)
            await opened.here.pending.store()
            data = RecordData(record, opened.there.vehicle, lines, services, len(now.papers))
            return Changed(data, version, made.proposed, made.closed, conflict)

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
        return await self._edit(owner, record_id, {}, lambda lines: [*lines, line])

    async def change_line(self, owner: Account, line_id: int, line: NewLine | None) -> Changed:
        """Put another line in the place of one, or nothing; a line that was changed meanwhile is gone."""
        async with db.transaction():
            row = await MaintenanceLine.get_or_none(_MY_LINE, id=line_id, record__vehicle__owner_id=owner.id)
            if row is None:
                raise Gone
            place, put = row.position, [line] if line is not None else []
            return await self._edit(owner, row.record_id, {}, lambda lines: [*lines[:place], *put, *lines[place + 1 :]])

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
            opened = await open_record(owner, self.clock.now(), record_id, {})
            record = opened.now.record
            before = self.effects.withdraw(opened.here, opened.now)
            version = await self.versions.keep(owner, opened.now, before.decisions, before.report)
            await record.delete()
            await opened.here.pending.store()
            return Removed(version, opened.here.vehicle, opened.now.services, record.done_on)

    async def take_back(self, owner: Account, version_id: int) -> Changed:
        """Undo a change or a deletion: the record is as it was, and so is what followed from it."""
        async with db.transaction():
            back = await stand_for(owner, self.clock.now(), version_id)
            before = Withdrawn({})
            if back.now is not None:
                before = self.effects.withdraw(back.here, back.now)
            record = back.record
            conflict = await self.effects.note_mileage(back.there, record)
            services, lines = await self._write_again(back)
            again = Withdrawn(back.kept.decisions, before.reminders, back.kept.report or before.report)
            made = await self.effects.follow(back.there, record, services, again)
            await back.there.pending.store()
            data = RecordData(record, back.there.vehicle, tuple(lines), services, len(back.papers))
            return Changed(data, version_id, made.proposed, made.closed, conflict)

    async def purge(self) -> int:
        """Forget what can no longer be taken back; how many it was."""
        return await self.versions.purge()

    async def _write(
        self, now: RecordNow, edit: RecordEdit, services: tuple[ServiceType, ...]
    ) -> tuple[MaintenanceLine, ...]:
        """Store a record whose values were put in, with its services and lines where they are others."""
        record, lines = now.record, now.lines
        if services != now.services:
            await ServiceDone.filter(record_id=record.id).delete()
            await self.records.put_services(record, services)
        if "lines" in edit:
            if lines:
                await MaintenanceLine.filter(record_id=record.id).delete()
            lines = tuple(await self.records.put_lines(record, edit["lines"][:MOST_LINES]))
        words = [line.description for line in lines]
        record.search = search_text(services, [record.garage, record.note, record.invoice_number, *words])
        await record.save()
        return lines

    async def _write_again(self, back: Back) -> tuple[tuple[ServiceType, ...], list[MaintenanceLine]]:
        """Store a record as it was; one that was deleted has its id of before, so that the chat's buttons open it."""
        record, now = back.record, back.now
        services = tuple(ServiceType(service) for service in back.kept.services)
        lines = lines_kept(back.kept)
        await record.save(force_create=now is None, force_update=now is not None)
        if now is None or services != now.services:
            if now is not None:
                await ServiceDone.filter(record_id=record.id).delete()
            await self.records.put_services(record, services)
        if now is not None and lines == [new_line(line, record.currency) for line in now.lines]:
            return services, list(now.lines)
        if now is not None:
            await MaintenanceLine.filter(record_id=record.id).delete()
        else:
            await put(RecordAttachment, [RecordAttachment(record_id=record.id, document_id=one) for one in back.papers])
        return services, await self.records.put_lines(record, lines)

    def _put_values(self, owner: Account, opened: Opened, edit: RecordEdit) -> tuple[ServiceType, ...]:
        """Put in the values that are named; gives the services of the record as they will be."""
        record, services = opened.now.record, opened.now.services
        if edit.get("services"):
            services = tuple(dict.fromkeys(edit["services"]))
        if "category" in edit:
            record.category_chosen = edit["category"] is not None
            record.category = edit["category"] or category_of(services)
        elif not record.category_chosen:
            record.category = category_of(services)
        if "status" in edit:
            check_change(record.status, edit["status"])
            record.status = edit["status"]
        if "done_on" in edit or "status" in edit:
            record.done_on = edit.get("done_on", record.done_on)
            check_day(record.done_on, record.status, today_of(owner, self.clock))
        record.vehicle = opened.there.vehicle
        self._put_figures(record, edit)
        self._put_texts(record, edit)
        return services

    def _put_figures(self, record: MaintenanceRecord, edit: RecordEdit) -> None:
        if "kilometres" in edit:
            record.kilometres = None if edit["kilometres"] is None else checked_kilometres(edit["kilometres"])
        if "total" in edit:
            total = edit["total"]
            record.total_cents = total.cents if total is not None else None
            record.currency = total.currency if total is not None else record.currency

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
