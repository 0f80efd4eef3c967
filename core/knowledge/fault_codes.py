"""Texts of generic fault codes, read from `fault_codes.yaml`, checked and laid out code by code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from core.knowledge.schedule import Checked, Words
from core.knowledge.told import Told, read_data

FILE: Final = Path(__file__).with_name("fault_codes.yaml")

_PART: Final = re.compile(r"(?P<part>\w+)(?:\[(?P<place>[^\]]+)\])?")


class Part(Told):
    """A part that codes are about, with the causes of the diagnosis that lie behind its codes."""

    causes: str = ""


class CodeFile(Checked):
    """The whole file."""

    parts: dict[Words, Part]
    faults: dict[Words, Told]
    units: dict[Words, Told]
    unlisted: dict[Literal["generic", "maker"], Told]
    systems: dict[Words, Told]
    areas: dict[Words, Told]
    runs: list[Words]
    series: list[Words]
    letters: list[Words]


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """What one code says: a part, where it is (`b1 s2`, a cylinder, a letter), and its fault."""

    part: str
    place: str
    fault: str


@cache
def code_file() -> CodeFile:
    """Read the file."""
    return CodeFile.model_validate(read_data(FILE))


@cache
def code_entries() -> dict[str, CodeEntry]:
    """Every code that has a text, laid out."""
    data = code_file()
    found: dict[str, CodeEntry] = {}
    for code, entry in (*_runs(data), *_series(data)):
        if code in found or entry.part not in data.parts or entry.fault not in data.faults:
            raise ValueError(f"{code} is said twice, or says what is not known: {entry}")
        found[code] = entry
    return found


def _runs(data: CodeFile) -> Iterator[tuple[str, CodeEntry]]:
    for run in data.runs:
        first, _, rest = run.partition(" ")
        match = _PART.match(rest)
        if match is None:
            raise ValueError(f"no part in {run}")
        for step, fault in enumerate(rest[match.end() :].split()):
            if fault != "-":
                yield later(first, step), CodeEntry(match["part"], match["place"] or "", fault)


def _series(data: CodeFile) -> Iterator[tuple[str, CodeEntry]]:
    for lettered, lines in ((False, data.series), (True, data.letters)):
        for line in lines:
            first, part, count, apart, fault = line.split()
            for number in range(int(count)):
                place = chr(ord("A") + number) if lettered else f"{number + 1}"
                yield later(first, number * int(apart)), CodeEntry(part, place, fault)


def later(code: str, steps: int) -> str:
    """The code some steps after one; codes count in tens where they can, as their lists do."""
    digits = code[2:]
    if digits.isdigit() and (int(digits) + steps) < 1_000:
        return f"{code[:2]}{int(digits) + steps:03d}"
    return f"{code[:2]}{int(digits, 16) + steps:03X}"
