"""The one seam in front of everything that administrators alone may do.

Every route of the administration (commands, buttons, open questions) stands in one `AdminOnly` among the routes, which
looks at each update anew whether it comes from somebody in ADMIN_IDS. For anybody else those routes are not there: a
command is an unknown command, a button is one of another time, and a text typed into a question that was open before
somebody ceased to be an administrator is any text, after the question is closed. What a route then needs it gets from
`desk`, which asks once more.
"""

from typing import Any

from telegram import Update
from telegram.ext import Application, BaseHandler

from bot.context import BotContext
from bot.flow import Flow, StepHandler
from bot.handlers import menu
from bot.turn import current_turn
from core.errors import Gone
from core.services.administration import Administration
from core.services.auditing import Actor

# What a tap elsewhere in the administration closes: words that are typed after it are not meant for it any more.
QUESTIONS = frozenset({"admin_type"})


class AdminOnly(BaseHandler[Any, BotContext, Any]):
    """Routes that exist for administrators."""

    def __init__(self, *handlers: StepHandler) -> None:
        super().__init__(callback=_close)
        self.handlers = handlers
        self.flows = frozenset(one.name for one in handlers if isinstance(one, Flow))

    def check_update(self, update: object) -> tuple[StepHandler | None, object] | None:
        """The route that takes the update, for an administrator; for others only what is left open is closed."""
        turn = current_turn.get()
        if turn is None or not isinstance(update, Update):
            return None
        if not turn.admin:
            return (None, None) if turn.place.flow in self.flows and _is_answer(update) else None
        for handler in self.handlers:
            check = handler.check_update(update)
            if check is not None and check is not False:
                return handler, check
        return None

    async def handle_update(
        self,
        update: Any,
        application: Application[Any, BotContext, Any, Any, Any, Any],
        check_result: Any,
        context: BotContext,
    ) -> None:
        """Run the route."""
        handler, check = check_result
        if handler is None:
            await _close(update, context)
            return
        if context.place.flow in QUESTIONS and not isinstance(handler, Flow):
            context.place.leave()
        await handler.handle_update(update, application, check, context)


def desk(context: BotContext) -> tuple[Administration, Actor]:
    """The use cases of administrators and who asks for them; for anybody else there is nothing there."""
    administration = context.services.admin
    if not administration.admins.include(context.account):
        raise Gone
    return administration, Actor.in_chat(context.account)


def _is_answer(update: Update) -> bool:
    """Whether the update would answer a question: anything but a command, which ends the question itself."""
    message = update.effective_message
    typed = update.callback_query is None and message is not None and (message.text or "").startswith("/")
    return not typed


async def _close(update: Update, context: BotContext) -> None:
    """Close the question that somebody may no longer be asked, and answer as if there had been none."""
    context.place.leave()
    if update.callback_query is not None:
        await menu.stale(update, context)
    else:
        await menu.hint(update, context)
