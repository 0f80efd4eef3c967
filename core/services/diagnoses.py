"""Diagnoses: kept, added to, settled, opened again, turned into planned work and a reminder to ask how it went."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from core import db
from core.domain.diagnosis.diagnose import Diagnosis, diagnose
from core.domain.diagnosis.diagnosis_status import DiagnosisStatus, PieceKind, check_diagnosis_change
from core.domain.plans import Feature
from core.domain.record_status import RecordStatus
from core.domain.reminder_kinds import ReminderKind
from core.domain.service_types import ServiceType
from core.domain.states import ReminderState
from core.domain.typed_text import clean
from core.errors import Gone, Refusal
from core.knowledge.diagnosis import diagnosis_knowledge
from core.models import Account, DiagnosisCase, DiagnosisPiece, MaintenanceRecord, Reminder, Vehicle
from core.ports import Clock, Jobs
from core.services.days import today_of
from core.services.entitlements import Entitlements
from core.services.maintenance import Maintenance, NewRecord
from core.services.own_reminders import Wish
from core.services.reminder_lists import OPEN
from core.services.reminders import Reminders

FOLLOW_UP_DAYS: Final = 7
LONGEST_DESCRIPTION: Final = 1_000
LONGEST_REPLY: Final = 500
MOST_PIECES: Final = 20
_SURE: Final = 0.5


@dataclass(frozen=True, slots=True)
class NewPiece:
    """A photo or a voice note that came while a diagnosis was made."""

    kind: PieceKind
    telegram_file: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """What was told and answered; `begun` is the update that began it, which makes it once however often it comes."""

    begun: int
    description: str
    vehicle_id: int | None = None
    said_yes: tuple[str, ...] = ()
    said_no: tuple[str, ...] = ()
    pieces: tuple[NewPiece, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A kept diagnosis with its vehicle, the work planned for it, what was added, and what is made of it all now."""

    row: DiagnosisCase
    vehicle: Vehicle | None
    diagnosis: Diagnosis
    record: MaintenanceRecord | None = None
    pieces: tuple[DiagnosisPiece, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What was told, in its order."""
        return (self.row.description, *(piece.words for piece in self.pieces if piece.words))

    @property
    def files(self) -> tuple[DiagnosisPiece, ...]:
        """The photos and voice notes that were not refused."""
        return tuple(p for p in self.pieces if p.kind is not PieceKind.WORDS and p.refusal is None)


@dataclass(frozen=True, slots=True)
class Diagnoses:
    """Keeps diagnoses of their owner. Answers of the built-in knowledge are not counted."""

    clock: Clock
    jobs: Jobs
    entitlements: Entitlements
    maintenance: Maintenance
    reminders: Reminders
    undo: timedelta = field(default=timedelta(days=7))

    async def full(self, owner: Account) -> bool:
        """Whether a person's plan gives the whole diagnosis; everybody is told what safety asks for."""
        _, limits = await self.entitlements.limits(owner)
        return limits.get(Feature.DIAGNOSES, 0) != 0

    async def begin(self, owner: Account, told: Complaint) -> Case:
        """Keep a complaint about one of the owner's vehicles, or about none that is known here."""
        async with db.transaction():
            known = await DiagnosisCase.get_or_none(owner_id=owner.id, begun=told.begun)
            if known is not None:
                return await self.get(owner, known.id)
            vehicle = await self._vehicle(owner, told.vehicle_id)
            row = DiagnosisCase(
                owner_id=owner.id,
                vehicle_id=vehicle.id if vehicle is not None else None,
                begun=told.begun,
                description=clean(told.description)[:LONGEST_DESCRIPTION],
                said_yes=" ".join(told.said_yes)[:300],
                said_no=" ".join(told.said_no)[:300],
                status=DiagnosisStatus.PENDING,
                created_at=self.clock.now(),
            )
            found = _worked_out(row, ())
            await row.save(force_create=True)
            pieces = [await self._keep(row.id, new) for new in told.pieces]
            return Case(row, vehicle, found, pieces=tuple(pieces))

    async def get(self, owner: Account, case_id: int) -> Case:
        """One of the owner's diagnoses, or `Gone`."""
        return await self._case(await self._mine(owner, case_id))

    async def reply(self, owner: Account, case_id: int, more: str) -> Case:
        """Add words to a diagnosis; it is worked out anew, and one that was settled is open again."""
        words = clean(more)[:LONGEST_REPLY]
        if not words:
            raise Refusal("error.text_expected")
        async with db.transaction():
            row = await self._mine(owner, case_id)
            await self._require_room(owner, row)
            await DiagnosisPiece.create(case_id=row.id, kind=PieceKind.WORDS, words=words, created_at=self.clock.now())
            return await self._kept_anew(row, _reopen(row))

    async def receive(self, owner: Account, case_id: int, new: NewPiece) -> Case:
        """Keep a photo or a voice note with a diagnosis; its file is fetched by a job."""
        async with db.transaction():
            row = await self._mine(owner, case_id)
            await self._require_room(owner, row)
            await self._keep(row.id, new)
            return await self._case(row)

    async def set_status(self, owner: Account, case_id: int, status: DiagnosisStatus) -> Case:
        """Note how far it is; what is settled is not asked about any more."""
        async with db.transaction():
            row = await self._mine(owner, case_id)
            check_diagnosis_change(row.status, status)
            row.status = status
            row.completed_at = self.clock.now() if status is DiagnosisStatus.COMPLETED else None
            await row.save(update_fields=["status", "completed_at"])
            if status is DiagnosisStatus.COMPLETED:
                await self._silence(row)
            return await self._case(row)

    async def follow_up(self, owner: Account, case_id: int, subject: Callable[[Case], str]) -> Case:
        """Ask in a week how it went; a second tap adds no second reminder."""
        async with db.transaction():
            row = await self._mine(owner, case_id)
            case = await self._case(row)
            waiting = row.reminder_id is not None and await Reminder.exists(id=row.reminder_id, state__in=list(OPEN))
            if not waiting:
                due_on = today_of(owner, self.clock) + timedelta(days=FOLLOW_UP_DAYS)
                wish = Wish(subject(case), due_on, vehicle_id=row.vehicle_id, lead_days=0)
                reminder = await self.reminders.own.remind_of(owner, ReminderKind.DIAGNOSIS, wish)
                row.reminder_id = reminder.id
                await row.save(update_fields=["reminder_id"])
            return case

    async def plan(self, owner: Account, case_id: int, note: Callable[[Case], str]) -> tuple[Case, MaintenanceRecord]:
        """Turn it into planned work of its vehicle in a week, once however often it is tapped."""
        async with db.transaction():
            row = await self._mine(owner, case_id, lock=True)
            case = await self._case(row)
            if case.vehicle is None:
                raise Refusal("diagnose.needs_vehicle")
            if case.record is not None:
                return case, case.record
            new = NewRecord(
                vehicle_id=case.vehicle.id,
                done_on=today_of(owner, self.clock) + timedelta(days=FOLLOW_UP_DAYS),
                services=(_service_of(case.diagnosis),),
                note=note(case)[:2_000],
                status=RecordStatus.SCHEDULED,
            )
            record = (await self.maintenance.create(owner, new, insist=True)).record
            if record is None:
                raise Gone
            row.record_id = record.id
            if row.status is DiagnosisStatus.PENDING:
                row.status = DiagnosisStatus.IN_PROGRESS
            await row.save(update_fields=["record_id", "status"])
            return Case(row, case.vehicle, case.diagnosis, record, case.pieces), record

    async def remove(self, owner: Account, case_id: int) -> DiagnosisCase:
        """Take a diagnosis off; it can be brought back for a while."""
        async with db.transaction():
            row = await self._mine(owner, case_id)
            row.deleted_at = self.clock.now()
            await row.save(update_fields=["deleted_at"])
            await self._silence(row)
        return row

    async def restore(self, owner: Account, case_id: int) -> Case:
        """Bring a diagnosis back, with its reminder if that lies ahead."""
        async with db.transaction():
            row = await self._mine(owner, case_id, deleted=True)
            if row.deleted_at is not None:
                row.deleted_at = None
                await row.save(update_fields=["deleted_at"])
                if row.reminder_id is not None and row.status is not DiagnosisStatus.COMPLETED:
                    ahead = Reminder.filter(id=row.reminder_id, owner_id=owner.id, remind_at__gt=self.clock.now())
                    await ahead.filter(state=ReminderState.DISMISSED).update(state=ReminderState.WAITING)
            return await self._case(row)

    async def purge(self) -> int:
        """Forget what was taken off longer ago than it can be brought back; its files are orphans then."""
        return await DiagnosisCase.filter(deleted_at__lt=self.clock.now() - self.undo).delete()

    async def _case(self, row: DiagnosisCase) -> Case:
        pieces = tuple(await DiagnosisPiece.filter(case_id=row.id).order_by("id"))
        return Case(row, row.vehicle if row.vehicle_id else None, _worked_out(row, pieces),
                    row.record if row.record_id else None, pieces)  # fmt: skip

    async def _kept_anew(self, row: DiagnosisCase, changed: list[str]) -> Case:
        case = await self._case(row)
        await row.save(update_fields=[*changed, "urgency", "symptom", "stops"])
        return case

    async def _keep(self, case_id: int, new: NewPiece) -> DiagnosisPiece:
        now = self.clock.now()
        piece = await DiagnosisPiece.create(
            case_id=case_id, kind=new.kind, telegram_file=new.telegram_file, created_at=now
        )
        await self.jobs.enqueue("keep_piece", {"piece": piece.id})
        return piece

    async def _require_room(self, owner: Account, row: DiagnosisCase) -> None:
        await self.entitlements.require(owner, Feature.DIAGNOSES)
        if await DiagnosisPiece.filter(case_id=row.id).count() >= MOST_PIECES:
            raise Refusal("diagnose.too_much", n=MOST_PIECES)

    async def _silence(self, row: DiagnosisCase) -> None:
        mine = Reminder.filter(id=row.reminder_id, owner_id=row.owner_id, state__in=list(OPEN))
        await mine.update(state=ReminderState.DISMISSED)

    async def _mine(self, owner: Account, case_id: int, *, lock: bool = False, deleted: bool = False) -> DiagnosisCase:
        if lock and not db.is_sqlite():
            await DiagnosisCase.select_for_update().get_or_none(id=case_id, owner_id=owner.id)
        query = DiagnosisCase.filter(id=case_id, owner_id=owner.id)
        row = await query.select_related("vehicle", "record").first()
        if row is None or (row.deleted_at is not None and not deleted):
            raise Gone
        if row.vehicle_id is not None and (row.vehicle is None or row.vehicle.deleted_at is not None):
            raise Gone
        return row

    async def _vehicle(self, owner: Account, vehicle_id: int | None) -> Vehicle | None:
        if vehicle_id is None:
            return None
        vehicle = await Vehicle.get_or_none(id=vehicle_id, owner_id=owner.id)
        if vehicle is None:
            raise Gone
        return vehicle


def _worked_out(row: DiagnosisCase, pieces: tuple[DiagnosisPiece, ...]) -> Diagnosis:
    """Work it out from what the person said, and keep what lists show."""
    told = "\n".join([row.description, *(piece.words for piece in pieces if piece.words)])
    found = diagnose(told, row.said_yes.split())
    row.urgency, row.stops = found.urgency.value, found.stop_driving
    row.symptom = found.symptoms[0] if found.symptoms else ""
    return found


def _reopen(row: DiagnosisCase) -> list[str]:
    """What is told about a settled diagnosis opens it again."""
    if row.status is not DiagnosisStatus.COMPLETED:
        return []
    row.status, row.completed_at = DiagnosisStatus.IN_PROGRESS, None
    return ["status", "completed_at"]


def _service_of(found: Diagnosis) -> ServiceType:
    """The work to plan: what the likeliest cause needs, or a diagnosis at a garage."""
    known = diagnosis_knowledge().causes.causes
    first = found.causes[0] if found.causes else None
    service = known[first.cause].service if first is not None and first.probability >= _SURE else None
    return ServiceType(service) if service is not None else ServiceType.DIAGNOSIS
