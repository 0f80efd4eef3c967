"""Places of a page that are looked at once more: empty slots of a registration card, values of a text layer."""

import re
from collections.abc import Sequence
from dataclasses import replace

from core.domain.capture.layout import Piece, Row
from core.domain.capture.registration_codes import code_of, printed_fields
from core.domain.capture.types import Box, PageText, Quad, Reading, Segment

# Codes whose values are short and alone in their cell, where a reader passes over them most easily.
_LONELY = frozenset({"P.1", "P.2", "P.3", "P.6", "S.1", "V.7", "D.2"})
_WIDEST = 7.0
_SAMPLES = 6
_SURE = 0.9
_GROUP = re.compile(r"\d{3}")
_BEGUN = re.compile(r"(?<!\d)\d{1,3}$")
_MOST_BROKEN = 24


def empty_slots(rows: tuple[Row, ...]) -> list[Box]:
    """The places right of codes behind which nothing was read."""
    filled = {code for code, values in printed_fields(rows).items() if values}
    slots = []
    for row in rows:
        for at, piece in enumerate(row.pieces):
            label = code_of(piece.plain)
            if label is None or label[1] or label[0] not in _LONELY or label[0] in filled:
                continue
            following = row.pieces[at + 1] if at + 1 < len(row.pieces) else None
            slots.append(_right_of(piece, following))
    return [slot for slot in slots if slot.x1 - slot.x0 > 1.2 * (slot.y1 - slot.y0) > 0]


def _right_of(piece: Piece, following: Piece | None) -> Box:
    box = piece.box
    height = box.y1 - box.y0
    # Fractions of width and height differ by the shape of the page; a box of text knows both.
    wide = (box.x1 - box.x0) / max(1.0, piece.right - piece.left) * piece.height
    end = min(1.0, box.x1 + _WIDEST * wide)
    if following is not None:
        end = min(end, following.box.x0 - 0.2 * wide)
    return Box(box.page, box.x1 + 0.2 * wide, box.y0 - 0.1 * height, end, box.y1 + 0.1 * height)


def with_slots(page: PageText, slots: Sequence[Box], texts: Sequence[tuple[str, float]]) -> PageText:
    """The page with what was found in its slots; what the reader is not sure of stays out."""
    found = [
        Segment(text, score, _quad(slot, page))
        for slot, (text, score) in zip(slots, texts, strict=True)
        if score >= _SURE and any(char.isalnum() for char in text)
    ]
    return replace(page, segments=(*page.segments, *found))


def telling_places(reading: Reading, layer: PageText, page: int) -> list[Box]:
    """Where the values of a text layer stand on its page, and a few more of its lines."""
    seen = {field.seen for field in reading.fields.values() if field.seen is not None and field.seen.page == page}
    lines = [segment for segment in layer.segments if sum(char.isalnum() for char in segment.text) >= 6]
    step = max(1, len(lines) // _SAMPLES)
    ends = [segment for segment in layer.segments if _GROUP.fullmatch(segment.text.strip())]
    return [*seen, *(_box(segment, layer, page) for segment in (*lines[::step][:_SAMPLES], *ends[:_SAMPLES]))]


def as_page(layer: PageText, places: Sequence[Box], texts: Sequence[tuple[str, float]]) -> PageText:
    """What a look at some places showed, as a page."""
    segments = [Segment(text, score, _quad(place, layer)) for place, (text, score) in zip(places, texts, strict=True)]
    # A number broken at its separator stands in two places, `47` and `917`.
    ends = [segment for segment in segments if _GROUP.fullmatch(segment.text)]
    starts = [segment for segment in segments if _BEGUN.search(segment.text)]
    broken = [replace(start, text=start.text + end.text) for start in starts for end in ends if end is not start]
    return PageText(layer.width, layer.height, tuple(segments + broken[:_MOST_BROKEN]))


def as_seen(layer: PageText, seen: PageText) -> PageText:
    """The part of a layer that was looked at."""
    quads = {_rounded(segment.quad) for segment in seen.segments}
    kept = tuple(segment for segment in layer.segments if _rounded(_upright(segment.quad)) in quads)
    return replace(layer, segments=kept)


def _box(segment: Segment, page: PageText, number: int) -> Box:
    (x0, y0), _, (x1, y1), _ = _upright(segment.quad)
    return Box(
        number, max(0.0, x0 / page.width), max(0.0, y0 / page.height), min(1.0, x1 / page.width),
        min(1.0, y1 / page.height),
    )  # fmt: skip


def _quad(box: Box, page: PageText) -> Quad:
    x0, y0, x1, y1 = box.x0 * page.width, box.y0 * page.height, box.x1 * page.width, box.y1 * page.height
    return (x0, y0), (x1, y0), (x1, y1), (x0, y1)


def _upright(quad: Quad) -> Quad:
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return (min(xs), min(ys)), (max(xs), min(ys)), (max(xs), max(ys)), (min(xs), max(ys))


def _rounded(quad: Quad) -> tuple[int, ...]:
    return tuple(round(number) for point in quad for number in point)
