"""What is known of a vehicle's roadworthiness inspections, and when the next one is due."""

from collections.abc import Sequence
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
    last_inspection,
    outdates,
    outdates_own,
)
from core.models import Inspection, Vehicle, VehicleDate
from core.services.standing import NEWEST_INSPECTIONS as NEWEST

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


def report_of(row: Inspection) -> Report:
    """What is known of how an inspection ended."""
    return Report(InspectionResult(row.result), row.valid_until)


def class_of(vehicle: Vehicle) -> InspectionClass:
    """How a vehicle is inspected: as the person said, else by its card, else as a car."""
    if vehicle.inspection_class is not None and vehicle.inspection_class in set(InspectionClass):
        return InspectionClass(vehicle.inspection_class)
    return inspection_class(vehicle.category) or InspectionClass.CAR


@dataclass(slots=True)
class KeptDates:
    """The dates of a vehicle that the person set, by kind, and its last inspections, newest first."""

    own: dict[str, VehicleDate]
    inspections: list[Inspection]


async def kept_dates(vehicle: Vehicle) -> KeptDates:
    """What is kept of the dates of a vehicle that the caller owns."""
    last = f"WHERE vehicle_id = ? {NEWEST}"
    answers = await gather(
        {
            "dates": rows_of(VehicleDate, "WHERE vehicle_id = ?", vehicle.id),
            "inspection": rows_of(Inspection, last, vehicle.id),
        }
    )
    own = {row.kind: row for row in made(VehicleDate, answers["dates"])}
    return KeptDates(own, made(Inspection, answers["inspection"]))


def inspected_by(
    vehicle: Vehicle, today: date, own: VehicleDate | None, inspections: Sequence[Inspection]
) -> Inspected:
    """Everything about the inspections of a vehicle, newest first; `own` is the date the person set."""
    last = last_inspection([_known(row) for row in inspections])
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


def _known(row: Inspection) -> LastInspection:
    return LastInspection(row.done_on, InspectionResult(row.result), row.valid_until)


def with_inspection(inspections: Sequence[Inspection], noted: Inspection, *, instead: bool) -> list[Inspection]:
    """The inspections of a vehicle with one more, newest first; of two on a day the new one only where it is meant."""
    same_day = [one for one in inspections if one.done_on == noted.done_on]
    if same_day and not instead:
        return list(inspections)
    others = [one for one in inspections if one.done_on != noted.done_on]
    return sorted([*others, noted], key=lambda one: one.done_on, reverse=True)


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
    """Keep that it was inspected on a day; the person's own date may thereby be past, or move to its next turn.

    The caller stores the vehicle, whose card may have said something else.
    """
    kept = await keep_inspection(vehicle, done_on, now, report)
    return await settled_own(vehicle, own, kept)


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


async def settled_own(vehicle: Vehicle, own: VehicleDate | None, noted: Inspection) -> VehicleDate | None:
    """The person's own date after an inspection was noted; an old one leaves it as it is."""
    return await past_own(own, noted.done_on) if own is not None and ends_own(vehicle, own, noted) else own


async def past_own(own: VehicleDate | None, done_on: date) -> VehicleDate | None:
    """The person's own date after the inspection that settles it: it is past, or moves to its next turn."""
    if own is None:
        return None
    following = next_turn(own, done_on)
    if following is None:
        await own.delete()
        return None
    own.due_on = following
    await own.save(update_fields=["due_on"])
    return own


def ends_own(vehicle: Vehicle, own: VehicleDate, noted: Inspection) -> bool:
    """Whether the date that the person set is settled by an inspection."""
    repeat = repeat_of(own.repeat) if own.repeat else None
    months = max(repeat.months or repeat.days // 30, 1) if repeat is not None else None
    return outdates_own(class_of(vehicle), _known(noted), own.due_on, months)


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
