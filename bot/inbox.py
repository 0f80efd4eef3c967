"""The update runner: one update, one transaction.

The step's rows, the chat's place, the messages to be sent and "this update is done" commit together. A refusal or a
fault rolls all of it back; then a second, small transaction says so to the person and marks the update done, with the
conversation where it was.
"""

from dataclasses import dataclass

import structlog
from telegram import Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot import errors
from bot.application import ChatApplication
from bot.background import Background
from bot.transport import TelegramApi
from bot.turn import ChatEvent, Turn, current_turn
from core import db
from core.errors import Refusal
from core.ports import JobTaken, RunningJob
from core.services import Services

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Inbox:
    """Handles the jobs `update` (what Telegram sent) and `event` (news of our own for a chat)."""

    application: ChatApplication
    services: Services
    api: TelegramApi
    background: Background

    async def update(self, job: RunningJob) -> None:
        """Handle what Telegram sent."""
        update = Update.de_json(job.payload["update"], self.application.bot)  # type: ignore[arg-type]  # JSON object
        if await self._outside_private_chats(update, job):
            return
        user = update.effective_user
        if user is None:
            return
        await self._run(update, user, job)

    async def event(self, job: RunningJob) -> None:
        """Handle news of our own jobs for a chat."""
        payload = job.payload
        event = ChatEvent(int(str(payload["chat_id"])), str(payload["kind"]), int(str(payload["subject"])))
        await self._run(event, None, job)

    async def buried(self, job: RunningJob) -> None:
        """Tell the person that their message could not be handled; within the engine's transaction."""
        update = Update.de_json(job.payload["update"], None)  # type: ignore[arg-type]  # JSON object
        user = update.effective_user
        if user is not None and _is_private(update):
            account = await self.services.accounts.arrive(_profile(user))
            await errors.apologise(self.services, account, f"j{job.id}")

    async def _run(self, update: Update | ChatEvent, user: User | None, job: RunningJob) -> None:
        turn: Turn | None = None
        try:
            async with db.transaction():
                turn = await self._open(update, user)
                if turn is not None:
                    await self._step(turn)
                await job.finish()
        except JobTaken:
            raise
        except Refusal as refusal:
            await self._tell(turn, job, refusal)
        except Exception as error:
            if db.is_transient(error) and job.attempts < 3:
                raise
            await self._tell(turn, job, errors.log_fault(error, job.id))
        finally:
            if isinstance(update, Update) and update.callback_query is not None:
                self._answer(update, turn)

    async def _open(self, update: Update | ChatEvent, user: User | None) -> Turn | None:
        if user is not None:
            account = await self.services.accounts.arrive(_profile(user))
        elif isinstance(update, ChatEvent):
            found = await self.services.accounts.by_chat(update.chat_id)
            if found is None:
                return None
            account = found
        else:
            return None
        place = await self.services.conversations.load(account.telegram_id)
        return Turn(update, account, place)

    async def _step(self, turn: Turn) -> None:
        before = (turn.place.flow, turn.place.step, dict(turn.place.draft))
        token = current_turn.set(turn)
        try:
            await self.application.process_update(turn.update)
        finally:
            current_turn.reset(token)
        if turn.error is not None:
            raise turn.error
        if before != (turn.place.flow, turn.place.step, turn.place.draft):
            await self.services.conversations.save(turn.place)

    async def _tell(self, turn: Turn | None, job: RunningJob, reason: Refusal | str) -> None:
        """After the step was rolled back: say why, and mark the update done, together."""
        async with db.transaction():
            if turn is not None:
                if isinstance(reason, Refusal):
                    await errors.explain(self.services, turn, reason)
                else:
                    await errors.apologise(self.services, turn.account, reason)
            await job.finish()

    def _answer(self, update: Update, turn: Turn | None) -> None:
        """Answer the tap, so that its spinner ends; not durable, since a late answer is refused anyway."""
        query = update.callback_query
        if query is None:
            return
        parameters: dict[str, object] = {"callback_query_id": query.id}
        if turn is not None and turn.toast:
            parameters |= {"text": turn.toast, "show_alert": turn.alert}
        self.background.start(self._answer_quietly(parameters))

    async def _answer_quietly(self, parameters: dict[str, object]) -> None:
        try:
            await self.api.call("answerCallbackQuery", parameters)
        except TelegramError as error:
            log.info("tap.answer_late", reason=type(error).__name__)

    async def _outside_private_chats(self, update: Update, job: RunningJob) -> bool:
        """In groups and channels say once an hour at most that we work in private; no personal data goes there."""
        if _is_private(update):
            return False
        async with db.transaction():
            await errors.private_only(self.services, update)
            await job.finish()
        return True


def _is_private(update: Update) -> bool:
    chat = update.effective_chat
    return chat is None or chat.type == ChatType.PRIVATE


def _profile(user: User) -> tuple[int, str, str | None]:
    return user.id, user.first_name, user.language_code
