"""What every handler is given: the person, their words, the services, and the ways to speak."""

from typing import TypeVar

from pydantic import BaseModel
from telegram import Update
from telegram.ext import CallbackContext, ExtBot

from bot.callbacks import Tap
from bot.screens import Screen
from bot.splitting import in_parts
from bot.turn import ChatEvent, Turn, turn
from core.domain.typed_text import clean
from core.errors import Gone
from core.i18n import Translator
from core.models import Account
from core.services import Services
from core.services.conversations import Conversation
from core.services.manners import translator_of
from core.services.outbox import ABOUT, Lane

DraftT = TypeVar("DraftT", bound=BaseModel)
TapT = TypeVar("TapT", bound=Tap)


class BotContext(CallbackContext[ExtBot[None], dict[str, object], dict[str, object], dict[str, object]]):
    """PTB's context with the product's words. Everything said is stored first and sent after the commit."""

    @property
    def services(self) -> Services:
        """The use cases."""
        services: Services = self.application.services  # type: ignore[attr-defined]  # ChatApplication has it
        return services

    @property
    def turn(self) -> Turn:
        """The update in progress."""
        return turn()

    @property
    def account(self) -> Account:
        """The person."""
        return self.turn.account

    @property
    def place(self) -> Conversation:
        """Where their chat stands."""
        return self.turn.place

    @property
    def t(self) -> Translator:
        """The catalogue in their language."""
        return translator_of(self.account)

    @property
    def text(self) -> str:
        """What they typed, normalised; empty for anything but text."""
        update = self.turn.update
        message = update.effective_message if isinstance(update, Update) else None
        return clean(message.text or "") if message is not None else ""

    @property
    def event(self) -> ChatEvent:
        """The news of our own jobs that this turn is about."""
        update = self.turn.update
        if not isinstance(update, ChatEvent):
            raise TypeError("this turn is about an update of the chat")
        return update

    def tap(self, kind: type[TapT]) -> TapT:
        """What the tapped button says; an unreadable one is as good as gone."""
        update = self.turn.update
        if isinstance(self.turn.said, kind):
            return self.turn.said
        query = update.callback_query if isinstance(update, Update) else None
        tapped = kind.parse(query.data if query is not None else None)
        if tapped is None:
            raise Gone
        return tapped

    def position(self, kind: type[TapT]) -> int:
        """Where in a list the tapped button leads; the beginning when a command asked for it."""
        update = self.turn.update
        tapped = isinstance(update, Update) and update.callback_query is not None
        return int(getattr(self.tap(kind), "position", 0)) if tapped else 0

    def draft(self, kind: type[DraftT]) -> DraftT:
        """What was said so far in this flow."""
        return kind.model_validate(self.place.draft)

    def keep(self, draft: BaseModel) -> None:
        """Store what was said so far in this flow."""
        self.place.draft = draft.model_dump(mode="json")

    async def reply(self, screen: Screen, *, live: str | None = None) -> None:
        """Send a new message; under the name `live` it can be replaced later."""
        method, parameters = screen.send()
        key = "text" if "text" in parameters else "caption"
        if self.turn.left_flow and key in parameters:
            self.turn.left_flow = False
            parameters[key] = f"{self.t('chat.left_flow')}\n\n{parameters[key]}"
        await self._put(method, parameters, Lane.ANSWER, live)

    async def show(self, screen: Screen) -> None:
        """Put the screen in place of the message whose button was tapped, or send it when nothing was tapped."""
        message_id = self.tapped_message
        if message_id is None or screen.is_no_text:
            await self.reply(screen)
            return
        method, parameters = screen.edit(message_id)
        await self._put(method, parameters, Lane.ANSWER, None)

    async def replace(self, live: str, screen: Screen, *, answer_to: int | None = None) -> None:
        """Put the screen in place of the message that was sent under a name; a new one answers `answer_to`."""
        method, parameters = screen.edit(None)
        if answer_to is not None:
            parameters["reply_parameters"] = {"message_id": answer_to, "allow_sending_without_reply": True}
        await self._put(method, parameters, Lane.ANSWER, live)

    async def place_picture(self, screen: Screen, message_id: int | None, live: str) -> None:
        """Put a picture in place of a message, or of the one of a name; a screen without one is put there as text."""
        if screen.photo is None:
            if message_id is None:
                await self.replace(live, screen)
            else:
                await self.reply(screen)
            return
        method, parameters = screen.edit_picture(message_id)
        await self._put(method, parameters, Lane.ANSWER, live)

    async def push(self, screen: Screen, *, about: str | None = None) -> None:
        """Send a message nobody waits for; `about` is told to whom it belongs if it cannot be delivered."""
        method, parameters = screen.send()
        if about is not None:
            parameters[ABOUT] = about
        await self._put(method, parameters, Lane.PUSH, None)

    def toast(self, key: str, **values: object) -> None:
        """Say a few words over the chat when the tap is answered."""
        self.turn.toast = self.t.plain(key, **values)[:200]

    @property
    def tapped_message(self) -> int | None:
        """The id of the message whose button was tapped, if it can be edited (a text of ours)."""
        update = self.turn.update
        query = update.callback_query if isinstance(update, Update) else None
        if query is None or query.message is None:
            return None
        if getattr(query.message, "photo", None) or getattr(query.message, "document", None):
            return None
        return query.message.message_id

    @property
    def tapped_any(self) -> int | None:
        """The id of the message whose button was tapped, whatever it shows."""
        update = self.turn.update
        query = update.callback_query if isinstance(update, Update) else None
        return query.message.message_id if query is not None and query.message is not None else None

    async def _put(self, method: str, parameters: dict[str, object], lane: Lane, live: str | None) -> None:
        chat_id, language = self.account.telegram_id, self.account.language
        parts = in_parts(method, parameters)
        for number, (one, its_parameters) in enumerate(parts, start=1):
            # The part that is replaced later is the one with the buttons.
            name = live if number == len(parts) or one == "editMessageText" else None
            await self.services.outbox.put(chat_id, one, its_parameters, language=language, lane=lane, live=name)
