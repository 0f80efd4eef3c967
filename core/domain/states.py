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


class EntryState(StrEnum):
    """An addition to the catalogue of makes and models: proposed by a person, then approved or refused."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
