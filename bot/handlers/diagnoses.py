"""A person's diagnoses, what is done with one, fault codes and complaints that are typed at any moment."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from telegram import Message, Update
from telegram.ext import filters

from bot.context import BotContext
from bot.conversations import diagnose as conversation
from bot.diagnosis_callbacks import OnDiagnosis, OpenDiagnoses
from bot.flow import END
from bot.views import diagnoses as views
from bot.views import diagnosis_list as list_views
from bot.views import diagnosis_questions as asking
from core.domain.diagnosis.diagnose import diagnose
from core.domain.diagnosis.diagnosis_status import DiagnosisStatus
from core.domain.diagnosis.fault_codes import codes_in, masked
from core.domain.introduction import introduced
from core.domain.typed_text import clean
from core.errors import Gone
from core.services.diagnoses import FOLLOW_UP_DAYS, Case
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
        found = diagnose(clean(message.text or ""))
        # Names of cars sound like this and that ("une Focus"); what is dangerous is told whatever it sounds like.
        return found.is_symptom and (found.stop_driving or introduced(message.text or "") is None)


IS_CODES, IS_COMPLAINT = _IsCodes(), _IsComplaint()


async def codes(_: Update, context: BotContext) -> None:
    """Explain the fault codes of a message."""
    vehicles = await context.services.vehicles.active(context.account)
    await context.reply(views.codes(context, codes_in(context.text), default_of(context.account, vehicles)))


async def complaint(_: Update, context: BotContext) -> None:
    """Take a complaint that was typed at any moment for the beginning of a diagnosis.

    One that is answered at once leaves a card open as it was; a question takes its place.
    """
    place = context.place
    waiting = (place.flow, place.step, place.draft)
    following = await conversation.start(context, context.text)
    if following is END:
        place.flow, place.step, place.draft = waiting
    else:
        place.flow, place.step = conversation.NAME, str(following)


async def page(_: Update, context: BotContext) -> None:
    """The person's diagnoses, of all vehicles."""
    await context.show(list_views.page(context, await context.services.diagnosis_list.page(context.account)))


async def browse(_: Update, context: BotContext) -> None:
    """A page of the diagnoses of one vehicle or of all, or their figures."""
    tapped, listed = context.tap(OpenDiagnoses), context.services.diagnosis_list
    if tapped.shown == "figures":
        vehicle = await context.services.vehicles.get(context.account, tapped.vehicle) if tapped.vehicle else None
        found = await listed.figures(context.account, tapped.vehicle or None)
        await context.show(list_views.figures(context, found, vehicle))
        return
    page_of = await listed.page(context.account, tapped.position, tapped.vehicle or None)
    await context.show(list_views.page(context, page_of))


async def act(_: Update, context: BotContext) -> None:
    """Show a diagnosis, pass it on, plan work, follow it up, settle it, open it again, take it off, bring it back."""
    tapped, service, owner = context.tap(OnDiagnosis), context.services.diagnoses, context.account
    if tapped.action in set(DiagnosisStatus):
        changed = await service.set_status(owner, tapped.case, DiagnosisStatus(tapped.action))
        await context.show(views.card(context, changed))
        return
    doing = _ACTIONS.get(tapped.action)
    if doing is None:
        raise Gone
    await doing(context, tapped.case)


async def _open(context: BotContext, case_id: int) -> None:
    await context.show(views.card(context, await context.services.diagnoses.get(context.account, case_id)))


async def _garage(context: BotContext, case_id: int) -> None:
    await context.show(views.garage(context, await context.services.diagnoses.get(context.account, case_id)))


async def _remove(context: BotContext, case_id: int) -> None:
    row = await context.services.diagnoses.remove(context.account, case_id)
    await context.show(list_views.removed(context, row.id))


async def _restore(context: BotContext, case_id: int) -> None:
    await context.show(views.card(context, await context.services.diagnoses.restore(context.account, case_id)))


async def _plan(context: BotContext, case_id: int) -> None:
    """Plan the work."""

    def note(case: Case) -> str:
        return "\n".join([views.title(context.t, case), *case.words])

    case, record = await context.services.diagnoses.plan(context.account, case_id, note)
    await context.show(views.planned(context, case, record))


async def _remind(context: BotContext, case_id: int) -> None:
    """Ask in a week how it went, once."""

    def subject(case: Case) -> str:
        return context.t.plain("diagnose.follow_up", title=views.title(context.t, case))

    case = await context.services.diagnoses.follow_up(context.account, case_id, subject)
    context.toast("diagnose.reminded", n=FOLLOW_UP_DAYS)
    await context.show(views.card(context, case))


async def _files(context: BotContext, case_id: int) -> None:
    """Its photos and voice notes, each as a message."""
    case = await context.services.diagnoses.get(context.account, case_id)
    kept = [piece for piece in case.files if piece.stored is not None]
    if not kept:
        context.toast("diagnose.files_coming")
    for piece in kept:
        await context.reply(views.file(context, case, piece))


_ACTIONS: Final[Mapping[str, Callable[[BotContext, int], Awaitable[None]]]] = {
    "open": _open,
    "garage": _garage,
    "files": _files,
    "plan": _plan,
    "remind": _remind,
    "remove": _remove,
    "restore": _restore,
}


async def understood(context: BotContext) -> None:
    """What a photo shows or a voice note says was put into words: the diagnosis as it is now."""
    case = await context.services.diagnoses.get(context.account, context.event.subject)
    await context.reply(views.card(context, case, head="diagnose.understood"))


async def piece_lost(context: BotContext) -> None:
    """A photo or a voice note could not be kept: say why."""
    piece = await context.services.diagnosis_pieces.of(context.account, context.event.subject)
    if piece is not None:
        await context.reply(asking.piece_lost(context, piece.refusal or "capture.broken", piece.case_id))
