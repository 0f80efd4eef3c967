"""Files of several tables: each under a marker or a title of its own, with its own header."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from core.domain.imports.import_columns import plain_header
from core.domain.imports.import_text import Line

_MARKER: Final = re.compile(r"\W*#{1,3}\s*(?P<name>[^\W\d_][^#]*)")


@dataclass(slots=True)
class Section:
    """One table of a file: its name folded to one word, its header, its rows."""

    name: str
    line: int
    header: tuple[str, ...] = ()
    rows: list[Line] = field(default_factory=list)


def marked_name(line: Line) -> str | None:
    """The name behind `##`, however it is quoted or padded."""
    text = line.text.strip("\"' ,;")
    match = _MARKER.fullmatch(text) if len(text) < 60 else None
    return plain_header(match["name"].strip("\"' ,;")).replace(" ", "") if match else None


def sections_of(lines: Sequence[Line], name_of: Callable[[Line], str | None] = marked_name) -> list[Section]:
    """Cut rows into their tables; what stands before the first marker belongs to none. Empty tables stay."""
    found: list[Section] = []
    for line in lines:
        name = name_of(line)
        if name is not None:
            found.append(Section(name, line.number))
        elif found and not found[-1].header:
            found[-1].header = line.cells
        elif found:
            found[-1].rows.append(line)
    return found
