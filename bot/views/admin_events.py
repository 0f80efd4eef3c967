"""Notices of payment services."""

from collections.abc import Sequence

from bot.admin_callbacks import OnEvent
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.admin_menu import back
from bot.views.admin_words import event_state
from core.models import BillingEvent
from core.services.days import zone_of

SIGNS = {"handled": "✅", "ignored": "⚪", "waiting": "⏳", "parked": "❌"}
# Of what a notice says, so much fits a message.
SHOWN = 2400


def page(
    context: BotContext, which: str, events: Sequence[BillingEvent], position: int, total: int, size: int
) -> Screen:
    """Some of them, newest first, of one state."""
    t = context.t
    rows = []
    for one in events:
        at = one.received_at.astimezone(zone_of(context.account))
        rows.append(
            [Button(f"{SIGNS.get(one.state, '?')} {one.kind} · {at:%d/%m %H:%M}"[:60], OnEvent("open", one.id))]
        )
    turns = []
    if position > 0:
        turns.append(Button(t.plain("list.earlier"), OnEvent(which, max(position - size, 0))))
    if position + size < total:
        turns.append(Button(t.plain("list.later"), OnEvent(which, position + size)))
    filters = [
        Button(t.plain(f"admin.events_{one}"), OnEvent(one, 0))
        for one in ("all", "waiting", "parked", "error")
        if one != which
    ]
    if which == "parked" and total:
        rows.append([Button(t.plain("admin.replay_all"), OnEvent("replay_all", 0), style="primary")])
    text = t("admin.events", which=t.plain(f"admin.events_{which}"), n=total)
    return Screen(text, [*rows, *([turns] if turns else []), filters, *back(context)])


def event(context: BotContext, found: BillingEvent, payload: str) -> Screen:
    """One of them, without secrets and people."""
    t = context.t
    text = t(
        "admin.event",
        sign=SIGNS.get(found.state, "?"),
        kind=found.kind,
        name=found.event_id,
        state=event_state(t, found.state),
        n=found.attempts,
        at=found.received_at.astimezone(zone_of(context.account)),
        error=found.error or "—",
        payload=payload[:SHOWN],
    )
    rows = [[Button(t.plain("admin.replay"), OnEvent("replay", found.id))]] if found.state != "ignored" else []
    return Screen(text, [*rows, [Button(t.plain("admin.back_to_events"), OnEvent("all", 0))]])
