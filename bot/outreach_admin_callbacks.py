"""The buttons of administrators for broadcasts, requests for help and the service's figures."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class OnBroadcast(Tap):
    """Act on a broadcast.

    `new`, `open`, `write` and `erase` (a language), `level`, `language`, `activity`, `days`, `preview` (a language),
    `try`, `when` (or `at` a choice), `ask` (a move), a move itself, `delete`.
    """

    kind: ClassVar[str] = "admb"
    action: str
    broadcast: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class OnQueue(Tap):
    """Act on a person's request for help: `open`, `answer`, `close`."""

    kind: ClassVar[str] = "admt"
    action: str
    ticket: int


@dataclass(frozen=True, slots=True)
class OpenInsight(Tap):
    """Show figures of the service: which ones, as a picture (0) or in words (1), light (0) or dark (1)."""

    kind: ClassVar[str] = "admf"
    view: str
    words: int = 0
    dark: int = 0


OUTREACH_ADMIN_KINDS: tuple[type[Tap], ...] = (OnBroadcast, OnQueue, OpenInsight)
