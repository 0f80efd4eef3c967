"""What a diagnosis asks: which vehicle, what it does, what narrows it down; what becomes of a photo or voice note."""

from collections.abc import Sequence

from bot.callbacks import Open
from bot.context import BotContext
from bot.diagnosis_callbacks import AnswerDiagnosis, OnDiagnosis
from bot.screens import Button, Screen
from bot.views import vehicle_choice
from bot.views.names import vehicle_name
from core.domain.diagnosis.diagnosis_status import PieceKind
from core.i18n import Translator
from core.knowledge.diagnosis import diagnosis_knowledge
from core.models import Vehicle

# The dangers that are offered to be tapped where the words were not understood.
SIGNS = ("brakes", "steering", "smoke_fire", "fuel_leak", "overheating", "tyre_burst")


def ask_vehicle(context: BotContext, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask which vehicle it is about; somebody else's can be diagnosed too."""
    t = context.t
    rows = vehicle_choice.buttons(context, vehicles, lambda one: AnswerDiagnosis("vehicle", "vehicle", one.id))
    other = Button(t.plain("diagnose.other_vehicle"), AnswerDiagnosis("vehicle", "vehicle", 0))
    return Screen(t("diagnose.ask_vehicle"), [*rows, [other], [_cancel(t)]])


def ask_symptom(context: BotContext, vehicle: Vehicle | None, *, again: bool = False) -> Screen:
    """Ask what the vehicle does; once more when what was said tells of no trouble."""
    t = context.t
    name = vehicle_name(t, vehicle) if vehicle is not None else t.plain("diagnose.a_vehicle")
    if not again and vehicle is None:
        return Screen(t("diagnose.ask_symptom", vehicle=t.plain("menu.diagnose_title")), [[_cancel(t)]])
    if not again:
        return Screen(t("diagnose.ask_symptom", vehicle=name), [[_cancel(t)]])
    # What was not understood may be a danger all the same.
    signs = [Button(t.plain(f"diagnose.sign_{one}"), AnswerDiagnosis("sign", f"safe_{one}")) for one in SIGNS]
    return Screen(t("diagnose.ask_again", vehicle=name), [signs[:3], signs[3:], [_cancel(t)]])


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
    text = t(key, number=number, total=max(total, number), question=said)
    return Screen(text, [first, moves, [_cancel(t)]])


def ask_more(context: BotContext, case_id: int) -> Screen:
    """Ask what else there is to say about a diagnosis."""
    return Screen(context.t("diagnose.ask_more"), [[_back(context.t, case_id)]])


def piece_kept(context: BotContext, kind: PieceKind, case_id: int | None = None) -> Screen:
    """A photo or a voice note is kept: what happens to it, and what helps meanwhile."""
    rows = [[_back(context.t, case_id)]] if case_id is not None else [[_cancel(context.t)]]
    # Where somebody sees and hears, it says so: what is found comes by itself.
    moment = "perceived" if context.services.assistance.may_ask(context.account) else "kept"
    return Screen(context.t(f"diagnose.{kind.value}_{moment}"), rows)


def piece_needs_plan(context: BotContext) -> Screen:
    """Photos and voice notes are kept with a plan that keeps diagnoses; words always do."""
    t = context.t
    return Screen(
        t("diagnose.piece_needs_plan"), [[Button(t.plain("diagnose.see_plans"), Open("plans"))], [_cancel(t)]]
    )


def enough_pieces(context: BotContext, most: int) -> Screen:
    """No more files than that."""
    return Screen(context.t("diagnose.enough_pieces", n=most), [[_cancel(context.t)]])


def piece_lost(context: BotContext, refusal: str, case_id: int) -> Screen:
    """A photo or a voice note could not be kept."""
    t = context.t
    return Screen(f"{t('diagnose.piece_lost')}\n{t(refusal)}", [[_back(t, case_id)]])


def _cancel(t: Translator) -> Button:
    return Button(t.plain("flow.cancel"), AnswerDiagnosis("cancel", ""))


def _back(t: Translator, case_id: int) -> Button:
    return Button(t.plain("diagnose.back"), OnDiagnosis("open", case_id))
