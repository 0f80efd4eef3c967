"""What the core asks of a language model: text that streams, a filled form, a look at a picture, a voice written down.

Services never hold this port themselves: they go through `core/services/assistance.py`, which asks for consent, counts,
masks what is personal and keeps to the ceilings. A gateway implements it; without one, everything works all the same.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel

FormT = TypeVar("FormT", bound=BaseModel)


class Trouble(StrEnum):
    """Why there is no answer."""

    # Nobody to ask, or the person does not want it.
    OFF = "off"
    # Nothing came within the deadline; nobody answered; too many asked; the operator's money is used up.
    SLOW = "slow"
    DOWN = "down"
    BUSY = "busy"
    EXHAUSTED = "exhausted"
    # Our request is not taken: a wrong key, a model that does not exist.
    REJECTED = "rejected"
    # The model would rather not; the answer broke off; it is no form of ours.
    REFUSED = "refused"
    CUT = "cut"
    GARBAGE = "garbage"
    # A ceiling of ours: spending of the month.
    CEILING = "ceiling"


class AssistantFailed(Exception):
    """There is no answer of a model; whoever asked goes on without."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of a talk."""

    by: Literal["person", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A clean page of ours, re-encoded without metadata."""

    content: bytes
    mime: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Prompt:
    """Everything a model is told. `person` tells people apart for the service and says nothing about them."""

    rules: str
    said: tuple[Said, ...]
    longest: int
    person: str
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens that a call used; the last thing that a stream yields."""

    taken_in: int
    given_out: int


class Assistant(Protocol):
    """A language model. Never called within a transaction; every failure is an `AssistantFailed`."""

    model: str

    async def close(self) -> None:
        """Close the connections."""
        ...

    async def ping(self) -> None:
        """Raise if the service does not answer."""
        ...

    def stream(self, prompt: Prompt) -> AsyncIterator[str | Spent]:
        """The answer as it comes, piece by piece, then what it used."""
        ...

    async def fill(self, prompt: Prompt, form: type[FormT]) -> tuple[FormT, Spent]:
        """The answer as a form of ours, checked; with the prompt's picture, what is seen on it."""
        ...

    async def hear(self, recording: bytes, name: str, language: str) -> tuple[str, Spent]:
        """What was said in a recording."""
        ...


class LiveText(Protocol):
    """Shows an answer in a chat while it is still being written. What it shows is not stored and never repeated."""

    async def show(self, chat_id: int, number: int, text: str, language: str) -> None:
        """Show the text so far under a number; too soon after the last time, nothing is shown."""
        ...

    def done(self, number: int) -> None:
        """Forget what was shown under a number."""
        ...
