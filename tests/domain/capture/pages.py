from core.domain.capture.types import PageText, Segment


def page(*rows: str, width: int = 1000, line: int = 30, slope: float = 0.0) -> PageText:
    """A page from rows of text; `|` parts the pieces of a row, and `|` twice leaves a cell of the row empty."""
    segments = []
    for at, row in enumerate(rows):
        cells = row.split("|")
        for number, cell in enumerate(cells):
            text = cell.strip()
            if not text:
                continue
            left = 20 + number * (width - 40) / len(cells)
            right, top = left + 9 * len(text), 20 + at * 1.8 * line
            corners = ((left, top), (right, top), (right, top + line), (left, top + line))
            quad = tuple((x, y + slope * x) for x, y in corners)
            segments.append(Segment(text, 0.98, quad))  # type: ignore[arg-type]  # four corners
    return PageText(width, int(40 + len(rows) * 1.8 * line + abs(slope) * width), tuple(segments))
