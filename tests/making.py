"""Rows that tests begin with, made by the product's own services."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from core.domain.capture.types import DocumentType, FieldState
from core.domain.document_fields import day_field
from core.domain.fuel import FuelUnit
from core.domain.money import Money
from core.domain.plans import Interval, Level
from core.domain.recurring import CostType
from core.domain.service_types import ServiceType
from core.domain.states import DocumentState
from core.domain.stored_values import as_date
from core.domain.subscription_states import Status
from core.models import (
    Account,
    Document,
    ExtractedField,
    ExtractedLine,
    MaintenanceRecord,
    Reminder,
    Subscription,
    UsageCount,
    Vehicle,
)
from core.services.costs import NewCost
from core.services.days import today_of
from core.services.diagnoses import Complaint
from core.services.fuel import NewFill
from core.services.maintenance import NewRecord
from core.services.vehicles import NewVehicle, default_of
from tests.conftest import Chat


async def account(chat: Chat) -> Account:
    """The account of the person, who has opened the chat: a bot cannot write first."""
    if not chat.person.transcript:
        await chat.say("/start")
    services = chat.bot.runtime.parts.services
    # Whoever arrives without their @name has given it up: the account is asked for as it is.
    known = await services.accounts.by_chat(chat.person.id)
    return known or await services.accounts.arrive((chat.person.id, chat.person.name, chat.t.language))


async def subscriber(chat: Chat, level: Level = Level.PREMIUM) -> Account:
    """The account of the person, who holds a plan for a month."""
    owner, now = await account(chat), chat.bot.clock.now()
    await Subscription.create(
        owner_id=owner.id,
        provider="stripe",
        external_id=f"sub_made_{owner.id}",
        level=level,
        interval=Interval.MONTH,
        amount_cents=9_99,
        currency="EUR",
        status=Status.ACTIVE,
        live=False,
        period_end=now + timedelta(days=30),
        holder_id=owner.id,
        created_at=now,
        updated_at=now,
    )
    return owner


async def vehicle(chat: Chat, *, plate: str, kilometres: int | None = None) -> Vehicle:
    """A vehicle of the person."""
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    made = await services.vehicles.add(owner, NewVehicle(plate=plate))
    if kilometres is not None:
        await services.odometer.record(owner, made.id, kilometres)
    return made


async def fill_up(chat: Chat, car: Vehicle) -> int:
    """A fill-up of today; its id."""
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    day = today_of(owner, services.clock)
    new = NewFill(car.id, day, None, 40_000, FuelUnit.LITRE, Money(7_177), None, full=True, station="CANARYSTATION")
    return int((await services.fuel.add(owner, new)).fill.id)


async def cost(chat: Chat, car: Vehicle) -> int:
    """An insurance that is paid every month; its id."""
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    day = today_of(owner, services.clock)
    new = NewCost(car.id, CostType.INSURANCE, Money(4_890), day, "CANARYINSURER", 1)
    return int((await services.costs.add(owner, new)).cost.id)


async def record(chat: Chat, car: Vehicle, *services: ServiceType, **more: object) -> MaintenanceRecord:
    """Work done on a vehicle of the person, today unless it is said otherwise."""
    known, owner = chat.bot.runtime.parts.services, await account(chat)
    given = {"done_on": today_of(owner, known.clock), "services": services or (ServiceType.OIL_CHANGE,), **more}
    saved = await known.maintenance.create(owner, NewRecord(car.id, **given), insist=True)  # type: ignore[arg-type]  # as NewRecord takes them
    assert saved.record is not None
    return saved.record


async def invoice_card(chat: Chat, fields: Mapping[str, str | None], lines: Sequence[str]) -> Document:
    """An invoice that was read and waits for confirmation, shown in the chat as after a photo."""
    return await paper_card(chat, DocumentType.INVOICE, fields, lines)


async def paper_card(
    chat: Chat,
    kind: DocumentType,
    fields: Mapping[str, str | None],
    lines: Sequence[str] = (),
    doubtful: Sequence[str] = (),
) -> Document:
    """A paper of any kind that was read and waits for confirmation, shown in the chat as after a photo."""
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    plate = fields.get("plate")
    known = await services.vehicles.recognise(owner, plate=plate, vin=None)
    if plate is None and known is None and kind is not DocumentType.REGISTRATION:
        known = default_of(owner, await services.vehicles.active(owner)) if kind is not DocumentType.INVOICE else None
    document = await Document.create(
        owner_id=owner.id,
        vehicle_id=known.id if known is not None else None,
        state=DocumentState.PROPOSED,
        kind=kind,
        telegram_file="made",
        revision=1,
        dated_on=as_date(fields.get(day_field(kind) or "")),
        created_at=services.clock.now(),
    )
    for name, value in fields.items():
        state = FieldState.READ if value is not None else FieldState.MISSING
        state = FieldState.DOUBTFUL if name in doubtful else state
        await ExtractedField.create(document_id=document.id, name=name, value=value, confidence=0.9, state=state)
    for position, description in enumerate(lines):
        await ExtractedLine.create(document_id=document.id, position=position, description=description)
    payload = {"chat_id": owner.telegram_id, "kind": "document_read", "subject": document.id}
    await services.jobs.enqueue("event", payload, key=f"chat:{owner.telegram_id}")
    await chat.bot.settle()
    return document


async def reminder(chat: Chat, car: Vehicle | None) -> int:
    """A reminder that waits: of the brake fluid of a vehicle, or in the person's own words; its id."""
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    due_on = today_of(owner, services.clock) + timedelta(days=60)
    if car is None:
        return int((await services.reminders.add_custom(owner, "CANARYWISH", due_on)).id)
    await services.reminders.plan_day(owner, car, ServiceType.BRAKE_FLUID, due_on)
    return int((await Reminder.get(owner_id=owner.id, service=ServiceType.BRAKE_FLUID.value)).id)


async def ai_uses(chat: Chat) -> int:
    """How many answers of a model are counted for the person, tries included."""
    rows = await UsageCount.filter(owner_id=(await account(chat)).id, feature__startswith="ai_")
    return sum(row.used for row in rows)


async def diagnosis(chat: Chat, car: Vehicle) -> int:
    """A kept diagnosis of a squeal when braking; its id."""
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    told = Complaint(1, "couinement au freinage CANARYSQUEAL", car.id, said_no=("brake_metal",))
    return int((await services.diagnoses.begin(owner, told)).row.id)
