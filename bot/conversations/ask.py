"""Ask the assistant.

/ask -> QUESTION (text) -> answered, or asked which vehicle it is about, or whether a service may be asked (buttons)
a talk [rename] -> TITLE (text) -> the talk
A question typed at any moment is answered without a step; its talk goes on for half an hour.
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Message, Update
from telegram.ext import filters

from bot.ask_callbacks import AnswerConsent, AskVehicle, BrowseThreads, OnThread, StartAsking
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.live_text import live_name
from bot.routing import command, tap, typed
from bot.screens import Screen
from bot.views import ask as views
from bot.views import menu as menu_views
from core.domain.assistant.exchange import Consent, ExchangeState, Source
from core.domain.assistant.general_answers import general_answer, is_general_question
from core.domain.assistant.own_questions import OwnQuestion, read_question
from core.domain.diagnosis.diagnose import diagnose
from core.domain.typed_text import clean
from core.errors import Gone, Refusal
from core.services.asking import (
    AsksConsent,
    FromKnowledge,
    FromRows,
    NoAnswer,
    Outcome,
    Unanswerable,
    Underway,
    Which,
)

NAME = "ask"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    QUESTION = "question"
    TITLE = "title"


class AskDraft(BaseModel):
    """The talk that a question or a name is for; 0: the last one while it is fresh, or a new one."""

    thread_id: int = 0


class _IsQuestion(filters.MessageFilter):
    """A text that asks something the logbook or the built-in knowledge answers, and tells of no danger."""

    def filter(self, message: Message) -> bool:
        """Whether it does."""
        text = clean(message.text or "")
        if diagnose(text).alarms:
            return False
        return is_general_question(text) or isinstance(read_question(text, message.date.date()), OwnQuestion)


IS_QUESTION = _IsQuestion()


async def begin(update: Update, context: BotContext) -> Next:
    """Begin; what is typed behind the command is the question."""
    question = " ".join(context.args or ())
    if question:
        await answer(context, question)
        return END
    return await _prompt(context, 0)


async def begin_tapped(_: Update, context: BotContext) -> Next:
    """Begin, in a talk or in a new one."""
    thread = context.tap(StartAsking).thread
    if thread:
        await context.services.threads.get(context.account, thread)
    else:
        await context.services.threads.rest(context.account)
    return await _prompt(context, thread)


async def _prompt(context: BotContext, thread_id: int) -> Next:
    context.keep(AskDraft(thread_id=thread_id))
    await context.show(views.prompt(context))
    return Step.QUESTION


async def asked(_: Update, context: BotContext) -> Next:
    """Take the question."""
    if not context.text:
        await context.reply(menu_views.unsupported(context))
        return Step.QUESTION
    await answer(context, context.text, context.draft(AskDraft).thread_id)
    return END


async def free(_: Update, context: BotContext) -> None:
    """A question that was typed at any moment."""
    await answer(context, context.text)


async def anything(_: Update, context: BotContext) -> None:
    """A text that nothing else took: the assistant's for whoever has it, where it has something to say."""
    asking = context.services.asking
    says = not general_answer(context.text, context.account.language).is_empty
    entitled, asks = await asking.entitled(context.account), "?" in context.text
    # Who may ask and was not asked yet for their yes is asked for it where they ask something.
    may = asking.assistance.may_ask(context.account) or (asks and asking.assistance.must_consent(context.account))
    if entitled and (says or may):
        await answer(context, context.text)
        return
    await context.reply(menu_views.hint(context, offers=asks and not entitled))


async def answer(context: BotContext, text: str, thread_id: int = 0) -> None:
    """Answer a question, or say what is missing for it."""
    await _show(context, await context.services.asking.ask(context.account, text, thread_id))


async def vehicle_chosen(_: Update, context: BotContext) -> None:
    """The vehicle that a question is about."""
    tapped = context.tap(AskVehicle)
    await _show(context, await context.services.asking.of_vehicle(context.account, tapped.exchange, tapped.vehicle))


async def consented(_: Update, context: BotContext) -> None:
    """Their word on the service; a question that waited for it is answered."""
    tapped = context.tap(AnswerConsent)
    if tapped.consent not in set(Consent):
        raise Gone
    await context.services.assistance.decide(context.account, Consent(tapped.consent))
    if tapped.exchange:
        await _show(context, await context.services.asking.go_on(context.account, tapped.exchange))


async def _show(context: BotContext, outcome: Outcome) -> None:
    """The screen of an outcome; what was answered is kept in its talk."""
    match outcome:
        case FromRows(exchange, found):
            screen, source = views.from_rows(context, exchange, found), Source.ROWS
        case FromKnowledge(exchange, found, depth):
            screen, source = views.from_knowledge(context, exchange, found, depth), Source.KNOWLEDGE
        case Unanswerable(exchange):
            screen, source = views.unclear(context, exchange), Source.NONE
        case NoAnswer(exchange):
            screen, source = views.no_answer(context, exchange), Source.NONE
        case Which():
            await context.show(views.which(context, outcome))
            return
        case AsksConsent(exchange):
            await context.show(views.consent(context, exchange.id))
            return
        case Underway():
            return  # the job shows life at once
    await _keep(context, outcome, source, screen)
    await context.show(screen)


async def _keep(context: BotContext, outcome: Outcome, source: Source, screen: Screen) -> None:
    await context.services.threads.answered(outcome.exchange, views.plain_words(screen.text), source)


async def answered(context: BotContext) -> None:
    """A model was asked: its words, or those of the built-in knowledge when it failed."""
    asking = context.services.asking
    exchange, known, depth = await asking.outcome(context.account, context.event.subject)
    if exchange.state is ExchangeState.ANSWERED:
        return
    if exchange.source is Source.ROWS:
        await _queried(context, await asking.queried(context.account, exchange))
        return
    if exchange.source is Source.MODEL:
        screen = views.from_model(context, exchange, known, depth)
        await context.services.threads.answered(exchange, exchange.answer or "", Source.MODEL)
    elif exchange.source is Source.NONE:
        screen = views.unclear(context, exchange)
        await context.services.threads.answered(exchange, views.plain_words(screen.text), Source.NONE)
    elif known.is_empty:
        screen = views.no_answer(context, exchange)
        await context.services.threads.answered(exchange, views.plain_words(screen.text), Source.NONE)
    else:
        screen = views.from_knowledge(context, exchange, known, depth, failed=True)
        await context.services.threads.answered(exchange, views.plain_words(screen.text), Source.KNOWLEDGE)
    await context.replace(live_name(exchange.id), screen)


async def _queried(context: BotContext, outcome: Outcome) -> None:
    """What rows say to the query that a model chose: it is told what was understood."""
    exchange = outcome.exchange
    if isinstance(outcome, FromRows) and not outcome.answer.empty:
        screen, source = views.from_rows(context, exchange, outcome.answer, understood=True), Source.ROWS
    else:
        screen, source = views.unclear(context, exchange), Source.NONE
    await context.services.threads.answered(exchange, views.plain_words(screen.text), source)
    await context.replace(live_name(exchange.id), screen)


async def browse(_: Update, context: BotContext) -> None:
    """The talks, or figures about them."""
    tapped, threads = context.tap(BrowseThreads), context.services.threads
    if tapped.page == "stats":
        uses = await context.services.entitlements.usage(context.account)
        await context.show(views.stats(context, await threads.stats(context.account), uses))
        return
    await context.show(views.threads(context, await threads.page(context.account, tapped.position)))


async def act(_: Update, context: BotContext) -> Next:
    """A button of a talk."""
    tapped, threads = context.tap(OnThread), context.services.threads
    match tapped.action:
        case "open":
            await context.show(views.thread(context, await threads.view(context.account, tapped.thread)))
        case "rename":
            await threads.get(context.account, tapped.thread)
            context.keep(AskDraft(thread_id=tapped.thread))
            await context.show(views.ask_title(context, tapped.thread))
            return Step.TITLE
        case "delete":
            await context.show(views.ask_delete(context, await threads.get(context.account, tapped.thread)))
        case "deleted":
            await threads.delete(context.account, tapped.thread)
            await context.show(views.deleted(context))
        case _:
            raise Gone
    return END


async def titled(_: Update, context: BotContext) -> Next:
    """Take the name of a talk."""
    if not context.text:
        raise Refusal("error.text_expected")
    thread_id = context.draft(AskDraft).thread_id
    await context.services.threads.rename(context.account, thread_id, context.text)
    await context.reply(views.thread(context, await context.services.threads.view(context.account, thread_id)))
    return END


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[command("ask", begin), tap(StartAsking, begin_tapped), tap(OnThread, act)],
        steps={Step.QUESTION: [typed(asked)], Step.TITLE: [typed(titled)]},
    )
