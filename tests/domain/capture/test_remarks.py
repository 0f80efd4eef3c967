from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.domain.capture.reading import flag_unseen, interpret
from core.domain.capture.remarks import compared, contradicted, is_small, with_remarks
from core.domain.capture.types import FieldState, Normalised, PageText, Remark
from tests.domain.capture.pages import page

TODAY = date(2026, 11, 22)
SHOWN = (
    "GARAGE DU PARC|FACTURE N° 2026-0142", "Date : 12/10/2026|Immat : FG-418-KT",
    "Total HT|100,00 €", "TVA 20%|20,00 €", "Total TTC|120,00 €",
)  # fmt: skip
HIDDEN = (*SHOWN[:2], "Total HT|900,00 €", "TVA 20%|180,00 €", "Total TTC|1 080,00 €")


def opened(*, side: int | None = 1_280, pages: int = 1, hidden: bool = False) -> Normalised:
    return Normalised((b"",), (None,), pages, None, hidden, side)


def small(text: PageText, height: float) -> PageText:
    segments = []
    for segment in text.segments:
        (x0, y0), (x1, _), _, _ = segment.quad
        segments.append(replace(segment, quad=((x0, y0), (x1, y0), (x1, y0 + height), (x0, y0 + height))))
    return replace(text, segments=tuple(segments))


def test_what_a_hidden_text_says_otherwise_becomes_doubtful_and_the_page_is_believed() -> None:
    seen, told = (interpret([page(*rows)], 1, TODAY) for rows in (SHOWN, HIDDEN))
    assert seen.fields["total_incl_tax"].state is FieldState.VERIFIED
    reading = contradicted(seen, told)
    assert reading.fields["total_incl_tax"].value == Decimal("120.00")
    assert reading.fields["total_incl_tax"].state is FieldState.DOUBTFUL
    assert reading.fields["plate"] == seen.fields["plate"]
    assert reading.remarks == (Remark.HIDDEN_TEXT,)
    assert contradicted(seen, seen) == seen


def test_a_total_that_no_page_shows_is_doubtful_and_told() -> None:
    told = interpret([page(*HIDDEN)], 1, TODAY)
    reading = compared(told, told, flag_unseen(told, [page(*SHOWN)]))
    assert reading.fields["total_incl_tax"].state is FieldState.DOUBTFUL
    assert reading.remarks == (Remark.HIDDEN_TEXT,)
    believed = compared(interpret([page(*SHOWN)], 1, TODAY), told, flag_unseen(told, [page(*SHOWN)]))
    assert believed.fields["total_incl_tax"].value == Decimal("120.00")
    assert believed.fields["total_incl_tax"].state is FieldState.DOUBTFUL


def test_a_photo_with_tiny_letters_is_small_and_a_pdf_never_is() -> None:
    text = page(*SHOWN)
    assert not is_small(opened(), [text])
    assert is_small(opened(), [small(text, 9)])
    assert not is_small(opened(side=None), [small(text, 9)])
    assert is_small(opened(side=320), [])


def test_a_reading_says_what_was_left_out_and_what_would_read_better() -> None:
    reading = interpret([page(*SHOWN)], 9, TODAY)
    tiny = [small(page(*SHOWN), 9)]
    assert with_remarks(reading, opened(pages=9), tiny, settled=False).remarks == (
        Remark.PAGES_LEFT_OUT,
        Remark.SMALL_PHOTO,
    )
    assert with_remarks(reading, opened(), tiny, settled=True).remarks == ()
    assert with_remarks(reading, opened(hidden=True), tiny, settled=True).remarks == (Remark.HIDDEN_TEXT,)
