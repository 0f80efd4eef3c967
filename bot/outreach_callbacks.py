"""The buttons of help and of the team's news (see `bot/callbacks.py`)."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class OnTicket(Tap):
    """Act on one's own request for help: `write` (0: the open one, or a new one), `open`, `settle`, `list`."""

    kind: ClassVar[str] = "tk"
    action: str
    ticket: int


@dataclass(frozen=True, slots=True)
class NewsSwitch(Tap):
    """Get the team's news no more (`off`), or again (`on`)."""

    kind: ClassVar[str] = "news"
    action: str


OUTREACH_KINDS: tuple[type[Tap], ...] = (OnTicket, NewsSwitch)
