"""The assistant: answers of every kind, consent, talks."""

import re
from html import unescape

from bot.ask_callbacks import AnswerConsent, AskVehicle, BrowseThreads, OnThread, OpenSuggestions, StartAsking
from bot.callbacks import Open, OpenRecord, OpenVehicle
from bot.context import BotContext
from bot.cost_callbacks import OpenCosts, OpenFuel
from bot.diagnosis_callbacks import StartDiagnosis
from bot.screens import Button, Rows, Screen
from bot.views import own_answers
from bot.views.lists import pager
from bot.views.names import vehicle_name
from core.domain.assistant.general_answers import GeneralAnswer
from core.domain.diagnosis.diagnose import Urgency
from core.domain.money import Money
from core.domain.plans import Feature
from core.domain.service_types import service_name
from core.i18n import Translator
from core.knowledge.diagnosis import diagnosis_knowledge
from core.models import AskExchange, AskThread, Vehicle
from core.services.asking import Depth, Which
from core.services.entitlements import Use
from core.services.own_answers import OwnAnswer
from core.services.threads import PAGE, ThreadPage, ThreadStats, ThreadView

_TAGS = re.compile(r"<[^>]+>")
_QUOTED = 300
_PREVIEWED = 110


def prompt(context: BotContext) -> Screen:
    """Ask for the question."""
    t = context.t
    rows = [[Button(t.plain("ask.threads"), BrowseThreads("list"))], [Button(t.plain("menu.button"), Open("menu"))]]
    return Screen(t("ask.prompt"), rows)


def from_rows(context: BotContext, exchange: AskExchange, answer: OwnAnswer, *, understood: bool = False) -> Screen:
    """What rows say, with the way to them; `understood`: a model chose what to look up."""
    t = context.t
    head = [t("ask.understood"), ""] if understood else []
    text = "\n".join([*head, own_answers.words(t, answer), "", t("ask.from_rows")])
    return Screen(text, [*_links(t, answer), *_ends(t, exchange)])


def which(context: BotContext, asked: Which) -> Screen:
    """Ask which vehicle is meant."""
    t = context.t
    rows = [[Button(vehicle_name(t, one), AskVehicle(asked.exchange.id, one.id))] for one in asked.vehicles[:10]]
    return Screen(t("own.which"), [*rows, [Button(t.plain("menu.button"), Open("menu"))]])


def unclear(context: BotContext, exchange: AskExchange) -> Screen:
    """Say what can be asked of the logbook, rather than a number that may be wrong."""
    return Screen(context.t("ask.unclear"), _ends(context.t, exchange))


def no_answer(context: BotContext, exchange: AskExchange) -> Screen:
    """Say that nothing is known about it."""
    diagnose = [Button(context.t.plain("ask.diagnose"), StartDiagnosis(0))]
    return Screen(context.t("ask.no_answer"), [diagnose, *_ends(context.t, exchange)])


def from_knowledge(
    context: BotContext, exchange: AskExchange, answer: GeneralAnswer, depth: Depth, *, failed: bool = False
) -> Screen:
    """What the built-in knowledge says: whole, or what safety asks for and the beginning of the rest."""
    t = context.t
    lines = [*_dangers(t, answer), *_told(t, answer, whole=depth is not Depth.PREVIEW)]
    lines += ["", t("ask.from_knowledge")]
    lines += [t("ask.model_failed")] if failed else []
    offer = _offer(t, depth, lines)
    return Screen("\n".join(lines).strip(), [*_trouble(t, answer), *offer, *_ends(t, exchange)])


def from_model(context: BotContext, exchange: AskExchange, answer: GeneralAnswer, depth: Depth) -> Screen:
    """What a model said, behind what safety asks for by our own rules."""
    t = context.t
    lines = [*_dangers(t, answer), t("ask.answered", words=exchange.answer or ""), "", t("ask.from_model")]
    offer = _offer(t, depth, lines)
    return Screen("\n".join(lines), [*_trouble(t, answer), *offer, *_ends(t, exchange)])


def told_in_words(t: Translator, answer: GeneralAnswer) -> str:
    """The plain words of an answer, to be kept in its talk."""
    return "\n".join([*_dangers(t, answer), *_told(t, answer, whole=True)])


def consent(context: BotContext, exchange_id: int) -> Screen:
    """Ask whether a service may be asked."""
    t = context.t
    yes = Button(t.plain("ask.consent_yes"), AnswerConsent("yes", exchange_id), style="primary")
    return Screen(t("ask.consent"), [[yes, Button(t.plain("ask.consent_no"), AnswerConsent("no", exchange_id))]])


def threads(context: BotContext, page: ThreadPage) -> Screen:
    """The talks, the last used first."""
    t = context.t
    rows: list[list[Button]] = [[_row(t, thread)] for thread in page.threads]
    text = t("ask.list_title") if page.threads else f"{t('ask.list_title')}\n{t('ask.list_empty')}"
    more = [Button(t.plain("ask.stats"), BrowseThreads("stats")), Button(t.plain("ask.again"), StartAsking(0))]
    turns = pager(t, lambda position: BrowseThreads("list", position), page.position, page.total, PAGE)
    return Screen(text, [*rows, more, *turns])


def stats(context: BotContext, found: ThreadStats, uses: list[Use]) -> Screen:
    """How much was asked, and how much a model may still be asked this month."""
    t = context.t
    lines: list[str] = [
        t(
            "ask.stats_text",
            threads=found.threads,
            asked=found.asked,
            rows=found.rows,
            knowledge=found.knowledge,
            model=found.model,
        )
    ]
    mine = [use for use in uses if use.feature is Feature.AI_MESSAGES and use.limit]
    lines += [t("ask.stats_left", used=use.used, limit=use.limit) for use in mine]
    rows = [[Button(t.plain("ask.threads"), BrowseThreads("list"))], [Button(t.plain("menu.button"), Open("menu"))]]
    return Screen("\n".join(lines), rows)


def thread(context: BotContext, view: ThreadView) -> Screen:
    """A talk: its last exchanges."""
    t, one = context.t, view.thread
    lines: list[str] = [t("ask.thread_title", title=one.title)]
    if view.total > len(view.exchanges):
        lines.append(t("ask.thread_more", n=view.total - len(view.exchanges)))
    for exchange in view.exchanges:
        lines += ["", t("ask.said", words=_short(exchange.question))]
        lines += [t("ask.answered", words=_short(exchange.answer, 600))] if exchange.answer else []
    rows = [
        [Button(t.plain("ask.go_on"), StartAsking(one.id), style="primary")],
        [
            Button(t.plain("ask.rename"), OnThread("rename", one.id)),
            Button(t.plain("ask.delete"), OnThread("delete", one.id)),
        ],
        [Button(t.plain("ask.threads"), BrowseThreads("list"))],
    ]
    return Screen("\n".join(lines), rows)


def ask_title(context: BotContext, thread_id: int) -> Screen:
    """Ask for a talk's name."""
    return Screen(context.t("ask.ask_title"), [[Button(context.t.plain("flow.back"), OnThread("open", thread_id))]])


def ask_delete(context: BotContext, one: AskThread) -> Screen:
    """Ask whether a talk is to go."""
    t = context.t
    yes = Button(t.plain("ask.delete_yes"), OnThread("deleted", one.id), style="danger")
    return Screen(
        t("ask.ask_delete", title=one.title), [[yes], [Button(t.plain("flow.back"), OnThread("open", one.id))]]
    )


def deleted(context: BotContext) -> Screen:
    """A talk is gone."""
    t = context.t
    rows = [[Button(t.plain("ask.threads"), BrowseThreads("list"))], [Button(t.plain("menu.button"), Open("menu"))]]
    return Screen(t("ask.deleted"), rows)


def _dangers(t: Translator, answer: GeneralAnswer) -> list[str]:
    """What our own rules say of a danger: told before anything else, whoever answers."""
    found = answer.diagnosis
    if found is None or not (found.urgency is Urgency.HIGH or found.doubts):
        return []
    advice = diagnosis_knowledge().sentences.advice
    head = t("ask.danger" if found.stop_driving else "ask.urgent")
    return [head, *(t("ask.safety", words=advice[name].in_language(t.language)) for name in found.advice), ""]


def _told(t: Translator, answer: GeneralAnswer, *, whole: bool) -> list[str]:
    lines: list[str] = []
    if answer.topic is not None:
        words = answer.topic.answer.in_language(t.language)
        lines.append(t("ask.answered", words=words if whole else _short(words, _PREVIEWED)))
        lines.append(t("ask.safety", words=answer.topic.safety.in_language(t.language)))
    for fact in answer.services if whole or answer.topic is None else ():
        lines.append(t("ask.service", service=t.plain(service_name(fact.service))))
        lines += [t("ask.answered", words=fact.basis)] if fact.basis else []
        if fact.cost is not None and (whole or not fact.basis):
            low, high = (Money(euros * 100) for euros in fact.cost)
            lines.append(t("ask.cost", low=low, high=high))
    if answer.diagnosis is not None and answer.topic is None:
        lines += [t("ask.trouble")]
    return lines


def _trouble(t: Translator, answer: GeneralAnswer) -> Rows:
    return [[Button(t.plain("ask.diagnose"), StartDiagnosis(0))]] if answer.diagnosis is not None else []


def _offer(t: Translator, depth: Depth, lines: list[str]) -> Rows:
    """Beside what is shown of an answer: what shows the rest."""
    if depth is Depth.WHOLE:
        return []
    lines.append(t("ask.tried" if depth is Depth.TRIED else "ask.preview"))
    return [[Button(t.plain("ask.see_plans"), Open("plans"))]]


def _links(t: Translator, answer: OwnAnswer) -> Rows:
    if answer.record_id is not None:
        return [[Button(t.plain("ask.open_record"), OpenRecord(answer.record_id))]]
    vehicle: Vehicle | None = answer.vehicle
    if vehicle is None:
        return []
    if answer.fill_id is not None or answer.rates or answer.question.category == "fuel":
        return [[Button(t.plain("ask.open_fills"), OpenFuel(vehicle.id))]]
    if answer.sums:
        return [[Button(t.plain("ask.open_costs"), OpenCosts(vehicle.id))]]
    return [[Button(t.plain("ask.open_vehicle"), OpenVehicle(vehicle.id))]]


def _ends(t: Translator, exchange: AskExchange) -> Rows:
    again = Button(t.plain("ask.again"), StartAsking(exchange.thread_id))
    return [
        [again, Button(t.plain("ask.threads"), BrowseThreads("list"))],
        [Button(t.plain("menu.suggest"), OpenSuggestions(0)), Button(t.plain("menu.button"), Open("menu"))],
    ]


def _row(t: Translator, thread: AskThread) -> Button:
    return Button(t.plain("ask.list_row", title=thread.title, day=thread.spoken_at.date()), OnThread("open", thread.id))


def _short(text: str, longest: int = _QUOTED) -> str:
    words = text.strip()
    if len(words) <= longest:
        return words
    head = words[:longest]
    return f"{head[: head.rfind(' ')] if ' ' in head[longest // 2 :] else head} …"


def plain_words(html: str) -> str:
    """The words of an answer without its markup, to be kept in a talk."""
    return unescape(_TAGS.sub("", html))
