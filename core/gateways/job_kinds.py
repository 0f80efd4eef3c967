"""What both job engines know of a kind of job, and when they give up on one."""

from dataclasses import dataclass

from core import db
from core.ports import PASSING_ATTEMPTS, JobHandler, RunningJob

# A job that failed so often is buried.
MAX_ATTEMPTS = 3
# A job whose process died under it so often is a suspect, and runs with nothing beside it.
SUSPICIOUS = 2
# So many processes that died while it ran alone prove it. Whoever kills processes from outside (no memory left, a
# machine that goes down again and again) hits the one job that runs alone too, but hardly four times in a row.
DEATHS_ALONE = 4
# The longest pause between two attempts, in seconds.
LONGEST_BACKOFF = 15.0
# Seconds a job of a queue may take: one that hangs is ended and tried again, so that it holds up nobody for ever.
TIME_LIMITS = {"chat": 60.0, "ocr": 300.0, "clock": 600.0, "files": 60.0, "mail": 60.0, "ai": 60.0}
USUAL_LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: who does it, in which queue it waits, and what to do when it was given up."""

    handler: JobHandler
    queue: str
    buried: JobHandler | None


def was_last(job: RunningJob, error: Exception | None = None) -> bool:
    """Whether this attempt was the last one; what the database's going away cut is tried for a minute or more."""
    passes = isinstance(error, db.DatabaseError) and db.is_transient(error)
    return job.attempts >= (PASSING_ATTEMPTS if passes else MAX_ATTEMPTS)


def pause_after(attempts: int, backoff: float) -> float:
    """Seconds to wait after so many attempts."""
    return min(backoff * 2.0 ** (attempts - 1), LONGEST_BACKOFF)


def about_chat(payload: str, chat_id: int) -> tuple[str, list[str]]:
    """The condition, with its values, for jobs of which a payload of ours names a chat or its person."""
    number = int(chat_id)
    named = [f'"{name}":{number}{end}' for name in ("id", "chat_id") for end in (",", "}")]
    return " OR ".join(f"{payload} LIKE ?" for _ in named), [f"%{one}%" for one in named]
