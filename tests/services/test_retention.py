from datetime import timedelta
from typing import Any

from core.domain.retention import PERIODS, Held
from core.models import Account, Notification, Payment
from core.models.personal import REGISTER
from core.services.retention import Retention, forget_payments
from tests.services.worlds import World


async def test_what_is_kept_too_long_goes_and_what_is_not_stays(database: str):
    world = World()
    owner = await world.person()
    for days in (364, 366):
        told = world.clock.now() - timedelta(days=days)
        await Notification.create(owner_id=owner.id, kind="reminder", created_at=told, told_at=told)
    await Notification.create(owner_id=owner.id, kind="reminder", created_at=world.clock.now())
    assert await Retention(world.clock).enforce() == 1
    assert await Notification.all().count() == 2
    assert await Retention(world.clock).enforce() == 0


def test_every_period_that_ends_is_enforced_by_the_register_or_by_the_service_that_names_it() -> None:
    by_register = {entry.held for entry in REGISTER if entry.since}
    elsewhere = {Held.TAKEN_OFF, Held.UNSETTLED, Held.IMPORT, Held.DRAFT, Held.EXPORT, Held.PICTURE, Held.BOOK}
    elsewhere |= {Held.FAILED, Held.REPEAT, Held.BILLING, Held.PAYMENT, Held.LEAVING}
    ending = {held for held, span in PERIODS.items() if span is not None}
    assert ending == by_register | elsewhere
    assert not by_register & elsewhere


async def test_payments_of_who_left_go_after_the_years_that_the_law_asks_for(database: str):
    world = World()
    now = world.clock.now()
    for telegram_id, left_at in ((-1, now - timedelta(days=4000)), (5, None)):
        owner = await Account.create(telegram_id=telegram_id, language="fr", created_at=now, left_at=left_at)
        for years in (9, 11):
            paid_at = now - timedelta(days=years * 366)
            paid: dict[str, Any] = {"provider": "stripe", "amount_cents": 1, "currency": "EUR", "paid_at": paid_at}
            await Payment.create(owner_id=owner.id, external_id=f"{telegram_id}{years}", **paid)
    await forget_payments(world.clock)
    assert await Payment.all().count() == 3
    await Payment.filter(external_id="-19").update(paid_at=now - timedelta(days=4000))
    await forget_payments(world.clock)
    assert [row.telegram_id for row in await Account.all()] == [5]
