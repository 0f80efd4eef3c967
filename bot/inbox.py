"""The update runner: one update, one transaction.

The step's rows, the chat's place, the messages to be sent and "this update is done" commit together. A refusal or a
fault rolls all of it back; then a second, small transaction says so to the person and marks the update done, with the
conversation where it was.
"""

from dataclasses import dataclass, field

import structlog
from telegram import Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot import errors
from bot.application import ChatApplication
from bot.background import Background
from bot.transport import TelegramApi
from bot.turn import ChatEvent, Turn, current_turn
from bot.updates import chat_of, kind_of
from core import db, trace
from core.domain.typed_text import clean_line
from core.domain.usual_units import units_of
from core.errors import Refusal
from core.faults import fault
from core.i18n import translator
from core.meters import Meters
from core.ports import PASSING_ATTEMPTS, JobTaken, PermanentFailure, RunningJob
from core.services import Services
from core.services.conversations import Conversation
from core.services.manners import units_typed
from core.trace import Trace

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Inbox:
    """Handles the jobs `update` (what Telegram sent) and `event` (news of our own for a chat)."""

    application: ChatApplication
    services: Services
    api: TelegramApi
    background: Background
    meters: Meters = field(default_factory=Meters)

    async def update(self, job: RunningJob) -> None:
        """Handle what Telegram sent."""
        update = self._read(job.payload["update"])
        kind, since = kind_of(update), job.payload.get("at")
        following = Trace(f"u{update.update_id}", kind, since if isinstance(since, int) else 0)
        with trace.following(following), self.meters.timed("update_seconds", kind):
            await self._take(update, job)

    async def _take(self, update: Update, job: RunningJob) -> None:
        user, done = update.effective_user, None
        try:
            if not await self._outside_private_chats(update, job) and user is not None:
                done = await self._run(update, user, job)
        finally:
            self._answer(update, done)

    def _read(self, raw: object) -> Update:
        try:
            return Update.de_json(raw, self.application.bot)  # type: ignore[arg-type]  # JSON object
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
            raise PermanentFailure(f"unreadable update: {type(error).__name__}") from error

    async def event(self, job: RunningJob) -> None:
        """Handle news of our own jobs for a chat."""
        payload = job.payload
        event = ChatEvent(int(str(payload["chat_id"])), str(payload["kind"]), int(str(payload["subject"])))
        with self.meters.timed("update_seconds", event.kind):
            await self._run(event, None, job)

    async def buried(self, job: RunningJob) -> None:
        """Tell the person that their message, or news for them, was given up; within the engine's transaction."""
        payload = job.payload
        update = payload.get("update")
        chat_id = chat_of(update) if isinstance(update, dict) else int(str(payload["chat_id"]))
        if chat_id > 0:  # a private chat
            stranger = self.services.accounts.stranger(chat_id, None)
            account = await self.services.accounts.by_chat(chat_id) or stranger
            await errors.apologise(self.services, account, f"j{job.id}")

    async def _run(self, update: Update | ChatEvent, user: User | None, job: RunningJob) -> Turn | None:
        """Run the step; returns its turn, or None if it failed and the person was told."""
        turn: Turn | None = None
        try:
            async with db.transaction():
                turn = await self._open(update, user)
                if turn is not None:
                    await self._step(turn)
                fault("step.ran")
                await job.finish()
                fault("step.marked_done")
            fault("step.committed")
        except JobTaken:
            raise
        except Refusal as refusal:
            if turn is not None:
                turn.toast = None  # what the step wanted to say was rolled back with it
            await self._tell(turn, job, refusal)
            self._count(update, "refused")
            return turn
        except Exception as error:
            if db.is_transient(error) and job.attempts < _tries(error):
                raise
            await self._tell(turn or self._stranger(update, user), job, errors.log_fault(error, job.id))
            self._count(update, "fault")
            return None
        self._count(update, "done")
        return turn

    def _count(self, update: Update | ChatEvent, result: str) -> None:
        self.meters.count("updates", update.kind if isinstance(update, ChatEvent) else kind_of(update), result)

    async def _open(self, update: Update | ChatEvent, user: User | None) -> Turn | None:
        chat_id = user.id if user is not None else update.chat_id if isinstance(update, ChatEvent) else None
        if chat_id is None:
            return None
        account, place = await self.services.conversations.load_with_account(chat_id)
        if user is not None:
            account = await self.services.accounts.arrive(_profile(user), _username(user), known=account)
        if account is None:
            return None
        return Turn(update, account, place, admin=self.services.admin.admins.include(account))

    def _stranger(self, update: Update | ChatEvent, user: User | None) -> Turn | None:
        """Whom to tell that not even their account could be read."""
        if user is None:
            return None
        return Turn(update, self.services.accounts.stranger(user.id, user.language_code), Conversation(user.id))

    async def _step(self, turn: Turn) -> None:
        before = (turn.place.flow, turn.place.step, dict(turn.place.draft))
        token = current_turn.set(turn)
        try:
            with units_of(units_typed(turn.account)):
                await self.application.process_update(turn.update)
        finally:
            current_turn.reset(token)
        if turn.error is not None:
            # What the step said and where it went is rolled back with its rows.
            turn.place.flow, turn.place.step, turn.place.draft = before
            turn.toast, turn.left_flow = None, False
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
        if update.pre_checkout_query is not None:
            self.background.start(self._answer_payment(update.pre_checkout_query.id, turn))
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

    async def _answer_payment(self, query: str, turn: Turn | None) -> None:
        """Tell Telegram within its ten seconds whether a payment may go through."""
        may = turn is not None and turn.may_pay
        parameters: dict[str, object] = {"pre_checkout_query_id": query, "ok": may}
        if not may:
            t = translator(turn.account.language if turn is not None else None)
            parameters["error_message"] = t.plain("stars.refused")
        try:
            await self.api.call("answerPreCheckoutQuery", parameters)
        except TelegramError as error:
            log.warning("payment.answer_late", reason=type(error).__name__)

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
    return user.id, clean_line(user.first_name), user.language_code


def _username(user: User) -> str | None:
    return clean_line(user.username).lower()[:64] if user.username else None


def _tries(error: Exception) -> int:
    """How often a step is tried that something passing has cut."""
    return PASSING_ATTEMPTS if isinstance(error, db.DatabaseError) else 3
