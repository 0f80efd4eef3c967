from core import db
from core.models import Account, BillingCustomer, Garage, HomeTariff, UsageCount, Vehicle, VendorLesson
from core.services.moving import Moving
from core.services.outbox import Outbox
from tests.services.worlds import World


async def test_everything_of_both_accounts_is_in_one_and_what_only_one_may_have_stays_the_older_ones(database: object):
    world = World()
    owner, newcomer = await world.person(1), await world.person(2)
    now = world.clock.now()
    for person, used in ((owner, 3), (newcomer, 1)):
        await world.car(person, plate="AB123CD", vin="VF3ABCDEF12345678")
        await world.car(person, plate=f"CD{person.id:03}EF")
        await world.car(person)
        await Garage.create(
            owner_id=person.id, vendor="midas", name=f"Midas {used}", seen_on=now.date(), created_at=now
        )
        await VendorLesson.create(owner_id=person.id, vendor="midas", about=f"total{used}", learned="x", learned_at=now)
        await HomeTariff.create(owner_id=person.id, unit_price="0.20", currency="EUR")
        await UsageCount.create(owner_id=person.id, feature="readings", month="2026-11", used=used)
        await Outbox().put(person.telegram_id, "sendMessage", {"text": "x"}, language="fr")
    async with db.transaction():
        await Moving(Outbox()).move(owner, newcomer)
    (account,) = await Account.all()
    assert (account.id, account.telegram_id) == (owner.id, 2)
    cars = await Vehicle.filter(owner_id=owner.id)
    assert len(cars) == 6
    assert sorted(car.nickname or "" for car in cars)[-1] == "AB123CD (2)"
    assert [garage.name for garage in await Garage.all()] == ["Midas 3"]
    assert await VendorLesson.filter(owner_id=owner.id).count() == 2
    assert [count.used for count in await UsageCount.all()] == [3]
    assert await HomeTariff.all().count() == 1
    left = await db.fetch("SELECT chat_id, method FROM outgoing ORDER BY id")
    assert [row["chat_id"] for row in left] == [2, 1]


async def test_an_account_that_the_payment_service_speaks_of_stays_without_a_name(database: object):
    world = World()
    owner, newcomer = await world.person(1), await world.person(2)
    for person in (owner, newcomer):
        await BillingCustomer.create(
            owner_id=person.id, customer_id=f"cus_{person.id}", live=False, created_at=world.clock.now()
        )
    async with db.transaction():
        await Moving(Outbox()).move(owner, newcomer)
    nameless = await Account.get(id=newcomer.id)
    assert (nameless.telegram_id, nameless.first_name, nameless.reachable) == (-newcomer.id, "", False)
    assert (await Account.get(id=owner.id)).telegram_id == 2
    assert await BillingCustomer.all().count() == 2
