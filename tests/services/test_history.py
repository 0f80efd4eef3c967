from datetime import timedelta
from pathlib import Path

import pytest

from core.domain.cost_categories import CostCategory
from core.domain.record_status import RecordStatus
from core.domain.service_types import ServiceType
from core.domain.states import DocumentState
from core.errors import Gone, Refusal
from core.models import Document, RecordAttachment
from core.services.attachments import MOST_ATTACHED
from core.services.history import PAGE, HistoryFilter
from core.services.maintenance import NewRecord
from tests.services.logbook import OIL, Logbook, euros, logbook


@pytest.fixture
async def book(database: str, tmp_path: Path) -> Logbook:
    return await logbook(tmp_path)


async def found(book: Logbook, **asked: object) -> int:
    page = await book.services.history.page(book.owner, HistoryFilter(**asked))  # type: ignore[arg-type]  # as the filter takes them
    return page.total


async def test_what_is_asked_for_together_is_found_together(book: Logbook):
    await book.done(2, 80_000, garage="Garage Müller", total=euros(89))
    await book.done(400, None, ServiceType.TYRES, garage="Norauto", total=euros(312))
    await book.done(402, None, ServiceType.CLUTCH, garage="100% Auto_Pièces")
    year = book.ago(400).year
    assert await found(book) == 3
    assert await found(book, vehicle=book.car.id, category=CostCategory.TYRES) == 1
    assert await found(book, year=year, words=("norauto",)) == 1
    assert await found(book, words=("muller", "vidange")) == 1
    assert await found(book, words=("%",)) == 0
    assert await found(book, words=("100", "auto", "pieces")) == 1
    assert await found(book, status=RecordStatus.SCHEDULED) == 0
    with pytest.raises(Gone):
        await found(book, vehicle=10**12)


async def test_pages_are_newest_first_and_a_position_past_the_end_shows_the_last(book: Logbook):
    for ago in range(PAGE + 2):
        await book.done(ago, None, ServiceType.WASH)
    history = book.services.history
    first = await history.page(book.owner, HistoryFilter())
    last = await history.page(book.owner, HistoryFilter(), 10**9)
    days = [data.record.done_on for data in (*first.records, *last.records)]
    assert days == sorted(days, reverse=True)
    assert (len(first.records), len(last.records), last.position) == (PAGE, 2, PAGE)


async def test_what_is_to_come_is_listed_by_day_what_is_late_included(book: Logbook):
    for days in (20, 3, 60):
        new = NewRecord(book.car.id, book.today + timedelta(days=days), (OIL,), status=RecordStatus.SCHEDULED)
        await book.services.maintenance.create(book.owner, new)
    await book.done(1)
    coming = await book.services.history.to_come(book.owner, book.today + timedelta(days=30))
    assert [(data.record.done_on - book.today).days for data in coming] == [3, 20]


async def test_sums_leave_out_what_is_not_done_and_keep_currencies_apart(book: Logbook):
    await book.done(2, None, total=euros(89))
    await book.done(3, None, total=euros(11))
    await book.done(4, None)
    await book.done(5, None, ServiceType.TYRES, total=euros(300))
    plan = NewRecord(
        book.car.id, book.today + timedelta(days=9), (OIL,), total=euros(999), status=RecordStatus.SCHEDULED
    )
    await book.services.maintenance.create(book.owner, plan)
    summary = await book.services.history.summary(book.owner, book.car.id)
    sums = {one.category: (one.records, one.priced, one.total) for one in summary.sums}
    assert sums == {CostCategory.MAINTENANCE: (3, 2, euros(100)), CostCategory.TYRES: (1, 1, euros(300))}


async def test_years_garages_and_habits_come_from_ones_own_records(book: Logbook):
    await book.done(2, None, ServiceType.WASH, garage="Éléphant Bleu")
    await book.done(9, None, ServiceType.WASH, garage="Norauto")
    await book.done(400, None, garage="Norauto")
    stranger = await book.services.accounts.arrive((78, "Paul", "fr"))
    history = book.services.history
    assert await history.garages(book.owner) == ["Éléphant Bleu", "Norauto"]
    assert await history.usual_services(book.owner, book.car.id) == [ServiceType.WASH, OIL]
    assert await history.years(book.owner) == sorted({book.ago(2).year, book.ago(400).year}, reverse=True)
    assert (await history.garages(stranger), await history.years(stranger)) == ([], [])
    with pytest.raises(Gone):
        await history.usual_services(stranger, book.car.id)
    with pytest.raises(Gone):
        await history.summary(stranger, book.car.id)


async def kept(book: Logbook, owner_id: int | None = None) -> Document:
    return await Document.create(
        owner_id=owner_id or book.owner.id,
        state=DocumentState.KEPT,
        kind="invoice",
        telegram_file="x",
        preview="stored",
        created_at=book.clock.now(),
    )


async def test_papers_are_attached_once_shown_and_detached_and_those_of_others_are_gone(book: Logbook):
    saved = await book.done(2)
    assert saved.record is not None
    attachments, number = book.services.attachments, saved.record.id
    papers = [await kept(book) for _ in range(3)]
    stranger = await book.services.accounts.arrive((78, "Paul", "fr"))
    theirs = await kept(book, stranger.id)
    for _ in range(2):
        assert await attachments.attach(book.owner, number, papers[0].id)
    assert [one.id for one in (await attachments.of(book.owner, number)).documents] == [papers[0].id]
    assert (await book.services.maintenance.record(book.owner, number)).attached == 1
    offered = await attachments.candidates(book.owner, number)
    assert [one.id for one in offered.documents] == [papers[2].id, papers[1].id]
    with pytest.raises(Gone):
        await attachments.attach(book.owner, number, theirs.id)
    with pytest.raises(Gone):
        await attachments.attach(stranger, number, theirs.id)
    removed = await book.services.maintenance.undo(book.owner, number)
    await book.services.changes.take_back(book.owner, removed.version)
    assert await RecordAttachment.filter(record_id=number).count() == 1
    await attachments.detach(book.owner, number, papers[0].id)
    assert (await attachments.of(book.owner, number)).documents == ()


async def test_a_record_takes_only_so_many_papers(book: Logbook):
    saved = await book.done(2)
    assert saved.record is not None
    for _ in range(MOST_ATTACHED):
        await book.services.attachments.attach(book.owner, saved.record.id, (await kept(book)).id)
    with pytest.raises(Refusal):
        await book.services.attachments.attach(book.owner, saved.record.id, (await kept(book)).id)
