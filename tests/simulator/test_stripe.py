import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import stripe
from aiohttp import ClientSession, web

from simulator.stripe.stand_in import KEY, StandIn
from simulator.testing import Simulator
from tools import stripe_parameters


@pytest.fixture
async def client(sim: Simulator) -> AsyncIterator[stripe.StripeClient]:
    transport = stripe.AIOHTTPClient(timeout=5)
    yield stripe.StripeClient(
        KEY, http_client=transport, base_addresses={"api": f"{sim.api_url}/stripe"}, max_network_retries=0
    )
    await transport.close_async()  # type: ignore[no-untyped-call]  # the library's own


async def price(client: stripe.StripeClient, cents: int, interval: Any = "month") -> str:
    made = await client.v1.prices.create_async(
        {"currency": "eur", "unit_amount": cents, "recurring": {"interval": interval}, "product_data": {"name": "Plan"}}
    )
    return made.id


async def bought(client: stripe.StripeClient, stand_in: StandIn, cents: int = 999) -> stripe.Subscription:
    customer = await client.v1.customers.create_async({"metadata": {"account": "1"}})
    session = await client.v1.checkout.sessions.create_async(
        {
            "mode": "subscription",
            "customer": customer.id,
            "line_items": [{"price": await price(client, cents), "quantity": 1}],
            "success_url": "https://example.org/done",
            "client_reference_id": "token",
        }
    )
    assert session.url
    made = stand_in.pay(session.url)
    return await client.v1.subscriptions.retrieve_async(made["id"])


def test_the_parameters_are_those_that_the_stripe_package_declares():
    assert stripe_parameters.TARGET.read_text("utf-8") == stripe_parameters.written()


async def test_a_misspelt_unknown_or_missing_parameter_is_refused_as_stripe_does(client: stripe.StripeClient):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.customers.create_async({"emial": "a@b.c"})  # type: ignore[arg-type]  # on purpose
    assert (refused.value.code, refused.value.param) == ("parameter_unknown", "emial")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.prices.create_async({"currency": "eur", "recurring": {"intervall": "month"}})  # type: ignore[typeddict-item]  # on purpose
    assert refused.value.param == "recurring[intervall]"
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.billing_portal.sessions.create_async({"customer": "cus_nobody"})
    assert refused.value.code == "resource_missing"


async def test_a_key_for_idempotent_requests_gives_the_first_answer_and_refuses_other_parameters(
    client: stripe.StripeClient,
):
    first = await client.v1.customers.create_async({"name": "A"}, {"idempotency_key": "one"})
    again = await client.v1.customers.create_async({"name": "A"}, {"idempotency_key": "one"})
    assert first.id == again.id
    with pytest.raises(stripe.IdempotencyError):
        await client.v1.customers.create_async({"name": "B"}, {"idempotency_key": "one"})


async def test_a_subscription_renews_fails_is_tried_again_and_ends_as_the_clock_goes(
    client: stripe.StripeClient, sim: Simulator
):
    held = await bought(client, sim.stripe)
    customer = str(held.customer)
    end = held["items"].data[0].current_period_end
    await sim.advance(days=32)
    renewed = await client.v1.subscriptions.retrieve_async(held.id)
    assert (renewed.status, renewed["items"].data[0].current_period_end > end) == ("active", True)
    sim.stripe.store.cards[customer] = "declined"
    await sim.advance(days=31)
    assert (await client.v1.subscriptions.retrieve_async(held.id)).status == "past_due"
    sim.stripe.store.cards[customer] = "pays"
    await sim.advance(days=3)
    assert (await client.v1.subscriptions.retrieve_async(held.id)).status == "active"
    sim.stripe.store.cards[customer] = "declined"
    await sim.advance(days=40)
    assert (await client.v1.subscriptions.retrieve_async(held.id)).status == "canceled"
    told = [one["type"] for one in sim.stripe.store.events if one["type"].startswith(("invoice", "customer.sub"))]
    assert told.count("invoice.paid") == 3
    assert told.count("invoice.payment_failed") == 4
    assert told[-1] == "customer.subscription.deleted"


async def test_a_change_costs_what_its_preview_said_and_leaves_what_is_unused_as_credit(
    client: stripe.StripeClient, sim: Simulator
):
    held = await bought(client, sim.stripe)
    dearer, item, moment = await price(client, 1999), held["items"].data[0], sim.stripe.store.unix()
    change = [{"id": item.id, "price": dearer}]
    preview = await client.v1.invoices.create_preview_async(
        {"subscription": held.id, "subscription_details": {"items": change, "proration_date": moment}}  # type: ignore[arg-type]  # a plain dict
    )
    assert preview.total == preview.amount_due == 1000
    await client.v1.subscriptions.update_async(
        held.id,
        {"items": change, "proration_date": moment, "proration_behavior": "always_invoice"},  # type: ignore[arg-type]  # a plain dict
    )
    assert next(sim.stripe.store.all("invoice"))["amount_paid"] == 1000
    await client.v1.subscriptions.cancel_async(held.id, {"prorate": True, "invoice_now": True})
    assert sim.stripe.store.objects[str(held.customer)]["balance"] == -1999


async def test_events_are_told_signed_again_and_again_until_they_are_taken(
    client: stripe.StripeClient, sim: Simulator, unused_tcp_port: int
):
    taken: list[tuple[bytes, str]] = []

    async def take(request: web.Request) -> web.Response:
        taken.append((await request.read(), request.headers["Stripe-Signature"]))
        attempts = sum(b'"invoice.paid"' in body for body, _ in taken)
        return web.Response(status=500 if b'"invoice.paid"' in taken[-1][0] and attempts < 3 else 200)

    app = web.Application()
    app.add_routes([web.post("/hook", take)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    async with ClientSession() as session:
        asked = {"url": f"http://127.0.0.1:{unused_tcp_port}/hook", "secret": "whsec_test"}
        assert (await session.post(f"{sim.api_url}/sim/stripe/address", json=asked)).status == 200
    sim.stripe.telling.troubles.duplicates = 1
    await bought(client, sim.stripe)
    await sim.stripe.told()
    names = {stripe.Event.construct_from(json.loads(body), KEY).type for body, _ in taken}
    assert names == {"invoice.paid", "customer.subscription.created", "checkout.session.completed"}
    assert len(taken) == 8
    for body, signature in taken:
        stripe.WebhookSignature.verify_header(body.decode(), signature, "whsec_test", 300)
        moment = signature.partition(",")[0].removeprefix("t=")
        wanted = hmac.new(b"whsec_test", f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        assert signature.endswith(wanted)
    assert all(event["delivered"] for event in sim.stripe.store.events)
    await runner.cleanup()
