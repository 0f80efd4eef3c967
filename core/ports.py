"""What the core asks of the outside world. Gateways implement these; `app/wiring.py` chooses which."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.capture.types import Box

Payload = Mapping[str, object]


class Clock(Protocol):
    """The one source of the present."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class FileStore(Protocol):
    """Files at rest, encrypted, under names of ours."""

    async def put(self, content: bytes) -> str:
        """Keep the content and return its new name."""
        ...

    async def get(self, name: str) -> bytes:
        """The content kept under a name; raises `FileLost` if it is gone or cannot be decrypted."""

    async def delete(self, name: str) -> None:
        """Forget the content; a name that is not there is no error."""
        ...

    async def older_than(self, seconds: float) -> list[str]:
        """The names of what was written longer ago than that."""
        ...


class Studio(Protocol):
    """Where pictures and papers are made, beside the process that talks to people."""

    async def make(self, what: str, spec: bytes) -> bytes:
        """Make a `picture` or a `book` of what is to be on it; raises `StudioFailed`."""
        ...


class StudioFailed(Exception):
    """What was to be made could not be; another try may go better."""


class FileLost(Exception):
    """A stored file is missing, or its key is."""


class Downloads(Protocol):
    """Files of the chat, fetched by the reference that came with the message."""

    async def fetch(self, reference: str) -> bytes:
        """The content; raises `DownloadTooBig`, `DownloadFailed` or `DownloadDelayed`."""
        ...


class DownloadTooBig(Exception):
    """The file is larger than the chat service hands out."""


class DownloadFailed(Exception):
    """The chat service does not have the file any more."""


class DownloadDelayed(Exception):
    """The chat service cannot give the file now; trying again later may help."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What is known of a message's sending; `created_at` tells it from another row of the same id after a restore."""

    created_at: int
    delivered: bool = False
    telegram_id: int | None = None


class SendJournal(Protocol):
    """Notes of one process that survive its kill at any instant; each is written when the call returns."""

    def open(self) -> None:
        """Read what an earlier process left and go on."""
        ...

    @property
    def left(self) -> Mapping[int, Noted]:
        """What an earlier process noted, by the id of the row."""
        ...

    def begun(self, message_id: int, created_at: int) -> None:
        """Note that the call for a message goes out now."""
        ...

    def delivered(self, message_id: int, created_at: int, telegram_id: int | None) -> None:
        """Note that Telegram has taken a message, under this id."""
        ...

    def spared(self, message_id: int) -> None:
        """Note that Telegram has certainly not taken a message that was begun."""
        ...

    def forget(self, messages: Collection[int]) -> None:
        """These need no note any more."""
        ...


PASSING_ATTEMPTS = 8  # A job that the database's going away has cut is given up after so many: a minute or more.


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A job in the hands of its handler.

    `finish` marks it done within the handler's own transaction, so that the effect and the mark commit together; it
    raises `JobTaken` when the job is no longer ours. A handler that does not call it is finished after it returns.
    """

    id: int
    name: str
    payload: Mapping[str, object]
    attempts: int
    finish: Callable[[], Awaitable[None]]


class Pictures(Protocol):
    """Looks at our own clean pages: never at what a stranger sent."""

    async def look(self, page: bytes) -> str | None:
        """How a page looks, as a hexadecimal number whose bits can be compared; None for one without a picture."""
        ...

    async def crop(self, page: bytes, box: Box) -> bytes:
        """The part of a page around a place, large enough to be read."""
        ...

    async def bound(self, pages: Sequence[bytes]) -> bytes:
        """Several pages as one PDF."""
        ...

    async def joined(self, papers: Sequence[bytes]) -> bytes:
        """Several PDFs of ours as one, in their order."""
        ...


class JobTaken(Exception):
    """The job was done, or given to somebody else: roll back, say nothing."""


class PermanentFailure(Exception):
    """Raised by a handler for what no repetition can mend: the job is buried at once."""


JobHandler = Callable[[RunningJob], Awaitable[None]]


class Jobs(Protocol):
    """Work to be done once, also after a crash. Handlers never import an engine."""

    async def enqueue(
        self, name: str, payload: Payload, *, key: str | None = None, dedupe: str | None = None, delay: float = 0
    ) -> int | None:
        """Add a job within the caller's transaction.

        Jobs of one key run one at a time in order; a `dedupe` seen before returns None; `delay` is in seconds.
        """
        ...

    async def enqueue_all(self, name: str, jobs: Sequence[tuple[str, Payload]]) -> None:
        """Add many jobs of one kind, each with its key, by one statement within the caller's transaction."""

    async def forget(self, chat_id: int) -> None:
        """Delete, within the caller's transaction, what waits or was given up of what a chat said or is told."""

    async def run(self) -> None:
        """Work until `drain`; first takes up what a crash left."""

    async def drain(self, timeout: float) -> None:
        """Take nothing new and wait for what runs, up to `timeout` seconds."""


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that was given up. `created_at` is in milliseconds, 0 where the engine does not know."""

    id: int
    name: str
    queue: str
    payload: Payload
    attempts: int
    error: str
    created_at: int


class JobRepair(Protocol):
    """Looks at what was given up, whichever engine runs the jobs."""

    async def failed(self, position: int, size: int) -> tuple[int, Sequence[FailedJob]]:
        """How many jobs were given up, and some of them, newest first."""
        ...

    async def failed_one(self, job_id: int) -> FailedJob | None:
        """A job that was given up."""
        ...

    async def retry(self, job_id: int) -> bool:
        """Queue a job again that was given up, within the caller's transaction; whether it was there."""
        ...


class JobEngine(Jobs, JobRepair, Protocol):
    """What `app/wiring.py` asks of an engine besides.

    `backoff`: seconds before the second attempt at a job; `limits`: seconds that a job of a queue may take.
    """

    backoff: float
    limits: dict[str, float]

    def register(
        self, name: str, handler: JobHandler, *, queue: str = "chat", buried: JobHandler | None = None
    ) -> None:
        """Name the handler of a kind of job, and what to do when it was given up."""
        ...

    async def idle(self) -> bool:
        """Whether no job is queued for now or running."""
        ...
