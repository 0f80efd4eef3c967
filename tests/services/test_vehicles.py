from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from core import db
from core.domain.money import Money
from core.domain.states import ArchiveReason, DocumentState, ReminderState
from core.errors import Gone, Refusal
from core.gateways.clock import MovableClock
from core.models import (
    Account,
    AuditEntry,
    CatalogueEntry,
    Document,
    MaintenanceRecord,
    Notification,
    OdometerReading,
    Reminder,
    Vehicle,
    deleted_vehicles,
)
from core.ports import Payload
from core.services.auditing import Actor, Auditing
from core.services.catalogue import Makes
from core.services.makes_moderation import MakesModeration
from core.services.reminders import Reminders
from core.services.service_plan import ServicePlan
from core.services.telling import Telling
from core.services.vehicle_editing import VehicleEditing
from core.services.vehicle_life import UNDO, VehicleLife
from core.services.vehicles import NewVehicle, VehicleKnown, Vehicles

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@dataclass
class KeptJobs:
    """Jobs that are only kept."""

    jobs: list[tuple[str, Payload]] = field(default_factory=list)

    async def enqueue(
        self, name: str, payload: Payload, *, key: str | None = None, dedupe: str | None = None, delay: float = 0
    ) -> int | None:
        self.jobs.append((name, payload))
        return len(self.jobs)

    async def enqueue_all(self, name: str, jobs: Sequence[tuple[str, Payload]]) -> None:
        self.jobs.extend((name, payload) for _, payload in jobs)

    async def forget(self, chat_id: int) -> None:
        raise NotImplementedError

    async def run(self) -> None:
        raise NotImplementedError

    async def drain(self, timeout: float) -> None:
        raise NotImplementedError


@dataclass
class Garage:
    """The services of vehicles, of one owner."""

    owner: Account
    clock: MovableClock
    jobs: KeptJobs
    vehicles: Vehicles
    life: VehicleLife
    reminders: Reminders
    editing: VehicleEditing
    makes: Makes

    async def add(self, **known: object) -> Vehicle:
        return await self.vehicles.add(self.owner, NewVehicle(**known))  # type: ignore[arg-type]

    async def record(self, vehicle: Vehicle) -> tuple[MaintenanceRecord, Reminder, Document]:
        """Something of everything that hangs on a vehicle."""
        document = await Document.create(
            owner_id=self.owner.id, vehicle_id=vehicle.id, state=DocumentState.KEPT, kind="invoice", preview="a-file",
            telegram_file="x", created_at=NOON,
        )  # fmt: skip
        record = await MaintenanceRecord.create(
            vehicle_id=vehicle.id, document_id=document.id, done_on=NOON.date(), currency="EUR", created_at=NOON
        )
        reminder = await Reminder.create(
            owner_id=self.owner.id, vehicle_id=vehicle.id, record_id=record.id, service="oil_change",
            state=ReminderState.WAITING, due_on=NOON.date(), remind_at=NOON - timedelta(days=400), created_at=NOON,
        )  # fmt: skip
        return record, reminder, document


@pytest.fixture
async def garage(database: str) -> Garage:
    clock, jobs = MovableClock(), KeptJobs()
    owner = await Account.create(telegram_id=7, first_name="Ana", language="fr", created_at=NOON)
    vehicles, reminders = Vehicles(clock), Reminders(clock, jobs, ServicePlan(clock))
    editing = VehicleEditing(clock, vehicles, reminders)
    return Garage(owner, clock, jobs, vehicles, VehicleLife(clock, jobs, vehicles), reminders, editing, Makes(clock))


async def test_sqlite_finds_a_persons_vehicles_by_their_owner_and_deleted_ones_by_their_day(garage: Garage):
    if not db.is_sqlite():
        return
    for wanted, sql in (
        (
            "idx_vehicle_owner",
            Vehicle.filter(owner_id=1, archived_at__isnull=True).order_by("id").sql(params_inline=True),
        ),
        ("autoindex_vehicle", Vehicle.filter(owner_id=1, plate="AB123CD").sql(params_inline=True)),
        ("idx_vehicle_deleted", deleted_vehicles().filter(deleted_at__lt=NOON).sql(params_inline=True)),
    ):
        plan = str(await db.fetch(f"EXPLAIN QUERY PLAN {sql}"))
        assert wanted in plan


async def test_a_plate_is_one_vehicle_also_when_that_is_archived(garage: Garage):
    clio = await garage.add(plate="AB123CD")
    with pytest.raises(VehicleKnown) as known:
        await garage.add(plate="AB123CD")
    assert (known.value.vehicle_id, known.value.archived, known.value.key) == (clio.id, False, "vehicle.known")
    await garage.life.archive(garage.owner, clio.id, ArchiveReason.SOLD)
    with pytest.raises(VehicleKnown) as known:
        await garage.add(plate="AB123CD")
    assert (known.value.archived, known.value.key) == (True, "vehicle.known_archived")


async def test_the_number_of_a_deleted_vehicle_is_free_and_the_vehicle_comes_back_without_it(garage: Garage):
    old = await garage.add(plate="AB123CD", vin="VF1AAAAA555123456")
    await garage.life.delete(garage.owner, old.id)
    assert (await garage.life.deleted_with(garage.owner, plate="AB123CD", vin=None)) == old
    new = await garage.add(plate="AB123CD")
    back = await garage.life.undelete(garage.owner, old.id)
    assert (new.plate, back.plate) == ("AB123CD", None)


async def test_the_same_plate_of_somebody_else_is_no_matter(garage: Garage):
    await garage.add(plate="AB123CD")
    other = await Account.create(telegram_id=8, first_name="Ben", language="fr", created_at=NOON)
    theirs = await garage.vehicles.add(other, NewVehicle(plate="AB123CD"))
    for act in (garage.vehicles.get, garage.life.delete, garage.life.restore, garage.life.undelete):
        with pytest.raises(Gone):
            await act(garage.owner, theirs.id)
    with pytest.raises(Gone):
        await garage.editing.change(garage.owner, theirs.id, "nickname", "Titine")
    with pytest.raises(Gone):
        await garage.life.archive(garage.owner, theirs.id, ArchiveReason.SOLD)


async def test_an_archived_vehicle_is_apart_keeps_its_price_and_reminds_of_nothing(garage: Garage):
    clio, golf = await garage.add(plate="AB123CD"), await garage.add(plate="EF456GH")
    await garage.record(clio)
    await garage.vehicles.make_default(garage.owner, clio.id)
    sold_on = date(2026, 11, 20)
    put_away = await garage.life.archive(garage.owner, clio.id, ArchiveReason.SOLD, sold_on, Money(450_000, "EUR"))
    assert (put_away.disposed_on, put_away.sale_cents, put_away.sale_currency) == (sold_on, 450_000, "EUR")
    assert [one.id for one in await garage.vehicles.active(garage.owner)] == [golf.id]
    assert await garage.vehicles.default(garage.owner) == golf
    page = await garage.vehicles.page(garage.owner, archived=True)
    assert ([one.id for one in page.vehicles], page.total, page.archived) == ([clio.id], 1, 1)
    assert await garage.reminders.claim_due() == 0
    assert (await garage.reminders.page(garage.owner)).total == 0
    assert await garage.reminders.next_due(garage.owner, [clio.id]) == {}
    back = await garage.life.restore(garage.owner, clio.id)
    assert (back.archived_at, back.sale_cents) == (None, None)
    assert await garage.reminders.claim_due() == 1


async def test_a_reminder_that_was_claimed_stays_silent_once_its_vehicle_is_put_away(garage: Garage):
    clio = await garage.add(plate="AB123CD")
    await garage.record(clio)
    await garage.reminders.claim_due()
    assert await Notification.all().count() == 1
    await garage.life.archive(garage.owner, clio.id, ArchiveReason.OTHER)
    assert await Telling(garage.reminders.clock).due(garage.owner) is None
    assert not await Notification.exists()


async def test_a_sale_before_the_purchase_is_refused(garage: Garage):
    clio = await garage.add(plate="AB123CD")
    await garage.editing.change(garage.owner, clio.id, "purchased_on", "12/03/2024")
    with pytest.raises(Refusal, match="sold_before_bought"):
        await garage.life.archive(garage.owner, clio.id, ArchiveReason.SOLD, date(2020, 1, 1))
    assert (await Vehicle.get()).archived_at is None


async def test_a_deleted_vehicle_is_purged_after_a_week_with_its_documents_and_their_files(garage: Garage):
    clio, golf = await garage.add(plate="AB123CD", kilometres=10_000), await garage.add(plate="EF456GH")
    await garage.record(clio)
    await garage.record(golf)
    await garage.reminders.claim_due()
    await garage.life.delete(garage.owner, clio.id)
    assert await garage.life.purge() == 0
    assert await Document.all().count() == 2
    garage.clock.move_to(UNDO + timedelta(minutes=1))
    garage.jobs.jobs.clear()
    assert await garage.life.purge() == 1
    assert [one.id for one in await Vehicle.all()] == [golf.id]
    assert await deleted_vehicles().count() == 0
    for table in (Document, MaintenanceRecord, Reminder, Notification):
        assert await table.all().count() == 1
    assert await OdometerReading.all().count() == 0
    assert garage.jobs.jobs == [("delete_files", {"names": ["a-file"]})]
    with pytest.raises(Gone):
        await garage.life.undelete(garage.owner, clio.id)


async def test_what_was_taken_back_is_whole_and_is_not_purged(garage: Garage):
    clio = await garage.add(plate="AB123CD")
    await garage.record(clio)
    await garage.life.delete(garage.owner, clio.id)
    await garage.life.undelete(garage.owner, clio.id)
    assert (await garage.life.undelete(garage.owner, clio.id)).id == clio.id
    garage.clock.move_to(UNDO * 2)
    assert await garage.life.purge() == 0
    assert await MaintenanceRecord.all().count() == 1


CHANGES: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "nickname": ("  Titine ", {"nickname": "Titine"}),
    "make": ("Renault", {"make": "Renault"}),
    "model": ("Clio", {"model": "Clio"}),
    "plate": ("ab 123 cd", {"plate": "AB123CD", "country": "FR"}),
    "country": ("Belgique", {"country": "BE"}),
    "vin": ("vf1 aaaaa 555 123456", {"vin": "VF1AAAAA555123456"}),
    "energy": ("diesel", {"energy": "diesel"}),
    "category": ("L3e", {"category": "L3e"}),
    "first_registered_on": ("12/03/2019", {"first_registered_on": date(2019, 3, 12)}),
    "inspection_due_on": ("12/03/2027", {"inspection_due_on": date(2027, 3, 12)}),
    "purchased_on": ("12/03/2024", {"purchased_on": date(2024, 3, 12)}),
    "purchase": ("12 000 €", {"purchase_cents": 1_200_000, "purchase_currency": "EUR"}),
}


async def test_every_field_is_changed_and_emptied_one_at_a_time(garage: Garage):
    clio = await garage.add()
    garage.clock.move_to(NOON - datetime.now(UTC))
    for name, (typed, expected) in CHANGES.items():
        await garage.editing.change(garage.owner, clio.id, name, typed)
        row = await Vehicle.get()
        assert {column: getattr(row, column) for column in expected} == expected
    for name, (_, expected) in CHANGES.items():
        await garage.editing.erase(garage.owner, clio.id, name)
        row = await Vehicle.get()
        assert {getattr(row, column) for column in expected} == {None}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("nickname", " \n "), ("plate", "!!!"), ("country", "Narnia"), ("vin", "VF1AAOIQ555123456"), ("vin", "123"),
        ("energy", "au charbon"), ("category", "Z9"), ("first_registered_on", "31/02/2020"), ("purchased_on",
        "12/03/2999"),
        ("purchase", "beaucoup"), ("purchase", "-5 €"), ("sale", "10 €"), ("disposed_on", "hier"), ("owner_id",
        "1"), ("", ""),
    ],
)  # fmt: skip
async def test_a_value_that_cannot_be_is_refused_and_nothing_is_written(garage: Garage, name: str, typed: str):
    clio = await garage.add(plate="AB123CD")
    before = dict(await Vehicle.get_or_none(id=clio.id).values())
    with pytest.raises(Refusal):
        await garage.editing.change(garage.owner, clio.id, name, typed)
    assert dict(await Vehicle.get_or_none(id=clio.id).values()) == before


async def test_a_number_of_another_of_their_vehicles_is_refused(garage: Garage):
    clio, golf = await garage.add(plate="AB123CD"), await garage.add(plate="EF456GH")
    with pytest.raises(VehicleKnown) as known:
        await garage.editing.change(garage.owner, golf.id, "plate", "AB-123-CD")
    assert known.value.vehicle_id == clio.id


async def test_an_old_vehicle_may_have_a_short_number(garage: Garage):
    car = await garage.add(first_registered_on=date(1975, 5, 1))
    await garage.editing.change(garage.owner, car.id, "vin", "ABC 12345")
    assert (await Vehicle.get()).vin == "ABC12345"


async def test_a_new_name_is_kept_for_administrators_and_suggested_once_approved(garage: Garage):
    ana = garage.owner
    for _ in range(2):
        await garage.makes.propose(ana, "Zorglub", "Turbo 3")
    await garage.makes.propose(ana, "renault", "Clio 4")
    await garage.makes.propose(ana, "", None)
    moderation, actor = MakesModeration(garage.makes.clock, Auditing(garage.makes.clock), garage.makes), Actor("cli:x")
    _, [entry] = await moderation.page(0)
    assert (entry.make, entry.model, entry.proposed_by_id) == ("Zorglub", "Turbo 3", ana.id)
    assert (await garage.makes.catalogue()).make("zorglub") is None
    await moderation.approve(actor, entry.id)
    assert (await garage.makes.catalogue()).suggest("zorglub turbo 3").exact is not None
    await moderation.refuse(actor, entry.id)
    assert (await garage.makes.catalogue()).suggest("zorglub turbo 3").exact is None
    assert await CatalogueEntry.all().count() == 1
    assert await AuditEntry.all().count() == 2


async def test_a_misspelt_name_is_merged_and_put_right_on_the_vehicles_that_have_it(garage: Garage):
    moderation, actor = MakesModeration(garage.makes.clock, Auditing(garage.makes.clock), garage.makes), Actor("cli:x")
    car = await garage.add(make="Zorglub", model="Turbot")
    await garage.makes.propose(garage.owner, "Zorglub", "Turbot")
    await garage.makes.propose(garage.owner, "Renaud", "Clio")
    _, [first, second] = await moderation.page(0)
    with pytest.raises(Refusal, match="spelling_not_known"):
        await moderation.merge(actor, first.id, "Zorglub / Turbo")
    await moderation.correct(actor, first.id, "Zorglub / Turbo")
    await car.refresh_from_db()
    assert (car.make, car.model) == ("Zorglub", "Turbo")
    await moderation.merge(actor, second.id, "renault / clio")
    catalogue = await garage.makes.catalogue()
    for typed, make, model in (("zorglub turbot", "Zorglub", "Turbo"), ("Renaud Clio", "Renault", "Clio")):
        found = catalogue.suggest(typed).exact
        assert found is not None, typed
        assert (found.make, found.model) == (make, model)
    assert (await moderation.page(0))[0] == 0


async def test_the_vehicle_meant_is_the_chosen_one_the_only_one_or_none(garage: Garage):
    assert await garage.vehicles.default(garage.owner) is None
    clio = await garage.add(plate="AB123CD", make="Renault", model="Clio")
    assert await garage.vehicles.default(garage.owner) == clio
    golf = await garage.add(plate="EF456GH", make="Volkswagen", model="Golf")
    assert await garage.vehicles.default(garage.owner) is None
    await garage.vehicles.make_default(garage.owner, golf.id)
    assert await garage.vehicles.default(garage.owner) == golf
    assert await garage.vehicles.named_in(garage.owner, "vidange clio 89€") == clio
    assert [one.id for one in await garage.vehicles.search(garage.owner, "ef-456")] == [golf.id]
    await garage.life.delete(garage.owner, golf.id)
    assert garage.owner.default_vehicle_id is None
    assert await garage.vehicles.search(garage.owner, "ef-456") == []
