import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

import pytest

from core import db
from core.gateways.clock import MovableClock
from core.gateways.jobs_embedded import EmbeddedJobs
from core.models import Account, Document, WaitingDocument
from core.ports import JobTaken, RunningJob
from core.services.reading_line import FORGOTTEN, RESTS, ReadingLine, Standing

NUMBERS = count(1)


async def nothing(_: RunningJob) -> None:
    """A job that is never run here."""


def job(number: int | None = None) -> RunningJob:
    async def finish() -> None:
        return

    return RunningJob(number or next(NUMBERS), "read_document", {}, 1, finish)


@dataclass(slots=True)
class Hall:
    """A line, and people who send documents."""

    line: ReadingLine
    people: dict[str, Account] = field(default_factory=dict)

    async def send(self, name: str, documents: int = 1) -> list[Standing]:
        """Somebody sends documents, one after the other."""
        if name not in self.people:
            self.people[name] = await Account.create(
                telegram_id=100 + len(self.people), first_name=name, language="fr", created_at=self.line.clock.now()
            )
        return [await self._join(self.people[name]) for _ in range(documents)]

    async def _join(self, owner: Account) -> Standing:
        async with db.transaction():
            document = await Document.create(
                owner=owner, state="received", telegram_file="x", created_at=self.line.clock.now()
            )
            return await self.line.join(document)

    async def serve(self, documents: int = 1) -> str:
        """Read the next documents: whose they were."""
        served = ""
        for _ in range(documents):
            reading = job()
            waiting = await self.line.take(reading)
            if waiting is None:
                break
            served += waiting.document.owner.first_name
            async with db.transaction():
                await self.line.leave(waiting, reading)
        return served

    async def news(self) -> dict[str, int]:
        """Who would be told of a new place now, and which."""
        async with db.transaction():
            moved = await self.line.moved()
        rows = {row.document_id: row.told for row in await WaitingDocument.all()}
        return {owner.first_name: rows[document] for owner, document in moved}


async def tickets(name: str = "read_document") -> int:
    rows = await db.fetch("SELECT count(*) AS n FROM job WHERE name = ?", name)
    return int(rows[0]["n"])


def hall_of(longest: int = 200) -> Hall:
    clock, jobs = MovableClock(), EmbeddedJobs({"ocr": 2, "files": 1})
    jobs.register("read_document", nothing, queue="ocr")
    jobs.register("line_moved", nothing, queue="files")
    return Hall(ReadingLine(clock, jobs, longest))


@pytest.fixture
def hall(database: str) -> Hall:
    return hall_of()


async def test_one_persons_fifty_documents_do_not_make_the_others_wait(hall: Hall):
    await hall.send("A", 50)
    await hall.send("B")
    await hall.send("C", 2)
    assert await hall.serve(53) == "ABCAC" + "A" * 48
    assert await hall.serve() == ""


async def test_who_comes_in_the_middle_joins_the_turn_that_is_served(hall: Hall):
    await hall.send("A", 10)
    assert await hall.serve(5) == "AAAAA"
    await hall.send("B", 2)
    assert await hall.serve(7) == "ABABAAA"


async def test_one_persons_documents_are_read_in_the_order_they_were_sent(hall: Hall):
    await hall.send("A", 3)
    await hall.send("B", 3)
    ids = []
    while (waiting := await hall.line.take(reading := job())) is not None:
        ids.append((waiting.document.owner.first_name, waiting.document_id))
        async with db.transaction():
            await hall.line.leave(waiting, reading)
    assert [name for name, _ in ids] == list("ABABAB")
    assert [number for name, number in ids if name == "A"] == sorted(number for name, number in ids if name == "A")


def standings(found: Sequence[Standing]) -> list[tuple[int, int, bool]]:
    return [(one.place, one.told, one.after_own) for one in found]


async def test_a_document_knows_its_place_at_once(hall: Hall):
    assert standings(await hall.send("A")) == [(1, 0, False)]
    assert standings(await hall.send("B")) == [(2, 0, False)]
    assert standings(await hall.send("C", 2)) == [(3, 3, False), (4, 0, True)]
    assert standings(await hall.send("D")) == [(4, 4, False)]


async def test_people_are_told_when_their_place_changes_and_not_again(hall: Hall):
    for name in "ABCDE":
        await hall.send(name, 2)
    assert await hall.news() == {}
    assert await hall.serve(2) == "AB"
    # One for both, unless a new span of seconds began between them.
    assert await tickets("line_moved") in {1, 2}
    # C is next, so there is nothing to wait for; A and B stand behind the others now.
    assert await hall.news() == {"A": 4, "B": 5, "C": 0, "D": 0, "E": 3}
    assert await hall.news() == {}


async def test_the_one_whose_document_is_being_read_is_told_nothing(hall: Hall):
    await hall.send("A", 5)
    for name in "BCD":
        await hall.send(name)
    await hall.serve(1)
    reading = job()
    waiting = await hall.line.take(reading)
    assert waiting is not None
    assert waiting.document.owner.first_name == "B"
    assert set(await hall.news()) == {"A", "C", "D"}


async def test_what_is_over_the_bound_is_set_aside_and_taken_up_by_itself(database: str):
    hall = hall_of(longest=3)
    assert [one.aside for one in await hall.send("A", 5)] == [False, False, False, True, True]
    assert await tickets() == 3
    # Somebody else's first document comes before A's second: it has a place.
    assert [(one.aside, one.place) for one in await hall.send("B")] == [(False, 2)]
    assert await tickets() == 4
    depth = await hall.line.depth()
    assert (depth.waiting, depth.taken, depth.aside) == (6, 0, 2)
    assert await hall.serve(2) == "AB"
    assert (await hall.line.depth()).aside == 1
    assert await hall.serve(4) == "AAAA"
    assert await tickets() == 6
    assert (await hall.line.depth()).waiting == 0


async def test_an_attempt_that_was_cut_takes_the_same_document_again(hall: Hall):
    await hall.send("A", 3)
    first = await hall.line.take(job(1000))
    other = await hall.line.take(job(1001))
    again = await hall.line.take(job(1000))
    assert first is not None
    assert other is not None
    assert again is not None
    assert (again.id, other.id) == (first.id, first.id + 1)


async def test_a_document_that_somebody_else_has_read_meanwhile_is_not_read_twice(hall: Hall):
    await hall.send("A")
    reading = job()
    waiting = await hall.line.take(reading)
    assert waiting is not None
    await WaitingDocument.filter(id=waiting.id).update(job=999_999)
    with pytest.raises(JobTaken):
        await hall.line.leave(waiting, reading)
    assert await WaitingDocument.all().count() == 1


async def test_many_at_once_take_a_document_each(hall: Hall):
    await hall.send("A", 4)
    await hall.send("B", 4)
    found = await asyncio.gather(*(hall.line.take(job()) for _ in range(10)))
    taken = [one.id for one in found if one is not None]
    assert (len(taken), len(set(taken))) == (8, 8)


async def test_a_file_that_cannot_be_fetched_rests_and_the_next_one_is_read_meanwhile(hall: Hall):
    await hall.send("A")
    await hall.send("B")
    reading = job()
    waiting = await hall.line.take(reading)
    assert waiting is not None
    assert await hall.line.rest(waiting, reading)
    assert await tickets() == 3
    assert await hall.serve(2) == "B"
    await db.execute("UPDATE waiting_document SET rests_until = 0")
    for number in range(1, len(RESTS) + 1):
        again = await hall.line.take(reading)
        assert again is not None
        assert again.tries == number
        assert await hall.line.rest(again, reading) == (number < len(RESTS))
        await db.execute("UPDATE waiting_document SET rests_until = 0")


async def test_a_document_whose_ticket_was_lost_gets_another(hall: Hall):
    await hall.send("A", 2)
    await Document.create(
        owner=hall.people["A"], state="received", telegram_file="never joined", created_at=hall.line.clock.now()
    )
    taken = await hall.line.take(job())
    assert taken is not None
    await db.execute("DELETE FROM job")
    await hall.line.mend()
    assert await tickets() == 0
    await db.execute("UPDATE waiting_document SET joined_at = 0, rests_until = 0")
    await Document.all().update(created_at=hall.line.clock.now().replace(year=2020))
    await hall.line.mend()
    assert await tickets() == 3
    assert await hall.serve(4) == "AAA"
    assert FORGOTTEN > 0
