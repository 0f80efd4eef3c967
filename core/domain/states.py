"""States that rows go through; values are stored."""

from enum import StrEnum


class DocumentState(StrEnum):
    """How far a document is: received, shown for confirmation; then kept, discarded or refused.

    One that is joined lends its pages to another; a deleted one can be brought back for a while.
    """

    RECEIVED = "received"
    PROPOSED = "proposed"
    KEPT = "kept"
    DISCARDED = "discarded"
    REFUSED = "refused"
    JOINED = "joined"
    DELETED = "deleted"


class ReminderState(StrEnum):
    """Proposed after a record, declined or waiting for its hour; pushed; then done or dismissed."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    PUSHED = "pushed"
    DECLINED = "declined"
    DONE = "done"
    DISMISSED = "dismissed"


class ArchiveReason(StrEnum):
    """Why a vehicle is not driven by the person any more."""

    SOLD = "sold"
    SCRAPPED = "scrapped"
    OTHER = "other"


class ImportState(StrEnum):
    """How far an import is: received, shown for confirmation, running; then done, and perhaps undone.

    Or dropped by the person, or refused.
    """

    RECEIVED = "received"
    PROPOSED = "proposed"
    RUNNING = "running"
    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"
    REFUSED = "refused"


class MadeState(StrEnum):
    """How far a file for a person is: asked for, there, or given up."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class EntryState(StrEnum):
    """An addition to the catalogue of makes and models: proposed by a person, then decided by an administrator.

    Merged it is another way to write what the catalogue has.
    """

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    MERGED = "merged"
