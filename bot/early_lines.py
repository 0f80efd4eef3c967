"""What was typed to be noted before there was a vehicle: kept, and offered once there is one."""

from telegram import Update

from bot.context import BotContext
from bot.entry_callbacks import OnEarlyLine
from bot.screens import Button, Screen
from bot.views import odometer as odometer_views
from core.services.early_lines import EarlyLine

_SHOWN = 60


async def keep(context: BotContext, text: str) -> None:
    """Keep a line that was typed now, and ask for the vehicle."""
    update = context.turn.update
    turn = update.update_id if isinstance(update, Update) else 0
    line = EarlyLine(turn=turn, text=text, typed_at=context.services.clock.now())
    await context.services.early_lines.keep(context.account, line)
    asked = odometer_views.no_vehicle(context)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"
    await context.reply(Screen(context.t("early.kept", line=shown), asked.rows))


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
