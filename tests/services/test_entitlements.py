import asyncio
from datetime import timedelta

import pytest

from core import db
from core.domain.plans import Feature, Level
from core.domain.subscription_states import GRACE, LATE, Status
from core.errors import Refusal
from core.models import Account, Plan, PlanLimit, PlanPrice, Subscription
from core.services.entitlements import Blocked, Entitlements
from core.services.offers import Offers
from core.services.vehicles import NewVehicle, Vehicles
from tests.services.worlds import StoppedClock


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def plans(clock: StoppedClock, database: str) -> Entitlements:
    return Entitlements(clock, Offers())


@pytest.fixture
async def owner(clock: StoppedClock, database: str) -> Account:
    return await Account.create(telegram_id=7, language="fr", created_at=clock.now())


async def subscribe(owner: Account, clock: StoppedClock, level: Level, **more: object) -> Subscription:
    known = {"provider": "stripe", "external_id": f"sub_{level}", "interval": "month", "amount_cents": 999,
             "currency": "EUR", "status": Status.ACTIVE, "live": False, "holder_id": owner.id,
             "period_end": clock.now() + timedelta(days=30)}  # fmt: skip
    stamps = {"created_at": clock.now(), "updated_at": clock.now()}
    return await Subscription.create(owner_id=owner.id, level=level, **known | stamps | more)


async def test_of_fifty_uses_at_once_with_one_left_exactly_one_is_given(plans: Entitlements, owner: Account):
    await plans.take(owner, Feature.READINGS, times=2)

    async def use() -> bool:
        try:
            async with db.transaction():
                await plans.take(owner, Feature.READINGS)
        except Blocked:
            return False
        return True

    assert sum(await asyncio.gather(*(use() for _ in range(50)))) == 1
    assert next(use.used for use in await plans.usage(owner) if use.feature is Feature.READINGS) == 3


@db.transaction()
async def used_and_failed(plans: Entitlements, owner: Account) -> float:
    await plans.take(owner, Feature.READINGS)
    return 1 / 0


@db.transaction()
async def edited_and_refused(plans: Entitlements) -> None:
    await PlanPrice.all().update(active=False)
    plans.offers.changed()
    assert (await plans.offers.catalogue()).prices == ()
    raise Refusal("error.gone")


async def test_what_failed_is_given_back_and_a_rolled_back_use_never_counted(plans: Entitlements, owner: Account):
    await plans.take(owner, Feature.READINGS, times=3)
    await plans.give_back(owner, Feature.READINGS)
    with pytest.raises(ZeroDivisionError):
        await used_and_failed(plans, owner)
    await plans.take(owner, Feature.READINGS)
    with pytest.raises(Blocked) as refused:
        await plans.take(owner, Feature.READINGS)
    assert refused.value.again_on is not None
    assert (refused.value.again_on.isoformat(), refused.value.better) == ("2026-12-01", Level.STANDARD)


async def test_a_new_month_begins_where_the_person_lives(plans: Entitlements, owner: Account, clock: StoppedClock):
    await plans.take(owner, Feature.READINGS, times=3)
    clock.instant = clock.instant.replace(month=11, day=30, hour=22, minute=59)
    with pytest.raises(Blocked):
        await plans.take(owner, Feature.READINGS)
    clock.move(minutes=1)
    await plans.take(owner, Feature.READINGS)


async def test_the_assistant_may_be_tried_once_in_each_way_and_not_again(plans: Entitlements, owner: Account):
    for kind in ("chat", "question"):
        await plans.take(owner, Feature.AI_MESSAGES, kind=kind)
        with pytest.raises(Blocked):
            await plans.take(owner, Feature.AI_MESSAGES, kind=kind)
    await plans.give_back(owner, Feature.AI_MESSAGES, kind="chat")
    await plans.take(owner, Feature.AI_MESSAGES, kind="chat")
    await plans.require(owner, Feature.AI_MESSAGES)
    with pytest.raises(Blocked):
        await plans.require(owner, Feature.DIAGNOSES)


async def test_access_follows_the_row_and_the_clock(plans: Entitlements, owner: Account, clock: StoppedClock):
    assert (await plans.access(owner)).level is Level.FREE
    held = await subscribe(owner, clock, Level.PREMIUM)
    assert (await plans.access(owner)).level is Level.PREMIUM
    await plans.take(owner, Feature.DIAGNOSES, times=30)
    with pytest.raises(Blocked) as refused:
        await plans.take(owner, Feature.DIAGNOSES)
    assert refused.value.better is None
    clock.move(days=30)
    assert (await plans.access(owner)).level is Level.PREMIUM
    clock.instant += LATE
    assert (await plans.access(owner)).level is Level.FREE
    await Subscription.filter(id=held.id).update(status=Status.PAST_DUE, grace_until=clock.now() + GRACE)
    assert (await plans.access(owner)).level is Level.PREMIUM
    await Subscription.filter(id=held.id).update(status=Status.UNPAID)
    assert (await plans.access(owner)).level is Level.FREE


async def test_a_downgrade_keeps_every_vehicle_and_only_blocks_one_more(
    plans: Entitlements, owner: Account, clock: StoppedClock
):
    vehicles = Vehicles(clock, plans)
    held = await subscribe(owner, clock, Level.STANDARD)
    for _ in range(5):
        await vehicles.add(owner, NewVehicle())
    await Subscription.filter(id=held.id).update(holder_id=None)
    assert len(await vehicles.active(owner)) == 5
    with pytest.raises(Blocked) as refused:
        await vehicles.add(owner, NewVehicle())
    assert (refused.value.key, refused.value.values) == ("blocked.vehicles", {"n": 3})


async def test_the_catalogue_is_data_that_an_edit_changes_at_once(plans: Entitlements, owner: Account):
    await PlanLimit.filter(plan_id="free", feature=Feature.READINGS).update(amount=1)
    await Plan.filter(level=Level.STANDARD).update(active=False)
    await PlanPrice.filter(plan_id="premium", interval="year").update(active=False)
    plans.offers.changed()
    await plans.take(owner, Feature.READINGS)
    with pytest.raises(Blocked) as refused:
        await plans.take(owner, Feature.READINGS)
    assert refused.value.better is Level.PREMIUM
    assert {price.level for price in (await plans.offers.catalogue()).prices} == {Level.PREMIUM}


async def test_an_edit_that_is_rolled_back_is_not_remembered(plans: Entitlements):
    before = await plans.offers.catalogue()
    with pytest.raises(Refusal):
        await edited_and_refused(plans)
    assert (await plans.offers.catalogue()).prices == before.prices


async def test_one_person_holds_one_subscription_at_a_time(owner: Account, clock: StoppedClock):
    await subscribe(owner, clock, Level.STANDARD)
    with pytest.raises(db.IntegrityError):
        await subscribe(owner, clock, Level.PREMIUM)
