import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core import db
from core.domain.money import Money
from core.domain.payment_notices import PaymentNotice
from core.domain.plans import Interval, Level
from core.domain.subscription_states import Status
from core.errors import Refusal
from core.models import (
    Account,
    AuditEntry,
    BillingCustomer,
    BillingEvent,
    BillingNotice,
    BillingRequest,
    Payment,
    PlanPrice,
    Subscription,
)
from core.payment_ports import Receipt, Refunded, RemoteCheckout, RemoteSubscription
from core.ports import PermanentFailure, RunningJob
from core.services.auditing import Actor, Auditing
from core.services.billing_events import BillingEvents
from core.services.billing_notices import BillingNotices
from core.services.billing_tasks import BillingTasks
from core.services.entitlements import Entitlements
from core.services.event_desk import EventDesk
from core.services.offers import Offers
from core.services.stars import Stars, StarsPaid
from core.services.subscriptions import Subscriptions
from tests.services.worlds import StoppedClock

START = datetime(2026, 11, 22, 11, tzinfo=UTC)
ADMIN = 42


def remote(**changes: Any) -> RemoteSubscription:
    known = RemoteSubscription(
        id="sub_1", customer="cus_1", status="active", item="si_1", price="price_standard", money=Money(9_99),
        interval="month", single=True, period_end=START + timedelta(days=30), cancels=False, ended_at=None,
        created_at=START, latest_invoice="in_1", token="token", live=False,
    )  # fmt: skip
    return replace(known, **changes)


def page(**changes: Any) -> RemoteCheckout:
    known = RemoteCheckout(
        id="cs_1", url=None, status="complete", payment_status="paid", mode="subscription", subscription="sub_1",
        customer="cus_1", token="token", named="token", money=Money(9_99), live=False,
    )  # fmt: skip
    return replace(known, **changes)


@dataclass
class Service:
    """A payment service whose state a test sets; only what is read of it."""

    held: list[RemoteSubscription] = field(default_factory=lambda: [remote()])
    shown: RemoteCheckout = field(default_factory=page)
    name: str = "stripe"
    live: bool = False
    version: str = "v"
    receipt: Receipt = field(
        default_factory=lambda: Receipt("in_1", "1", "paid", Money(9_99), Money(9_99), START, None, "cus_1", "sub_1")
    )

    async def subscriptions(self, customer: str) -> list[RemoteSubscription]:
        return [one for one in self.held if one.customer == customer]

    async def checkout_of(self, _: str) -> RemoteCheckout:
        return self.shown

    async def invoice(self, _: str) -> Receipt:
        return self.receipt

    async def invoices(self, _: str) -> list[Receipt]:
        return [self.receipt]

    async def refunded(self, _: str) -> Refunded:
        return Refunded("cus_1", Money(4_00), "in_1")

    async def undelivered(self, _: datetime) -> list[bytes]:
        return []


@dataclass
class Kept:
    """Jobs that were asked for, done when a test says so."""

    asked: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    async def enqueue(self, name: str, payload: Any, **_: object) -> int:
        self.asked.append((name, dict(payload)))
        return len(self.asked)


@dataclass
class Office:
    clock: StoppedClock
    service: Service
    jobs: Kept
    owner: Account
    events: BillingEvents
    tasks: BillingTasks
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def told(self, kind: str, subject: str = "sub_1", *, name: str | None = None) -> bool:
        """A notice arrives, and its job runs."""
        known = name or f"evt_{next(self.numbers)}"
        customer = None if kind.startswith("charge") else "cus_1"
        notice = PaymentNotice(known, kind, subject, customer, self.clock.now(), "{}")
        new = await self.events.accept(notice)
        await self.work()
        return new

    async def work(self) -> None:
        while self.jobs.asked:
            name, payload = self.jobs.asked.pop(0)
            job = RunningJob(1, name, payload, 1, _nothing)
            if name == "billing_event":
                try:
                    await self.events.handle(job)
                except PermanentFailure:
                    await self.events.parked(job)
            elif name == "billing_sync":
                await self.tasks.sync(job)

    async def level(self) -> Level:
        return (await Entitlements(self.clock, Offers()).access(self.owner)).level


async def _nothing() -> None:
    pass


@pytest.fixture
async def office(database: str) -> Office:
    clock, service, jobs = StoppedClock(START), Service(), Kept()
    notices = BillingNotices(clock, jobs, (ADMIN,))  # type: ignore[arg-type]  # what is asked of jobs here
    subscriptions = Subscriptions(clock, jobs, notices)  # type: ignore[arg-type]  # the same
    events = BillingEvents(clock, jobs, service, subscriptions, notices)  # type: ignore[arg-type]  # what is read of it
    tasks = BillingTasks(clock, jobs, subscriptions, notices, events, service)  # type: ignore[arg-type]  # the same
    owner = await Account.create(telegram_id=7, language="fr", created_at=START)
    await Account.create(telegram_id=ADMIN, language="fr", created_at=START)
    await BillingCustomer.create(owner_id=owner.id, customer_id="cus_1", live=False, created_at=START)
    price = await PlanPrice.filter(plan_id="standard", interval="month", currency="EUR").get()
    await PlanPrice.filter(id=price.id).update(stripe_test_id="price_standard")
    premium = await PlanPrice.filter(plan_id="premium", interval="month", currency="EUR").get()
    await PlanPrice.filter(id=premium.id).update(stripe_test_id="price_premium")
    await BillingRequest.create(owner_id=owner.id, kind="checkout", state="ready", provider="stripe", token="token",
                                price_id=price.id, external_id="cs_1", created_at=START)  # fmt: skip
    return Office(clock, service, jobs, owner, events, tasks)


async def test_a_notice_that_comes_fifty_times_has_one_effect(office: Office):
    for _ in range(25):
        await office.told("checkout.session.completed", "cs_1", name="evt_same")
    for _ in range(25):
        await office.told("checkout.session.completed", "cs_1")
    assert await BillingEvent.filter(event_id="evt_same").count() == 1
    assert [row.kind for row in await BillingNotice.all()] == ["started"]
    assert await Subscription.all().count() == 1
    assert (await BillingRequest.get()).state == "done"
    assert await office.level() is Level.STANDARD


async def test_every_order_of_events_each_twice_ends_where_the_service_stands(office: Office):
    if not db.is_sqlite():
        return  # the order matters to the code, not to the database
    kinds = ("customer.subscription.created", "customer.subscription.updated", "customer.subscription.updated",
             "invoice.paid", "customer.subscription.deleted")  # fmt: skip
    states = ("active", "active", "past_due", "past_due", "canceled")
    wrong, final = [], remote(status="canceled", ended_at=START)
    for order in itertools.permutations(range(5)):
        for place, number in enumerate(order):
            # What the service holds moves on while its notices arrive in any order.
            office.service.held = [remote(status=states[place])] if place < 4 else [final]
            subject = "in_1" if kinds[number] == "invoice.paid" else "sub_1"
            name = f"evt_{order}_{number}"
            await office.told(kinds[number], subject, name=name)
            await office.told(kinds[number], subject, name=name)
        row = await Subscription.get()
        if (row.status, row.holder_id) != (Status.CANCELLED, None) or await Payment.all().count() > 1:
            wrong.append(order)
        for table in (BillingNotice, Payment, Subscription, BillingEvent):
            await table.all().delete()
    assert wrong == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"money": Money(1)}, "amount"),
        ({"money": Money(9_99, "USD")}, "amount"),
        ({"price": "price_unknown"}, "price"),
        ({"price": "price_premium"}, "amount"),
        ({"price": "price_premium", "money": Money(19_99)}, "intent"),
        ({"live": True}, "mode"),
        ({"single": False}, "amount"),
        ({"interval": "year"}, "interval"),
        ({"token": "somebody else's"}, "intent"),
        ({"status": "dreaming"}, "state"),
    ],
)
async def test_what_is_not_what_we_sell_gives_nothing_and_is_brought_to_somebodys_eyes(
    office: Office, change: dict[str, Any], reason: str
):
    office.service.held = [remote(**change)]
    await office.told("customer.subscription.created")
    assert await office.level() is Level.FREE
    assert not await Subscription.exists(holder_id__not_isnull=True)
    alert = await BillingNotice.get().prefetch_related("owner")
    assert (alert.kind, alert.owner.telegram_id) == ("alert_mismatch", ADMIN)
    assert reason in alert.key


@pytest.mark.parametrize(
    "change",
    [
        {"money": Money(5)},
        {"money": Money(9_99, "USD")},
        {"token": "another"},
        {"named": "another"},
        {"live": True},
        {"mode": "payment"},
        {"id": "cs_2"},
    ],
)
async def test_a_page_that_is_not_the_one_we_opened_gives_nothing_and_is_parked(office: Office, change: dict[str, Any]):
    office.service.shown = page(**change)
    await office.told("checkout.session.completed", "cs_1")
    assert await office.level() is Level.FREE
    event = await BillingEvent.get()
    assert event.state == "parked"
    assert (event.error or "").startswith("mismatch")
    assert (await BillingNotice.get()).kind == "alert_parked"
    office.service.shown = page()
    desk = EventDesk(office.jobs, Auditing(office.clock), sells=True)  # type: ignore[arg-type]  # what is asked of jobs here
    assert await desk.replay(Actor.at_console("alice")) == 1
    entry = await AuditEntry.get()
    assert (entry.action, entry.subject_id, entry.who) == ("event.replay", str(event.id), "cli:alice")
    assert "parked" in (entry.before or "")
    await office.work()
    assert (await BillingEvent.get()).state == "handled"
    assert await office.level() is Level.STANDARD


async def test_unknown_kinds_and_people_who_left_are_ticked_off_and_change_nothing(office: Office):
    assert await office.told("customer.tax_id.created")
    assert (await BillingEvent.get()).state == "ignored"
    await office.owner.delete()
    await office.told("customer.subscription.created")
    assert await BillingEvent.filter(state="handled").count() == 1
    assert await Account.filter(telegram_id=7).count() == 0
    assert await Subscription.all().count() == 0


async def test_the_largest_plan_is_kept_of_several_and_the_others_are_given_back_once(office: Office):
    await office.told("customer.subscription.created")
    dearer = remote(id="sub_2", price="price_premium", money=Money(19_99), token=None)
    office.service.held = [remote(), dearer]
    await office.events.accept(PaymentNotice("evt_x", "customer.subscription.created", "sub_2", "cus_1", START, "{}"))
    (name, payload) = office.jobs.asked.pop(0)
    await office.events.handle(RunningJob(1, name, payload, 1, _nothing))
    assert await office.level() is Level.PREMIUM
    given_back = [payload for name, payload in office.jobs.asked if name == "billing_surplus"]
    assert [payload["subscription"] for payload in given_back] == ["sub_1"]
    assert await Subscription.filter(holder_id__not_isnull=True).count() == 1


async def test_reminders_and_the_grace_period_are_said_once_each_at_their_time(office: Office):
    await office.told("customer.subscription.created")
    for days in (20, 3, 3, 3):
        office.clock.move(days=days)
        await office.tasks.remind()
        await office.tasks.remind()
    kinds = [row.kind for row in await BillingNotice.all().order_by("id")]
    assert kinds == ["started", "renews_soon", "renews_soon"]
    office.service.held = [remote(status="past_due")]
    await office.told("customer.subscription.updated")
    assert await office.level() is Level.STANDARD
    for hours in (6 * 24 + 1, 1, 24):
        office.clock.move(hours=hours)
        await office.tasks.follow_up()
    kinds = [row.kind for row in await BillingNotice.all().order_by("id")]
    assert kinds[3:] == ["past_due", "grace_ends", "grace_over"]
    assert await office.level() is Level.FREE


async def test_who_hears_of_the_last_day_needs_no_word_about_the_last_week(office: Office):
    await office.told("customer.subscription.created")
    office.clock.move(days=29, hours=12)
    await office.tasks.remind()
    await office.tasks.remind()
    assert [row.kind for row in await BillingNotice.all().order_by("id")] == ["started", "renews_soon"]


async def test_overdue_plans_that_the_service_is_asked_about_hold_up_no_end_of_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("core.services.billing_tasks.BATCH", 1)
    await office.told("customer.subscription.created")
    given = await Account.create(telegram_id=9, language="fr", created_at=START)
    await office.events.subscriptions.grant(given, Level.PREMIUM, START + timedelta(days=31))
    office.clock.move(days=32)
    await office.tasks.expire()
    assert [row.provider for row in await Subscription.filter(holder_id__not_isnull=True)] == ["stripe"]


@pytest.mark.parametrize(("charge", "open_plans"), [("old", 1), ("new", 0)])
async def test_stars_given_back_close_what_no_later_payment_keeps_open(office: Office, charge: str, open_plans: int):
    stars = Stars(office.clock, office.jobs, office.tasks.notices)  # type: ignore[arg-type]  # what is asked of jobs here
    price = await PlanPrice.filter(currency="XTR").first()
    assert price is not None
    await BillingRequest.create(
        token="stars",
        owner_id=office.owner.id,
        kind="stars",
        state="ready",
        provider="stars",
        price_id=price.id,
        created_at=START,
    )
    for number, name in enumerate(("old", "new"), start=1):
        until = START + timedelta(days=30 * number)
        await stars.paid(office.owner, StarsPaid(name, "stars", "XTR", price.amount_cents // 100, until))
        office.clock.move(days=29)
    await stars.refunded(office.owner, charge)
    assert await Subscription.filter(holder_id__not_isnull=True).count() == open_plans
    assert (await Payment.get(external_id=charge)).refunded_cents == price.amount_cents


async def test_seventy_three_hours_without_notices_are_made_good_by_one_reconciliation(office: Office):
    await office.told("customer.subscription.created")
    office.clock.move(hours=73)
    office.service.held = [remote(cancels=True), remote(id="sub_old", status="canceled", token=None)]
    await office.tasks.reconcile()
    await office.work()
    row = await Subscription.get(external_id="sub_1")
    assert (row.status, row.cancels, row.interval) == (Status.ACTIVE, True, Interval.MONTH)
    assert await Payment.all().count() == 1
    office.service.held = [remote(status="canceled", ended_at=office.clock.now())]
    await office.tasks.reconcile()
    await office.work()
    assert await office.level() is Level.FREE
    assert [row.kind for row in await BillingNotice.all().order_by("id")] == ["started", "will_end", "ended"]


async def test_what_an_administrator_gives_is_open_until_its_day_and_makes_room_for_what_is_bought(office: Office):
    subscriptions = office.events.subscriptions
    await subscriptions.grant(office.owner, Level.PREMIUM, START + timedelta(days=14))
    assert await office.level() is Level.PREMIUM
    office.clock.move(days=14)
    assert await office.level() is Level.FREE
    await office.tasks.expire()
    assert [row.kind for row in await BillingNotice.all().order_by("id")] == ["trial", "ended"]
    await subscriptions.grant(office.owner, Level.PREMIUM, office.clock.now() + timedelta(days=14))
    await office.told("customer.subscription.created")
    assert await office.level() is Level.STANDARD
    assert await Subscription.filter(holder_id__not_isnull=True).count() == 1
    with pytest.raises(Refusal):
        await subscriptions.grant(office.owner, Level.PREMIUM, office.clock.now() + timedelta(days=14))


async def test_what_is_given_back_is_noted_with_its_payment_also_when_it_is_told_first(office: Office):
    await office.told("charge.refunded", "ch_1")
    await office.told("invoice.paid", "in_1")
    (payment,) = await Payment.all()
    assert (payment.amount_cents, payment.refunded_cents) == (9_99, 4_00)
    assert await BillingNotice.filter(kind="refunded").count() == 1
