"""What is worth saying about a document beside its fields, and what makes its values doubtful."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from core.domain.capture.types import FieldState, Normalised, PageText, Reading, Remark

# In pixels. Below this, readers begin to guess: measured on invoices that were made smaller and smaller.
_SMALL_TEXT = 13.0
_SMALL_SIDE = 500
_DOUBT = 0.4
# A wrong one of these costs money or goes to the wrong vehicle.
_WEIGHTY = (
    "total_incl_tax", "total_excl_tax", "total", "invoice_number", "invoice_date", "plate", "vin", "vendor_siret",
)  # fmt: skip


def is_small(opened: Normalised, seen: Sequence[PageText]) -> bool:
    """Whether a photo came so small that the same one sent as a file would read better."""
    if opened.side is None:
        return False
    heights = [_height(page, number) for page in seen for number in range(len(page.segments))]
    return opened.side < _SMALL_SIDE or (bool(heights) and median(heights) < _SMALL_TEXT)


def contradicted(reading: Reading, told: Reading) -> Reading:
    """The reading of what pages show, doubtful wherever the text inside the file tells another value."""
    if told.document_type is not reading.document_type:
        return reading
    other = {
        name: field
        for name, field in reading.fields.items()
        if field.value is not None and told.fields.get(name, field).value not in {None, field.value}
    }
    if not other:
        return reading
    doubtful = {
        name: replace(field, state=FieldState.DOUBTFUL, confidence=min(field.confidence, _DOUBT))
        for name, field in other.items()
    }
    return remarked(replace(reading, fields={**reading.fields, **doubtful}), Remark.HIDDEN_TEXT)


def compared(shown: Reading, told: Reading, flagged: Reading) -> Reading:
    """What the file tells, where its pages show it; elsewhere what they show, doubtful, and a remark if it matters.

    `flagged` is `told` with every value doubtful that is nowhere to be seen.
    """
    lost = {name for name, field in flagged.fields.items() if field.state is not told.fields[name].state}
    seen = {name: shown.fields[name] for name in lost if name in shown.fields}
    believed = {
        name: replace(field, state=FieldState.DOUBTFUL, confidence=min(field.confidence, _DOUBT))
        for name, field in seen.items()
        if field.value is not None
    }
    reading = replace(flagged, fields={**flagged.fields, **believed})
    return remarked(reading, Remark.HIDDEN_TEXT) if lost.intersection(_WEIGHTY) else reading


def remarked(reading: Reading, *remarks: Remark) -> Reading:
    """The reading with further remarks, each at most once."""
    return replace(reading, remarks=tuple(dict.fromkeys((*reading.remarks, *remarks))))


def with_remarks(reading: Reading, opened: Normalised, seen: Sequence[PageText], *, settled: bool) -> Reading:
    """The reading with what its file gives reason to say."""
    remarks = []
    if opened.hidden_text:
        remarks.append(Remark.HIDDEN_TEXT)
    if opened.page_count > len(seen):
        remarks.append(Remark.PAGES_LEFT_OUT)
    if not settled and is_small(opened, seen):
        remarks.append(Remark.SMALL_PHOTO)
    return remarked(reading, *remarks)


def _height(page: PageText, number: int) -> float:
    top_left, _, _, bottom_left = page.segments[number].quad
    return float(((top_left[0] - bottom_left[0]) ** 2 + (top_left[1] - bottom_left[1]) ** 2) ** 0.5)
