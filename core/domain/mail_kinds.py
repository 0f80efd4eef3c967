"""The mails that are sent: their kinds, and how long each is worth sending."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class MailKind(StrEnum):
    """What a mail is about. Values are stored and name the texts (`mail.code_title` …)."""

    WELCOME = "welcome"
    CODE = "code"
    CHANGE = "change"
    UNLINK = "unlink"
    CHANGE_NOTICE = "change_notice"
    RECOVERY = "recovery"
    RECOVERY_UNKNOWN = "recovery_unknown"
    RECOVERY_NOTICE = "recovery_notice"
    RECOVERY_DONE = "recovery_done"
    REMINDER = "reminder"
    SUBSCRIPTION = "subscription"
    RECEIPT = "receipt"
    EXPORT_READY = "export_ready"
    DELETION_ASKED = "deletion_asked"
    DELETION_DONE = "deletion_done"
    # To garages.
    GARAGE_ASKED = "garage_asked"
    GARAGE_AGREED = "garage_agreed"
    GARAGE_CANCELLED = "garage_cancelled"


class MailState(StrEnum):
    """Where a mail stands. Values are stored."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    EXPIRED = "expired"


USUAL_LIFE: Final = timedelta(days=2)
LIFE: Final = {
    MailKind.CODE: timedelta(minutes=10),
    MailKind.CHANGE: timedelta(minutes=30),
    MailKind.UNLINK: timedelta(minutes=30),
    MailKind.RECOVERY: timedelta(minutes=30),
    MailKind.RECOVERY_UNKNOWN: timedelta(minutes=30),
    MailKind.REMINDER: timedelta(days=1),
}
# Seconds before each further try.
PAUSES: Final = (15, 60, 180, 600, 1_800, 3_600)
# To one mailbox in a day, of all kinds.
MOST_A_DAY: Final = 30
# What was sent is remembered so long, without its content, to hold that limit.
REMEMBERED: Final = timedelta(days=7)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many tries."""
    return timedelta(seconds=PAUSES[min(attempts, len(PAUSES)) - 1])
