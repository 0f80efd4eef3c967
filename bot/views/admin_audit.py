"""What administrators did."""

from collections.abc import Sequence

from bot.admin_callbacks import OnPerson
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.admin_menu import pages
from bot.views.admin_words import deed_name, subject
from core.models import AuditEntry
from core.services.days import zone_of

# Of what was there before and after, so much is shown; an export has all of it.
SHOWN = 160


def page(context: BotContext, entries: Sequence[AuditEntry], position: int, total: int, size: int) -> Screen:
    """A page of the entries, newest first."""
    t = context.t
    lines: list[str] = [t("admin.audit_title", n=total)]
    lines += ["", *(_entry(context, entry) for entry in entries)] if entries else ["", t("admin.audit_none")]
    return Screen("\n".join(lines), pages(context, "audit", position, total, size))


def about(
    context: BotContext, entries: Sequence[AuditEntry], person: int, position: int, total: int, size: int
) -> Screen:
    """A page of the entries about a person."""
    t = context.t
    lines: list[str] = [t("admin.audit_title", n=total), ""]
    lines += [_entry(context, entry) for entry in entries] or [t("admin.audit_none")]
    turns = []
    if position > 0:
        turns.append(Button(t.plain("list.earlier"), OnPerson("audit", person, max(position - size, 0))))
    if position + size < total:
        turns.append(Button(t.plain("list.later"), OnPerson("audit", person, position + size)))
    return Screen("\n".join(lines), [turns, [Button(t.plain("admin.card"), OnPerson("open", person))]])


def _entry(context: BotContext, entry: AuditEntry) -> str:
    t = context.t
    who = str(entry.admin_telegram_id) if entry.admin_telegram_id is not None else entry.who
    about = subject(t, entry.subject, entry.subject_id)
    at = entry.at.astimezone(zone_of(context.account))
    head: str = t("admin.audit_entry", at=at, action=deed_name(t, entry.action), subject=about, who=who)
    changed = " → ".join(value[:SHOWN] for value in (entry.before, entry.after) if value is not None)
    lines = [head]
    if changed:
        lines.append(t("admin.audit_change", change=changed))
    if entry.reason:
        lines.append(t("admin.audit_reason", reason=entry.reason))
    return "\n".join(lines)
