"""Write a broadcast, or say when it shall begin.

broadcasts [new] or one of them [language] -> TEXT (text) -> the broadcast
broadcast [when] -> WHEN (text, or a button: in an hour, this evening, tomorrow morning) -> planned
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.admin import desk
from bot.context import BotContext
from bot.entry_draft import clock_typed
from bot.flow import END, Flow, Next, flow
from bot.handlers import admin_broadcasts
from bot.outreach_admin_callbacks import OnBroadcast
from bot.routing import tap_where, typed
from bot.splitting import visible
from bot.views import admin_broadcasts as views
from core.domain.broadcasts import FIRST, LONGEST, Move, day_and_clock
from core.domain.typed_dates import AmbiguousDate, Lean, parse_date
from core.domain.typed_text import HIGHEST_LENGTH, clean
from core.errors import Gone, Refusal
from core.i18n import LANGUAGES, Html
from core.services.auditing import Deed
from core.services.broadcasting import texts_of
from core.services.days import today_of, zone_of

NAME = "admin_broadcast"
EVENING, MORNING = time(18), time(9)


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    TEXT = "text"
    WHEN = "when"


class BroadcastDraft(BaseModel):
    """Which broadcast (0: a new one), and the language of the text that is asked for."""

    number: int = 0
    language: str = FIRST


async def begin(_: Update, context: BotContext) -> Next:
    """Ask for the text of a language."""
    desk(context)
    tapped = context.tap(OnBroadcast)
    language = FIRST if tapped.action == "new" else tapped.value
    if language not in LANGUAGES:
        raise Gone
    number = 0 if tapped.action == "new" else tapped.broadcast
    has = bool(number) and texts_of(await context.services.broadcasts.get(number)).get(language) is not None
    context.keep(BroadcastDraft(number=number, language=language))
    await context.show(views.ask_text(context, language, number, has=has))
    return Step.TEXT


async def wrote(update: Update, context: BotContext) -> Next:
    """Take the text with its bold and its links; one that is too long is asked again."""
    administration, actor = desk(context)
    draft, message = context.draft(BroadcastDraft), update.effective_message
    # Without bold and links it is what was typed, made safe.
    html = message.text_html if message is not None and message.entities else Html.escaped(context.text)
    if visible(html) > LONGEST or len(html) > HIGHEST_LENGTH:
        raise Refusal("broadcast.too_long", n=LONGEST)
    one = await context.services.broadcasts.write(context.account, draft.number or None, draft.language, clean(html))
    deed = Deed("broadcast.write", "broadcast", one.id)
    await administration.auditing.note(actor, deed, None, {"language": draft.language, "length": len(html)})
    await admin_broadcasts.show(context, one)
    return END


async def erase(_: Update, context: BotContext) -> Next:
    """Have no text of a language: who speaks it reads the first one."""
    administration, actor = desk(context)
    tapped = context.tap(OnBroadcast)
    one = await context.services.broadcasts.write(context.account, tapped.broadcast, tapped.value, None)
    await administration.auditing.note(actor, Deed("broadcast.erase", "broadcast", one.id), {"language": tapped.value})
    await admin_broadcasts.show(context, one)
    return END


async def begin_when(_: Update, context: BotContext) -> Next:
    """Ask when it shall begin."""
    desk(context)
    one = await context.services.broadcasts.get(context.tap(OnBroadcast).broadcast)
    context.keep(BroadcastDraft(number=one.id))
    await context.show(views.ask_when(context, one.id))
    return Step.WHEN


async def chose(_: Update, context: BotContext) -> Next:
    """Take one of the usual moments."""
    tapped = context.tap(OnBroadcast)
    here = context.services.clock.now().astimezone(zone_of(context.account))
    match tapped.value:
        case "hour":
            moment = here + timedelta(hours=1)
        case "evening":
            moment = here.replace(hour=EVENING.hour, minute=0, second=0, microsecond=0)
        case "morning":
            tomorrow = here + timedelta(days=1)
            moment = tomorrow.replace(hour=MORNING.hour, minute=0, second=0, microsecond=0)
        case _:
            raise Gone
    return await _plan(context, tapped.broadcast, moment)


async def said_when(_: Update, context: BotContext) -> Next:
    """Take a typed day and hour, such as `28/11 18:00` or `demain 9h`."""
    desk(context)
    day_words, clock_words = day_and_clock(context.text)
    here = context.services.clock.now().astimezone(zone_of(context.account))
    clock = clock_typed(clock_words, here, context.account.language)
    day = _day(context, day_words)
    moment = datetime.combine(day, clock, zone_of(context.account))
    return await _plan(context, context.draft(BroadcastDraft).number, moment)


def _day(context: BotContext, words: str) -> date:
    """The day that was typed before the clock; today when there is none."""
    today = today_of(context.account, context.services.clock)
    if not words:
        return today
    read = parse_date(words, today, context.account.language, lean=Lean.FUTURE, allow_future=True)
    if isinstance(read, AmbiguousDate):
        raise Refusal("error.date_ambiguous", first=read.first, second=read.second)
    return read


async def _plan(context: BotContext, number: int, moment: datetime) -> Next:
    administration, actor = desk(context)
    before = await context.services.broadcasts.get(number)
    one = await context.services.broadcasts.move(context.account, number, Move.SCHEDULE, moment.astimezone(UTC))
    changed = {"state": one.state, "starts_at": one.starts_at}
    deed = Deed("broadcast.schedule", "broadcast", one.id)
    await administration.auditing.note(actor, deed, {"state": before.state}, changed)
    await admin_broadcasts.show(context, one)
    return END


async def back(update: Update, context: BotContext) -> Next:
    """Back to the broadcast, nothing changed."""
    await admin_broadcasts.act(update, context)
    return END


def build() -> Flow:
    """The flow as one table."""
    away = tap_where(OnBroadcast, back, action="open")
    return flow(
        NAME,
        entry=[
            tap_where(OnBroadcast, begin, action="new"),
            tap_where(OnBroadcast, begin, action="write"),
            tap_where(OnBroadcast, erase, action="erase"),
            tap_where(OnBroadcast, begin_when, action="when"),
            tap_where(OnBroadcast, chose, action="at"),
        ],
        steps={Step.TEXT: [away, typed(wrote)], Step.WHEN: [away, typed(said_when)]},
    )
