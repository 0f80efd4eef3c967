import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from core import db
from core.db.lead import Lead, NotLeading
from tests.gateways.engines import present, until


@dataclass(slots=True)
class Candidate:
    """Somebody who wants to lead, and notes when it does."""

    lead: Lead
    terms: int = 0
    end: asyncio.Event = field(default_factory=asyncio.Event)
    # Cleared while it hangs, and does not even end when it is told to.
    awake: asyncio.Event = field(default_factory=asyncio.Event)

    async def begin(self) -> None:
        self.terms += 1
        self.end.clear()
        await self.end.wait()
        await self.awake.wait()

    @property
    def leading(self) -> bool:
        return self.lead.leading


@asynccontextmanager
async def candidate(url: str, silence: float = 10) -> AsyncIterator[Candidate]:
    async with present(url) as presence:
        one = Candidate(Lead(presence, "send", 1, silence=silence, look=0.05))
        one.awake.set()
        running = asyncio.create_task(one.lead.while_leading(one.begin, one.end.set))
        try:
            yield one
        finally:
            one.lead.stop()
            async with asyncio.timeout(3):
                await running


@pytest.fixture
async def opened(url: str) -> AsyncIterator[str]:
    await db.connect(url)
    try:
        yield url
    finally:
        await db.disconnect()


async def cut_every_presence() -> None:
    await db.fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'autotrack presence'"
        " AND datname = current_database()"
    )


async def test_one_of_several_leads_and_the_next_one_does_when_it_leaves(opened: str):
    async with candidate(opened) as second:
        async with candidate(opened) as first:
            await until(lambda: first.leading or second.leading)
            leader, other = (first, second) if first.leading else (second, first)
            await asyncio.sleep(0.3)
            assert (leader.leading, other.leading) == (True, False)
        await until(lambda: second.leading)


async def test_a_leader_whose_connection_broke_ends_its_term_and_somebody_begins_another(opened: str):
    async with candidate(opened) as first, candidate(opened) as second:
        await until(lambda: first.leading or second.leading)
        await cut_every_presence()
        await until(lambda: first.terms + second.terms == 2)
        assert first.leading != second.leading


async def test_a_leader_that_hangs_is_shut_out_and_may_write_no_more(opened: str):
    async with candidate(opened, silence=300) as hung:
        await until(lambda: hung.leading)
        async with db.transaction():
            await hung.lead.confirm()
        # It says nothing for long: its own beat comes once a minute here.
        hung.awake.clear()
        await db.execute("UPDATE lease SET seen_at = 1")
        async with candidate(opened, silence=1) as next_one:
            await until(lambda: next_one.leading)
            with pytest.raises(NotLeading):
                await confirmed(hung)
            async with db.transaction():
                await next_one.lead.confirm()
            hung.awake.set()
            await until(lambda: not hung.leading)
            assert next_one.leading


async def confirmed(one: Candidate) -> None:
    async with db.transaction():
        await one.lead.confirm()


async def test_nobody_takes_over_in_the_midst_of_what_the_leader_writes(opened: str):
    async with candidate(opened, silence=300) as first:
        await until(lambda: first.leading)
        async with candidate(opened, silence=300) as second:
            async with db.transaction():
                await first.lead.confirm()
                first.lead.stop()
                await asyncio.sleep(0.3)
                assert not second.leading
            await until(lambda: second.leading)
