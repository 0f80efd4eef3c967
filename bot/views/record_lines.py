"""The parts and labour of a record, and whether they add up."""

from bot.callbacks import OpenRecord
from bot.context import BotContext
from bot.record_callbacks import OnRecord, UndoChange
from bot.screens import Button, Screen
from bot.views.records import line_text, total_of
from core.domain.money import Money
from core.domain.record_lines import MOST_LINES, LineKind, Sums, compared, kind_name, sum_of
from core.i18n import Translator
from core.models import MaintenanceLine
from core.services.record_changes import Changed
from core.services.records import RecordData

BUTTONS_SHOWN = 30
_ICONS = {LineKind.PART: "🔩", LineKind.LABOUR: "🛠", LineKind.OTHER: "▫️"}


def page(context: BotContext, data: RecordData, done: Changed | None = None) -> Screen:
    """The lines as buttons, their sum against the total; `done` is a change that can be taken back."""
    t, record = context.t, data.record
    text: list[str] = [t("lines.title", n=len(data.lines))]
    if done is not None:
        text.insert(0, t("record.changed"))
    text += _sums(t, data)
    rows = [
        [Button(_label(t, line, record.currency), OnRecord("line", str(line.id), record.id))]
        for line in data.lines[:BUTTONS_SHOWN]
    ]
    if done is not None:
        rows.append([Button(t.plain("record.undo_change"), UndoChange(done.version))])
    if len(data.lines) < MOST_LINES:
        rows.append([Button(t.plain("lines.add"), OnRecord("add_line", "", record.id))])
    rows.append([Button(t.plain("flow.back"), OpenRecord(record.id))])
    return Screen("\n".join(text), rows)


def one(context: BotContext, line: MaintenanceLine) -> Screen:
    """One line with what can be done about it."""
    t, number = context.t, line.record_id
    kinds = [
        Button(
            f"{'✓ ' if kind is line.kind else ''}{t.plain(kind_name(kind))}",
            OnRecord(f"kind_{kind.value}", str(line.id), number),
        )
        for kind in LineKind
    ]
    rows = [
        kinds,
        [
            Button(t.plain("lines.retype"), OnRecord("retype", str(line.id), number)),
            Button(t.plain("lines.remove"), OnRecord("drop_line", str(line.id), number)),
        ],
        [Button(t.plain("flow.back"), OnRecord("lines", "", number))],
    ]
    return Screen(line_text(t, line.description, line.total_cents, line.record.currency), rows)


def ask(context: BotContext, data: RecordData, present: MaintenanceLine | None) -> Screen:
    """Ask for a line, showing the one it replaces."""
    t = context.t
    text: str = t("lines.ask")
    if present is not None:
        text = f"{line_text(t, present.description, present.total_cents, data.record.currency)}\n\n{text}"
    return Screen(text, [[Button(t.plain("flow.back"), OnRecord("lines", "", data.record.id))]])


def _sums(t: Translator, data: RecordData) -> list[str]:
    record, total = data.record, total_of(data.record)
    currency = record.currency
    amounts = [Money(line.total_cents, currency) if line.total_cents is not None else None for line in data.lines]
    together = sum_of(amounts, currency)
    if together is None:
        return []
    match compared(together, total):
        case Sums.EXACT:
            return [t("lines.sum_exact", sum=together)]
        case Sums.WITHOUT_TAX:
            return [t("lines.sum_without_tax", sum=together, total=total)]
        case Sums.DIFFERENT:
            return [t("lines.sum_different", sum=together, total=total)]
        case Sums.UNKNOWN:
            return [t("lines.sum", sum=together)]


def _label(t: Translator, line: MaintenanceLine, currency: str) -> str:
    label = f"{_ICONS[line.kind]} {line.description[:40]}"
    if line.total_cents is None:
        return label
    return f"{label} · {t.plain('value.money', amount=Money(line.total_cents, currency))}"
