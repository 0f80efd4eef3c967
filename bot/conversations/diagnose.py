"""Find out what is wrong with a vehicle.

/diagnose -> VEHICLE (button, where it is not clear) -> SYMPTOM (text, fault codes) -> QUESTION (buttons or text, up to
             three) -> TOLD: the diagnosis, for the garage, to plan work, to be followed up
TOLD [add a detail] -> MORE (text) -> TOLD. What must stop the vehicle is told at once, without a question.
"""

from enum import StrEnum
from typing import Final

from pydantic import BaseModel
from telegram import Update

from bot.context import BotContext
from bot.diagnosis_callbacks import AnswerDiagnosis, OnDiagnosis, StartDiagnosis
from bot.flow import END, Flow, Next, flow
from bot.routing import command, tap, typed
from bot.screens import Screen
from bot.views import diagnoses as views
from bot.views import menu as menu_views
from core.domain.diagnosis.diagnose import Diagnosis, diagnose
from core.domain.vehicle_names import named_in
from core.errors import Gone, Refusal
from core.knowledge.diagnosis import diagnosis_knowledge
from core.models import Vehicle
from core.services.days import today_of
from core.services.diagnoses import FOLLOW_UP_DAYS
from core.services.vehicles import default_of, names_of

NAME = "diagnose"
_MOST_QUESTIONS: Final = 3
LONGEST_DESCRIPTION: Final = 1_000


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    VEHICLE = "vehicle"
    SYMPTOM = "symptom"
    QUESTION = "question"
    TOLD = "told"
    MORE = "more"


class DiagnosisDraft(BaseModel):
    """What was said so far; a vehicle of 0 is one that is not known here, none is not said yet."""

    vehicle_id: int | None = None
    description: str = ""
    said_yes: list[str] = []
    said_no: list[str] = []
    asked: list[str] = []
    begun: int = 0
    reminded: bool = False

    @property
    def known_vehicle(self) -> int | None:
        """The id of the vehicle, where it is one of theirs."""
        return self.vehicle_id or None


async def begin(_: Update, context: BotContext) -> Next:
    """Begin; what is typed behind the command is the description."""
    return await start(context, " ".join(context.args or ()))


async def begin_tapped(_: Update, context: BotContext) -> Next:
    """Begin for the vehicle of a card, or with a code that was explained."""
    tapped = context.tap(StartDiagnosis)
    vehicle = await context.services.vehicles.get(context.account, tapped.vehicle) if tapped.vehicle else None
    return await start(context, tapped.code.upper(), vehicle)


async def start(context: BotContext, description: str, vehicle: Vehicle | None = None) -> Next:
    """Ask for what is not known yet."""
    vehicles = await context.services.vehicles.active(context.account) if vehicle is None else [vehicle]
    meant = vehicle or _meant(context, vehicles, description)
    update = context.turn.update
    begun = update.update_id if isinstance(update, Update) else 0
    draft = DiagnosisDraft(description=description[:LONGEST_DESCRIPTION], begun=begun)
    draft.vehicle_id = meant.id if meant is not None else (None if vehicles else 0)
    return await _next(context, draft, vehicles)


def _meant(context: BotContext, vehicles: list[Vehicle], description: str) -> Vehicle | None:
    """The vehicle that the words name, or the one that goes without saying."""
    named = named_in(description, [names_of(vehicle) for vehicle in vehicles]) if description else None
    return next((one for one in vehicles if one.id == named), None) or default_of(context.account, vehicles)


async def _next(context: BotContext, draft: DiagnosisDraft, vehicles: list[Vehicle] | None = None) -> Next:
    """Tell at once what cannot wait; else ask for what is missing, then show what it is."""
    found = diagnose(draft.description, draft.said_yes)
    context.keep(draft)
    if found.stop_driving:
        return await _tell(context, draft, found)
    if draft.vehicle_id is None:
        known = vehicles if vehicles is not None else await context.services.vehicles.active(context.account)
        await context.show(views.ask_vehicle(context, known))
        return Step.VEHICLE
    if not found.is_symptom:
        await context.show(views.ask_symptom(context, await _vehicle(context, draft), again=bool(draft.description)))
        return Step.SYMPTOM
    question = _question(draft, found)
    if question is None or not await context.services.diagnoses.full(context.account):
        return await _tell(context, draft, found)
    draft.asked.append(question)
    context.keep(draft)
    await context.show(_asked(context, draft))
    return Step.QUESTION


def _asked(context: BotContext, draft: DiagnosisDraft) -> Screen:
    question, number = draft.asked[-1], len(draft.asked)
    means = diagnosis_knowledge().sentences.questions[question].means
    return views.ask(context, question, number, _MOST_QUESTIONS, open_question=not means)


def _question(draft: DiagnosisDraft, found: Diagnosis) -> str | None:
    """The next question to ask, if there is room for one."""
    if len(draft.asked) >= _MOST_QUESTIONS:
        return None
    return next((one for one in found.questions if one not in draft.asked), None)


async def _tell(context: BotContext, draft: DiagnosisDraft, found: Diagnosis, head: str | None = None) -> Next:
    """Show it whole, or what a plan without it shows."""
    context.keep(draft)
    vehicle = await _vehicle(context, draft)
    if not await context.services.diagnoses.full(context.account):
        await context.show(views.preview(context, found, draft.description, vehicle))
        return END
    await context.show(views.card(context, _case(draft, vehicle, found), head=head))
    return Step.TOLD


def _case(draft: DiagnosisDraft, vehicle: Vehicle | None, found: Diagnosis) -> views.Case:
    said_yes, said_no = tuple(draft.said_yes), tuple(draft.said_no)
    return views.Case(draft.begun, draft.description, said_yes, said_no, vehicle, found)


async def _vehicle(context: BotContext, draft: DiagnosisDraft) -> Vehicle | None:
    known = draft.known_vehicle
    return await context.services.vehicles.get(context.account, known) if known is not None else None


async def told(_: Update, context: BotContext) -> Next:
    """Take a description, or an answer in the person's own words: it adds to the description."""
    draft = context.draft(DiagnosisDraft)
    if not context.text:
        await context.reply(menu_views.unsupported(context))
        return Step(context.place.step)
    fresh = context.place.step == Step.SYMPTOM and not diagnose(draft.description).is_symptom
    draft.description = (context.text if fresh else f"{draft.description}\n{context.text}")[:LONGEST_DESCRIPTION]
    return await _next(context, draft)


async def answered(_: Update, context: BotContext) -> Next:
    """Take a tapped answer; one of an earlier question changes nothing."""
    tapped, draft, step = context.tap(AnswerDiagnosis), context.draft(DiagnosisDraft), Step(context.place.step)
    if tapped.action == "cancel":
        await context.show(menu_views.cancelled(context))
        return END
    asked = draft.asked[-1] if step is Step.QUESTION and draft.asked else step.value
    if tapped.question != asked:
        context.toast("flow.already_answered")
        return step
    if step is Step.QUESTION:
        return await _answer(context, draft, asked, tapped.action)
    if tapped.action != "vehicle":
        raise Gone
    vehicle = await context.services.vehicles.get(context.account, tapped.value) if tapped.value else None
    draft.vehicle_id = vehicle.id if vehicle is not None else 0
    return await _next(context, draft)


async def _answer(context: BotContext, draft: DiagnosisDraft, asked: str, action: str) -> Next:
    """Take a tapped answer to a question."""
    match action:
        case "yes":
            draft.said_yes.append(asked)
        case "no":
            draft.said_no.append(asked)
        case "finish":
            return await _tell(context, draft, diagnose(draft.description, draft.said_yes))
        case "back":
            return await _back(context, draft)
        case "unknown":
            pass
        case _:
            raise Gone
    return await _next(context, draft)


async def _back(context: BotContext, draft: DiagnosisDraft) -> Next:
    """Ask the question before this one again, or for the description."""
    draft.asked.pop()
    if not draft.asked:
        context.keep(draft)
        await context.show(views.ask_symptom(context, await _vehicle(context, draft)))
        return Step.SYMPTOM
    earlier = draft.asked[-1]
    draft.said_yes = [one for one in draft.said_yes if one != earlier]
    draft.said_no = [one for one in draft.said_no if one != earlier]
    context.keep(draft)
    await context.show(_asked(context, draft))
    return Step.QUESTION


async def act(_: Update, context: BotContext) -> Next:
    """Pass it on, plan work, follow it up, say more; a button of an earlier diagnosis changes nothing."""
    tapped, draft = context.tap(OnDiagnosis), context.draft(DiagnosisDraft)
    if tapped.begun != draft.begun:
        raise Gone
    vehicle, found = await _vehicle(context, draft), diagnose(draft.description, draft.said_yes)
    case = _case(draft, vehicle, found)
    match tapped.action:
        case "open":
            return await _tell(context, draft, found)
        case "garage":
            today = today_of(context.account, context.services.clock)
            await context.show(views.garage(context, case, today))
        case "more":
            await context.show(views.ask_more(context))
            return Step.MORE
        case "remind":
            await _remind(context, draft, case)
        case "plan":
            await _plan(context, case)
        case _:
            raise Gone
    return Step.TOLD


async def _remind(context: BotContext, draft: DiagnosisDraft, case: views.Case) -> None:
    """Ask in a week how it went, once."""
    if not draft.reminded:
        subject = context.t.plain("diagnose.follow_up", title=views.title(context.t, case))
        await context.services.diagnoses.follow_up(context.account, draft.known_vehicle, subject)
        draft.reminded = True
        context.keep(draft)
    context.toast("diagnose.reminded", n=FOLLOW_UP_DAYS)
    await context.show(views.card(context, case))


async def _plan(context: BotContext, case: views.Case) -> None:
    """Plan the work."""
    if case.vehicle is None:
        raise Refusal("diagnose.needs_vehicle")
    note = f"{views.title(context.t, case)}\n{case.description}"
    record = await context.services.diagnoses.plan(context.account, case.vehicle.id, case.diagnosis, note)
    await context.show(views.planned(context, case.begun, record))


async def more(_: Update, context: BotContext) -> Next:
    """Add it to the description; the diagnosis may change."""
    draft = context.draft(DiagnosisDraft)
    if not context.text:
        raise Refusal("error.text_expected")
    draft.description = f"{draft.description}\n{context.text}"[-LONGEST_DESCRIPTION:]
    return await _tell(context, draft, diagnose(draft.description, draft.said_yes), "diagnose.changed")


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[command("diagnose", begin), tap(StartDiagnosis, begin_tapped)],
        steps={
            Step.VEHICLE: [typed(told)],
            Step.SYMPTOM: [typed(told)],
            Step.QUESTION: [typed(told)],
            Step.TOLD: [tap(OnDiagnosis, act)],
            Step.MORE: [tap(OnDiagnosis, act), typed(more)],
        },
        anywhere=[tap(AnswerDiagnosis, answered)],
    )
