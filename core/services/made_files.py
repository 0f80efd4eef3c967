"""Files that jobs make for people: waited for, announced in the owner's chat, given up."""

from core.domain.states import MadeState
from core.models import MadeFile
from core.ports import Jobs, RunningJob


async def awaited(job: RunningJob) -> MadeFile | None:
    """The file that a job is to make, with its owner; None when nobody waits for it any more."""
    made = await MadeFile.get_or_none(id=int(str(job.payload["file"]))).select_related("owner")
    return made if made is not None and made.state is MadeState.WAITING else None


async def announce(jobs: Jobs, made: MadeFile, kind: str) -> None:
    """Let the owner's chat hear how far a file is, or what became of it."""
    chat = made.owner.telegram_id
    await jobs.enqueue("event", {"chat_id": chat, "kind": kind, "subject": made.id}, key=f"chat:{chat}")


async def give_up(jobs: Jobs, job: RunningJob, kind: str) -> None:
    """Making it was given up: say so."""
    made = await awaited(job)
    if made is not None:
        made.state = MadeState.FAILED
        await made.save(update_fields=["state"])
        await announce(jobs, made, kind)
