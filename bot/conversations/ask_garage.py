"""Ask a garage for an appointment by mail.

appointment [ask the garage] -> SEND (what is sent: button), where the garage has an address
appointment [ask the garage] -> ADDRESS (text) -> SEND
SEND [another address] -> ADDRESS; SEND, text: another address
"""

from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.garage_callbacks import OnAppointment
from bot.routing import tap_where, typed
from bot.views import garage_requests as views
from core.domain.email_address import EmailAddress, parse_address, suggestion
from core.errors import Gone, Refusal

NAME = "ask_garage"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    ADDRESS = "address"
    SEND = "send"


class LetterDraft(BaseModel):
    """About which appointment, and the address, encrypted: a draft is a row like any other."""

    appointment_id: int
    sealed: str = ""


async def begin(_: Update, context: BotContext) -> Next:
    """Show what would be sent, or ask where to first."""
    services = context.services.garage
    found = await services.appointments.get(context.account, context.tap(OnAppointment).appointment)
    if not services.requests.may_ask(found):
        raise Refusal("appointment.not_any_more")
    draft = LetterDraft(appointment_id=found.id)
    if found.garage.email:
        return await _show(context, draft, parse_address(found.garage.email))
    return await _ask(context, draft)


async def told(_: Update, context: BotContext) -> Next:
    """Take an address; what is none is asked again."""
    return await _show(context, context.draft(LetterDraft), parse_address(context.text))


async def another(_: Update, context: BotContext) -> Next:
    """Give another address."""
    return await _ask(context, _draft(context))


async def meant(_: Update, context: BotContext) -> Next:
    """Take the address as it was probably meant."""
    draft = _draft(context)
    better = suggestion(_address(context, draft))
    if better is None:
        raise Gone
    return await _show(context, draft, better)


async def send(_: Update, context: BotContext) -> Next:
    """Send it."""
    draft = _draft(context)
    to = _address(context, draft)
    found = await context.services.garage.requests.ask(context.account, draft.appointment_id, to)
    await context.show(views.sent(context, found))
    return END


def _draft(context: BotContext) -> LetterDraft:
    """The draft, of the appointment whose button was tapped."""
    draft = context.draft(LetterDraft)
    if draft.appointment_id != context.tap(OnAppointment).appointment:
        raise Gone
    return draft


def _address(context: BotContext, draft: LetterDraft) -> EmailAddress:
    if not draft.sealed:
        raise Gone
    return context.services.garage.requests.unseal(draft.sealed)


async def _ask(context: BotContext, draft: LetterDraft) -> Next:
    context.keep(draft)
    await context.show(views.ask_address(context, draft.appointment_id))
    return Step.ADDRESS


async def _show(context: BotContext, draft: LetterDraft, to: EmailAddress) -> Next:
    requests = context.services.garage.requests
    preview = await requests.preview(context.account, draft.appointment_id, to)
    draft.sealed = requests.seal(to)
    context.keep(draft)
    await context.show(views.preview(context, draft.appointment_id, preview, suggestion(to)))
    return Step.SEND


def build() -> Flow:
    """The flow as one table."""
    return flow(
        NAME,
        entry=[tap_where(OnAppointment, begin, action="ask")],
        steps={
            Step.ADDRESS: [typed(told)],
            Step.SEND: [
                tap_where(OnAppointment, send, action="send"),
                tap_where(OnAppointment, another, action="address"),
                tap_where(OnAppointment, meant, action="meant"),
                typed(told),
            ],
        },
    )
