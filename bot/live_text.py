"""An answer that is still being written, shown in the chat: as a draft where Telegram takes one, else by edits.

Drafts go straight to Telegram: they only show life, so nothing is stored and a crash loses nothing. Where they are not
allowed, one message is edited through the outbox, under the name by which the whole answer replaces it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Final

import structlog
from telegram import error

from bot.transport import TelegramApi, TooManyRequests
from core.i18n import translator
from core.services.outbox import Outbox

log = structlog.get_logger()

# Seconds between two of them: a draft is cheap; edits of one message share the chat's one message a second.
DRAFT_RHYTHM: Final = 0.35
EDIT_RHYTHM: Final = 1.3
_PATIENCE: Final = 3.0


def live_name(number: int) -> str:
    """The name under which the message of an answer is replaced."""
    return f"ask:{number}"


@dataclass(slots=True)
class ChatLiveText:
    """Shows text by draft or edit, never more often than its rhythm."""

    api: TelegramApi
    outbox: Outbox
    drafts: bool = True
    now: Callable[[], float] = field(default=time.monotonic)
    _next: dict[int, float] = field(default_factory=dict)
    _shown: dict[int, str] = field(default_factory=dict)

    async def show(self, chat_id: int, number: int, text: str, language: str) -> None:
        """Show the text so far; what comes too soon is left for the next time."""
        words = text or translator(language).plain("ask.thinking")
        if words == self._shown.get(number) or (text and self.now() < self._next.get(number, 0.0)):
            return
        first = number not in self._shown or self._shown[number] == translator(language).plain("ask.thinking")
        if self.drafts and await self._draft(chat_id, number, words):
            pause = 0.0 if not text else DRAFT_RHYTHM
        elif text or not self.drafts:
            parameters = {"text": escape(words, quote=False), "parse_mode": "HTML"}
            await self.outbox.put(chat_id, "editMessageText", parameters, language=language, live=live_name(number))
            # Somebody who waits sees the first words at once.
            pause = EDIT_RHYTHM if text or not first else 0.0
        else:
            return
        self._shown[number] = words
        self._next[number] = self.now() + pause

    def done(self, number: int) -> None:
        """Forget it."""
        self._next.pop(number, None)
        self._shown.pop(number, None)

    async def _draft(self, chat_id: int, number: int, words: str) -> bool:
        """Whether Telegram takes drafts; one that was lost on the way counts as shown."""
        parameters = {"chat_id": chat_id, "draft_id": number, "text": words}
        try:
            await self.api.call("sendMessageDraft", parameters, read=_PATIENCE)
        except TooManyRequests as flood:
            self._next[number] = self.now() + flood.seconds
        except (error.BadRequest, error.Forbidden, error.InvalidToken) as refusal:
            self.drafts = False
            log.info("live_text.no_drafts", reason=type(refusal).__name__)
            return False
        except error.TelegramError:
            log.info("live_text.draft_lost")
        return True
