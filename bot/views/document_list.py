"""The documents that are kept: the list with its filters, one document, what was changed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.callbacks import Open, OpenDocument, OpenRecord, OpenVehicle, SendDocument
from bot.context import BotContext
from bot.cost_callbacks import OnFill
from bot.document_state import PAPERS, button_for, changed
from bot.health_callbacks import CheckQuote
from bot.paper_callbacks import BrowseDocuments, OnPaper, PlanQuote
from bot.screens import Button, Screen, StoredFile
from bot.views import vehicle_choice
from bot.views.documents import document_label, field_lines
from bot.views.lists import pager
from bot.views.names import ticked, vehicle_name
from core.domain.capture.types import DocumentType
from core.domain.plans import Feature
from core.domain.states import DocumentState
from core.models import Document, Vehicle
from core.services.days import today_of
from core.services.document_list import PAGE, DocumentFilter, Due, ListedDocuments, Shares
from core.services.documents import CardData


def page(context: BotContext, found: ListedDocuments) -> Screen:
    """A page of the documents, with what they are filtered by and the ways to look for others."""
    t, asked, vehicle = context.t, found.asked, found.vehicle
    around = [[Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))]] if vehicle is not None else []
    menu = [Button(t.plain("menu.button"), Open("menu"))]
    if not found.total and not replace(asked, vehicle=0).is_set:
        key = "documents.none" if vehicle is None else "documents.none_of_vehicle"
        return Screen(t(key), [*around, menu])
    ways = [
        [
            Button(t.plain("history.search"), button_for(asked, "q")),
            Button(t.plain("history.filter"), button_for(asked, "f")),
        ],
        *around,
    ]
    if not found.total:
        clear = Button(t.plain("filter.clear"), button_for(DocumentFilter(vehicle=asked.vehicle)))
        return Screen(f"{_title(context, found)}\n{t('documents.nothing_found')}", [[clear], *ways, menu])
    rows = [[Button(_row(context, document), OpenDocument(document.id))] for document in found.documents]
    if asked.unread:
        ways.insert(0, [Button(t.plain("documents.analyse_all", n=found.total), OnPaper("all", 0), style="primary")])
    title = _title(context, found)
    if any(document.state is DocumentState.PROPOSED for document in found.documents):
        title = f"{title}\n{t('documents.pending')}"
    turn = partial(button_for, asked, "l")
    return Screen(title, [*rows, *ways, *pager(t, turn, found.position, found.total, PAGE)])


def filters(context: BotContext, asked: DocumentFilter, shares: Shares) -> Screen:
    """What is asked for, the ways to ask for something else, and how much is kept."""
    t = context.t
    kind = t.plain(f"document.kind_{asked.kind}") if asked.kind else t.plain("filter.all")
    rows = [
        [Button(t.plain("documents.filter_kind", kind=kind), button_for(asked, "k"))],
        [Button(t.plain("filter.vehicle"), button_for(asked, "v"))],
        [
            Button(ticked(t.plain("documents.soon"), asked.due is Due.SOON), _due(asked, Due.SOON)),
            Button(ticked(t.plain("documents.past"), asked.due is Due.PAST), _due(asked, Due.PAST)),
        ],
        [Button(ticked(t.plain("documents.unread"), asked.unread), changed(asked, unread=not asked.unread, due=None))],
        [Button(t.plain("filter.words", words=" ".join(asked.words) or "…"), button_for(asked, "q"))],
    ]
    if asked.is_set:
        rows.append([Button(t.plain("filter.clear"), button_for(DocumentFilter()))])
    rows.append([Button(t.plain("filter.show"), button_for(asked))])
    return Screen(f"{t('documents.filters')}\n{_kept(context, shares)}", rows)


def kinds(context: BotContext, asked: DocumentFilter) -> Screen:
    """Choose a kind of document."""
    t = context.t
    buttons = [Button(t.plain(f"document.kind_{kind}"), changed(asked, kind=kind)) for kind in PAPERS]
    rows = [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    rows.append([Button(t.plain("filter.all"), changed(asked, kind=None))])
    return Screen(t("filter.choose"), [*rows, [Button(t.plain("flow.back"), button_for(asked, "f"))]])


def vehicles(context: BotContext, asked: DocumentFilter, known: Sequence[Vehicle]) -> Screen:
    """Choose whose documents to show."""
    t = context.t
    rows = vehicle_choice.buttons(context, known, lambda vehicle: changed(asked, vehicle=vehicle.id))
    rows.append([Button(t.plain("filter.all"), changed(asked, vehicle=0))])
    return Screen(t("filter.choose"), [*rows, [Button(t.plain("flow.back"), button_for(asked, "f"))]])


def ask_words(context: BotContext, asked: DocumentFilter) -> Screen:
    """Ask for the words to look for."""
    t = context.t
    return Screen(t("documents.ask_words"), [[Button(t.plain("flow.back"), button_for(replace(asked, words=())))]])


def no_words(context: BotContext) -> Screen:
    """Nothing in what was typed can be looked for."""
    return Screen(context.t("filter.no_words"), [[Button(context.t.plain("documents.back"), Open("documents"))]])


def detail(context: BotContext, data: CardData, record_id: int | None) -> Screen:
    """One kept document: what was read in it, and the ways to see it, what it made, its vehicle, to change it."""
    t, document = context.t, data.document
    lines: list[str] = [t(f"document.title_{data.kind.value}")]
    if document.label:
        lines.append(t("document.called", label=document.label))
    unread = document.analysed_at is None and document.kind is None
    if unread:
        lines.append(t("document.not_analysed"))
    lines += field_lines(context, data, missing=False)
    if document.expires_on is not None and document.expires_on < today_of(context.account, context.services.clock):
        lines.append(t("document.expired"))
    rows: list[list[Button]] = [[Button(t.plain("document.show_file"), SendDocument(document.id))]]
    rows += _made(context, data, record_id)
    if data.vehicle is not None:
        rows.append([Button(vehicle_name(t, data.vehicle), OpenVehicle(data.vehicle.id))])
    rows += [
        [
            Button(t.plain("document.rename"), OnPaper("rename", document.id)),
            Button(t.plain("document.move"), OnPaper("move", document.id)),
        ],
        [
            Button(t.plain("document.analyse" if unread else "document.read_again"), OnPaper("again", document.id)),
            Button(t.plain("document.remove"), OnPaper("remove", document.id)),
        ],
        [Button(t.plain("documents.back"), Open("documents"))],
    ]
    return Screen("\n".join(lines), rows)


def removed(context: BotContext, document: Document) -> Screen:
    """The document is taken off, and can be brought back."""
    t = context.t
    rows = [
        [Button(t.plain("document.restore"), OnPaper("restore", document.id))],
        [Button(t.plain("documents.back"), Open("documents"))],
    ]
    return Screen(t("document.removed", document=document_label(context, document)), rows)


def ask_name(context: BotContext, document: Document) -> Screen:
    """Ask what to call a document."""
    t = context.t
    text = t("document.ask_name", document=document_label(context, document))
    return Screen(text, [[Button(t.plain("flow.back"), OpenDocument(document.id))]])


def choose_vehicle(context: BotContext, document: Document, known: Sequence[Vehicle]) -> Screen:
    """Ask to which vehicle a document goes."""
    t = context.t
    rows = vehicle_choice.buttons(
        context, known, lambda one: OnPaper("moved", document.id, one.id), now=document.vehicle_id
    )
    rows.append([Button(t.plain("document.no_vehicle"), OnPaper("moved", document.id))])
    return Screen(t("document.whose"), [*rows, [Button(t.plain("flow.back"), OpenDocument(document.id))]])


def file(context: BotContext, data: CardData, stored: str, *, is_pdf: bool) -> Screen:
    """The document itself: our clean copy, a picture or a PDF of its pages."""
    name = context.t.plain(f"document.kind_{data.kind}").lower().replace(" ", "-")
    text = context.t("document.file", document=document_label(context, data.document))
    if is_pdf:
        return Screen(text, document=StoredFile(stored, f"{name}.pdf", "application/pdf"))
    return Screen(text, photo=StoredFile(stored, f"{name}.jpg", "image/jpeg"))


def _made(context: BotContext, data: CardData, record_id: int | None) -> list[list[Button]]:
    """What the document made, or may still make."""
    t, document = context.t, data.document
    if record_id is not None:
        return [[Button(t.plain("document.open_record"), OpenRecord(record_id))]]
    if data.kind is DocumentType.FUEL_RECEIPT and document.made_id is not None:
        return [[Button(t.plain("document.open_fill"), OnFill("open", document.made_id))]]
    if data.kind is DocumentType.QUOTE:
        planning = [[Button(t.plain("quote.plan"), PlanQuote(document.id))]] if data.vehicle is not None else []
        return [[Button(t.plain("quote_check.button"), CheckQuote(document.id))], *planning]
    return []


def _title(context: BotContext, found: ListedDocuments) -> str:
    t, asked = context.t, found.asked
    title: str = t("documents.title", n=found.total)
    if found.vehicle is not None:
        title = t("documents.title_vehicle", n=found.total, vehicle=vehicle_name(t, found.vehicle))
    said = [t(f"document.kind_{asked.kind}")] if asked.kind else []
    said += [t(f"documents.{asked.due}")] if asked.due else []
    said += [t("documents.unread")] if asked.unread else []
    said += [t("history.words", words=" ".join(asked.words))] if asked.words else []
    return f"{title}\n{' · '.join(said)}" if said else title


def _row(context: BotContext, document: Document) -> str:
    """A document in the list; one with a last day says it where that is near or past."""
    label = document_label(context, document)
    if document.expires_on is None:
        return label
    today = today_of(context.account, context.services.clock)
    if document.expires_on < today:
        return f"⌛ {label}"
    return f"⏰ {label}" if (document.expires_on - today).days <= 60 else label


def _kept(context: BotContext, shares: Shares) -> str:
    """What is kept and was read this month, against what the plan gives."""
    t, limits, stored = context.t, shares.limits, shares.stored
    most, room, reads = (limits.get(one, 0) for one in (Feature.DOCUMENTS, Feature.STORAGE, Feature.READINGS))
    if most is None or room is None:
        lines: list[str] = [t("documents.stored", n=stored.documents, size=stored.bytes)]
    else:
        lines = [t("documents.stored_of", n=stored.documents, most=most, size=stored.bytes, room=room)]
    if reads is not None:
        lines.append(t("documents.read_of", n=shares.read, most=reads))
    return "\n".join(lines)


def analysing(context: BotContext, number: int, unread: int) -> Screen:
    """What was kept unread is on its way; what the plan does not give now stays kept."""
    t = context.t
    lines: list[str] = [t("documents.analysing", n=number)]
    if number < unread:
        lines.append(t("documents.others_wait", n=unread - number))
    return Screen("\n".join(lines), [[Button(t.plain("documents.back"), Open("documents"))]])


def _due(asked: DocumentFilter, due: Due) -> BrowseDocuments:
    return changed(asked, due=None if asked.due is due else due, unread=False)
