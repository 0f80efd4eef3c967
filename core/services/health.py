"""Health reports: read, made and drawn in jobs, shown whole or as a preview, and what people say of them kept."""

import asyncio
import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from core import db
from core.domain.cost_categories import CostCategory
from core.domain.diagnosis.diagnose import diagnose
from core.domain.health import Health, HealthFacts, Service, Spent, Trouble, Work, health_of
from core.domain.ownership import Period
from core.domain.picture import PICTURE
from core.domain.plans import Feature
from core.domain.states import MadeState
from core.domain.technical_inspection import InspectionDue, InspectionSource
from core.errors import Gone
from core.knowledge.diagnosis import diagnosis_knowledge
from core.knowledge.prices import service_prices
from core.meters import Meters
from core.models import Account, HealthFeedback, MadeFile, Vehicle
from core.ports import Clock, FileStore, Jobs, RunningJob, Studio, StudioFailed
from core.services.cost_rows import cost_rows
from core.services.days import today_of
from core.services.entitlements import Entitlements
from core.services.figures_read import VehicleFigures, read_figures
from core.services.health_making import details_of, drawn_health, preview_of
from core.services.inspections import INSPECTION, inspected_by, kept_dates
from core.services.made_files import announce, awaited, give_up
from core.services.service_plan import Plan, PlanItem, ServicePlan
from core.services.vehicles import Vehicles

HEALTH = "health"
KEPT = timedelta(days=2)
CURRENCY = "EUR"
# A distance that was passed counts as if a thousand kilometres were a month.
_DAYS_A_KILOMETRE = 30 / 1000
_WORK = """
    SELECT record.id, record.done_on, record.category, record.total_cents, record.currency, done.service
      FROM maintenance_record record LEFT JOIN service_done done ON done.record_id = record.id
     WHERE record.vehicle_id = ? AND record.status = 'completed' ORDER BY record.done_on, record.id, done.id
"""
_TROUBLES = """
    SELECT id, description, said_yes, urgency, stops, symptom FROM diagnosis_case
     WHERE owner_id = ? AND vehicle_id = ? AND deleted_at IS NULL AND status <> 'completed' ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report that is there: its picture, its words, and whether it is only a preview."""

    id: int
    vehicle_id: int
    dark: bool
    message: int | None
    stored: str | None
    caption: str
    details: str
    preview: bool
    failed: bool = False


@dataclass(frozen=True, slots=True)
class HealthReports:
    """Has reports made; the same picture is drawn once."""

    clock: Clock
    jobs: Jobs
    files: FileStore
    studio: Studio
    vehicles: Vehicles
    plan: ServicePlan
    entitlements: Entitlements
    meters: Meters = field(default_factory=Meters)

    async def ask(self, owner: Account, vehicle_id: int, *, dark: bool = False, message: int | None = None) -> int:
        """Have a report made of one of the owner's vehicles; its number."""
        async with db.transaction():
            vehicle = await self.vehicles.get(owner, vehicle_id)
            now = self.clock.now()
            made = await MadeFile.create(
                owner_id=owner.id,
                kind=HEALTH,
                form="dark" if dark else "light",
                vehicle_id=vehicle.id,
                state=MadeState.WAITING,
                facts=json.dumps({"message": message}),
                created_at=now,
                expires_at=now + KEPT,
            )
            await self.jobs.enqueue("make_health", {"file": made.id}, key=f"health:{owner.id}")
        return int(made.id)

    async def get(self, owner: Account, made_id: int) -> ShownReport:
        """One of the owner's reports."""
        made = await self._made(owner, made_id)
        facts, stored = json.loads(made.facts or "{}"), json.loads(made.stored or "[]")
        return ShownReport(
            made.id,
            made.vehicle_id,
            made.form == "dark",
            facts.get("message"),
            stored[0][0] if stored else None,
            str(facts.get("caption", "")),
            str(facts.get("details", "")),
            bool(facts.get("preview")),
            made.state is MadeState.FAILED,
        )

    async def rate(self, owner: Account, made_id: int, *, right: bool) -> None:
        """Keep whether a report was right; said again, the last word counts."""
        made = await self._made(owner, made_id)
        facts = json.loads(made.facts or "{}")
        if "score" not in facts:
            raise Gone
        await self.vehicles.get(owner, made.vehicle_id)
        about = {"owner_id": owner.id, "vehicle_id": made.vehicle_id, "made_on": date.fromisoformat(facts["made_on"])}
        said = {"score": facts["score"], "right": right, "reasons": json.dumps(facts["reasons"])}
        async with db.transaction():
            if not await HealthFeedback.filter(**about).update(**said):
                await HealthFeedback.create(**about, **said, created_at=self.clock.now())

    async def report(self, owner: Account, vehicle: Vehicle) -> Health:
        """Make the report of a vehicle that the owner has, now."""
        return await asyncio.to_thread(health_of, await self._facts(owner, vehicle))

    async def make(self, job: RunningJob) -> None:
        """Read, reckon, draw, tell the chat; run again after a crash it starts over."""
        made = await awaited(job)
        if made is None:
            return
        owner, facts = made.owner, json.loads(made.facts or "{}")
        vehicle = await Vehicle.get_or_none(id=made.vehicle_id, owner_id=owner.id)
        if vehicle is None:
            return
        report, today = await self.report(owner, vehicle), today_of(owner, self.clock)
        _, limits = await self.entitlements.limits(owner)
        facts["preview"] = limits.get(Feature.ANALYSES, 0) == 0
        if facts["preview"]:
            facts["caption"] = preview_of(owner.language, vehicle, report)
        else:
            picture, facts["caption"] = drawn_health(owner.language, vehicle, report, today, dark=made.form == "dark")
            facts["details"] = details_of(owner.language, vehicle, report)
            facts |= {"score": report.score, "made_on": today.isoformat()}
            facts["reasons"] = [[one.rule.value, one.points, one.about, one.number] for one in report.reasons]
            spec = PICTURE.dump_json(picture)
            made.digest = hashlib.sha256(spec).hexdigest()
            try:
                made.stored = await self._stored(owner, made.digest, spec)
            except StudioFailed:
                if job.attempts < 2:
                    raise
                # The words are there all the same.
        await self._ready(made, facts, job)

    async def failed(self, job: RunningJob) -> None:
        """Making was given up: say so."""
        await give_up(self.jobs, job, "health_made")

    async def _ready(self, made: MadeFile, facts: dict[str, Any], job: RunningJob) -> None:
        async with db.transaction():
            made.state, made.facts = MadeState.READY, json.dumps(facts)
            await made.save()
            await announce(self.jobs, made, "health_made")
            await job.finish()

    async def _stored(self, owner: Account, digest: str, spec: bytes) -> str:
        same = await MadeFile.filter(owner_id=owner.id, digest=digest, state=MadeState.READY).order_by("-id").first()
        if same is not None and same.stored:
            self.meters.count("pictures", "cached")
            return same.stored
        with self.meters.timed("drawing_seconds"):
            png = await self.studio.make("picture", spec)
        self.meters.count("pictures", "drawn")
        return json.dumps([[await self.files.put(png), "autotrack.png", "image/png"]])

    async def _made(self, owner: Account, made_id: int) -> MadeFile:
        made = await MadeFile.get_or_none(id=made_id, owner_id=owner.id, kind=HEALTH)
        if made is None:
            raise Gone
        return made

    async def _facts(self, owner: Account, vehicle: Vehicle) -> HealthFacts:
        today = today_of(owner, self.clock)
        plan = await self.plan.of(owner, vehicle.id)
        figures = await read_figures(vehicle, Period.LIFE, today)
        work = await db.fetch(_WORK, vehicle.id)
        troubles = await db.fetch(_TROUBLES, owner.id, vehicle.id)
        kept = await kept_dates(vehicle)
        inspected = inspected_by(vehicle, today, kept.own.get(INSPECTION), kept.inspections)
        fixed = [
            expense.amount.cents
            for cost in await cost_rows(vehicle.id)
            if cost.amount.currency == CURRENCY
            for expense in cost.expenses(today + timedelta(days=1), today + timedelta(days=365))
        ]
        driven = vehicle.kilometres + vehicle.odometer_offset if vehicle.kilometres is not None else None
        return HealthFacts(
            today,
            services_of_plan(plan, today, driven),
            await asyncio.to_thread(_troubles, troubles, owner.language),
            _work(work),
            _spent(figures, today, sum(fixed)),
            vehicle.first_registered_on,
            driven,
            _inspection_due(inspected.next),
            figures.span.start if figures.expenses or figures.readings else None,
            tuple((name, price.low, price.high) for name, price in service_prices().prices.items()),
        )


def _inspection_due(due: InspectionDue | None) -> date | None:
    """When the inspection is due, as the vehicle's dates say; what is only reckoned from its age accuses nobody."""
    sure = due is not None and (not due.to_confirm or due.source is InspectionSource.CARD)
    return due.due_on if due is not None and sure else None


def services_of_plan(plan: Plan, today: date, driven: int | None) -> tuple[Service, ...]:
    """Each service of a plan that is switched on, with the days that are left and its usual price."""
    prices = service_prices().prices
    found = []
    for item in plan.items:
        if not item.rule.active or item.rule.interval is None:
            continue
        name = item.rule.service.value
        price = prices.get(name)
        left = days_left(item, today, driven)
        found.append(Service(name, left, price.low if price else 0, price.high if price else 0))
    return tuple(found)


def days_left(item: PlanItem, today: date, driven: int | None) -> int | None:
    """Days until a service is due, below 0 when it is overdue, by the calendar or by the odometer."""
    if item.due is None:
        return None
    day = item.due.expected_on or item.due.due_on
    left = [(day - today).days] if day is not None else []
    if item.due.due_km is not None and driven is not None and driven > item.due.due_km:
        left.append(-max(1, int((driven - item.due.due_km) * _DAYS_A_KILOMETRE)))
    return min(left, default=None)


def _work(rows: Any) -> tuple[Work, ...]:
    found: dict[int, Work] = {}
    for row in rows:
        number, services = int(row["id"]), (str(row["service"]),) if row["service"] else ()
        before = found.get(number)
        if before is not None:
            services = (*before.services, *services)
        cents = row["total_cents"] if row["currency"] == CURRENCY else None
        repair = row["category"] == CostCategory.REPAIR.value
        found[number] = Work(number, db.as_day(row["done_on"]), repair, cents, services)
    return tuple(found.values())


def _troubles(rows: Any, language: str) -> tuple[Trouble, ...]:
    named = {one.id: one.title.in_language(language) for one in diagnosis_knowledge().symptoms.symptoms}
    found = []
    for row in rows:
        low, high = diagnose(row["description"], row["said_yes"].split()).cost or (0, 0)
        title = named.get(row["symptom"]) or str(row["description"])[:60]
        urgency = "stop" if row["stops"] else str(row["urgency"])
        found.append(Trouble(int(row["id"]), title, urgency, low * 100, high * 100))
    return tuple(found)


def _spent(figures: VehicleFigures, today: date, fixed: int) -> Spent:
    """What fuel cost in the past twelve months, and over how many of them it is known."""
    since = today - timedelta(days=365)
    bought = [one for one in figures.expenses if one.category == "fuel" and one.amount.currency == CURRENCY]
    recent = [one for one in bought if one.day > since]
    if not recent:
        return Spent(fixed_cents=fixed)
    first = max(min(one.day for one in bought), since)
    months = max((today - first).days / 30.44, 1.0)
    return Spent(sum(one.amount.cents for one in recent), months, fixed)
