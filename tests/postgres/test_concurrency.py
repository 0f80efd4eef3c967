import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import pytest
from tortoise.exceptions import IntegrityError

from core import db
from core.domain.states import ReminderState
from core.models import (
    Account,
    Document,
    ExtractedField,
    MaintenanceRecord,
    Notification,
    OdometerReading,
    Reminder,
    Vehicle,
)
from core.ports import JobTaken
from core.services.conversations import Conversations
from core.services.documents import CardChanged
from core.services.vehicles import NewVehicle, VehicleKnown
from tests.conftest import Chat
from tests.journeys.test_cards import FULL
from tests.making import account, invoice_card, vehicle


async def at_once(number: int, work: Callable[[], Awaitable[object]]) -> Counter[str]:
    """Do it so many times side by side, each on a connection of its own; what came of them, by kind."""
    gate = asyncio.Event()

    async def one() -> str:
        await gate.wait()
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - what kind it is, is what is asked
            return type(error).__name__
        return "done"

    tasks = [asyncio.create_task(one()) for _ in range(number)]
    await asyncio.sleep(0)
    gate.set()
    return Counter(await asyncio.gather(*tasks))


async def test_a_card_confirmed_many_times_at_once_makes_one_record(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    owner, services = await account(chat), chat.bot.runtime.parts.services
    for number in range(1, 6):
        card = await invoice_card(chat, FULL | {"total_incl_tax": f"{number}.00"}, ["Vidange"])
        outcome = await at_once(8, partial(services.confirming.confirm, owner, card.id, 1))
        # Whoever ran into the constraint is tried again, and then told that the card is settled.
        assert outcome["done"] == 1
        assert set(outcome) <= {"done", CardChanged.__name__, IntegrityError.__name__}
        assert await at_once(1, partial(services.confirming.confirm, owner, card.id, 1)) == {CardChanged.__name__: 1}
    assert await MaintenanceRecord.all().count() == 5
    assert await OdometerReading.all().count() == 1


async def test_a_card_confirmed_and_discarded_at_once_is_one_of_both(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    owner, services = await account(chat), chat.bot.runtime.parts.services
    card = await invoice_card(chat, FULL, ["Vidange"])
    kept, thrown = await asyncio.gather(
        at_once(4, lambda: services.confirming.confirm(owner, card.id, 1)),
        at_once(4, lambda: services.documents.discard(owner, card.id)),
    )
    assert kept["done"] + thrown["done"] == 1
    assert await MaintenanceRecord.all().count() == kept["done"]


async def test_corrections_at_once_are_each_seen_by_the_next(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    owner, services = await account(chat), chat.bot.runtime.parts.services
    card = await invoice_card(chat, FULL, ["Vidange"])
    outcome = await at_once(6, lambda: services.documents.correct(owner, card.id, "total_incl_tax", "99,90"))
    assert outcome == {"done": 6}
    assert (await Document.get(id=card.id)).revision == 7
    assert await ExtractedField.filter(document_id=card.id, name="total_incl_tax").count() == 1


async def test_a_vehicle_added_many_times_at_once_is_one(chat: Chat):
    owner, services = await account(chat), chat.bot.runtime.parts.services
    outcome = await at_once(8, lambda: services.vehicles.add(owner, NewVehicle(plate="AB123CD", vin="V" * 17)))
    assert outcome == {"done": 1, VehicleKnown.__name__: 7}
    assert await Vehicle.all().count() == 1


async def test_the_database_itself_refuses_a_plate_twice(chat: Chat):
    owner = await account(chat)
    now = chat.bot.clock.now()
    await Vehicle.create(owner_id=owner.id, plate="AB123CD", created_at=now)
    with pytest.raises(IntegrityError):
        await Vehicle.create(owner_id=owner.id, plate="AB123CD", created_at=now)


async def test_a_reading_recorded_many_times_at_once_is_one(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    owner, services = await account(chat), chat.bot.runtime.parts.services
    outcome = await at_once(8, lambda: services.odometer.record(owner, car.id, 42_000))
    assert outcome == {"done": 8}
    assert await OdometerReading.all().count() == 1


async def test_readings_at_once_never_leave_the_vehicle_behind(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    owner, services = await account(chat), chat.bot.runtime.parts.services
    numbers = iter(range(42_000, 42_020))
    outcome = await at_once(20, lambda: services.odometer.record(owner, car.id, next(numbers)))
    assert set(outcome) <= {"done", "OdometerWentBack"}
    highest = max(row.kilometres for row in await OdometerReading.all())
    assert (await Vehicle.get(id=car.id)).kilometres == highest


async def test_a_reminder_claimed_by_many_ticks_at_once_is_one_notification(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    owner, services = await account(chat), chat.bot.runtime.parts.services
    now = chat.bot.clock.now()
    await Reminder.bulk_create(
        [
            Reminder(owner_id=owner.id, vehicle_id=car.id, service="oil_change", state=ReminderState.WAITING,
                     remind_at=now - timedelta(hours=n + 1), created_at=now)
            for n in range(20)
        ]
    )  # fmt: skip
    outcome = await at_once(6, services.reminders.claim_due)
    assert outcome == {"done": 6}
    assert await Notification.all().count() == 20


async def test_a_new_person_who_arrives_twice_at_once_is_one_account(chat: Chat):
    services = chat.bot.runtime.parts.services
    outcome = await at_once(6, lambda: services.accounts.arrive((4_242, "Ana", "fr")))
    assert set(outcome) <= {"done", "IntegrityError"}
    assert await Account.filter(telegram_id=4_242).count() == 1
    assert db.is_transient(IntegrityError("the second one is tried again, and finds the first"))


async def test_a_place_changed_by_two_at_once_is_changed_by_one(chat: Chat):
    conversations = Conversations()

    async def change() -> None:
        async with db.transaction():
            place = await conversations.load(4_242)
            place.flow, place.step = "f", "s"
            await asyncio.sleep(0.02)
            await conversations.save(place)

    assert await at_once(6, change) == {"done": 1, JobTaken.__name__: 5}
    assert await at_once(6, change) == {"done": 1, JobTaken.__name__: 5}
    assert (await conversations.load(4_242)).version == 2


async def test_an_impatient_tapper_gets_one_record_through_the_chat(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await invoice_card(chat, FULL, ["Vidange"])
    card = chat.message
    await asyncio.gather(*(chat.person.tap(chat.t.plain("document.save"), message=card) for _ in range(20)))
    await chat.bot.settle()
    assert await MaintenanceRecord.all().count() == 1
