"""Questions about one field of a record."""

from bot.callbacks import OpenRecord
from bot.context import BotContext
from bot.record_callbacks import Choose, OnRecord
from bot.screens import Button, Screen
from bot.views.records import total_of
from core.domain.record_fields import CLEARABLE
from core.domain.record_status import RecordStatus
from core.domain.typed_dates import AmbiguousDate
from core.i18n import Translator
from core.services.records import RecordData


def ask(context: BotContext, data: RecordData, name: str) -> Screen:
    """Ask for a value, showing the present one."""
    t, record = context.t, data.record
    rows = []
    if name == "done_on" and record.status is RecordStatus.COMPLETED:
        rows.append(
            [
                Button(t.plain("form.yesterday"), Choose("value", "yesterday")),
                Button(t.plain("form.today"), Choose("value", "today")),
            ]
        )
    now = _now(t, data, name)
    if name in CLEARABLE and now is not None:
        rows.append([Button(t.plain("record.clear"), Choose("value", "none"))])
    rows.append([Button(t.plain("flow.back"), OnRecord("edit", "", record.id))])
    key = "record.ask_warranty" if name == "warranty_until" else "document.ask_field"
    return Screen(t(key, field=t.plain(f"record_field.{name}"), now=now or t.plain("document.nothing_there")), rows)


def which_day(context: BotContext, record_id: int, read: AmbiguousDate) -> Screen:
    """A date that reads two ways: ask which one."""
    t = context.t
    both = [
        Button(t.plain("value.date", day=one), Choose("value", f"{one:%Y%m%d}")) for one in (read.first, read.second)
    ]
    text = t("error.date_ambiguous", first=read.first, second=read.second)
    return Screen(text, [both, [Button(t.plain("flow.back"), OpenRecord(record_id))]])


def _now(t: Translator, data: RecordData, name: str) -> str | None:
    record, total = data.record, total_of(data.record)
    match name:
        case "done_on":
            return t.plain("value.date", day=record.done_on)
        case "warranty_until":
            return t.plain("value.date", day=record.warranty_until) if record.warranty_until else None
        case "kilometres":
            known = record.kilometres is not None
            return t.plain("value.kilometres", kilometres=record.kilometres) if known else None
        case "total":
            return t.plain("value.money", amount=total) if total is not None else None
        case "garage":
            return record.garage
        case _:
            return record.note[:300] if record.note else None
