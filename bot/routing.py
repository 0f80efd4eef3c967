"""How handlers are bound to updates: commands that leave a flow, taps by kind, texts, files."""

import re
from collections.abc import Awaitable, Callable, Coroutine
from functools import lru_cache
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.callbacks import FormMove, Tap
from bot.context import BotContext
from bot.flow import Next, StepHandler
from bot.turn import ChatEvent, current_turn
from core.domain.typed_text import folded
from core.errors import Gone

Callback = Callable[[Update, BotContext], Coroutine[Any, Any, Any]]
EventCallback = Callable[[BotContext], Awaitable[None]]

TEXT = filters.TEXT & ~filters.COMMAND


def command(name: str, callback: Callback) -> StepHandler:
    """A command, which ends whatever step was waiting and says so in one line."""

    async def leaving(update: Update, context: BotContext) -> Next:
        if context.place.flow:
            # What was told already is not lost by leaving it.
            context.turn.left_flow = context.place.step != "told"
            context.place.leave()
        following: Next = await callback(update, context)
        return following

    # An edited command counts as typed anew.
    return CommandHandler(name, leaving)


def tap(kind: type[Tap], callback: Callback) -> StepHandler:
    """A tap on a button of this kind."""
    return CallbackQueryHandler(callback, pattern=lambda data: isinstance(data, str) and kind.parse(data) is not None)


def tap_where(kind: type[Tap], callback: Callback, **values: object) -> StepHandler:
    """A tap on a button of this kind that says just this."""

    def says(data: object) -> bool:
        tapped = kind.parse(data) if isinstance(data, str) else None
        return tapped is not None and all(getattr(tapped, name) == value for name, value in values.items())

    return CallbackQueryHandler(callback, pattern=says)


def typed(callback: Callback) -> StepHandler:
    """A text that is no command; an edited message counts as new text for the step it answers."""
    return MessageHandler(TEXT, callback)


def said_move(callback: Callback, otherwise: Callback) -> StepHandler:
    """A word typed for the button that skips a question or goes back; where there is none, it is an answer like any."""

    async def moving(update: Update, context: BotContext) -> Next:
        move = "skip" if _words_of(context.text[:60]) in _SPOKEN["skip"] else "back"
        context.turn.said = FormMove(move, context.place.step)
        try:
            following: Next = await callback(update, context)
        except Gone:
            following = await otherwise(update, context)
        return following

    return MessageHandler(spoken("skip") | spoken("back"), moving)


# Whole messages that people type instead of a command, folded: no accents, lower case.
_SPOKEN = {
    "cancel": {
        *("annuler", "annule", "annule tout", "stop", "arrete", "quitter", "cancel", "abandonner", "laisse tomber"),
        *("undo", "defaire", "never mind", "quit", "exit", "cancel that", "forget it"),
        *("cancelar", "cancela", "dejalo", "salir", "deshacer"),
    },
    # What these take back, where nothing is being asked, is what was written down last.
    "undo": {"annuler", "annule", "annule ca", "defaire", "undo", "undo that", "take it back", "deshacer", "deshaz"},
    "yes": {"oui", "ouais", "yes", "yep", "yeah", "ok", "okay", "d accord", "c est bon", "si", "vale", "de acuerdo"},
    "no": {"non", "nan", "non merci", "no", "nope", "no thanks", "no thank you", "no gracias"},
    "skip": {
        *("passer", "passe", "skip", "sauter", "suivant", "suivante", "next", "je ne sais pas", "sais pas", "jsp"),
        *(
            "aucune idee",
            "i don t know",
            "don t know",
            "dont know",
            "no idea",
            "dunno",
            "pass",
            "saltar",
            "omitir",
            "siguiente",
            "no lo se",
        ),
        *("saltar", "siguiente", "no lo se", "no se", "ni idea"),
    },
    # Where words of one's own are asked for that need not be.
    "none": {
        *("non", "nan", "non merci", "rien", "aucun", "aucune", "pas de note", "no", "nope", "no thanks", "none"),
        *("nothing", "no gracias", "nada", "ninguno", "ninguna"),
    },
    "back": {"retour", "revenir", "precedent", "en arriere", "back", "go back", "atras", "volver"},
    "menu": {"menu", "le menu", "accueil", "home", "el menu", "inicio"},
    "help": {
        *("aide", "help", "aidez moi", "aide moi", "help me", "que sais tu faire", "what can you do"),
        *("ayuda", "ayudame", "que sabes hacer"),
    },
    "greeting": {
        *(
            "bonjour",
            "salut",
            "bonsoir",
            "coucou",
            "slt",
            "bjr",
            "cc",
            "hello",
            "hi",
            "hey",
            "good morning",
            "start",
            "commencer",
        ),
        *("hola", "buenos dias", "buenas tardes", "buenas", "empezar"),
    },
    "due": {
        *("a venir", "echeances", "prochaines echeances", "quoi de prevu", "qu est ce qui est prevu", "a prevoir"),
        *("what s due", "whats due", "what is due", "what is next", "what s next", "whats next", "upcoming", "due"),
        *("que toca", "que me toca", "proximos vencimientos", "vencimientos"),
    },
    "thanks": {
        *("merci", "merci beaucoup", "merci bien", "thanks", "thanks a lot", "thank you", "ok", "ok merci", "parfait"),
        *("super", "d accord", "gracias", "muchas gracias", "vale", "perfecto", "de acuerdo"),
    },
}


class _Spoken(filters.MessageFilter):
    """A message that is one of these words."""

    def __init__(self, words: set[str]) -> None:
        super().__init__()
        self.words = words

    def filter(self, message: Message) -> bool:
        """Whether it is."""
        return _words_of((message.text or "")[:60]) in self.words


def says(text: str, *names: str) -> bool:
    """Whether a text is one of the words of these names."""
    return any(_words_of(text[:60]) in _SPOKEN[name] for name in names)


@lru_cache(maxsize=64)
def _words_of(text: str) -> str:
    """The words of a message, folded; each of the filters above looks at them."""
    return " ".join(re.findall(r"[a-z]+", folded(text)))


def spoken(meaning: str) -> filters.BaseFilter:
    """Messages of one of the words for a meaning."""
    return TEXT & _Spoken(_SPOKEN[meaning])


class InFlow(filters.MessageFilter):
    """Whether a question is open in this chat."""

    def filter(self, _: Message) -> bool:
        """Whether one is."""
        turn = current_turn.get()
        return turn is not None and bool(turn.place.flow)


class EventHandler(BaseHandler[ChatEvent, BotContext, Any]):
    """News of our own jobs, by kind."""

    def __init__(self, kind: str, callback: EventCallback) -> None:
        super().__init__(callback=_unused)
        self.kind, self.event_callback = kind, callback

    def check_update(self, update: object) -> bool:
        """Whether this is news of our kind."""
        return isinstance(update, ChatEvent) and update.kind == self.kind

    async def handle_update(
        self, update: ChatEvent, application: Any, check_result: object, context: BotContext
    ) -> None:
        """Answer the news."""
        await self.event_callback(context)


async def _unused(_: ChatEvent, __: BotContext) -> None:
    """PTB wants a callback of its own shape; news have theirs."""
