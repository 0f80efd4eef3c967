"""What is known of a vehicle's roadworthiness inspections, and when the next one is due."""

from dataclasses import dataclass
from datetime import date, datetime

from core.db.gather import gather, made, rows_of
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
    outdates,
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


@dataclass(frozen=True, slots=True)
class Report:
    """What the report of an inspection says: how it ended, and until when it is good if it says so."""

    result: InspectionResult = InspectionResult.FAVOURABLE
    valid_until: date | None = None


def class_of(vehicle: Vehicle) -> InspectionClass:
    """How a vehicle is inspected: as the person said, else by its card, else as a car."""
    if vehicle.inspection_class is not None and vehicle.inspection_class in set(InspectionClass):
        return InspectionClass(vehicle.inspection_class)
    return inspection_class(vehicle.category) or InspectionClass.CAR


@dataclass(slots=True)
class KeptDates:
    """The dates of a vehicle that the person set, by kind, and its last inspection."""

    own: dict[str, VehicleDate]
    last: Inspection | None


async def kept_dates(vehicle: Vehicle) -> KeptDates:
    """What is kept of the dates of a vehicle that the caller owns."""
    last = "WHERE vehicle_id = ? ORDER BY done_on DESC LIMIT 1"
    answers = await gather(
        {
            "dates": rows_of(VehicleDate, "WHERE vehicle_id = ?", vehicle.id),
            "inspection": rows_of(Inspection, last, vehicle.id),
        }
    )
    own = {row.kind: row for row in made(VehicleDate, answers["dates"])}
    return KeptDates(own, next(iter(made(Inspection, answers["inspection"])), None))


def inspected_by(vehicle: Vehicle, today: date, own: VehicleDate | None, row: Inspection | None) -> Inspected:
    """Everything about the inspections of a vehicle; `own` is the date the person set, `row` its last inspection."""
    last = LastInspection(row.done_on, InspectionResult(row.result), row.valid_until) if row is not None else None
    of = class_of(vehicle)
    due = inspection_due(
        of,
        today,
        first_registration=vehicle.first_registered_on,
        card_date=vehicle.inspection_due_on,
        last=last,
        own_date=own.due_on if own is not None else None,
    )
    burns = burns_fuel(Energy(vehicle.energy)) if vehicle.energy else True
    emissions = emissions_check_due(of, last, burns_fuel=burns) if last is not None else None
    return Inspected(of, last, due, emissions if emissions and emissions.due_on >= today else None, own)


def inspection_on(
    vehicle: Vehicle,
    done_on: date,
    now: datetime,
    result: InspectionResult = InspectionResult.FAVOURABLE,
    valid_until: date | None = None,
) -> Inspection:
    """An inspection of a vehicle."""
    return Inspection(
        vehicle_id=vehicle.id, done_on=done_on, result=result.value, valid_until=valid_until, created_at=now
    )


async def note_inspection(
    vehicle: Vehicle, own: VehicleDate | None, done_on: date, now: datetime, report: Report | None = None
) -> VehicleDate | None:
    """Keep that it was inspected on a day; the person's own date is thereby past, or moves to its next turn.

    The caller stores the vehicle, whose card may have said something else.
    """
    await keep_inspection(vehicle, done_on, now, report)
    return await past_own(own, done_on)


async def keep_inspection(vehicle: Vehicle, done_on: date, now: datetime, report: Report | None = None) -> Inspection:
    """Keep that it was inspected on a day, and how that ended.

    Without a report what is known of that day stays, and is favourable where nothing is known. What the registration
    card said from before ends with it. The caller stores the vehicle.
    """
    said, card = report or Report(), vehicle.inspection_due_on
    if said.result is InspectionResult.FAVOURABLE and said.valid_until is not None and said.valid_until > done_on:
        vehicle.inspection_due_on = said.valid_until
    elif card is not None and outdates(class_of(vehicle), LastInspection(done_on, said.result), card):
        vehicle.inspection_due_on = None
    row = inspection_on(vehicle, done_on, now, said.result, said.valid_until)
    if report is None:
        await Inspection.bulk_create([row], ignore_conflicts=True)
    else:
        conflict, fields = ["vehicle_id", "done_on"], ["result", "valid_until"]
        await Inspection.bulk_create([row], on_conflict=conflict, update_fields=fields)
    return row


async def past_own(own: VehicleDate | None, done_on: date) -> VehicleDate | None:
    """The person's own date after an inspection: it is past, or moves to its next turn."""
    if own is None:
        return None
    following = next_turn(own, done_on)
    if following is None:
        await own.delete()
        return None
    own.due_on = following
    await own.save(update_fields=["due_on"])
    return own


def next_turn(own: VehicleDate, done_on: date) -> date | None:
    """The next day of a date that was done on a day; None for one that does not come back."""
    repeat = repeat_of(own.repeat) if own.repeat else None
    return next_occurrence(done_on, repeat, done_on) if repeat is not None else None


def coming(kept: VehicleDate, today: date) -> date:
    """The day of a date that the person set. One that comes back and is past has its next turn."""
    repeat = repeat_of(kept.repeat) if kept.repeat else None
    if repeat is None or kept.due_on >= today:
        return kept.due_on
    return next_occurrence(kept.due_on, repeat, today)
