"""How long Stripe waits for the answer to a notice that is checked, stored and given its job, on both databases.

The notices come one after another from a client in the same process, while a job for each asks the stand-in for Stripe.
"""

import asyncio
import json
import tempfile
import time
from pathlib import Path

import aiohttp
import structlog

from benchmarks.rows import Row

NAME = "webhook"

NOTICES, LIMIT = 1_000, 50.0


async def _on(kind: str, url: str) -> list[Row]:
    # The tests' own bot that sells; imported here, so that other benches do without it.
    from simulator.stripe.store import VERSION
    from simulator.stripe.telling import sign
    from simulator.testing import Simulator
    from tests.paying import SECRET, paying_bot

    spent = []
    with tempfile.TemporaryDirectory() as folder:
        async with Simulator.running() as sim, paying_bot(sim, Path(folder), database_url=url) as bot:
            address = f"{bot.runtime.sidecar.address}/webhooks/stripe"
            async with aiohttp.ClientSession() as session:
                for number in range(NOTICES):
                    now = int(bot.clock.now().timestamp())
                    about = {"id": "sub_unknown", "customer": f"cus_{number}"}
                    event = {"id": f"evt_{number}", "object": "event", "type": "customer.subscription.updated",
                             "created": now, "livemode": False, "api_version": VERSION,
                             "data": {"object": about}}  # fmt: skip
                    body = json.dumps(event).encode()
                    headers = {"Stripe-Signature": sign(body, SECRET, now)}
                    began = time.perf_counter()
                    async with session.post(address, data=body, headers=headers) as answer:
                        answer.raise_for_status()
                    spent.append((time.perf_counter() - began) * 1000)
    spent.sort()
    return [
        Row(f"{kind}: answer to a notice, p50", spent[NOTICES // 2], None, "ms"),
        Row(f"{kind}: answer to a notice, p99", spent[NOTICES * 99 // 100], LIMIT, "ms"),
    ]


async def _measure() -> list[Row]:
    from tests.postgres.server import started_server

    rows = await _on("SQLite", "")
    with started_server() as server:
        await server.execute("CREATE DATABASE bench")
        return rows + await _on("PostgreSQL", server.address("bench"))


def run() -> list[Row]:
    """Milliseconds from the request to the answer."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    return asyncio.run(_measure())
