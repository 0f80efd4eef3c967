"""A question and its answer: where they stand, and who answered."""

from enum import StrEnum
from typing import Final

LONGEST_TITLE: Final = 60
LONGEST_QUESTION: Final = 1_500


class ExchangeState(StrEnum):
    """Where a question stands. Values are stored."""

    # It waits for the person's yes or no about the service it would go to.
    HELD = "held"
    WAITING = "waiting"
    # What a model said is there, and the chat was not told yet.
    READY = "ready"
    ANSWERED = "answered"


class Source(StrEnum):
    """Who answered. Values are stored."""

    ROWS = "rows"
    KNOWLEDGE = "knowledge"
    MODEL = "model"
    # Nobody could; what was said is what can be asked.
    NONE = "none"


class Consent(StrEnum):
    """What a person said about an AI service. Values are stored; nothing stored: not asked yet."""

    YES = "yes"
    NO = "no"


def title_of(question: str) -> str:
    """What a talk is called until somebody names it: its first words."""
    words = " ".join(question.split())
    if len(words) <= LONGEST_TITLE:
        return words
    head = words[:LONGEST_TITLE]
    return f"{head[: head.rfind(' ')] if ' ' in head[20:] else head} …"
