"""What follows from a diagnosis: whether a plan gives the whole of it, planned work, a follow-up."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from core.domain.diagnosis.diagnose import Diagnosis
from core.domain.plans import Feature
from core.domain.record_status import RecordStatus
from core.domain.service_types import ServiceType
from core.errors import Gone
from core.knowledge.diagnosis import diagnosis_knowledge
from core.models import Account, MaintenanceRecord, Reminder
from core.ports import Clock
from core.services.days import today_of
from core.services.entitlements import Entitlements
from core.services.maintenance import Maintenance, NewRecord
from core.services.records import AlreadyRecorded
from core.services.reminders import Reminders

FOLLOW_UP_DAYS: Final = 7
_SURE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Diagnoses:
    """Turns diagnoses into planned work and reminders. Answers of the built-in knowledge are not counted."""

    clock: Clock
    entitlements: Entitlements
    maintenance: Maintenance
    reminders: Reminders

    async def full(self, owner: Account) -> bool:
        """Whether a person's plan gives the whole diagnosis; everybody is told what safety asks for."""
        _, limits = await self.entitlements.limits(owner)
        return limits.get(Feature.DIAGNOSES, 0) != 0

    async def plan(self, owner: Account, vehicle_id: int, found: Diagnosis, note: str) -> MaintenanceRecord:
        """Plan the work of a diagnosis in a week; what is planned already for that day is given back."""
        new = NewRecord(
            vehicle_id=vehicle_id,
            done_on=today_of(owner, self.clock) + timedelta(days=FOLLOW_UP_DAYS),
            services=(_service_of(found),),
            note=note[:2_000],
            status=RecordStatus.SCHEDULED,
        )
        try:
            record = (await self.maintenance.create(owner, new)).record
        except AlreadyRecorded as known:
            record = (await self.maintenance.record(owner, known.record_id)).record
        if record is None:
            raise Gone
        return record

    async def follow_up(self, owner: Account, vehicle_id: int | None, subject: str) -> Reminder:
        """Ask in a week how it went."""
        due_on = today_of(owner, self.clock) + timedelta(days=FOLLOW_UP_DAYS)
        return await self.reminders.add_custom(owner, subject, due_on, vehicle_id=vehicle_id)


def _service_of(found: Diagnosis) -> ServiceType:
    """The work to plan: what the likeliest cause needs, or a diagnosis at a garage."""
    known = diagnosis_knowledge().causes.causes
    first = found.causes[0] if found.causes else None
    service = known[first.cause].service if first is not None and first.probability >= _SURE else None
    return ServiceType(service) if service is not None else ServiceType.DIAGNOSIS
