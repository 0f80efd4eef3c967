"""One update on its way through the bot: who it is from, where their chat stands, what goes out."""

from contextvars import ContextVar
from dataclasses import dataclass

from telegram import Update

from core.models import Account
from core.services.conversations import Conversation


@dataclass(frozen=True, slots=True)
class ChatEvent:
    """News for a chat from our own jobs, handled in that chat's order like any update."""

    chat_id: int
    kind: str
    subject: int


@dataclass(slots=True)
class Turn:
    """What a step works on. `error` is what it raised; `toast` is shown when the tap is answered."""

    update: Update | ChatEvent
    account: Account
    place: Conversation
    toast: str | None = None
    alert: bool = False
    left_flow: bool = False
    error: Exception | None = None
    answered: bool = False
    # What Telegram is told before it takes a payment: False stops it.
    may_pay: bool = False
    # Whether the person is an administrator now.
    admin: bool = False
    # The button that a typed word stands for ("passer").
    said: object = None


current_turn: ContextVar[Turn | None] = ContextVar("current_turn", default=None)


def turn() -> Turn:
    """The turn in progress."""
    found = current_turn.get()
    if found is None:
        raise RuntimeError("no update is being handled")
    return found
