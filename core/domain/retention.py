"""How long what is kept: one table, shown by /privacy, enforced by the schedule."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class Held(StrEnum):
    """What is kept, by how long. None of them outlives the account but payments and the audit."""

    # As long as the account, or until the person deletes it.
    LOGBOOK = "logbook"
    # What the person took off, while it can be brought back.
    TAKEN_OFF = "taken_off"
    # A document's card that nobody settled; a file to be imported.
    UNSETTLED = "unsettled"
    IMPORT = "import"
    # What was said so far in a conversation that was left alone.
    DRAFT = "draft"
    # Notices in the inbox.
    NOTICE = "notice"
    # Links by which a vehicle is shared, from their end on; who did what to it.
    INVITE = "invite"
    DEED = "deed"
    # Exports; pictures of figures; service books.
    EXPORT = "export"
    PICTURE = "picture"
    BOOK = "book"
    # Messages on their way, in and out, that failed; how we recognise what is repeated.
    FAILED = "failed"
    REPEAT = "repeat"
    # Requests for help, from when they were settled; the days on which somebody wrote.
    SUPPORT = "support"
    ACTIVITY = "activity"
    # Letters, without their words once they are sent; codes and links that went out in them.
    MAIL = "mail"
    # What payment services told us, and what was asked of them.
    BILLING = "billing"
    # Payments, which the law has us keep, without a name.
    PAYMENT = "payment"
    # What administrators did: without the person it was about once their account is deleted, but never deleted.
    AUDIT = "audit"
    # An account between the wish to delete it and its end.
    LEAVING = "leaving"


PERIODS: Final[dict[Held, timedelta | None]] = {
    Held.LOGBOOK: None,
    Held.TAKEN_OFF: timedelta(days=7),
    Held.UNSETTLED: timedelta(days=7),
    Held.IMPORT: timedelta(days=2),
    Held.DRAFT: timedelta(days=30),
    Held.NOTICE: timedelta(days=365),
    Held.INVITE: timedelta(days=7),
    Held.DEED: timedelta(days=365),
    Held.EXPORT: timedelta(hours=24),
    Held.PICTURE: timedelta(days=2),
    Held.BOOK: timedelta(days=365),
    Held.FAILED: timedelta(days=7),
    Held.REPEAT: timedelta(days=3),
    Held.SUPPORT: timedelta(days=365),
    Held.ACTIVITY: timedelta(days=365),
    Held.MAIL: timedelta(days=7),
    Held.BILLING: timedelta(days=90),
    Held.PAYMENT: timedelta(days=3653),
    Held.AUDIT: None,
    Held.LEAVING: timedelta(days=7),
}


def period(held: Held) -> timedelta:
    """How long it is kept; asking for what has no end is a mistake."""
    found = PERIODS[held]
    if found is None:
        raise ValueError(f"{held} is kept as long as the account")
    return found
