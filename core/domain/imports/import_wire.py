"""What was found in a file, as bytes between processes: a header, then rows by hundreds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from pydantic import TypeAdapter

from core.domain.imports.import_preview import Preview, kind_of
from core.domain.imports.import_rows import (
    Found,
    ImportedCar,
    ImportedCost,
    ImportedFill,
    ImportedReading,
    ImportedRecord,
    ImportedReminder,
    ImportFormat,
    Json,
    Row,
    RowKind,
)

# Rows in one piece: so many are taken apart in a few milliseconds.
CHUNK: Final = 400
# Rows that are not imported, as far as a chat will ever tell them.
MOST_SKIPPED: Final = 200
_PREVIEW: Final[TypeAdapter[Preview]] = TypeAdapter(Preview)
_ROWS: Final[Mapping[RowKind, TypeAdapter[Any]]] = {
    RowKind.FUEL: TypeAdapter(list[ImportedFill]),
    RowKind.WORK: TypeAdapter(list[ImportedRecord]),
    RowKind.ODOMETER: TypeAdapter(list[ImportedReading]),
    RowKind.COST: TypeAdapter(list[ImportedCost]),
    RowKind.REMINDER: TypeAdapter(list[ImportedReminder]),
}


@dataclass(frozen=True, slots=True)
class Header:
    """What a file holds beside its rows."""

    format: ImportFormat | None
    cars: dict[str, ImportedCar]
    extras: dict[str, Json]
    whole: bool
    open_questions: int


_HEADER: Final[TypeAdapter[Header]] = TypeAdapter(Header)


@dataclass(frozen=True, slots=True)
class PackedRows:
    """Rows of one kind, still packed."""

    kind: RowKind
    body: bytes

    def rows(self) -> Sequence[Row]:
        """The rows."""
        rows: list[Row] = _ROWS[self.kind].validate_json(self.body)
        return rows


@dataclass(frozen=True, slots=True)
class PackedFound:
    """All that a file holds, its rows still packed."""

    header: Header
    pieces: tuple[PackedRows, ...]


def preview_bytes(preview: Preview) -> bytes:
    """A preview, with as many of the rows that are not imported as are ever told."""
    return _PREVIEW.dump_json(replace(preview, skipped=preview.skipped[:MOST_SKIPPED]))


def preview_from(packed: bytes | str) -> Preview:
    """The preview that was packed."""
    return _PREVIEW.validate_json(packed)


def found_parts(found: Found) -> list[bytes]:
    """The header, then each piece with the name of its kind before it."""
    used = {row.car for row in found.rows}
    # A vehicle that nothing hangs on and that has no name is none.
    cars = {key: car for key, car in found.cars.items() if key in used or key or found.whole}
    header = Header(found.format, cars, found.extras, found.whole, len(found.questions))
    parts = [_HEADER.dump_json(header)]
    for kind, adapter in _ROWS.items():
        rows = iter([row for row in found.rows if kind_of(row) is kind])
        while piece := list(islice(rows, CHUNK)):
            parts.append(kind.value.encode() + b" " + adapter.dump_json(piece))
    return parts


def found_from(parts: Iterable[bytes]) -> PackedFound:
    """What was packed, with its rows still packed."""
    first, *rest = parts
    pieces = []
    for part in rest:
        kind, _, body = part.partition(b" ")
        pieces.append(PackedRows(RowKind(kind.decode()), body))
    return PackedFound(_HEADER.validate_json(first), tuple(pieces))
