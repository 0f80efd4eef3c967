"""Advice for a vehicle, worked out from its rows and the service plan; a tap plans the work."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core import db
from core.domain.assistant.suggestions import Candidate, Suggestion, suggestions
from core.domain.energy import Energy
from core.domain.plans import Feature
from core.domain.record_status import RecordStatus
from core.domain.service_schedule import is_wear, vehicle_kind
from core.domain.service_types import ServiceType
from core.errors import Gone
from core.models import Account, MaintenanceRecord, Vehicle
from core.ports import Clock
from core.services.asking import Depth
from core.services.days import today_of
from core.services.entitlements import Entitlements
from core.services.maintenance import Maintenance, NewRecord
from core.services.records import AlreadyRecorded
from core.services.service_plan import Plan, ServicePlan
from core.services.vehicle_dates import VehicleDates

KIND: Final = "suggest"
AHEAD: Final = timedelta(days=7)
FURTHEST: Final = timedelta(days=730)
_PLANNED = """
    SELECT DISTINCT done.service FROM service_done done JOIN maintenance_record record ON record.id = done.record_id
     WHERE record.vehicle_id = ? AND record.status IN ('scheduled', 'in_progress')
"""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Advice for a vehicle, and how much of it somebody's plan gives."""

    vehicle: Vehicle
    found: tuple[Suggestion, ...]
    depth: Depth


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Advises and plans."""

    clock: Clock
    entitlements: Entitlements
    plan: ServicePlan
    dates: VehicleDates
    maintenance: Maintenance

    async def of(self, owner: Account, vehicle_id: int) -> Suggested:
        """The advice for one of the owner's vehicles."""
        plan = await self.plan.of(owner, vehicle_id)
        if plan.vehicle.archived_at is not None:
            raise Gone
        found = await self._found(owner, plan)
        return Suggested(plan.vehicle, found, await self._depth(owner) if found else Depth.WHOLE)

    async def schedule(
        self, owner: Account, vehicle_id: int, service: ServiceType, ordinal: int = 0
    ) -> MaintenanceRecord:
        """Plan the work for its day, in a week at the earliest; what is planned for that day is given back."""
        earliest = today_of(owner, self.clock) + AHEAD
        day = date.fromordinal(min(max(ordinal, earliest.toordinal()), (earliest + FURTHEST).toordinal()))
        new = NewRecord(vehicle_id, day, (service,), status=RecordStatus.SCHEDULED)
        try:
            record = (await self.maintenance.create(owner, new)).record
        except AlreadyRecorded as known:
            record = (await self.maintenance.record(owner, known.record_id)).record
        if record is None:
            raise Gone
        return record

    async def _found(self, owner: Account, plan: Plan) -> tuple[Suggestion, ...]:
        vehicle, today = plan.vehicle, today_of(owner, self.clock)
        energy = Energy(vehicle.energy) if vehicle.energy in set(Energy) else Energy.PETROL
        kind = vehicle_kind(vehicle.category)
        candidates = [
            Candidate(
                item.rule.service,
                item.rule.interval,
                item.due.due_on if item.due is not None else None,
                _shown(vehicle, item.due.due_km if item.due is not None else None),
                item.due.expected_on if item.due is not None else None,
                is_wear(item.rule.service, energy, kind),
            )
            for item in plan.items
            if item.rule.active
        ]
        inspection = await self._inspection(owner, vehicle)
        if inspection is not None:
            candidates = [one for one in candidates if one.service is not ServiceType.TECHNICAL_INSPECTION]
            candidates.append(Candidate(ServiceType.TECHNICAL_INSPECTION, None, inspection, None, inspection))
        planned = [ServiceType(row["service"]) for row in await db.fetch(_PLANNED, vehicle.id)]
        return suggestions(candidates, today, vehicle.kilometres, vehicle.first_registered_on, planned)

    async def _inspection(self, owner: Account, vehicle: Vehicle) -> date | None:
        due = (await self.dates.of_vehicle(owner, vehicle)).inspection.next
        return due.due_on if due is not None else None

    async def _depth(self, owner: Account) -> Depth:
        """Nothing of a model is used, so nothing is counted but the one try of a plan without advice."""
        given = await self.entitlements.given_or_tried(owner, Feature.AI_MESSAGES, kind=KIND)
        return {True: Depth.WHOLE, False: Depth.TRIED, None: Depth.PREVIEW}[given]


def _shown(vehicle: Vehicle, driven: int | None) -> int | None:
    """Driven kilometres as the dash shows them."""
    return driven - vehicle.odometer_offset if driven is not None else None
