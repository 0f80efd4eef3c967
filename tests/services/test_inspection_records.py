from datetime import date
from pathlib import Path

import pytest

from core.domain.health import HealthRule
from core.domain.service_types import ServiceType
from core.domain.technical_inspection import InspectionResult
from core.models import Inspection
from core.services.inspections import Report
from core.services.record_changes import RecordEdit
from tests.services.logbook import Logbook, logbook

TEST = ServiceType.TECHNICAL_INSPECTION


@pytest.fixture
async def book(database: str, tmp_path: Path) -> Logbook:
    return await logbook(tmp_path)


async def inspected(book: Logbook, days: int, report: Report | None = None) -> int:
    saved = await book.done(days, None, TEST, report=report)
    assert saved.record is not None
    return int(saved.record.id)


async def known() -> list[tuple[date, str]]:
    return [(row.done_on, row.result) for row in await Inspection.all().order_by("done_on")]


async def test_an_inspection_that_is_taken_back_counts_no_more_until_it_comes_back(book: Logbook):
    await inspected(book, 700)
    failed = await inspected(book, 5, Report(InspectionResult.MAJOR))
    removed = await book.services.maintenance.undo(book.owner, failed)
    assert await known() == [(book.ago(700), "favourable")]
    await book.services.changes.take_back(book.owner, removed.version)
    assert await known() == [(book.ago(700), "favourable"), (book.ago(5), "major")]


async def test_an_inspection_follows_its_record_to_another_day_and_back(book: Logbook):
    record = await inspected(book, 3, Report(InspectionResult.MAJOR))
    await book.services.changes.edit(book.owner, record, RecordEdit(done_on=book.ago(30)))
    assert await known() == [(book.ago(30), "major")]
    await book.services.changes.edit(book.owner, record, RecordEdit(kilometres=84_000))
    assert await known() == [(book.ago(30), "major")]
    changed = await book.services.changes.edit(book.owner, record, RecordEdit(done_on=book.ago(40)))
    await book.services.changes.take_back(book.owner, changed.version)
    assert await known() == [(book.ago(30), "major")]


async def test_work_that_was_no_inspection_after_all_leaves_none(book: Logbook):
    record = await inspected(book, 3)
    await book.services.changes.edit(book.owner, record, RecordEdit(services=(ServiceType.OIL_CHANGE,)))
    assert await known() == []


async def test_an_inspection_that_ran_out_counts_in_the_report_of_health_though_no_report_said_its_end(book: Logbook):
    await inspected(book, 1_000)
    found = await book.services.health.report(book.owner, book.car)
    assert HealthRule.INSPECTION in {one.rule for one in found.reasons}
    await inspected(book, 10)
    found = await book.services.health.report(book.owner, book.car)
    assert HealthRule.INSPECTION not in {one.rule for one in found.reasons}
