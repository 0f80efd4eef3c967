"""/start with a word behind it: links of ours that open the chat. A word we do not know is ignored politely."""

from collections.abc import Awaitable, Callable, Mapping

from telegram import Update

from bot.context import BotContext
from bot.handlers import menu, recovery, sharing
from core.services.sharing import PREFIX

# By the first letter of the word, which the rest of it is handed to.
OPENERS: Mapping[str, Callable[[BotContext, str], Awaitable[None]]] = {"m": recovery.link, PREFIX: sharing.invited}
# The letter and a word of at least 128 bits.
_SHORTEST = 23


async def start(update: Update, context: BotContext) -> None:
    """Open what the link is about, or welcome."""
    _, _, word = context.text.partition(" ")
    opener = OPENERS.get(word[:1]) if len(word) >= _SHORTEST else None
    if opener is None:
        await menu.start(update, context)
        return
    await opener(context, word[1:])
