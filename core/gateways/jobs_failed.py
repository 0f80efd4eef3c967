"""Jobs of procrastinate that were given up: read, and queued again under the key they had."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from core import db
from core.ports import FailedJob

_ALL = (
    "SELECT j.id, task_name, queue_name, args, attempts, (SELECT (extract(epoch FROM min(at)) * 1000)::bigint"
    " FROM procrastinate_events e WHERE e.job_id = j.id) AS since FROM procrastinate_jobs j WHERE status = 'failed'"
)
_AGAIN = (
    "UPDATE procrastinate_jobs SET status = 'todo', lock = args->>'lock', attempts = 0, scheduled_at = NULL,"
    " worker_id = NULL, args = args - 'error' - 'lock' - 'cuts' WHERE id = ? AND status = 'failed' RETURNING queue_name"
)


async def failed_jobs(position: int, size: int) -> tuple[int, Sequence[FailedJob]]:
    """How many there are, and some of them, newest first."""
    (count,) = await db.fetch("SELECT count(*) AS n FROM procrastinate_jobs WHERE status = 'failed'")
    rows = await db.fetch(f"{_ALL} ORDER BY j.id DESC LIMIT ? OFFSET ?", size, position)
    return int(count["n"]), [_read(row) for row in rows]


async def failed_job(job_id: int) -> FailedJob | None:
    """One of them."""
    rows = await db.fetch(f"{_ALL} AND j.id = ?", job_id)
    return _read(rows[0]) if rows else None


async def requeue_failed(job_id: int) -> str | None:
    """Queue it again, within the caller's transaction; the queue it waits in, None when it is not there."""
    rows = await db.fetch(_AGAIN, job_id)
    return str(rows[0]["queue_name"]) if rows else None


def _read(row: Mapping[str, Any]) -> FailedJob:
    args = json.loads(row["args"])
    payload = json.loads(args.get("payload", "{}"))
    known = (payload, int(row["attempts"]) + 1, str(args.get("error", "")), int(row["since"] or 0))
    return FailedJob(int(row["id"]), str(row["task_name"]), str(row["queue_name"]), *known)
