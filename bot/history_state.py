"""The filter of the history as its buttons carry it, in 64 bytes: a list from last year still works."""

from dataclasses import replace
from datetime import MAXYEAR

from bot.record_callbacks import BrowseHistory
from core.domain.cost_categories import CostCategory
from core.domain.record_search import HIGHEST_ASKED
from core.domain.record_status import RecordStatus
from core.services.history import HistoryFilter

# Keyboards stay in chats: an entry may be added at the end, none may move.
STATUSES = (RecordStatus.SCHEDULED, RecordStatus.IN_PROGRESS, RecordStatus.COMPLETED, RecordStatus.CANCELLED)
CATEGORIES = (
    CostCategory.MAINTENANCE,
    CostCategory.REPAIR,
    CostCategory.TYRES,
    CostCategory.INSPECTION,
    CostCategory.BODYWORK,
    CostCategory.ACCESSORIES,
    CostCategory.OTHER,
)


def asked_by(tapped: BrowseHistory) -> HistoryFilter:
    """What a button asks for; numbers that mean nothing ask for nothing."""
    return HistoryFilter(
        vehicle=tapped.vehicle,
        status=STATUSES[tapped.status - 1] if 0 < tapped.status <= len(STATUSES) else None,
        category=CATEGORIES[tapped.category - 1] if 0 < tapped.category <= len(CATEGORIES) else None,
        year=tapped.year if 0 < tapped.year <= MAXYEAR else 0,
        words=tuple(word for word in tapped.words[:HIGHEST_ASKED].split(".") if word),
    )


def button_for(asked: HistoryFilter, view: str = "l", position: int = 0) -> BrowseHistory:
    """The button that asks for this."""
    return BrowseHistory(
        view=view,
        vehicle=asked.vehicle,
        status=STATUSES.index(asked.status) + 1 if asked.status is not None else 0,
        category=CATEGORIES.index(asked.category) + 1 if asked.category is not None else 0,
        year=asked.year,
        words=".".join(asked.words),
        position=position,
    )


def changed(asked: HistoryFilter, **values: object) -> BrowseHistory:
    """The button that asks for this with one thing changed, from the beginning."""
    return button_for(replace(asked, **values))  # type: ignore[arg-type]  # the names and types are the filter's own
