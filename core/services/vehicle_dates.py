"""The dates of a vehicle beside its services: inspection, re-test, pollution check, sale, insurance."""

from dataclasses import dataclass
from datetime import date

from core import db
from core.domain.reminder_time import repeat_of
from core.domain.service_types import ServiceType
from core.domain.technical_inspection import (
    InspectionClass,
    InspectionResult,
    sale_needs_inspection,
    valid_for_sale_until,
)
from core.errors import Gone, Refusal
from core.models import Account, Vehicle, VehicleDate
from core.ports import Clock
from core.services.days import today_of
from core.services.inspections import (
    INSPECTION,
    INSURANCE,
    Inspected,
    KeptDates,
    Report,
    class_of,
    coming,
    inspected_by,
    inspection_on,
    kept_dates,
    note_inspection,
    with_inspection,
)
from core.services.reminders import Reminders
from core.services.standing import Standing

KINDS = (INSPECTION, INSURANCE)
YEARLY = "P1Y"


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a vehicle. `sale_until` is the last day on which its inspection serves for a sale."""

    vehicle: Vehicle
    inspection: Inspected
    insurance_on: date | None
    sale_needs_inspection: bool
    sale_until: date | None


@dataclass(frozen=True, slots=True)
class VehicleDates:
    """Shows and changes the dates of vehicles; setting one plans its reminder."""

    clock: Clock
    reminders: Reminders

    async def of(self, owner: Account, vehicle_id: int) -> Dates:
        """The dates of one of the owner's vehicles."""
        vehicle = await Vehicle.get_or_none(id=vehicle_id, owner_id=owner.id)
        if vehicle is None:
            raise Gone
        return self._dates(owner, vehicle, await kept_dates(vehicle))

    async def of_vehicle(self, owner: Account, vehicle: Vehicle) -> Dates:
        """The dates of a vehicle that is known to be the owner's."""
        return self._dates(owner, vehicle, await kept_dates(vehicle))

    async def set_class(self, owner: Account, vehicle_id: int, of: InspectionClass) -> Dates:
        """Say how it is inspected."""
        async with db.transaction():
            vehicle = await self._locked(owner, vehicle_id)
            vehicle.inspection_class = of.value
            await vehicle.save(update_fields=["inspection_class"])
            dates = await self._planned(owner, vehicle, await kept_dates(vehicle))
            if of is not InspectionClass.VAN:
                await self.reminders.plan_day(owner, vehicle, ServiceType.EMISSIONS_CHECK, None)
            return dates

    async def note_inspection(
        self,
        owner: Account,
        vehicle_id: int,
        done_on: date,
        result: InspectionResult,
        valid_until: date | None = None,
    ) -> Dates:
        """Note an inspection and how it ended; the next one, or the re-test, follows from it or from its report."""
        if done_on > today_of(owner, self.clock):
            raise Refusal("error.date_in_future")
        async with db.transaction():
            vehicle = await self._locked(owner, vehicle_id)
            kept = await kept_dates(vehicle)
            now, own = self.clock.now(), kept.own.pop(INSPECTION, None)
            card = vehicle.inspection_due_on
            own = await note_inspection(vehicle, own, done_on, now, Report(result, valid_until))
            if vehicle.inspection_due_on != card:
                await vehicle.save(update_fields=["inspection_due_on"])
            if own is not None:
                kept.own[INSPECTION] = own
            noted = inspection_on(vehicle, done_on, now, result, valid_until)
            kept.inspections = with_inspection(kept.inspections, noted, instead=True)
            return await self._planned(owner, vehicle, kept)

    async def set_date(
        self, owner: Account, vehicle_id: int, kind: str, due_on: date, repeat: str | None = None
    ) -> Dates:
        """Set a date by hand: the next inspection, or the end of the insurance, which comes back every year."""
        if kind not in KINDS or (repeat is not None and repeat_of(repeat) is None):
            raise Gone
        if due_on < today_of(owner, self.clock):
            raise Refusal("reminder.in_the_past")
        async with db.transaction():
            vehicle = await self._locked(owner, vehicle_id)
            kept = await kept_dates(vehicle)
            if kind == INSURANCE:
                return await self._insured_until(owner, vehicle, kept, due_on)
            await _set(vehicle, kept, kind, due_on, repeat)
            return await self._planned(owner, vehicle, kept)

    async def insure(
        self, owner: Account, vehicle_id: int, insurer: str | None, policy: str | None, until: date | None
    ) -> Dates:
        """Note who insures a vehicle, under which number and until when; a day that is past is not remembered."""
        async with db.transaction():
            return await self.insure_locked(owner, await self._locked(owner, vehicle_id), insurer, policy, until)

    async def insure_locked(
        self, owner: Account, vehicle: Vehicle, insurer: str | None, policy: str | None, until: date | None
    ) -> Dates:
        """The same for a vehicle of the owner that nobody else changes meanwhile."""
        vehicle.insurer = (insurer or "")[:80] or vehicle.insurer
        vehicle.policy_number = (policy or "")[:60] or vehicle.policy_number
        await vehicle.save(update_fields=["insurer", "policy_number"])
        if until is not None and until >= today_of(owner, self.clock):
            return await self._insured_until(owner, vehicle, await kept_dates(vehicle), until)
        return self._dates(owner, vehicle, await kept_dates(vehicle))

    async def _insured_until(self, owner: Account, vehicle: Vehicle, kept: KeptDates, until: date) -> Dates:
        await _set(vehicle, kept, INSURANCE, until, YEARLY)
        await self.reminders.add_topic(owner, vehicle, INSURANCE, until, YEARLY)
        return self._dates(owner, vehicle, kept)

    async def clear(self, owner: Account, vehicle_id: int, kind: str) -> Dates:
        """Forget a date that was set by hand; what is computed counts again."""
        async with db.transaction():
            vehicle = await self._locked(owner, vehicle_id)
            kept = await kept_dates(vehicle)
            row = kept.own.pop(kind, None)
            if row is not None:
                await row.delete()
            if kind == INSURANCE:
                await self.reminders.drop_topic(owner, vehicle, INSURANCE)
                return self._dates(owner, vehicle, kept)
            return await self._planned(owner, vehicle, kept)

    async def _planned(self, owner: Account, vehicle: Vehicle, kept: KeptDates) -> Dates:
        """The dates after a change; the reminders follow them."""
        dates = self._dates(owner, vehicle, kept)
        due, emissions = dates.inspection.next, dates.inspection.emissions
        day = due.due_on if due is not None and not due.to_confirm else None
        await self.reminders.plan_day(owner, vehicle, ServiceType.TECHNICAL_INSPECTION, day)
        if emissions is not None:
            await self.reminders.plan_day(owner, vehicle, ServiceType.EMISSIONS_CHECK, emissions.due_on)
        return dates

    def following(self, standing: Standing) -> Dates:
        """The dates of a vehicle of which an inspection was written down."""
        work = standing.needed_work
        return self._dates(standing.owner, standing.vehicle, KeptDates(work.dates, work.inspections))

    def _dates(self, owner: Account, vehicle: Vehicle, kept: KeptDates) -> Dates:
        today = today_of(owner, self.clock)
        found = inspected_by(vehicle, today, kept.own.get(INSPECTION), kept.inspections)
        insurance = kept.own.get(INSURANCE)
        return Dates(
            vehicle,
            found,
            coming(insurance, today) if insurance is not None else None,
            sale_needs_inspection(class_of(vehicle), vehicle.first_registered_on, today),
            valid_for_sale_until(found.last) if found.last is not None else None,
        )

    async def _locked(self, owner: Account, vehicle_id: int) -> Vehicle:
        vehicle = await Vehicle.select_for_update().get_or_none(id=vehicle_id, owner_id=owner.id)
        if vehicle is None:
            raise Gone
        return vehicle


async def _set(vehicle: Vehicle, kept: KeptDates, kind: str, due_on: date, repeat: str | None) -> None:
    row = kept.own.setdefault(kind, VehicleDate(vehicle_id=vehicle.id, kind=kind))
    row.due_on, row.repeat = due_on, repeat
    await row.save()
