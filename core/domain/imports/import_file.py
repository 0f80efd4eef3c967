"""A file of any kind to what it holds: recognised by its content, archives opened in memory and within limits."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from core.domain.imports import (
    from_acar,
    from_drivvo,
    from_fuelio,
    from_fuelly,
    from_lubelogger,
    from_own,
    from_plain,
    from_simply_auto,
    from_spritmonitor,
)
from core.domain.imports.import_manner import Answers, decide
from core.domain.imports.import_rows import Found, Hints, ImportFormat, ImportRefused, Question, RawFile
from core.domain.imports.import_sections import sections_of
from core.domain.imports.import_settling import settle
from core.domain.imports.import_text import Line, decoded, lines_of

MOST_FILES, MOST_BYTES, DEEPEST = 500, 120 * 2**20, 2
_ZIP: Final = b"PK\x03\x04"
_TABLES: Final = (".csv", ".txt", ".tsv", ".json", ".xml", ".inf", ".zip", ".abp", ".fuelio", ".xlsx", ".data")
# Tables of one vehicle or of one app's folder write in one manner; a Fuelio file has its own units each.
_TOGETHER: Final = frozenset({ImportFormat.LUBELOGGER, ImportFormat.SIMPLY_AUTO})


def find(content: bytes, answers: Answers, currency: str, today: date) -> Found:
    """All that a file holds; raises `ImportRefused` with the reason when nothing can be made of it."""
    if not content.strip():
        raise ImportRefused("empty")
    own: list[Found] = []
    files: list[RawFile] = []
    for part in _parts(content, "", 0):
        if isinstance(part, Found):
            own.append(part)
        else:
            files.append(part)
    found = _joined(own, files, answers, currency, today)
    if found.format is None:
        raise ImportRefused("nothing_found")
    return found


def _joined(own: list[Found], files: list[RawFile], answers: Answers, currency: str, today: date) -> Found:
    if own:
        return own[0]
    found = Found(max(files, key=lambda file: len(file.rows)).format if files else None)
    questions: dict[str, Question] = {}
    for group in _groups(files):
        manner, asked = decide(_together(group), answers, currency)
        cars = {key: car for file in group for key, car in file.cars.items()}
        for file in group:
            file.cars = {**cars, **file.cars}
            found.rows += settle(file, manner, today)
            found.skipped += file.skipped
            for key, car in file.cars.items():
                found.cars[key] = car if key not in found.cars or car.make or car.plate else found.cars[key]
        for question in asked:
            known = questions.get(question.about)
            choices = tuple(dict.fromkeys((*(known.choices if known else ()), *question.choices)))
            questions[question.about] = Question(question.about, choices)
    found.questions = list(questions.values())
    return found


def _groups(files: Sequence[RawFile]) -> list[list[RawFile]]:
    groups: list[list[RawFile]] = []
    for form in dict.fromkeys(file.format for file in files):
        of_it = [file for file in files if file.format is form]
        groups += [of_it] if form in _TOGETHER else [[file] for file in of_it]
    return groups


def _together(group: Sequence[RawFile]) -> RawFile:
    """Several tables as one, for what is decided once."""
    if len(group) == 1:
        return group[0]
    hints = Hints()
    for file in group:
        for field in ("distance", "volume", "decimal", "date_order", "currency", "consumption"):
            setattr(hints, field, getattr(hints, field) or getattr(file.hints, field))
    cars = {key: car for file in group for key, car in file.cars.items()}
    return replace(group[0], rows=[row for file in group for row in file.rows], cars=cars, hints=hints)


def _parts(content: bytes, name: str, depth: int) -> Iterable[RawFile | Found]:
    """Each table of a file, or of each file in it."""
    if content.startswith(_ZIP):
        yield from _archive(content, name, depth)
        return
    if content[:4] in {b"SQLi", b"%PDF", b"\x89PNG", b"\xd0\xcf\x11\xe0", b"\x1f\x8b\x08\x00"}:
        raise ImportRefused("unsupported")
    text = decoded(content)
    head = text.lstrip()[:1]
    if head in {"{", "["}:
        yield from_own.read(text)
    elif head == "<":
        yield from_acar.read_backup({"vehicles.xml": content}, RawFile(ImportFormat.ACAR, name=name))
    else:
        yield table(lines_of(text), name)


def table(lines: list[Line], name: str = "") -> RawFile:
    """One text file by what stands in it."""
    file = RawFile(ImportFormat.CSV, name=name)
    if not lines:
        raise ImportRefused("empty")
    if any(from_acar.title_of(line) in {"metadata", "fuel", "events", "services", "expenses"} for line in lines[:400]):
        return from_acar.read(sections_of(lines, from_acar.title_of), file)
    sections = sections_of(lines)
    names = {section.name for section in sections}
    if names & from_fuelio.SECTIONS:
        return from_fuelio.read(sections, file)
    if names & from_drivvo.SECTIONS:
        return from_drivvo.read(sections, file)
    return _single(lines, file)


def _single(lines: list[Line], file: RawFile) -> RawFile:
    """A file of one table, by its header."""
    if from_simply_auto.table_of(lines[0].cells) is not None:
        return from_simply_auto.read(lines, file)
    if from_lubelogger.kind_of(lines[0].cells) is not None:
        return from_lubelogger.read(lines, file)
    if from_fuelly.is_web(lines[0].cells) or from_fuelly.is_app(lines):
        return from_fuelly.read(lines, file)
    if from_spritmonitor.is_table(lines):
        return from_spritmonitor.read(lines, file)
    place = from_plain.header_place(lines)
    if place is None:
        raise ImportRefused("unsupported")
    return from_plain.read(lines[place:], file)


def _archive(content: bytes, name: str, depth: int) -> Iterable[RawFile | Found]:
    members = _members(content)
    names = {member.rpartition("/")[2].lower() for member in members}
    if "vehicles.xml" in names:
        yield from_acar.read_backup(members, RawFile(ImportFormat.ACAR, name=name))
    elif "workbook.xml" in names:
        yield from _sheets(content)
    elif depth < DEEPEST:
        yield from _files(members, depth)


def _sheets(content: bytes) -> Iterable[RawFile]:
    from core.domain.imports.from_workbook import tables_of

    for sheet, lines in tables_of(content):
        if lines and from_plain.header_place(lines) is not None:
            yield table(lines, sheet)


def _files(members: Mapping[str, bytes], depth: int) -> Iterable[RawFile | Found]:
    refusals: list[ImportRefused] = []
    read = False
    for member, inside in members.items():
        try:
            for part in _parts(inside, member.replace("\\", "/").rpartition("/")[2], depth + 1):
                read = True
                yield part
        except ImportRefused as refusal:
            # Beside a logbook there may be anything; alone it is the reason.
            refusals.append(refusal)
    if not read and depth == 0:
        raise refusals[0] if len(refusals) == 1 else ImportRefused("nothing_found")


def _members(content: bytes) -> dict[str, bytes]:
    """The files of an archive that may be tables, read in memory: their paths are names and lead nowhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            wanted = [one for one in archive.infolist() if not one.is_dir() and _is_table(one.filename)]
            if len(wanted) > MOST_FILES or sum(one.file_size for one in wanted) > MOST_BYTES:
                raise ImportRefused("too_large")
            if any(one.flag_bits & 1 for one in wanted):
                raise ImportRefused("encrypted")
            return _read_within(archive, wanted)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError):
        raise ImportRefused("broken_archive") from None


def _read_within(archive: zipfile.ZipFile, wanted: Sequence[zipfile.ZipInfo]) -> dict[str, bytes]:
    """What an archive says of its sizes is not believed: reading ends at the limit."""
    found, left = dict[str, bytes](), MOST_BYTES
    for one in wanted:
        with archive.open(one) as stream:
            inside = stream.read(left + 1)
        left -= len(inside)
        if left < 0:
            raise ImportRefused("too_large")
        found[one.filename] = inside
    return found


def _is_table(name: str) -> bool:
    lowered = name.lower()
    return lowered.endswith(_TABLES) and not lowered.startswith("__macosx/")
