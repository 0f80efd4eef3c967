"""The filter of the documents as its buttons carry it, in 64 bytes: a list from last year still works."""

from dataclasses import replace

from bot.paper_callbacks import BrowseDocuments
from core.domain.capture.types import DocumentType
from core.domain.record_search import HIGHEST_ASKED
from core.services.document_list import DocumentFilter, Due

# Keyboards stay in chats: an entry may be added at the end, none may move.
PAPERS = (
    DocumentType.INVOICE,
    DocumentType.REGISTRATION,
    DocumentType.INSURANCE,
    DocumentType.INSPECTION,
    DocumentType.QUOTE,
    DocumentType.FUEL_RECEIPT,
    DocumentType.ODOMETER,
    DocumentType.OTHER,
)
_DUES = (Due.SOON, Due.PAST)
# Behind the last days: what was not analysed yet.
_UNREAD = len(_DUES) + 1


def asked_by(tapped: BrowseDocuments) -> DocumentFilter:
    """What a button asks for; numbers that mean nothing ask for nothing."""
    return DocumentFilter(
        kind=PAPERS[tapped.paper - 1] if 0 < tapped.paper <= len(PAPERS) else None,
        vehicle=tapped.vehicle,
        due=_DUES[tapped.due - 1] if 0 < tapped.due <= len(_DUES) else None,
        unread=tapped.due == _UNREAD,
        words=tuple(word for word in tapped.words[:HIGHEST_ASKED].split(".") if word),
    )


def button_for(asked: DocumentFilter, view: str = "l", position: int = 0) -> BrowseDocuments:
    """The button that asks for this."""
    due = _UNREAD if asked.unread else _DUES.index(asked.due) + 1 if asked.due is not None else 0
    return BrowseDocuments(
        view=view,
        paper=PAPERS.index(asked.kind) + 1 if asked.kind is not None else 0,
        vehicle=asked.vehicle,
        due=due,
        words=".".join(asked.words),
        position=position,
    )


def changed(asked: DocumentFilter, **values: object) -> BrowseDocuments:
    """The button that asks for this with one thing changed, from the beginning."""
    return button_for(replace(asked, **values))  # type: ignore[arg-type]  # the names and types are the filter's own
