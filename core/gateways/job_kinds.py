"""What both job engines know of a kind of job, and when they give up on one."""

from dataclasses import dataclass

from core.ports import JobHandler, RunningJob

# A job that failed so often is buried.
MAX_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: who does it, in which queue it waits, and what to do when it was given up."""

    handler: JobHandler
    queue: str
    buried: JobHandler | None


def was_last(job: RunningJob) -> bool:
    """Whether this attempt was the last one."""
    return job.attempts >= MAX_ATTEMPTS
