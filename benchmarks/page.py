"""docs/benchmarks.md: one marked section per bench, so that measuring one again leaves the others alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.rows import Row, figure


@dataclass(frozen=True, slots=True)
class Section:
    """The result of one bench and how it was got."""

    name: str
    about: str
    rows: Sequence[Row]
    command: str
    machine: str
    revision: str
    measured_on: str
    seconds: float


def placed(page: str, section: Section) -> str:
    """Put a section in the page: in place of its former self, or at the end."""
    block = _block(section)
    former = re.compile(
        rf"<!-- bench {re.escape(section.name)} -->.*?<!-- end {re.escape(section.name)} -->", re.DOTALL
    )
    if former.search(page):
        return former.sub(lambda _: block, page)
    return f"{page.rstrip()}\n\n{block}\n"


def table(rows: Sequence[Row]) -> str:
    """Draw the rows as a Markdown table."""
    lines = ["| what | measured | to hold | | note |", "|---|---:|---:|---|---|"]
    lines += [
        f"| {_cell(row.what)} | {figure(row.measured)} {row.unit} | {_to_hold(row)} | "
        f"{'held' if row.held else '**missed**'} | {_cell(row.note)} |"
        for row in rows
    ]
    return "\n".join(lines)


def _block(section: Section) -> str:
    return "\n".join(
        [
            f"<!-- bench {section.name} -->",
            f"## {section.name}",
            "",
            section.about,
            "",
            table(section.rows),
            "",
            f"`{section.command}`, {section.seconds:.0f} s on {section.measured_on}, at {section.revision}.",
            f"Machine: {section.machine}.",
            f"<!-- end {section.name} -->",
        ]
    )


def _to_hold(row: Row) -> str:
    if row.floor is None:
        return ""
    return f"{'≤' if row.less_is_better else '≥'} {figure(row.floor)} {row.unit}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
