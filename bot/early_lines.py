"""What was typed to be noted before there was a vehicle: kept, and offered once there is one."""

from telegram import Update

from bot.context import BotContext
from bot.entry_callbacks import OnEarlyLine
from bot.screens import Button, Screen
from bot.views import odometer as odometer_views
from core.domain.entry.assemble import parse_entry
from core.domain.entry.entry_types import EntryKind
from core.services.days import zone_of
from core.services.early_lines import EarlyLine

_SHOWN = 60
# Lines that name what they are about: no vehicle is called so.
_SELF_EVIDENT = frozenset({EntryKind.MAINTENANCE, EntryKind.FUEL, EntryKind.COST, EntryKind.REMINDER})


async def keep(context: BotContext, text: str) -> None:
    """Keep a line that was typed now, and ask for the vehicle."""
    await _put(context, text)
    await context.reply(Screen(context.t("early.kept", line=_shown(text)), odometer_views.no_vehicle(context).rows))


async def keep_meanwhile(context: BotContext) -> str | None:
    """Keep an entry that was typed as the answer to a question about a new vehicle; what is said of it."""
    now = context.services.clock.now().astimezone(zone_of(context.account))
    read = parse_entry(context.text, now, context.account.language)
    # A word alone may be what somebody calls their car: `Turbo`.
    if read.kind not in _SELF_EVIDENT or (read.amount, read.odometer_km, read.quantity) == (None, None, None):
        return None
    await _put(context, context.text)
    return context.t("early.kept_meanwhile", line=_shown(context.text))


async def _put(context: BotContext, text: str) -> None:
    update = context.turn.update
    turn = update.update_id if isinstance(update, Update) else 0
    line = EarlyLine(turn=turn, text=text, typed_at=context.services.clock.now())
    await context.services.early_lines.keep(context.account, line)


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


async def offer(context: BotContext) -> None:
    """Now that there is a vehicle, offer to note what was typed before."""
    t, lines = context.t, context.services.early_lines.of(context.account)
    for line in lines:
        rows = [
            [
                Button(t.plain("early.note"), OnEarlyLine("note", line.turn), style="primary"),
                Button(t.plain("early.drop"), OnEarlyLine("drop", line.turn)),
            ]
        ]
        await context.reply(Screen(t("early.offer", line=line.text), rows))
