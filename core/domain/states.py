"""States that rows go through; values are stored."""

from enum import StrEnum


class DocumentState(StrEnum):
    """How far a document is: received, shown for confirmation; then kept, discarded or refused."""

    RECEIVED = "received"
    PROPOSED = "proposed"
    KEPT = "kept"
    DISCARDED = "discarded"
    REFUSED = "refused"


class ReminderState(StrEnum):
    """Proposed after a record, declined or waiting for its hour; pushed; then done or dismissed."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    PUSHED = "pushed"
    DECLINED = "declined"
    DONE = "done"
    DISMISSED = "dismissed"
