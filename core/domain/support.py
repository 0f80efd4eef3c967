"""Help from the team: where a request stands, and how much one person may write."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

LONGEST: Final = 3_000
# So many requests a day, so many messages an hour: more is refused, kindly.
REQUESTS, REQUESTS_IN = 5, timedelta(days=1)
MESSAGES, MESSAGES_IN = 20, timedelta(hours=1)


class TicketState(StrEnum):
    """Where a request stands. Values are stored."""

    # The team's turn; the person's turn; settled.
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Side(StrEnum):
    """Who wrote, or who settled it. Values are stored."""

    PERSON = "person"
    TEAM = "team"


class Attached(StrEnum):
    """What came with a message. Values are stored."""

    PHOTO = "photo"
    DOCUMENT = "document"
