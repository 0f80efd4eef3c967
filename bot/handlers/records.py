"""One record: its card, and everything that is done with a tap."""

from collections.abc import Awaitable, Callable, Mapping

from telegram import Update

from bot import open_record
from bot.callbacks import OpenRecord
from bot.context import BotContext
from bot.record_callbacks import OnRecord, UndoChange
from bot.views import papers as paper_views
from bot.views import record_lines as line_views
from bot.views import records as views
from core.domain.cost_categories import CostCategory
from core.domain.record_lines import LineKind
from core.domain.record_status import RecordStatus
from core.errors import Gone
from core.services.record_changes import RecordEdit, new_line
from core.services.records import RecordData

Action = Callable[[BotContext, OnRecord], Awaitable[None]]


async def card(_: Update, context: BotContext) -> None:
    """One record."""
    await show(context, context.tap(OpenRecord).record)


async def show(context: BotContext, record_id: int) -> None:
    """Show a record, and remember that it is looked at."""
    data = await context.services.maintenance.record(context.account, record_id)
    open_record.look_at(context, record_id)
    await context.show(views.detail(context, data))


async def act(_: Update, context: BotContext) -> None:
    """A button of a record; one that asks for what we do not know leads nowhere."""
    tapped = context.tap(OnRecord)
    action = ACTIONS.get(tapped.action)
    if action is None:
        raise Gone
    await action(context, tapped)


async def edit(context: BotContext, record_id: int, changes: RecordEdit) -> None:
    """Change a record and show it with the way back."""
    done = await context.services.changes.edit(context.account, record_id, changes)
    await context.show(views.changed(context, done))


async def take_back(_: Update, context: BotContext) -> None:
    """Undo a change or a deletion."""
    done = await context.services.changes.take_back(context.account, context.tap(UndoChange).version)
    await context.show(views.restored(context, done.data))


async def choose_field(context: BotContext, tapped: OnRecord) -> None:
    """Ask what is to be changed."""
    await context.show(views.fields(context, await _data(context, tapped)))


async def choose_category(context: BotContext, tapped: OnRecord) -> None:
    """Ask what the money went into."""
    await context.show(views.categories(context, await _data(context, tapped)))


async def choose_vehicle(context: BotContext, tapped: OnRecord) -> None:
    """Ask whose record it is."""
    data = await _data(context, tapped)
    await context.show(views.vehicles(context, data, await context.services.vehicles.all(context.account)))


async def set_status(context: BotContext, tapped: OnRecord) -> None:
    """Plan, begin or call off; being done asks for more."""
    if tapped.value not in set(RecordStatus) - {RecordStatus.COMPLETED}:
        raise Gone
    await edit(context, tapped.record, {"status": RecordStatus(tapped.value)})


async def set_category(context: BotContext, tapped: OnRecord) -> None:
    """Say what the money went into; an empty value leaves it to the services."""
    if tapped.value and tapped.value not in set(CostCategory):
        raise Gone
    await edit(context, tapped.record, {"category": CostCategory(tapped.value) if tapped.value else None})


async def set_vehicle(context: BotContext, tapped: OnRecord) -> None:
    """Give the record to another vehicle."""
    await edit(context, tapped.record, {"vehicle_id": _number(tapped.value)})


async def lines(context: BotContext, tapped: OnRecord) -> None:
    """The parts and labour."""
    await context.show(line_views.page(context, await _data(context, tapped)))


async def line(context: BotContext, tapped: OnRecord) -> None:
    """One line."""
    found = await context.services.changes.line(context.account, _number(tapped.value))
    await context.show(line_views.one(context, found))


async def drop_line(context: BotContext, tapped: OnRecord) -> None:
    """Remove a line."""
    done = await context.services.changes.change_line(context.account, _number(tapped.value), None)
    await context.show(line_views.page(context, done.data, done))


async def set_kind(context: BotContext, tapped: OnRecord) -> None:
    """Say what a line is paid for."""
    changes, kind = context.services.changes, LineKind(tapped.action.removeprefix("kind_"))
    found = await changes.line(context.account, _number(tapped.value))
    same = new_line(found, found.record.currency, kind)
    done = await changes.change_line(context.account, found.id, same)
    await context.show(line_views.page(context, done.data, done))


async def papers(context: BotContext, tapped: OnRecord) -> None:
    """The papers of a record."""
    await context.show(paper_views.page(context, await context.services.attachments.of(context.account, tapped.record)))


async def detach(context: BotContext, tapped: OnRecord) -> None:
    """Let a paper no longer belong to the record."""
    attachments = context.services.attachments
    await attachments.detach(context.account, tapped.record, _number(tapped.value))
    await context.show(paper_views.page(context, await attachments.of(context.account, tapped.record)))


async def remove(context: BotContext, tapped: OnRecord) -> None:
    """Delete the record; it can be put back."""
    await context.show(views.removed(context, await context.services.changes.remove(context.account, tapped.record)))


async def _data(context: BotContext, tapped: OnRecord) -> RecordData:
    return await context.services.maintenance.record(context.account, tapped.record)


def _number(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise Gone
    return int(value)


ACTIONS: Mapping[str, Action] = {
    "edit": choose_field,
    "categories": choose_category,
    "category": set_category,
    "vehicles": choose_vehicle,
    "vehicle": set_vehicle,
    "status": set_status,
    "lines": lines,
    "line": line,
    "drop_line": drop_line,
    "papers": papers,
    "detach": detach,
    "remove": remove,
    **{f"kind_{kind.value}": set_kind for kind in LineKind},
}
