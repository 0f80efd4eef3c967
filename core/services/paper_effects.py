"""What each kind of paper brings about when its card is confirmed; always within the caller's transaction."""

import contextlib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.domain.capture.types import DocumentType
from core.domain.document_fields import PLATE_WRITTEN
from core.domain.energy import Energy, energy_of
from core.domain.fuel import FuelUnit, milli_of, millilitres_of_gallons
from core.domain.money import Money
from core.domain.odometer import ReadingSource
from core.domain.record_lines import NewLine
from core.domain.service_types import ServiceType
from core.domain.stored_values import as_date, as_decimal, as_integer
from core.domain.technical_inspection import InspectionResult
from core.errors import Gone, Refusal
from core.models import Account, Document, ExtractedLine, OdometerReading, Vehicle, VehicleDate
from core.ports import Clock
from core.services.card_now import CardNow
from core.services.days import day_of, today_of
from core.services.documents import CardData
from core.services.fuel import FillSaved, Fuel, NewFill
from core.services.inspections import INSPECTION, Report
from core.services.odometer import Odometer
from core.services.records import NewRecord, Records, Saved, checked
from core.services.reminders import Reminders
from core.services.standing import Standing, standing_new
from core.services.vehicle_dates import Dates, VehicleDates
from core.services.vehicles import NewVehicle, Vehicles, known_as

# Kinds that make a record; a second paper would make a second record of the same work.
MAKES_RECORD = frozenset({DocumentType.INVOICE, DocumentType.INSPECTION})


class FieldNeeded(Refusal):
    """A paper lacks what its effect cannot do without."""

    def __init__(self, name: str) -> None:
        super().__init__("document.field_needed")
        self.name = name


class VehicleNeeded(Refusal):
    """The paper names no vehicle, and none was chosen."""

    def __init__(self) -> None:
        super().__init__("document.vehicle_needed")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirmed card made: its kept document, its vehicle, and by its kind one of the rest."""

    document: Document
    vehicle: Vehicle | None = None
    vehicle_is_new: bool = False
    saved: Saved | None = None
    fill: FillSaved | None = None
    reading: OdometerReading | None = None
    dates: Dates | None = None
    # The person's own date of the next inspection, which a report ends.
    own_date: VehicleDate | None = None

    @property
    def made_id(self) -> int | None:
        """The id of the fill-up or reading it made; a record names its document itself."""
        if self.fill is not None:
            return int(self.fill.fill.id)
        return int(self.reading.id) if self.reading is not None else None


@dataclass(frozen=True, slots=True)
class PaperEffects:
    """Knows the effect of each kind of paper."""

    clock: Clock
    vehicles: Vehicles
    odometer: Odometer
    reminders: Reminders
    records: Records
    fuel: Fuel
    dates: VehicleDates

    async def of(self, owner: Account, now: CardNow, *, insist: bool) -> Confirmed:
        """Bring about what a card stands for; the record it may make is counted already."""
        card = now.card
        match card.kind:
            case DocumentType.REGISTRATION:
                return await self._register(owner, now)
            case DocumentType.INVOICE:
                return await self._record(owner, now, insist=insist)
            case DocumentType.INSPECTION:
                return await self._inspected(owner, now, insist=insist)
            case DocumentType.INSURANCE:
                return await self._insured(owner, now)
            case DocumentType.FUEL_RECEIPT:
                return await self._filled(owner, now, insist=insist)
            case DocumentType.ODOMETER:
                return await self._read(owner, now, insist=insist)
            case DocumentType.QUOTE | DocumentType.OTHER:
                return Confirmed(card.document, card.vehicle)

    async def take_back(self, owner: Account, document: Document) -> None:
        """Take off the fill-up, or the reading, that a paper made before; one that is gone is gone."""
        if document.made_id is None:
            return
        with contextlib.suppress(Gone):
            # A photo of the dashboard has neither a name nor a day of its own: it made a reading.
            if document.title is not None or document.dated_on is not None:
                await self.fuel.undo(owner, document.made_id)
            else:
                await self.odometer.undo(owner, document.made_id)

    async def _register(self, owner: Account, now: CardNow) -> Confirmed:
        """A registration card adds its vehicle, or completes the one that is known."""
        new = vehicle_named(now.card)
        known = known_as(now.namesakes, new)
        vehicle = await self._add(owner, now, new) if known is None else await self.vehicles.complete(known, new)
        proposed = await self.reminders.propose_inspection(owner, vehicle, is_new=known is None)
        saved = Saved(vehicle, known is None, proposed=proposed)
        return Confirmed(now.card.document, vehicle, known is None, saved)

    async def _record(self, owner: Account, now: CardNow, *, insist: bool) -> Confirmed:
        """An invoice is work that was done and paid."""
        card, done_on = now.card, _day(now.card, "invoice_date")
        vehicle, standing = await self._standing(owner, now)
        is_new = card.vehicle is None
        new = record_of_card(card, vehicle, done_on)
        saved = await self.written(owner, new, standing, insist=insist or is_new, counted=True)
        return Confirmed(card.document, saved.vehicle, is_new, replace(saved, vehicle_is_new=is_new))

    async def _inspected(self, owner: Account, now: CardNow, *, insist: bool) -> Confirmed:
        """An inspection is a record with its faults as a note; the next one, or the re-test, follows from it."""
        card, done_on = now.card, _day(now.card, "inspection_date")
        report = Report(result_of(card), as_date(card.value("next_inspection")))
        vehicle, standing = await self._standing(owner, now)
        is_new = card.vehicle is None
        new = replace(
            record_of_card(card, vehicle, done_on),
            services=(ServiceType.TECHNICAL_INSPECTION,),
            note=card.value("defects"),
            report=report,
        )
        new = checked(new, today_of(owner, self.clock))
        standing = standing or await self.records.stand(owner, new, counted=True)
        own_date = standing.needed_work.dates.get(INSPECTION)
        saved = await self.written(owner, new, standing, insist=insist or is_new, counted=True)
        saved = replace(saved, vehicle_is_new=is_new)
        dates = self.dates.following(standing)
        if standing.needed_work.dates.get(INSPECTION) is own_date:
            own_date = None  # it is about a later inspection, and stays
        return Confirmed(card.document, saved.vehicle, is_new, saved, dates=dates, own_date=own_date)

    async def _insured(self, owner: Account, now: CardNow) -> Confirmed:
        """An insurance paper says who insures a vehicle, and until when."""
        card, until = now.card, as_date(now.card.value("valid_until"))
        if until is None:
            raise FieldNeeded("valid_until")
        vehicle, is_new = await self._vehicle_for(owner, now)
        insurer, policy = card.value("insurer"), card.value("policy_number")
        dates = await self.dates.insure_locked(owner, vehicle, insurer, policy, until)
        return Confirmed(card.document, dates.vehicle, is_new, dates=dates)

    async def _filled(self, owner: Account, now: CardNow, *, insist: bool) -> Confirmed:
        """A fuel receipt is a fill-up."""
        card, filled_on = now.card, _day(now.card, "date")
        if not card.value("quantity") and not card.value("total"):
            raise FieldNeeded("total")
        vehicle, is_new = await self._vehicle_for(owner, now)
        fill = await self.fuel.add(
            owner, _fill_of(card, vehicle, filled_on), amounts_right=insist, reading_right=insist
        )
        return Confirmed(card.document, vehicle, is_new, fill=fill)

    async def _read(self, owner: Account, now: CardNow, *, insist: bool) -> Confirmed:
        """A photo of the dashboard is a reading of its day, if it can be believed."""
        card, kilometres = now.card, as_integer(now.card.value("odometer_km"))
        if kilometres is None:
            raise FieldNeeded("odometer_km")
        vehicle, is_new = await self._vehicle_for(owner, now)
        day = day_of(owner, card.document.created_at)
        reading = await self.odometer.record(
            owner, vehicle.id, kilometres, read_on=day, insist=insist, source=ReadingSource.PHOTO
        )
        return Confirmed(card.document, vehicle, is_new, reading=reading)

    async def written(
        self,
        owner: Account,
        new: NewRecord,
        standing: Standing | None = None,
        *,
        insist: bool,
        counted: bool = False,
    ) -> Saved:
        """A record of a card; what seems to be in the logbook already is refused unless they insist."""
        new = checked(new, today_of(owner, self.clock))
        standing = standing or await self.records.stand(owner, new, counted=counted)
        if not insist:
            self.records.refuse_twin(standing, new)
        return await self.records.write(standing, new)

    async def _standing(self, owner: Account, now: CardNow) -> tuple[Vehicle, Standing | None]:
        """The vehicle of a card, added if need be, and how it stands, where that is known already."""
        if now.card.vehicle is not None:
            return now.card.vehicle, now.standing
        new = vehicle_named(now.card)
        vehicle = await self._add(owner, now, replace(new, kilometres=as_integer(now.card.value("mileage_km"))))
        return vehicle, standing_new(owner, vehicle, self.clock.now())

    async def _vehicle_for(self, owner: Account, now: CardNow) -> tuple[Vehicle, bool]:
        if now.card.vehicle is not None:
            return now.card.vehicle, False
        return await self._add(owner, now, vehicle_named(now.card)), True

    async def _add(self, owner: Account, now: CardNow, new: NewVehicle) -> Vehicle:
        if not new.plate and not new.vin:
            raise VehicleNeeded
        return await self.vehicles.add_named(owner, new, now.namesakes, now.active, held=now.answers["held"])


def record_of_card(card: CardData, vehicle: Vehicle, done_on: date) -> NewRecord:
    """The record that an invoice, an offer or a report makes."""
    currency = card.value("currency") or "EUR"
    total = as_decimal(card.value("total_incl_tax"))
    warranty = as_date(card.value("warranty_until"))
    return NewRecord(
        vehicle_id=vehicle.id,
        done_on=done_on,
        services=card.services or (ServiceType.OTHER_REPAIR,),
        kilometres=as_integer(card.value("mileage_km")),
        garage=(card.value("vendor_name") or "")[:200] or None,
        # What a credit note gives back is no expense.
        total=Money.of(total, currency) if total is not None and total >= 0 else None,
        lines=tuple(line_of(line, currency) for line in card.lines),
        currency=currency,
        garage_siret=card.value("vendor_siret"),
        invoice_number=(card.value("invoice_number") or "")[:60] or None,
        document_id=card.document.id,
        warranty_until=warranty if warranty is not None and warranty > done_on else None,
    )


def line_of(line: ExtractedLine, currency: str) -> NewLine:
    """A line of a card as a line of a record."""
    total = Money.of(line.total, currency) if line.total is not None else None
    return NewLine(line.description, total, None, line.quantity, line.unit_price)


def result_of(card: CardData) -> InspectionResult:
    """How an inspection ended; one that does not say so was passed."""
    said = card.value("result")
    return InspectionResult(said) if said in set(InspectionResult) else InspectionResult.FAVOURABLE


def quantity_of(card: CardData) -> tuple[int | None, FuelUnit]:
    """What was filled, in thousandths of its unit; gallons become litres."""
    quantity, unit = as_decimal(card.value("quantity")), card.value("quantity_unit") or FuelUnit.LITRE.value
    if quantity is not None and unit == "gal":
        return millilitres_of_gallons(quantity, imperial=False), FuelUnit.LITRE
    known = FuelUnit(unit) if unit in set(FuelUnit) else FuelUnit.LITRE
    return (milli_of(quantity) if quantity is not None else None), known


def vehicle_named(card: CardData) -> NewVehicle:
    """The vehicle as the document describes it."""
    return NewVehicle(
        make=(card.value("make") or "")[:60] or None,
        model=(card.value("model") or "")[:80] or None,
        plate=card.value("plate"),
        plate_written=card.value(PLATE_WRITTEN) or None,
        vin=card.value("vin"),
        energy=_energy(card.value("fuel")),
        category=(card.value("category") or "")[:8] or None,
        first_registered_on=as_date(card.value("first_registration_date")),
        inspection_due_on=as_date(card.value("next_inspection")),
    )


def _fill_of(card: CardData, vehicle: Vehicle, filled_on: date) -> NewFill:
    milli, unit = quantity_of(card)
    total, price = as_decimal(card.value("total")), as_decimal(card.value("unit_price"))
    currency = card.value("currency") or "EUR"
    if card.value("quantity_unit") == "gal":
        price = None
    return NewFill(
        vehicle_id=vehicle.id,
        filled_on=filled_on,
        energy=None,
        quantity_milli=milli,
        unit=unit,
        total=Money.of(total, currency) if total is not None else None,
        unit_price=price if price is None or price > Decimal(0) else None,
        full=None,
        kilometres=as_integer(card.value("mileage_km")),
        station=card.value("station"),
        currency=currency,
    )


def _day(card: CardData, name: str) -> date:
    day = as_date(card.value(name))
    if day is None:
        raise FieldNeeded(name)
    return day


def _energy(value: str | None) -> Energy | None:
    """From the code on the card, or from the choice that corrected it."""
    if value in set(Energy):
        return Energy(value)
    return energy_of(value or "")
