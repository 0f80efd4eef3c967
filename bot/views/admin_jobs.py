"""Jobs that were given up."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.admin_callbacks import OnJob
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.admin_menu import back
from core.ports import FailedJob
from core.services.days import zone_of

# Of what a job is about, so much fits a message.
SHOWN = 2400


def page(context: BotContext, jobs: Sequence[FailedJob], position: int, total: int, size: int) -> Screen:
    """Some of them, newest first."""
    t = context.t
    rows = [[Button(f"❌ {one.name} · {one.error}"[:60], OnJob("open", one.id))] for one in jobs]
    turns = []
    if position > 0:
        turns.append(Button(t.plain("list.earlier"), OnJob("page", max(position - size, 0))))
    if position + size < total:
        turns.append(Button(t.plain("list.later"), OnJob("page", position + size)))
    text = t("admin.jobs", n=total) if total else t("admin.jobs_none")
    return Screen(text, [*rows, *([turns] if turns else []), *back(context)])


def job(context: BotContext, found: FailedJob, payload: str) -> Screen:
    """One of them, without people's words."""
    t = context.t
    at = datetime.fromtimestamp(found.created_at / 1000, UTC).astimezone(zone_of(context.account))
    text = t(
        "admin.job",
        id=str(found.id),
        name=found.name,
        queue=found.queue,
        n=found.attempts,
        at=at,
        error=found.error or "—",
        payload=payload[:SHOWN],
    )
    retry = Button(t.plain("admin.retry"), OnJob("retry", found.id), style="primary")
    return Screen(text, [[retry], [Button(t.plain("admin.back_to_jobs"), OnJob("page", 0))]])
