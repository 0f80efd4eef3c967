"""What a person is told when a step could not be done: a refusal in its own words, or one calm sentence."""

import structlog
from telegram import Update

from bot.callbacks import LeaveFlow, Open
from bot.screens import Button, Screen
from bot.turn import Turn
from bot.views.offers import blocked
from core import trace
from core.errors import Gone, Refusal
from core.i18n import translator
from core.models import Account
from core.services import Services
from core.services.documents import CardChanged
from core.services.entitlements import Blocked
from core.services.manners import translator_of

log = structlog.get_logger()


def log_fault(error: Exception, job_id: int) -> str:
    """Log it once and return the reference that the person is told."""
    following = trace.current()
    reference = following.id if following is not None else f"j{job_id}"
    log.error("update.fault", reference=reference, job=job_id, error=type(error).__name__, exc_info=error)
    return reference


async def explain(services: Services, turn: Turn, refusal: Refusal) -> None:
    """Tell a refusal; after a tap on something gone, the way back to the menu is offered."""
    t = translator_of(turn.account)
    if isinstance(refusal, CardChanged) and isinstance(turn.update, Update) and turn.update.callback_query is not None:
        turn.toast, turn.alert = t.plain(refusal.key, **refusal.values), True
        return
    leaving = [[Button(t.plain("flow.cancel"), LeaveFlow())]] if turn.place.flow else []
    if isinstance(refusal, Blocked):
        await _put(services, turn.account, blocked(t, refusal, leaving))
        return
    if leaving:
        rows = leaving
        await _put(services, turn.account, Screen(t(refusal.key, **refusal.values), rows))
        return
    rows = [[Button(t.plain("menu.button"), Open("menu"))]] if isinstance(refusal, Gone) else []
    await _put(services, turn.account, Screen(t(refusal.key, **refusal.values), rows))


async def apologise(services: Services, account: Account, reference: str) -> None:
    """Say that it is our fault and that nothing was changed."""
    await _put(services, account, Screen(translator(account.language)("error.unexpected", reference=reference)))


async def private_only(services: Services, update: Update) -> None:
    """Say in a group that the service works in private; channels and repeated calls get nothing."""
    message, chat = update.message, update.effective_chat
    if message is None or chat is None or not (message.text or "").startswith("/"):
        return
    language = services.accounts.language_for(message.from_user.language_code if message.from_user else None)
    if not await services.accounts.may_speak_in_group(chat.id):
        return
    method, parameters = Screen(translator(language)("chat.private_only")).send()
    await services.outbox.put(chat.id, method, parameters, language=language)


async def _put(services: Services, account: Account, screen: Screen) -> None:
    method, parameters = screen.send()
    await services.outbox.put(account.telegram_id, method, parameters, language=account.language)
