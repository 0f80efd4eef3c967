from hypothesis import given
from hypothesis import strategies as st

from bot.history_state import CATEGORIES, STATUSES, asked_by, button_for
from bot.record_callbacks import BrowseHistory
from core.domain.cost_categories import CostCategory
from core.domain.record_search import HIGHEST_ASKED, HIGHEST_STORED, asked_words, search_text
from core.domain.record_status import RecordStatus
from core.domain.service_types import ServiceType
from core.services.history import HistoryFilter

STORED = search_text([ServiceType.OIL_CHANGE, ServiceType.TYRES_FRONT], ["Garage Müller", None, "F2026-118", "œuf"])


def found(text: str) -> bool:
    return all(word in STORED for word in asked_words(text))


def test_a_record_is_found_by_its_words_in_any_spelling_and_either_language():
    for words in (
        "vidange",
        "VIDANGES",
        "oil change",
        "müller",
        "muller",
        "f2026-118",
        "2026 118",
        "pneus avant",
        "oeuf",
    ):
        assert found(words), words
    assert not found("norauto")


def test_nothing_to_look_for_gives_no_words():
    assert asked_words("%_'\"🚗 !") == ()
    assert asked_words("") == ()


def test_a_long_text_is_stored_and_asked_in_part():
    assert len(search_text([], ["mot " * 9000])) <= HIGHEST_STORED
    assert asked_words("x" * 4096) == ("x" * HIGHEST_ASKED,)


@given(st.text(max_size=4096))
def test_any_words_fit_a_button_with_every_filter_set(text: str):
    asked = HistoryFilter(10**11, RecordStatus.IN_PROGRESS, CostCategory.ACCESSORIES, 2026, asked_words(text))
    button = button_for(asked, "l", 99_999)
    assert BrowseHistory.parse(button.pack()) == button
    assert asked_by(button) == asked


def test_every_status_and_category_has_its_place_in_the_buttons():
    assert set(STATUSES) == set(RecordStatus)
    assert set(CATEGORIES) == set(CostCategory)
