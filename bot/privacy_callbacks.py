"""The buttons of /privacy (see `bot/callbacks.py`)."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class OnPrivacy(Tap):
    """Look (`open`, `periods`), `take` everything along, or end the account: `delete`, then `sure`, or `stay`.

    `at` is the minute in which a question was asked: what was asked long ago deletes nothing.
    """

    kind: ClassVar[str] = "prv"
    action: str
    at: int = 0


PRIVACY_KINDS: tuple[type[Tap], ...] = (OnPrivacy,)
