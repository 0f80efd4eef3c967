"""Diagnoses: what is asked, the card, what a plan without them shows, a fault code that was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.callbacks import Open, OpenRecord
from bot.context import BotContext
from bot.diagnosis_callbacks import AnswerDiagnosis, OnDiagnosis, StartDiagnosis
from bot.screens import Button, Rows, Screen
from bot.views.names import newest, short_name, vehicle_name
from core.domain.diagnosis.diagnose import Diagnosis
from core.domain.diagnosis.fault_codes import FaultCode
from core.domain.money import Money
from core.i18n import Translator
from core.knowledge.diagnosis import diagnosis_knowledge
from core.models import MaintenanceRecord, Vehicle

_QUOTED = 240
_LIGHTS = {"high": "🔴", "medium": "🟠", "low": "🟢"}


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint in the person's words, what was answered, its vehicle, and what is made of it."""

    begun: int
    description: str
    said_yes: tuple[str, ...]
    said_no: tuple[str, ...]
    vehicle: Vehicle | None
    diagnosis: Diagnosis


def ask_vehicle(context: BotContext, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask which vehicle it is about; somebody else's can be diagnosed too."""
    t = context.t
    chosen = newest(vehicles, context.account.default_vehicle_id)
    rows = [[Button(vehicle_name(t, one), AnswerDiagnosis("vehicle", "vehicle", one.id))] for one in chosen]
    other = Button(t.plain("diagnose.other_vehicle"), AnswerDiagnosis("vehicle", "vehicle", 0))
    return Screen(t("diagnose.ask_vehicle"), [*rows, [other], [_cancel(t)]])


def ask_symptom(context: BotContext, vehicle: Vehicle | None, *, again: bool = False) -> Screen:
    """Ask what the vehicle does; once more when what was said tells of no trouble."""
    t = context.t
    name = vehicle_name(t, vehicle) if vehicle is not None else t.plain("diagnose.a_vehicle")
    return Screen(t("diagnose.ask_again" if again else "diagnose.ask_symptom", vehicle=name), [[_cancel(t)]])


def ask(context: BotContext, question: str, number: int, total: int, *, open_question: bool) -> Screen:
    """One question that narrows it down."""
    t = context.t
    said = diagnosis_knowledge().sentences.questions[question].in_language(t.language)
    answers = [
        Button(t.plain("diagnose.yes"), AnswerDiagnosis("yes", question)),
        Button(t.plain("diagnose.no"), AnswerDiagnosis("no", question)),
    ]
    unknown = Button(t.plain("diagnose.unknown"), AnswerDiagnosis("unknown", question))
    moves = [
        Button(t.plain("flow.back"), AnswerDiagnosis("back", question)),
        Button(t.plain("diagnose.finish"), AnswerDiagnosis("finish", question)),
    ]
    first = [unknown] if open_question else [*answers, unknown]
    key = "diagnose.question_open" if open_question else "diagnose.question"
    return Screen(t(key, number=number, total=total, question=said), [first, moves, [_cancel(t)]])


def ask_more(context: BotContext) -> Screen:
    """Ask what else there is to say about a diagnosis."""
    return Screen(context.t("diagnose.ask_more"), [[_cancel(context.t)]])


def card(context: BotContext, case: Case, *, head: str | None = None) -> Screen:
    """A diagnosis whole."""
    lines = [*([context.t(head), ""] if head is not None else []), *_lines(context, case)]
    return Screen("\n".join(lines), _rows(context, case))


def preview(context: BotContext, diagnosis: Diagnosis, description: str, vehicle: Vehicle | None) -> Screen:
    """What a plan without diagnoses shows: all that safety asks for, and a real piece of the rest."""
    t = context.t
    lines = [*_head(context, diagnosis, description, vehicle), *_advice(t, diagnosis, most=2)]
    if diagnosis.causes:
        first = diagnosis.causes[0]
        label = diagnosis_knowledge().causes.causes[first.cause].in_language(t.language)
        lines += ["", t("diagnose.first_cause", cause=label, share=first.probability)]
    lines += [*_codes(t, diagnosis.codes)]
    lines += ["", t("diagnose.preview", n=max(len(diagnosis.causes) - 1, 1))]
    plans = [Button(t.plain("diagnose.see_plans"), Open("plans"))]
    return Screen("\n".join(lines), [plans, [Button(t.plain("menu.button"), Open("menu"))]])


def garage(context: BotContext, case: Case, today: date) -> Screen:
    """A summary that can be forwarded to a garage as it stands."""
    t = context.t
    back = [Button(t.plain("diagnose.back"), OnDiagnosis("open", case.begun))]
    return Screen("\n".join(summary(context, case, today)), [back])


def summary(context: BotContext, case: Case, today: date) -> list[str]:
    """What a garage needs to know, without what the person would not pass on."""
    t, diagnosis = context.t, case.diagnosis
    known, questions = diagnosis_knowledge().causes.causes, diagnosis_knowledge().sentences.questions
    lines: list[str] = [t("diagnose.for_garage")]
    if case.vehicle is not None:
        lines.append(t("diagnose.garage_vehicle", vehicle=vehicle_name(t, case.vehicle)))
        if case.vehicle.kilometres is not None:
            lines.append(t("vehicle.kilometres", kilometres=case.vehicle.kilometres))
    lines += [t("diagnose.garage_day", day=today), ""]
    lines.append(t("diagnose.garage_says", words=case.description))
    for yes, names in ((True, case.said_yes), (False, case.said_no)):
        answer = t.plain("diagnose.yes" if yes else "diagnose.no")
        asked = [questions[name].in_language(t.language) for name in names if name in questions]
        lines += [t("diagnose.garage_answer", question=question, answer=answer) for question in asked]
    lines += _codes(t, diagnosis.codes)
    causes = [known[one.cause].in_language(t.language) for one in diagnosis.causes[:3]]
    if causes:
        lines += ["", t("diagnose.garage_causes", causes=", ".join(causes))]
    lines += ["", t("diagnose.garage_request")]
    return lines


def planned(context: BotContext, begun: int, record: MaintenanceRecord) -> Screen:
    """The work that was planned."""
    t = context.t
    rows = [
        [Button(t.plain("diagnose.open_record"), OpenRecord(record.id))],
        [Button(t.plain("diagnose.back"), OnDiagnosis("open", begun))],
    ]
    return Screen(t("diagnose.planned", day=record.done_on), rows)


def codes(context: BotContext, found: Sequence[FaultCode], vehicle: Vehicle | None) -> Screen:
    """The fault codes of a message, explained."""
    t = context.t
    known, told = diagnosis_knowledge().causes.causes, []
    for code in found:
        told += ["", t("diagnose.code", code=code.code, label=code.label(t.language))]
        causes = [known[cause].in_language(t.language) for cause in code.causes[:3]]
        if causes:
            told.append(t("diagnose.code_causes", causes=", ".join(causes)))
    start = StartDiagnosis(vehicle.id if vehicle is not None else 0, found[0].code.lower())
    rows = [[Button(t.plain("diagnose.with_code"), start)], [Button(t.plain("menu.button"), Open("menu"))]]
    return Screen("\n".join([t("diagnose.codes_title"), *told, "", t("diagnose.codes_note")]), rows)


def title(t: Translator, case: Case) -> str:
    """What a diagnosis is called: its symptom, or the first words that were said."""
    symptom = next(
        (one for one in diagnosis_knowledge().symptoms.symptoms if one.id in case.diagnosis.symptoms[:1]), None
    )
    if symptom is not None:
        return symptom.title.in_language(t.language)
    words = " ".join(case.description.split())
    return words[:60] + (" …" if len(words) > 60 else "")


def _lines(context: BotContext, case: Case) -> list[str]:
    t, diagnosis = context.t, case.diagnosis
    known = diagnosis_knowledge().causes
    lines = _head(context, diagnosis, case.description, case.vehicle)
    lines += _codes(t, diagnosis.codes)
    # In danger, what to do comes before what it may be.
    lines += _advice(t, diagnosis) if diagnosis.stop_driving else []
    if diagnosis.causes:
        lines += ["", t("diagnose.causes")]
        for one in diagnosis.causes:
            label = known.causes[one.cause].in_language(t.language)
            lines.append(t("diagnose.cause", share=one.probability, cause=label))
    if diagnosis.cost is not None and diagnosis.cost[1]:
        low, high = (Money(euros * 100) for euros in diagnosis.cost)
        lines += [
            "",
            t("diagnose.cost", low=low, high=high),
            t("diagnose.basis", basis=known.basis.in_language(t.language)),
        ]
    lines += [] if diagnosis.stop_driving else _advice(t, diagnosis)
    lines += ["", t("diagnose.confidence", level=t.plain(f"diagnose.sure_{diagnosis.confidence.value}"))]
    return lines


def _head(context: BotContext, diagnosis: Diagnosis, description: str, vehicle: Vehicle | None) -> list[str]:
    t = context.t
    name = short_name(vehicle) if vehicle is not None else ""
    words = " ".join(description.split())
    quoted = words[:_QUOTED] + (" …" if len(words) > _QUOTED else "")
    lines = [
        t("diagnose.title", vehicle=name) if name else t("diagnose.title_plain"),
        t("diagnose.quoted", words=quoted),
        "",
    ]
    if diagnosis.stop_driving:
        lines.append(t("diagnose.stop_driving"))
    urgency = diagnosis.urgency.value
    return [*lines, f"{_LIGHTS[urgency]} {t(f'diagnose.urgency_{urgency}')}"]


def _advice(t: Translator, diagnosis: Diagnosis, most: int = 9) -> list[str]:
    sentences = diagnosis_knowledge().sentences
    lines = ["", t("diagnose.advice")]
    lines += [
        t("diagnose.bullet", words=sentences.advice[name].in_language(t.language)) for name in diagnosis.advice[:most]
    ]
    stops = [sentences.stop[name].in_language(t.language) for name in diagnosis.stop_when if name != "now"]
    if stops:
        lines.append(t("diagnose.stop_when", words=" ".join(stops)))
    return lines


def _codes(t: Translator, found: Sequence[FaultCode]) -> list[str]:
    return [t("diagnose.code", code=code.code, label=code.label(t.language)) for code in found]


def _rows(context: BotContext, case: Case) -> Rows:
    t, begun = context.t, case.begun
    plan = [Button(t.plain("diagnose.plan"), OnDiagnosis("plan", begun))] if case.vehicle is not None else []
    number = case.vehicle.id if case.vehicle is not None else 0
    return [
        [Button(t.plain("diagnose.garage"), OnDiagnosis("garage", begun))],
        [*plan, Button(t.plain("diagnose.remind"), OnDiagnosis("remind", begun))],
        [Button(t.plain("diagnose.more"), OnDiagnosis("more", begun))],
        [Button(t.plain("diagnose.begin"), StartDiagnosis(number)), Button(t.plain("menu.button"), Open("menu"))],
    ]


def _cancel(t: Translator) -> Button:
    return Button(t.plain("flow.cancel"), AnswerDiagnosis("cancel", ""))
