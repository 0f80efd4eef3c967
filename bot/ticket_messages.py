"""What is sent about a request for help: its words and its file, and to which message of ours it answers."""

import re
from dataclasses import dataclass
from typing import Final

from telegram import Message, Update
from telegram.ext import filters

from bot.turn import current_turn
from core.domain.support import Attached
from core.domain.typed_text import clean, clean_line
from core.services.support import Written

# The signs with which our messages about a request begin, to its person and to the team.
PERSON_SIGN, TEAM_SIGN = "🎫", "📨"
_NUMBER: Final = r"[^\n0-9]{0,60}([0-9]{1,18})"
# An edited caption is no new file.
FILES: Final = filters.UpdateType.MESSAGE & (filters.PHOTO | filters.Document.ALL)
WORDS: Final = filters.UpdateType.MESSAGE & filters.TEXT & ~filters.COMMAND


@dataclass(frozen=True, slots=True)
class Came:
    """A message about a request: what it says, of which album it is, and the request it answers to by itself."""

    written: Written
    group: str
    answers: int | None


def came_of(update: Update, sign: str) -> Came:
    """What the update says."""
    message = update.effective_message
    if message is None:
        return Came(Written(""), "", None)
    text = clean(message.text or message.caption or "")
    group, answers = message.media_group_id or "", number_answered(message, sign)
    if message.photo:
        return Came(Written(text, Attached.PHOTO, message.photo[-1].file_id), group, answers)
    if message.document is not None:
        name = clean_line(message.document.file_name or "")
        return Came(Written(text, Attached.DOCUMENT, message.document.file_id, name), group, answers)
    return Came(Written(text), group, answers)


def number_answered(message: Message, sign: str) -> int | None:
    """The number of the request that the message of ours is about to which this one answers."""
    answered = message.reply_to_message
    if answered is None or answered.from_user is None or not answered.from_user.is_bot:
        return None
    found = re.match(sign + _NUMBER, answered.text or answered.caption or "")
    return int(found[1]) if found is not None else None


class Answers(filters.MessageFilter):
    """A message that answers to one of ours about a request."""

    def __init__(self, sign: str) -> None:
        super().__init__()
        self.sign = sign

    def filter(self, message: Message) -> bool:
        """Whether it does."""
        return number_answered(message, self.sign) is not None


class SameAlbum(filters.MessageFilter):
    """A photo of the album whose first one was just sent to the team."""

    def filter(self, message: Message) -> bool:
        """Whether it is."""
        turn = current_turn.get()
        group = turn.place.draft.get("group") if turn is not None else None
        return bool(group) and message.media_group_id == group
