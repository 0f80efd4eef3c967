"""Buttons about papers: their cards, their list, what becomes of an offer; declared as in `bot/callbacks.py`."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class SeeField(Tap):
    """Show the part of the paper where a field was read."""

    kind: ClassVar[str] = "see"
    field: str
    document: int
    revision: int


@dataclass(frozen=True, slots=True)
class ChooseGuess(Tap):
    """Take a value that the question of a field offers, by its place among them."""

    kind: ClassVar[str] = "guess"
    number: int
    document: int
    revision: int


@dataclass(frozen=True, slots=True)
class CardKilometres(Tap):
    """Take the kilometres that were perhaps meant in place of those of a card, and save it."""

    kind: ClassVar[str] = "dkm"
    kilometres: int
    document: int
    revision: int


@dataclass(frozen=True, slots=True)
class ChooseResult(Tap):
    """Say how an inspection ended."""

    kind: ClassVar[str] = "insp"
    result: str


@dataclass(frozen=True, slots=True)
class ChooseKind(Tap):
    """Say what kind of paper it is."""

    kind: ClassVar[str] = "dkind"
    paper: str
    document: int
    revision: int


@dataclass(frozen=True, slots=True)
class OnPaper(Tap):
    """Act on a kept document: `rename`, `move`, `moved` (to `value`), `remove`, `restore`, `again`.

    `all` analyses every one that is unread.
    """

    kind: ClassVar[str] = "p"
    action: str
    document: int
    value: int = 0


@dataclass(frozen=True, slots=True)
class OnAlbum(Tap):
    """Say that the photos of an album are several documents (`split`) or one (`join`)."""

    kind: ClassVar[str] = "alb"
    action: str
    album: int


@dataclass(frozen=True, slots=True)
class PlanQuote(Tap):
    """Plan the work of an offer in so many days; 0 asks for the day."""

    kind: ClassVar[str] = "pq"
    document: int
    days: int = 0


@dataclass(frozen=True, slots=True)
class BrowseDocuments(Tap):
    """Show the documents (`view` l), their filters (f), the choices of one (k, v), or ask for words (q).

    `paper` and `due` are places in the tables of bot/document_state.py, 0: all; `words` are joined by points.
    """

    kind: ClassVar[str] = "db"
    view: str
    paper: int = 0
    vehicle: int = 0
    due: int = 0
    words: str = ""
    position: int = 0


PAPER_KINDS: tuple[type[Tap], ...] = (
    SeeField,
    ChooseGuess,
    CardKilometres,
    ChooseResult,
    ChooseKind,
    OnPaper,
    OnAlbum,
    PlanQuote,
    BrowseDocuments,
)
