"""Fault codes and complaints that are typed at any moment."""

from telegram import Message, Update
from telegram.ext import filters

from bot.context import BotContext
from bot.conversations import diagnose as conversation
from bot.flow import END
from bot.views import diagnoses as views
from core.domain.diagnosis.diagnose import diagnose
from core.domain.diagnosis.fault_codes import codes_in, masked
from core.domain.typed_text import clean
from core.services.vehicles import default_of

# Besides its codes, a message of codes says at most a word or two.
_FEW_WORDS = 3


class _IsCodes(filters.MessageFilter):
    """A text that is fault codes, and hardly anything else."""

    def filter(self, message: Message) -> bool:
        """Whether it is."""
        text = clean(message.text or "")
        return bool(codes_in(text)) and len(masked(text).split()) <= _FEW_WORDS


class _IsComplaint(filters.MessageFilter):
    """A text that tells of something wrong with a vehicle."""

    def filter(self, message: Message) -> bool:
        """Whether it does."""
        return diagnose(clean(message.text or "")).is_symptom


IS_CODES, IS_COMPLAINT = _IsCodes(), _IsComplaint()


async def codes(_: Update, context: BotContext) -> None:
    """Explain the fault codes of a message."""
    vehicles = await context.services.vehicles.active(context.account)
    await context.reply(views.codes(context, codes_in(context.text), default_of(context.account, vehicles)))


async def complaint(_: Update, context: BotContext) -> None:
    """Take a complaint that was typed at any moment for the beginning of a diagnosis."""
    following = await conversation.start(context, context.text)
    if following is not END:
        context.place.flow, context.place.step = conversation.NAME, str(following)
