"""Jobs that were given up, for administrators: listed, shown without people's words, tried again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core import db
from core.errors import Gone
from core.ports import FailedJob, JobRepair
from core.services.auditing import Actor, Auditing, Deed
from core.services.masking import masked

SIZE: Final = 6


@dataclass(frozen=True, slots=True)
class JobDesk:
    """Works on whichever engine runs the jobs."""

    engine: JobRepair
    auditing: Auditing

    async def page(self, position: int, size: int = SIZE) -> tuple[int, Sequence[FailedJob]]:
        """How many were given up, and some of them, newest first."""
        return await self.engine.failed(position, size)

    async def get(self, job_id: int) -> tuple[FailedJob, str]:
        """A job that was given up, and what it was about, masked."""
        found = await self.engine.failed_one(job_id)
        if found is None:
            raise Gone
        return found, masked(json.dumps(found.payload))

    async def retry(self, actor: Actor, job_id: int) -> FailedJob:
        """Try it again, in its place among the jobs of its key."""
        async with db.transaction():
            found = await self.engine.failed_one(job_id)
            if found is None or not await self.engine.retry(job_id):
                raise Gone
            before = {"state": "failed", "name": found.name, "attempts": found.attempts, "error": found.error}
            await self.auditing.note(actor, Deed("job.retry", "job", job_id), before, {"state": "queued"})
        return found
