"""What both job engines know of a kind of job, and when they give up on one."""

from dataclasses import dataclass

from core.ports import JobHandler, RunningJob

# A job that failed so often is buried.
MAX_ATTEMPTS = 3
# Seconds a job of a queue may take: one that hangs is ended and tried again, so that it holds up nobody for ever.
TIME_LIMITS = {"chat": 60.0, "ocr": 300.0, "clock": 600.0, "files": 60.0}
USUAL_LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: who does it, in which queue it waits, and what to do when it was given up."""

    handler: JobHandler
    queue: str
    buried: JobHandler | None


def was_last(job: RunningJob) -> bool:
    """Whether this attempt was the last one."""
    return job.attempts >= MAX_ATTEMPTS
