import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.domain.capture.layout import rows_of
from core.domain.capture.types import PageText, Segment
from tests.domain.capture.pages import page

TABLE = (
    "Désignation du travail effectué|Qté|Montant",
    "Vidange du moteur 5W30|1|72,50",
    "Filtre à huile moteur|2|14,20",
)


@pytest.mark.parametrize("slope", [0.0, 0.05, -0.05, 0.12])
def test_slanted_lines_are_levelled_by_their_own_boxes(slope: float) -> None:
    rows = rows_of([page(*TABLE, slope=slope)])
    assert [[piece.text for piece in row.pieces] for row in rows] == [row.split("|") for row in TABLE]


def test_pages_follow_each_other() -> None:
    rows = rows_of([page("first"), page("second")])
    assert [(row.page, row.text) for row in rows] == [(0, "first"), (1, "second")]


def test_places_are_fractions_of_the_page() -> None:
    (row,) = rows_of([page("Total TTC|12,00")])
    assert all(
        0 <= edge <= 1 for piece in row.pieces for edge in (piece.box.x0, piece.box.y0, piece.box.x1, piece.box.y1)
    )


def test_an_empty_page_has_no_rows() -> None:
    assert rows_of([PageText(100, 100, ())]) == ()


corners = st.tuples(st.floats(-50, 2_000), st.floats(-50, 2_000))


@given(
    st.lists(
        st.builds(Segment, st.text(max_size=8), st.floats(0, 1), st.tuples(corners, corners, corners, corners)),
        max_size=12,
    )
)
@example([Segment("", 0.0, ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (-1e-191, 0.0)))])
def test_any_boxes_at_all_give_every_piece_once(segments: list[Segment]) -> None:
    rows = rows_of([PageText(1_000, 1_000, tuple(segments))])
    assert sum(len(row.pieces) for row in rows) == len(segments)
