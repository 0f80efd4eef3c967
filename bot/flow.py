"""Conversations with steps, over a place kept in the database.

`Flow` stands where PTB's ConversationHandler would: it holds ordinary PTB handlers per step, whose callbacks return
the next step. What it waits for lives in the chat's row, so a restart or another process goes on where it was.
"""

from collections.abc import Mapping, Sequence
from enum import Enum, StrEnum
from typing import Any, cast

from telegram import Update
from telegram.ext import Application, BaseHandler

from bot.context import BotContext
from bot.turn import current_turn


class End(Enum):
    """What a step returns when the conversation is over."""

    END = "end"


END = End.END

Next = StrEnum | End | None
StepHandler = BaseHandler[Update, BotContext, Any]


class Flow(BaseHandler[Update, BotContext, Any]):
    """A named conversation: how it starts, what each step takes, what works in every step."""

    def __init__(
        self,
        name: str,
        entry: Sequence[StepHandler],
        steps: Mapping[StrEnum, Sequence[StepHandler]],
        anywhere: Sequence[StepHandler] = (),
    ) -> None:
        super().__init__(callback=_unused)
        self.name = name
        self.entry = tuple(entry)
        self.steps = {str(step): tuple(handlers) for step, handlers in steps.items()}
        self.anywhere = tuple(anywhere)

    def check_update(self, update: object) -> tuple[StepHandler, object] | None:
        """The handler of this flow that takes the update where the chat stands, if one does."""
        turn = current_turn.get()
        if turn is None or not isinstance(update, Update):
            return None
        if turn.place.flow == self.name:
            # What starts the flow starts it over, if the step itself does not take it.
            waiting = (*self.steps.get(turn.place.step, ()), *self.anywhere, *self.entry)
        else:
            waiting = self.entry
        for handler in waiting:
            check = handler.check_update(update)
            if check is not None and check is not False:
                return handler, check
        return None

    async def handle_update(
        self,
        update: object,
        application: Application[Any, BotContext, Any, Any, Any, Any],
        check_result: object,
        context: BotContext,
    ) -> None:
        """Run the step and move to where it says; a step that raises leaves the place as it was."""
        handler, check = cast("tuple[StepHandler, object]", check_result)
        if context.place.flow != self.name and context.place.flow:
            context.turn.left_flow = context.place.step != "told"
            context.place.leave()
        following: Next = await handler.handle_update(update, application, check, context)  # type: ignore[arg-type]  # checked above
        if following is END:
            context.place.leave()
        elif isinstance(following, StrEnum):
            context.place.flow, context.place.step = self.name, str(following)


async def _unused(_: Update, __: BotContext) -> None:
    """PTB wants a callback; the steps have their own."""


def flow(
    name: str,
    *,
    entry: Sequence[StepHandler],
    steps: Mapping[Any, Sequence[StepHandler]],
    anywhere: Sequence[StepHandler] = (),
) -> Flow:
    """A conversation as one table."""
    return Flow(name, entry, steps, anywhere)
