import io
import json
import random
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from core.models import BillingEvent, Job
from simulator.stripe.store import VERSION
from simulator.stripe.telling import sign
from simulator.testing import Simulator
from tests.conftest import Bot
from tests.paying import SECRET, paying_bot
from tests.postgres.databases import sqlite_url
from tests.webhooks.inside import read

FORGED, GENUINE = 200, 100


@pytest.fixture
async def bot(sim: Simulator, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    sqlite_url(migrated_file, tmp_path)
    async with paying_bot(sim, tmp_path) as bot:
        yield bot


def event(bot: Bot, number: int, **changes: Any) -> bytes:
    now = int(bot.clock.now().timestamp())
    known = {"id": f"evt_{number}", "object": "event", "type": "invoice.created", "created": now, "livemode": False,
             "api_version": VERSION, "data": {"object": {"id": "in_1", "customer": "cus_1"}}}  # fmt: skip
    return json.dumps(known | changes).encode()


async def post(bot: Bot, session: aiohttp.ClientSession, body: bytes, header: str) -> int:
    headers = {"Stripe-Signature": header.encode("latin-1", "replace").decode("latin-1")}
    url = f"{bot.runtime.sidecar.address}/webhooks/stripe"
    async with session.post(url, data=io.BytesIO(body), headers=headers) as answer:
        return answer.status


def signed(bot: Bot, body: bytes, secret: str = SECRET, late: int = 0) -> str:
    return sign(body, secret, int(bot.clock.now().timestamp()) + late)


async def test_a_genuine_notice_is_stored_once_with_its_job_and_answered_quickly(bot: Bot):
    spent = []
    async with aiohttp.ClientSession() as session:
        for number in range(GENUINE):
            body = event(bot, number)
            began = time.perf_counter()
            assert await post(bot, session, body, signed(bot, body)) == 200
            spent.append(time.perf_counter() - began)
        body = event(bot, 0)
        assert await post(bot, session, body, signed(bot, body, "whsec_an_older_secret")) == 200
    assert await BillingEvent.all().count() == GENUINE
    assert sorted(spent)[GENUINE // 2] < 0.05


async def test_what_is_forged_stale_of_another_mode_or_version_is_refused_and_leaves_nothing(bot: Bot):
    chance = random.Random(7)
    async with aiohttp.ClientSession() as session:
        for body, header in (
            (event(bot, 1), ""),
            (event(bot, 1), signed(bot, event(bot, 1), "whsec_wrong_secret")),
            (event(bot, 1), signed(bot, event(bot, 1), late=-400)),
            (event(bot, 1), signed(bot, event(bot, 1), late=86_400)),
            (event(bot, 2, livemode=True), signed(bot, event(bot, 2, livemode=True))),
            (event(bot, 3, api_version="2020-08-27"), signed(bot, event(bot, 3, api_version="2020-08-27"))),
            (b"\xff\xfe", signed(bot, b"\xff\xfe")),
            (b"[" * 50_000, signed(bot, b"[" * 50_000)),
        ):
            assert await post(bot, session, body, header) == 400
        for number in range(FORGED):
            forged = bytearray(event(bot, number))
            forged[chance.randrange(len(forged))] ^= 1 << chance.randrange(8)
            assert await post(bot, session, bytes(forged), signed(bot, event(bot, number))) == 400
        huge = b"x" * (1 << 21)
        assert await post(bot, session, huge, signed(bot, huge)) == 413
    assert await BillingEvent.all().count() == 0
    assert not await Job.exists(name="billing_event")


async def test_the_pages_after_paying_lead_back_to_the_chat_and_grant_nothing(bot: Bot):
    async with aiohttp.ClientSession() as session:
        for name, words in (("done", "Merci"), ("cancelled", "Rien n’a été débité")):
            page = f"{bot.runtime.sidecar.address}/pay/{name}?lang=fr&session_id=cs_guessed&x=<script>"
            async with session.get(page) as answer:
                text = await answer.text()
            assert words in text
            assert bot.sim.page_url in text
            assert "script>" not in text
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert await BillingEvent.all().count() == 0


async def test_health_asks_stripe_and_keeps_the_answer_for_a_moment(bot: Bot):
    api = bot.sim.stripe.api
    assert await read(bot, "/health/stripe") == (200, {"status": "ok"})
    asked = sum(call.endswith("/balance") for call, _ in api.requests)
    for _ in range(5):
        assert (await read(bot, "/health/stripe"))[0] == 200
    assert sum(call.endswith("/balance") for call, _ in api.requests) == asked == 1
