"""Find out what is wrong with a vehicle.

/diagnose -> VEHICLE (button, where it is not clear) -> SYMPTOM (text, fault codes, photo, voice note) -> QUESTION
             (buttons or text, up to three) -> the diagnosis, kept: for the garage, to plan work, to be followed up
a kept diagnosis [add a detail] -> MORE (text, photo, voice note) -> the diagnosis as it is now
What must stop the vehicle is told at once, without a question.
"""

from enum import StrEnum
from typing import Final

from pydantic import BaseModel
from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from bot.context import BotContext
from bot.diagnosis_callbacks import AnswerDiagnosis, OnDiagnosis, StartDiagnosis
from bot.flow import END, Flow, Next, flow
from bot.handlers import menu
from bot.routing import command, spoken, tap, tap_where, typed
from bot.screens import Screen
from bot.views import diagnoses as views
from bot.views import diagnosis_questions as asking
from bot.views import menu as menu_views
from core.domain.diagnosis.diagnose import Diagnosis, diagnose
from core.domain.diagnosis.diagnosis_status import PieceKind
from core.domain.diagnosis.red_flags import RedFlag
from core.domain.typed_text import clean
from core.domain.vehicle_names import named_in
from core.errors import Gone, Refusal
from core.knowledge.diagnosis import diagnosis_knowledge
from core.models import Vehicle
from core.services.diagnoses import LONGEST_DESCRIPTION, Complaint, NewPiece
from core.services.vehicles import default_of, names_of

NAME = "diagnose"
_MOST_QUESTIONS: Final = 3
_MOST_FILES: Final = 6


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    VEHICLE = "vehicle"
    SYMPTOM = "symptom"
    QUESTION = "question"
    MORE = "more"
    # Where chats of earlier versions may stand: the diagnosis was told, nothing is waited for.
    TOLD = "told"


class PieceDraft(BaseModel):
    """A photo or a voice note that came while the diagnosis was made."""

    kind: PieceKind
    telegram_file: str


class DiagnosisDraft(BaseModel):
    """What was said so far; a vehicle of 0 is one that is not known here, none is not said yet."""

    vehicle_id: int | None = None
    description: str = ""
    said_yes: list[str] = []
    said_no: list[str] = []
    asked: list[str] = []
    pieces: list[PieceDraft] = []
    begun: int = 0
    # The kept diagnosis that gets a detail more.
    case_id: int = 0

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
    if found.is_pressing:
        return await _tell(context, draft, found)
    if draft.vehicle_id is None:
        known = vehicles if vehicles is not None else await context.services.vehicles.active(context.account)
        await context.show(asking.ask_vehicle(context, known))
        return Step.VEHICLE
    if not found.is_symptom:
        vehicle = await _vehicle(context, draft)
        await context.show(asking.ask_symptom(context, vehicle, again=bool(draft.description)))
        return Step.SYMPTOM
    question = _question(draft, found)
    # What safety asks is asked whatever the plan gives.
    full = None if question in found.safety else await context.services.diagnoses.full(context.account)
    if question is None or full is False:
        return await _tell(context, draft, found, full=full)
    draft.asked.append(question)
    context.keep(draft)
    await context.show(_asked(context, draft))
    return Step.QUESTION


def _asked(context: BotContext, draft: DiagnosisDraft) -> Screen:
    question, number = draft.asked[-1], len(draft.asked)
    means = diagnosis_knowledge().sentences.questions[question].means
    return asking.ask(context, question, number, _MOST_QUESTIONS, open_question=not means)


def _question(draft: DiagnosisDraft, found: Diagnosis) -> str | None:
    """The next question to ask, if there is room for one; what safety asks comes first and always has room."""
    most = _MOST_QUESTIONS + len(found.safety)
    if len(draft.asked) >= most:
        return None
    return next((one for one in (*found.safety, *found.questions) if one not in draft.asked), None)


async def _tell(context: BotContext, draft: DiagnosisDraft, found: Diagnosis, *, full: bool | None = None) -> Next:
    """Keep it and show it whole, or show what a plan without it shows."""
    diagnoses = context.services.diagnoses
    # Somebody who is shut in is no case for a garage: nothing is kept, nothing is offered.
    if RedFlag.TRAPPED in found.flags or not (await diagnoses.full(context.account) if full is None else full):
        vehicle = await _vehicle(context, draft)
        await context.show(views.preview(context, found, draft.description, vehicle))
        return END
    pieces = tuple(NewPiece(one.kind, one.telegram_file) for one in draft.pieces)
    told = Complaint(
        draft.begun, draft.description, draft.known_vehicle, tuple(draft.said_yes), tuple(draft.said_no), pieces
    )
    await context.show(views.card(context, await diagnoses.begin(context.account, told)))
    return END


async def _vehicle(context: BotContext, draft: DiagnosisDraft) -> Vehicle | None:
    known = draft.known_vehicle
    return await context.services.vehicles.get(context.account, known) if known is not None else None


async def told(_: Update, context: BotContext) -> Next:
    """Take a description, or an answer in the person's own words: it adds to the description."""
    draft = context.draft(DiagnosisDraft)
    if not context.text:
        await context.reply(menu_views.unsupported(context))
        return Step(context.place.step)
    return await _said(context, draft, context.text)


async def _said(context: BotContext, draft: DiagnosisDraft, words: str) -> Next:
    fresh = context.place.step == Step.SYMPTOM and not diagnose(draft.description).is_symptom
    draft.description = (words if fresh else f"{draft.description}\n{words}")[:LONGEST_DESCRIPTION]
    return await _next(context, draft)


async def answered(_: Update, context: BotContext) -> Next:
    """Take a tapped answer; one of an earlier question changes nothing."""
    tapped, draft, step = context.tap(AnswerDiagnosis), context.draft(DiagnosisDraft), Step(context.place.step)
    if tapped.action == "cancel":
        await context.show(menu_views.cancelled(context))
        return END
    asked = draft.asked[-1] if step is Step.QUESTION and draft.asked else step.value
    if tapped.action == "sign" and step is Step.SYMPTOM:
        return await _sign(context, draft, tapped.question)
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


async def _sign(context: BotContext, draft: DiagnosisDraft, question: str) -> Next:
    """Ask about a danger that was tapped instead of described."""
    sign = question.removeprefix("safe_")
    if sign not in asking.SIGNS:
        raise Gone
    label = context.t.plain(f"diagnose.sign_{sign}")
    draft.description = f"{draft.description}\n{label}".strip()[:LONGEST_DESCRIPTION]
    draft.asked.append(question)
    context.keep(draft)
    await context.show(_asked(context, draft))
    return Step.QUESTION


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
        await context.show(asking.ask_symptom(context, await _vehicle(context, draft)))
        return Step.SYMPTOM
    earlier = draft.asked[-1]
    draft.said_yes = [one for one in draft.said_yes if one != earlier]
    draft.said_no = [one for one in draft.said_no if one != earlier]
    context.keep(draft)
    await context.show(_asked(context, draft))
    return Step.QUESTION


async def begin_more(_: Update, context: BotContext) -> Next:
    """Ask what else there is to say about a kept diagnosis."""
    case = await context.services.diagnoses.get(context.account, context.tap(OnDiagnosis).case)
    context.keep(DiagnosisDraft(case_id=case.row.id))
    await context.show(asking.ask_more(context, case.row.id))
    return Step.MORE


async def more(_: Update, context: BotContext) -> Next:
    """Add it to the diagnosis, which may change."""
    if not context.text:
        raise Refusal("error.text_expected")
    return await _add(context, context.text)


async def _add(context: BotContext, words: str) -> Next:
    case = await context.services.diagnoses.reply(context.account, context.draft(DiagnosisDraft).case_id, words)
    await context.show(views.card(context, case, head="diagnose.changed"))
    return END


async def back_to_card(_: Update, context: BotContext) -> Next:
    """Nothing to add after all."""
    case = await context.services.diagnoses.get(context.account, context.tap(OnDiagnosis).case)
    await context.show(views.card(context, case))
    return END


async def came(update: Update, context: BotContext) -> Next:
    """A photo or a voice note: it is kept with the diagnosis, and what is written under it counts as said."""
    draft, step, message = context.draft(DiagnosisDraft), Step(context.place.step), update.effective_message
    new = _piece_of(message) if message is not None else None
    caption = clean(message.caption or "") if message is not None else ""
    if new is None:
        await context.reply(menu_views.unsupported(context))
        return step
    if step is Step.MORE:
        case = await context.services.diagnoses.receive(context.account, draft.case_id, new)
        if caption:
            return await _add(context, caption)
        await context.reply(asking.piece_kept(context, new.kind, case.row.id))
        return step
    if not await context.services.diagnoses.full(context.account):
        await context.reply(asking.piece_needs_plan(context))
    elif len(draft.pieces) >= _MOST_FILES:
        await context.reply(asking.enough_pieces(context, _MOST_FILES))
    else:
        draft.pieces.append(PieceDraft(kind=new.kind, telegram_file=new.telegram_file))
        context.keep(draft)
        if not caption:
            await context.reply(asking.piece_kept(context, new.kind))
    return await _said(context, draft, caption) if caption else step


def _piece_of(message: Message) -> NewPiece | None:
    if message.photo:
        return NewPiece(PieceKind.PHOTO, message.photo[-1].file_id)
    if message.document is not None and (message.document.mime_type or "").startswith("image/"):
        return NewPiece(PieceKind.PHOTO, message.document.file_id)
    if message.voice is not None:
        return NewPiece(PieceKind.VOICE, message.voice.file_id)
    return None


def build() -> Flow:
    """The flow as one table."""
    files = MessageHandler(filters.UpdateType.MESSAGE & (filters.PHOTO | filters.VOICE | filters.Document.IMAGE), came)
    return flow(
        NAME,
        entry=[
            command("diagnose", begin),
            tap(StartDiagnosis, begin_tapped),
            tap_where(OnDiagnosis, begin_more, action="more"),
        ],
        steps={
            Step.VEHICLE: [typed(told)],
            # Nothing was asked before it.
            Step.SYMPTOM: [files, MessageHandler(spoken("back"), menu.cancel_word), typed(told)],
            Step.QUESTION: [files, typed(told)],
            Step.MORE: [tap_where(OnDiagnosis, back_to_card, action="open"), files, typed(more)],
        },
        anywhere=[tap(AnswerDiagnosis, answered)],
    )
