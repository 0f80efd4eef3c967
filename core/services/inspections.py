"""What is known of a vehicle's roadworthiness inspections, and when the next one is due."""

from dataclasses import dataclass
from datetime import date, datetime

from core.domain.energy import Energy, burns_fuel
from core.domain.reminder_time import next_occurrence, repeat_of
from core.domain.technical_inspection import (
    InspectionClass,
    InspectionDue,
    InspectionResult,
    LastInspection,
    emissions_check_due,
    inspection_class,
    inspection_due,
)
from core.models import Inspection, Vehicle, VehicleDate

INSPECTION, INSURANCE = "inspection", "insurance"


@dataclass(frozen=True, slots=True)
class Inspected:
    """How a vehicle is inspected, its last inspection, and what comes next; `own` is the date the person set."""

    of: InspectionClass
    last: LastInspection | None
    next: InspectionDue | None
    emissions: InspectionDue | None
    own: VehicleDate | None


def class_of(vehicle: Vehicle) -> InspectionClass:
    """How a vehicle is inspected: as the person said, else by its card, else as a car."""
    if vehicle.inspection_class is not None and vehicle.inspection_class in set(InspectionClass):
        return InspectionClass(vehicle.inspection_class)
    return inspection_class(vehicle.category) or InspectionClass.CAR


async def inspected(vehicle: Vehicle, today: date) -> Inspected:
    """Everything about the inspections of a vehicle that the caller owns."""
    row = await Inspection.filter(vehicle_id=vehicle.id).order_by("-done_on").first()
    own = await VehicleDate.get_or_none(vehicle_id=vehicle.id, kind=INSPECTION)
    last = LastInspection(row.done_on, InspectionResult(row.result), row.valid_until) if row is not None else None
    of = class_of(vehicle)
    due = inspection_due(
        of,
        today,
        first_registration=vehicle.first_registered_on,
        card_date=vehicle.inspection_due_on,
        last=last,
        own_date=coming(own, today) if own is not None else None,
    )
    burns = burns_fuel(Energy(vehicle.energy)) if vehicle.energy else True
    emissions = emissions_check_due(of, last, burns_fuel=burns) if last is not None else None
    return Inspected(of, last, due, emissions if emissions and emissions.due_on >= today else None, own)


async def note_inspection(
    vehicle: Vehicle, done_on: date, now: datetime, result: InspectionResult = InspectionResult.FAVOURABLE
) -> None:
    """Keep that it was inspected on a day; the person's own date for it is thereby past, or moves to its next turn."""
    row = await Inspection.get_or_none(vehicle_id=vehicle.id, done_on=done_on)
    if row is None:
        await Inspection.create(vehicle_id=vehicle.id, done_on=done_on, result=result.value, created_at=now)
    elif row.result != result.value:
        row.result = result.value
        await row.save(update_fields=["result"])
    own = await VehicleDate.get_or_none(vehicle_id=vehicle.id, kind=INSPECTION)
    if own is None:
        return
    repeat = repeat_of(own.repeat) if own.repeat else None
    if repeat is None:
        await own.delete()
    else:
        own.due_on = next_occurrence(done_on, repeat, done_on)
        await own.save(update_fields=["due_on"])


def coming(kept: VehicleDate, today: date) -> date:
    """The day of a date that the person set. One that comes back and is past has its next turn."""
    repeat = repeat_of(kept.repeat) if kept.repeat else None
    if repeat is None or kept.due_on >= today or kept.kind == INSPECTION:
        return kept.due_on
    return next_occurrence(kept.due_on, repeat, today)
