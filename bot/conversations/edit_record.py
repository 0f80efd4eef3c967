"""Change one field of a record, its services, or one of its lines.

record [edit] -> which field? (button) -> VALUE (text, or a button) -> the record, changed
                                       -> SERVICES (buttons, text)  -> the record, changed
record [lines] -> [add] or a line [type again] -> LINE (text) -> the lines, changed
"""

from datetime import date, timedelta
from enum import StrEnum

from pydantic import BaseModel
from telegram import Update

from bot.callbacks import OpenRecord
from bot.context import BotContext
from bot.flow import END, Flow, Next, flow
from bot.handlers import records
from bot.record_callbacks import Choose, OnRecord
from bot.routing import tap, tap_where, typed
from bot.service_selection import ServiceChoice
from bot.views import record_edit as views
from bot.views import record_form as form_views
from bot.views import record_lines as line_views
from core.domain.record_fields import CLEARABLE, FIELDS, read_field
from core.domain.record_lines import typed_line
from core.domain.record_status import RecordStatus
from core.domain.stored_values import as_date
from core.domain.typed_dates import AmbiguousDate
from core.errors import Gone
from core.services.days import today_of
from core.services.record_changes import RecordEdit

NAME = "edit_record"


class Step(StrEnum):
    """What we wait for. Values are stored: renaming one is a migration."""

    VALUE = "value"
    SERVICES = "services"
    LINE = "line"


class EditDraft(BaseModel):
    """The record and what of it is being changed."""

    record_id: int
    field: str = ""
    line_id: int = 0
    # What a typed value is read with.
    done_on: date = date.min
    status: RecordStatus = RecordStatus.COMPLETED
    currency: str = "EUR"
    services: ServiceChoice = ServiceChoice()


async def begin(_: Update, context: BotContext) -> Next:
    """A field was chosen: ask for its value."""
    tapped = context.tap(OnRecord)
    if tapped.value not in FIELDS:
        raise Gone
    data = await context.services.maintenance.record(context.account, tapped.record)
    record = data.record
    draft = EditDraft(
        record_id=record.id,
        field=tapped.value,
        done_on=record.done_on,
        status=record.status,
        currency=record.currency,
    )
    if tapped.value == "services":
        draft.services = ServiceChoice(chosen=list(data.services), usual=list(data.services))
        context.keep(draft)
        await context.show(form_views.services(context, draft.services, OpenRecord(data.record.id)))
        return Step.SERVICES
    context.keep(draft)
    await context.show(views.ask(context, data, tapped.value))
    return Step.VALUE


async def say(_: Update, context: BotContext) -> Next:
    """Take the value typed; one that cannot be read keeps the step, so the person just types again."""
    draft = context.draft(EditDraft)
    read = read_field(
        draft.field,
        context.text,
        done_on=draft.done_on,
        status=draft.status,
        today=today_of(context.account, context.services.clock),
        language=context.account.language,
        currency=draft.currency,
    )
    if isinstance(read, AmbiguousDate):
        await context.reply(views.which_day(context, draft.record_id, read))
        return Step.VALUE
    await _put(context, draft, read)
    return END


async def choose(_: Update, context: BotContext) -> Next:
    """Take the value tapped: a day, or nothing at all."""
    draft, value = context.draft(EditDraft), context.tap(Choose).value
    near = {"today": 0, "yesterday": 1}
    if value == "none" and draft.field in CLEARABLE:
        await _put(context, draft, None)
        return END
    day = as_date(f"{value[:4]}-{value[4:6]}-{value[6:]}")
    if value in near:
        day = today_of(context.account, context.services.clock) - timedelta(days=near[value])
    if day is None or draft.field not in {"done_on", "warranty_until"}:
        raise Gone
    await _put(context, draft, day)
    return END


async def _put(context: BotContext, draft: EditDraft, value: object) -> None:
    edit: RecordEdit = {draft.field: value}  # type: ignore[misc]  # FIELDS are its keys, read_field gives their types
    await records.edit(context, draft.record_id, edit)


async def say_services(_: Update, context: BotContext) -> Next:
    """Take services typed."""
    draft = context.draft(EditDraft)
    draft.services.say(context.text)
    return await _services(context, draft)


async def choose_services(_: Update, context: BotContext) -> Next:
    """Tick a service, or be done."""
    draft = context.draft(EditDraft)
    if draft.services.tap(context.tap(Choose).value):
        await records.edit(context, draft.record_id, {"services": tuple(draft.services.chosen)})
        return END
    return await _services(context, draft)


async def _services(context: BotContext, draft: EditDraft) -> Next:
    context.keep(draft)
    await context.show(form_views.services(context, draft.services, OpenRecord(draft.record_id)))
    return Step.SERVICES


async def begin_line(_: Update, context: BotContext) -> Next:
    """Ask for a line, new or typed again."""
    tapped = context.tap(OnRecord)
    data = await context.services.maintenance.record(context.account, tapped.record)
    line_id = int(tapped.value) if tapped.action == "retype" and tapped.value.isdigit() else 0
    present = await context.services.changes.line(context.account, line_id) if line_id else None
    context.keep(EditDraft(record_id=data.record.id, line_id=line_id))
    await context.show(line_views.ask(context, data, present))
    return Step.LINE


async def say_line(_: Update, context: BotContext) -> Next:
    """Write the line typed."""
    draft, account = context.draft(EditDraft), context.account
    changes = context.services.changes
    if draft.line_id:
        present = await changes.line(account, draft.line_id)
        done = await changes.change_line(
            account, draft.line_id, typed_line(context.text, account.language, present.kind)
        )
    else:
        done = await changes.add_line(account, draft.record_id, typed_line(context.text, account.language))
    await context.show(line_views.page(context, done.data, done))
    return END


async def back(update: Update, context: BotContext) -> Next:
    """Back to the record: nothing is changed."""
    await records.card(update, context)
    return END


async def back_to_lines(update: Update, context: BotContext) -> Next:
    """Back to the lines: nothing is changed."""
    await records.act(update, context)
    return END


def build() -> Flow:
    """The flow as one table."""
    asking = [
        tap_where(OnRecord, begin, action="field"),
        tap_where(OnRecord, begin_line, action="add_line"),
        tap_where(OnRecord, begin_line, action="retype"),
    ]
    leaving = [tap(OpenRecord, back), tap_where(OnRecord, back_to_lines, action="lines")]
    return flow(
        NAME,
        entry=asking,
        steps={
            Step.VALUE: [tap(Choose, choose), typed(say)],
            Step.SERVICES: [tap(Choose, choose_services), typed(say_services)],
            Step.LINE: [typed(say_line)],
        },
        anywhere=leaving,
    )
