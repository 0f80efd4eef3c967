"""The papers and pictures of a record."""

from bot.callbacks import OpenDocument, OpenRecord
from bot.context import BotContext
from bot.record_callbacks import AttachDocument, OnRecord
from bot.screens import Button, Screen
from bot.views.documents import document_label
from bot.views.names import services_text
from core.services.attachments import Attached
from core.services.records import RecordData


def page(context: BotContext, found: Attached) -> Screen:
    """What is attached, and the ways to attach more."""
    t, number = context.t, found.data.record.id
    rows = [[Button(document_label(context, one), OpenDocument(one.id))] for one in found.documents]
    for row, one in zip(rows, found.documents, strict=True):
        if one.id != found.data.record.document_id:
            row.append(Button(t.plain("attach.detach"), OnRecord("detach", str(one.id), number)))
    rows.append([Button(t.plain("attach.add"), OnRecord("attach", "", number))])
    rows.append([Button(t.plain("flow.back"), OpenRecord(number))])
    services = services_text(t, found.data.services)
    key = "attach.title" if found.documents else "attach.none"
    return Screen(t(key, services=services, day=found.data.record.done_on), rows)


def ask(context: BotContext, found: Attached) -> Screen:
    """Ask for a photo, or for one of the papers that are there."""
    t, data = context.t, found.data
    number = data.record.id
    rows = [[Button(document_label(context, one), AttachDocument(number, one.id))] for one in found.documents]
    rows.append([Button(t.plain("flow.back"), OnRecord("papers", "", number))])
    return Screen(t("attach.ask", services=services_text(t, data.services)), rows)


def coming(context: BotContext) -> Screen:
    """The file is on its way into the record."""
    return Screen(context.t("attach.coming"))


def attached(context: BotContext, data: RecordData) -> Screen:
    """The paper belongs to the record now."""
    t, number = context.t, data.record.id
    rows = [
        [Button(t.plain("record.papers", n=1), OnRecord("papers", "", number))],
        [Button(t.plain("record.open"), OpenRecord(number))],
    ]
    return Screen(t("attach.done", services=services_text(t, data.services), day=data.record.done_on), rows)


def offer(context: BotContext, screen: Screen, data: RecordData, document_id: int) -> Screen:
    """A document's card with the offer to attach it to the record that is open."""
    t = context.t
    label = t.plain("attach.to", services=services_text(t, data.services, 1), day=data.record.done_on)
    return Screen(screen.text, [[Button(label, AttachDocument(data.record.id, document_id))], *screen.rows])
