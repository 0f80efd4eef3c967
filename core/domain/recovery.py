"""Getting an account back on another Telegram account: its states, and how long the old one has to object."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class RecoveryState(StrEnum):
    """Where a recovery stands. Values are stored."""

    OPEN = "open"
    # Confirmed once.
    CHECKED = "checked"
    # Confirmed twice: the old account was told and may object.
    WAITING = "waiting"
    DONE = "done"
    OBJECTED = "objected"
    DROPPED = "dropped"


# From the second confirmation to the move. Nothing makes it shorter.
OBJECTION: Final = timedelta(hours=72)
# The old account is told a second time so long before the move.
REMINDED: Final = timedelta(hours=24)
# After an objection nobody recovers this account for so long.
REST: Final = timedelta(days=7)
# An unconfirmed one is forgotten after so long.
FORGOTTEN: Final = timedelta(hours=1)
# Without the old mailbox, the recovery address changes after so long.
CHANGE_WAIT: Final = timedelta(days=7)


class ChangeState(StrEnum):
    """Where a change of the recovery address stands. Values are stored."""

    WAITING = "waiting"
    DONE = "done"
    STOPPED = "stopped"
