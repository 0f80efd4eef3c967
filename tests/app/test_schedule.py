from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core import db
from core.models import Account, Job, Notification, Outgoing, Reminder, ScheduledRun
from core.services.scheduled_runs import JobMissed, ScheduledRuns
from simulator.testing import Simulator
from tests.conftest import Bot, running_bot
from tests.postgres.databases import sqlite_url

PAGE = Path(__file__).parents[2] / "docs" / "reminders.md"


@pytest.fixture
async def bot(sim: Simulator, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    sqlite_url(migrated_file, tmp_path)
    async with running_bot(sim, tmp_path) as bot:
        yield bot


async def test_every_job_has_a_line_on_the_page_runs_once_a_slot_and_notes_its_end(bot: Bot):
    schedule, page = bot.runtime.parts.schedule, PAGE.read_text("utf-8")
    names = [one.name for one in schedule.scheduled]
    assert len(set(names)) == len(names)
    assert [name for name in names if f"| `{name}` |" not in page] == []
    await bot.settle()
    assert {row.name for row in await ScheduledRun.all()} == set(names)
    for _ in range(3):
        await schedule.tick()
    assert await Job.all().count() == 0
    assert {key.partition(".")[0] for key in await schedule.health()} == set(names)


async def test_every_job_may_run_twice_without_harm(bot: Bot):
    person = bot.sim.user("Camille", lang="fr")
    await person.say("/start")
    await bot.settle()
    owner = await Account.get()
    now = bot.clock.now()
    await Reminder.create(owner_id=owner.id, subject="x", state="waiting", due_on=now.date(), remind_at=now,
                          created_at=now)  # fmt: skip
    for _ in range(2):
        for one in bot.runtime.parts.schedule.scheduled:
            await one.call()
        await bot.settle()
    assert (await Notification.all().count(), len(person.messages), await Outgoing.all().count()) == (1, 2, 0)


async def test_a_job_that_did_not_end_for_long_is_missed_and_one_that_never_ran_is_not_at_once(bot: Bot):
    await bot.settle()
    runs = ScheduledRuns(since=0)
    assert await runs.read([("remind", 30)])
    await ScheduledRun.filter(name="remind").update(finished_at=db.stamp() - 3_600_000)
    with pytest.raises(JobMissed):
        await runs.read([("remind", 30)])
    await ScheduledRun.all().delete()
    assert await ScheduledRuns().read([("remind", 30)]) == {}
