from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.domain.money import Money
from core.domain.plans import Level
from core.models import Account, BillingEvent, BillingNotice, Payment, Subscription, Vehicle
from simulator.testing import Simulator
from tests.conftest import Bot, Chat
from tests.making import vehicle
from tests.paying import ahead, buy, heard, link, paying_bot
from tests.postgres.databases import sqlite_url


@pytest.fixture
async def bot(sim: Simulator, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    sqlite_url(migrated_file, tmp_path)
    async with paying_bot(sim, tmp_path) as bot:
        yield bot


def plan(chat: Chat, level: str) -> str:
    return chat.t.plain(f"plan_name.{level}")


async def press(chat: Chat, key: str) -> None:
    """Tap the newest button with this label, and let Stripe tell what came of it."""
    label = chat.t.plain(key)
    await chat.tap(label, message=next(one for one in reversed(chat.person.messages) if label in one.labels))
    await heard(chat.bot)


async def test_a_plan_is_bought_changed_stopped_kept_renewed_lost_and_bought_again(chat: Chat):
    for number in range(3):
        await vehicle(chat, plate=f"AB{number}23CD")
    await chat.say("EF-456-GH")
    await chat.tap(chat.labels[0])
    assert chat.last.startswith(chat.says("blocked.vehicles", n=3))

    await buy(chat)
    assert chat.last == f"{chat.says('billing.started', plan=plan(chat, 'standard'))}\n\n{chat.says('order.test')}"
    await chat.say("EF-456-GH")
    await chat.tap(chat.labels[0])
    await press(chat, "form.finish")
    assert await Vehicle.all().count() == 4

    await chat.say("/plans")
    await chat.tap(next(label for label in chat.labels if label.startswith(plan(chat, "premium"))))
    assert chat.says("change.due", amount=Money(10_00)) in chat.last
    await press(chat, "change.confirm")
    assert chat.last == chat.says("billing.changed", plan=plan(chat, "premium"))
    assert (await Subscription.get()).level is Level.PREMIUM

    await chat.say("/subscription")
    await press(chat, "subscription.stop")
    await press(chat, "subscription.stop_yes")
    assert await told() == "will_end"
    await press(chat, "subscription.go_on")
    assert await told() == "goes_on"
    await chat.say("/subscription")
    await press(chat, "subscription.invoices")
    assert len(chat.labels) == 3

    await ahead(chat.bot, days=24)
    assert await told() == "renews_soon"
    await ahead(chat.bot, days=8)
    assert await told() == "renewed"
    customer = chat.bot.sim.stripe.only("customer")["id"]
    chat.bot.sim.stripe.store.cards[customer] = "declined"
    await ahead(chat.bot, days=31)
    assert await told() == "past_due"
    await chat.say("/subscription")
    assert chat.last.splitlines()[0] == chat.says("subscription.title", plan=plan(chat, "premium"))
    assert chat.labels[0] == chat.t.plain("subscription.mend")
    chat.bot.sim.stripe.store.cards[customer] = "pays"
    await ahead(chat.bot, days=3)
    assert await told() == "recovered"
    chat.bot.sim.stripe.store.cards[customer] = "declined"
    await ahead(chat.bot, days=31)
    await ahead(chat.bot, days=6, hours=12)
    await ahead(chat.bot, days=1)
    assert "past_due" in {one.kind for one in await BillingNotice.all().order_by("-id").limit(4)}
    assert await told() == "ended"
    await chat.say("/subscription")
    assert chat.last.splitlines()[0] == chat.says("subscription.title", plan=plan(chat, "free"))
    assert await Vehicle.all().count() == 4
    chat.bot.sim.stripe.store.cards[customer] = "pays"
    await buy(chat, "premium")
    assert await told() == "started"
    assert await Subscription.filter(holder_id__not_isnull=True).count() == 1
    assert await Payment.all().count() >= 4


async def told() -> str:
    newest = await BillingNotice.all().order_by("-id").first()
    assert newest is not None
    return newest.kind


@pytest.mark.parametrize("language", ["fr"])
async def test_of_two_open_pages_that_are_both_paid_one_plan_stays_and_the_other_is_refunded(chat: Chat):
    stripe = chat.bot.sim.stripe
    first = await link(chat, "standard")
    second = await link(chat, "standard")
    # The first page was closed when the second opened; here it is paid in the same instant.
    stripe.store.objects[first.rpartition("/")[2]]["status"] = "open"
    kept, surplus = stripe.pay(first), stripe.pay(second)
    await heard(chat.bot)
    assert stripe.store.objects[kept["id"]]["status"] == "active"
    assert stripe.store.objects[surplus["id"]]["status"] == "canceled"
    refunded = [one for one in stripe.store.all("charge") if one["refunded"]]
    assert [one["amount"] for one in refunded] == [999]
    assert sorted(payment.refunded_cents for payment in await Payment.all()) == [0, 999]
    assert chat.sees(chat.says("billing.surplus_refunded", amount=Money(9_99)))
    assert await Subscription.filter(holder_id__not_isnull=True).count() == 1
    assert sorted(row.kind for row in await BillingNotice.all()) == ["started", "surplus_refunded"]


@pytest.mark.parametrize("language", ["fr"])
async def test_a_payment_service_that_is_down_is_said_at_once_and_the_same_page_comes_on_another_try(chat: Chat):
    api = chat.bot.sim.stripe.api
    await chat.say("/plans")
    api.down = 503
    await chat.tap(next(label for label in chat.labels if label.startswith("Standard")))
    await chat.tap(chat.t.plain("order.by_card"))
    assert chat.last == chat.says("request.failed")
    api.down = 0
    await chat.tap(chat.t.plain("request.again"))
    assert chat.last.startswith(chat.says("request.pay"))
    assert len(list(chat.bot.sim.stripe.store.all("checkout.session"))) == 1
    assert len(list(chat.bot.sim.stripe.store.all("customer"))) == 1


@pytest.mark.parametrize("language", ["en"])
async def test_stars_open_a_plan_renew_it_and_are_given_back_when_they_buy_nothing(chat: Chat):
    person = chat.person
    url = await link(chat, "standard", "order.by_stars")
    await person.pay(link=url)
    await chat.bot.settle()
    held = await Subscription.get()
    assert (held.provider, held.level, held.amount_cents) == ("stars", Level.STANDARD, 770_00)
    assert chat.last.startswith(chat.says("billing.started", plan="Standard"))
    await chat.say("/plans")
    await chat.tap(next(label for label in chat.labels if label.startswith("Premium")))
    await chat.tap(next(label for label in chat.labels if label.startswith("⭐")))
    assert chat.last == chat.says("subscription.already_held")
    await person.pay(link=url)
    await chat.bot.settle()
    assert await Payment.all().count() == 1
    await person.pay(link=url, renewal=True)
    await chat.bot.settle()
    assert await Payment.all().count() == 2
    assert await told() == "renewed"
    await chat.say("/subscription")
    await press(chat, "subscription.stop")
    await press(chat, "subscription.stop_yes")
    assert (await Subscription.get()).cancels
    await chat.bot.advance(days=31)
    assert await told() == "ended"


@pytest.mark.parametrize("language", ["fr"])
async def test_terms_and_help_with_a_payment_are_a_command_away(chat: Chat):
    await chat.say("/terms")
    assert chat.last == chat.says("terms.text")
    await chat.say("/paysupport")
    assert chat.last.startswith(chat.says("paysupport.text", account=1)[:40])


@pytest.mark.parametrize("language", ["fr"])
async def test_who_deletes_their_account_pays_no_more_and_late_notices_bring_nobody_back(chat: Chat):
    held = await buy(chat)
    services = chat.bot.runtime.parts.services
    owner = await services.accounts.by_chat(chat.person.id)
    assert owner is not None
    await services.leaving.wish(owner)
    await ahead(chat.bot, days=8)
    assert chat.bot.sim.stripe.store.objects[held["id"]]["status"] == "canceled"
    left = await Account.get(left_at__not_isnull=True)
    assert left.left_at is not None
    assert (left.telegram_id, left.first_name, left.leaves_at) == (-left.id, "", None)
    assert (await Payment.get()).owner_id == left.id
    assert (await Subscription.get()).holder_id is None
    await heard(chat.bot)
    assert await BillingEvent.filter(payload__contains=held["customer"], received_at__gte=left.left_at).count() == 0
