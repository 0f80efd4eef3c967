"""The schedule: every job that runs by itself, how often, and what it calls.

Each is asked for once per slot of its rhythm, however many processes tick, and each may run twice without harm: rows
say what is due, and what was done is not due any more. Runs are counted and timed like all jobs (`autotrack_jobs`,
`autotrack_job_seconds`), and the last one of each is on `/health/ready`.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from core.ports import Clock, FileStore, Jobs, RunningJob
from core.services import Services
from core.services.appointments import BATCH as APPOINTMENTS
from core.services.cost_reminders import BATCH as COSTS
from core.services.digests import BATCH as DIGESTS
from core.services.leaving import BATCH as LEAVERS
from core.services.mails import BATCH as MAILS
from core.services.orphans import Orphans
from core.services.purging import Purging
from core.services.reading_requests import BATCH as QUESTIONS
from core.services.reminder_claims import BATCH as REMINDERS
from core.services.retention import Retention
from core.services.scheduled_runs import ScheduledRuns
from core.services.tidying import Tidying
from core.services.watched_jobs import WatchedJobs

HALF_A_MINUTE, FIVE_MINUTES, HOUR, DAY = 30, 300, 3600, 86_400

Call = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A job of the schedule: its name, every how many seconds it runs, and what it calls."""

    name: str
    seconds: int
    call: Call


def table(services: Services, files: FileStore) -> tuple[Scheduled, ...]:
    """Every job, in the order in which one slot runs them."""
    tidying, orphans = Tidying(Purging(services.clock)), Orphans(files)
    return (
        Scheduled("remind", HALF_A_MINUTE, lambda: _remind(services)),
        Scheduled("ask_odometer", HALF_A_MINUTE, _until(services.reading_requests.claim_due, QUESTIONS)),
        Scheduled("digest", FIVE_MINUTES, _until(services.digests.claim_due, DIGESTS)),
        Scheduled("plan_payments", HOUR, _until(services.costs.reminders.roll, COSTS)),
        Scheduled("mend_documents", HOUR, lambda: _mend_documents(services, orphans)),
        Scheduled("leave", FIVE_MINUTES, _until(services.leaving.claim_due, LEAVERS)),
        Scheduled("forget", HOUR, _once(Retention(services.clock).enforce)),
        Scheduled("purge", HOUR, lambda: _purge(services)),
        Scheduled("tidy", HOUR, tidying.tidy),
        Scheduled("mail", HALF_A_MINUTE, _until(services.mails.sweep, MAILS)),
        Scheduled("accounts", FIVE_MINUTES, lambda: _accounts(services)),
        Scheduled("appointments", FIVE_MINUTES, _until(services.garage.appointments.claim_due, APPOINTMENTS)),
        Scheduled("check_reviews", DAY, _once(services.garage.reviews.check)),
        Scheduled("broadcasts", HALF_A_MINUTE, services.broadcasts.sending.claim_due),
        Scheduled("forget_codes", DAY, lambda: _forget(services)),
    )


@dataclass(frozen=True, slots=True)
class Schedule:
    """Asks for what is due of the table, and runs it."""

    jobs: Jobs
    clock: Clock
    runs: ScheduledRuns
    scheduled: tuple[Scheduled, ...]

    async def tick(self) -> None:
        """Ask for every job whose slot has begun, once however many processes do."""
        now = int(self.clock.now().timestamp())
        for one in self.scheduled:
            await self.jobs.enqueue(one.name, {}, dedupe=f"schedule:{one.name}:{now // one.seconds}")

    def register(self, jobs: WatchedJobs) -> None:
        """Tell the engine what each job calls."""
        for one in self.scheduled:
            jobs.register(one.name, self._noted(one), queue="clock")

    async def health(self) -> dict[str, float]:
        """When each job last came to its end; raises when one is missed."""
        return await self.runs.read([(one.name, one.seconds) for one in self.scheduled])

    def _noted(self, one: Scheduled) -> Callable[[RunningJob], Awaitable[None]]:
        async def run(_: RunningJob) -> None:
            began = time.perf_counter()
            await one.call()
            await self.runs.note(one.name, time.perf_counter() - began)

        return run


def _until(claim: Callable[[], Awaitable[int]], batch: int) -> Call:
    """Call again as long as whole batches are found."""

    async def run() -> None:
        while await claim() >= batch:
            continue

    return run


def _once(call: Callable[[], Awaitable[int]]) -> Call:
    """Call it; how much it found does not matter."""

    async def run() -> None:
        await call()

    return run


async def _remind(services: Services) -> None:
    await _until(services.reminders.claim_again, REMINDERS)()
    await _until(services.reminders.claim_due, REMINDERS)()


async def _mend_documents(services: Services, orphans: Orphans) -> None:
    await services.documents.expire()
    await services.imports.expire()
    await services.exports.expire()
    await services.document_list.purge()
    await services.intake.line.mend()
    await orphans.sweep()


async def _accounts(services: Services) -> None:
    await services.recoveries.claim_due()
    await services.email.finish_due()


async def _forget(services: Services) -> None:
    await services.codes.forget()
    await services.mails.forget()


async def _purge(services: Services) -> None:
    await services.vehicle_life.purge()
    await services.diagnoses.purge()
    await services.changes.purge()
