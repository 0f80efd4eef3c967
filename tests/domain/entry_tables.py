"""The tables of entries and spellings, read from their text files."""

import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.domain.entry.entry_types import Entry

# A Thursday.
NOW = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
FOLDER = Path(__file__).parent
LISTS = {"services", "ask"}
SPACES = {"{nbsp}": "\u00a0", "{thin}": "\u2009", "{narrow}": "\u202f", "{figure}": "\u2007"}


@dataclass(frozen=True, slots=True)
class Expected:
    """A line and the whole entry that it must give, as `plain` writes it."""

    language: str
    text: str
    entry: dict[str, Any]


# The first was written before the parser; the second and the last were held out until their first run.
TABLES = (
    "entry_lines.txt",
    "entry_lines_held_out.txt",
    "entry_lines_third.txt",
    "entry_lines_fresh.txt",
    "entry_lines_fourth.txt",
    "entry_lines_fifth.txt",
    "entry_lines_sixth.txt",
    "entry_lines_seventh.txt",
    "entry_lines_eighth.txt",
    "entry_lines_ninth.txt",
    "entry_lines_tenth.txt",
    "entry_lines_eleventh.txt",
    "entry_lines_twelfth.txt",
    "entry_lines_thirteenth.txt",
)
REMINDER_TABLES = ("reminder_lines.txt", "reminder_lines_fresh.txt", "reminder_lines_third.txt")
SPELLINGS = (
    "entry_spellings.txt",
    "entry_spellings_fresh.txt",
    "entry_spellings_third.txt",
    "entry_spellings_fourth.txt",
)


def all_rows() -> list[Expected]:
    return [row for table in TABLES for row in rows(table)]


def rows(name: str) -> list[Expected]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [_row(line) for line in lines if line.strip() and not line.startswith("#")]


def _row(line: str) -> Expected:
    language, _, rest = line.partition(" | ")
    text, _, right = rest.rpartition(" => ")
    kind, *said = _words(right)
    entry: dict[str, Any] = {"kind": kind}
    for part in said:
        name, _, value = part.partition("=")
        entry[name] = sorted(value.split(",")) if name == "ask" else value.split(",") if name in LISTS else value
    if "amount" in entry:
        entry.setdefault("currency", "EUR")
    return Expected(language, _spaced(text), entry)


def _words(right: str) -> list[str]:
    """Cut at spaces that no quotation marks enclose; an apostrophe is a letter like any other."""
    lexer = shlex.shlex(right, posix=True)
    lexer.whitespace_split, lexer.quotes, lexer.commenters = True, '"', ""
    return list(lexer)


def _spaced(text: str) -> str:
    for name, space in SPACES.items():
        text = text.replace(name, space)
    return text


def plain(entry: Entry) -> dict[str, Any]:
    """An entry as the tables write it: what is not said is left out."""
    said: dict[str, Any] = {
        "kind": entry.kind.value,
        "date": entry.day.isoformat() if entry.day else None,
        "time": f"{entry.clock:%H:%M}" if entry.clock else None,
        "amount": entry.amount,
        "currency": entry.currency,
        "odometer_km": entry.odometer_km,
        "quantity": entry.quantity,
        "quantity_unit": entry.quantity_unit,
        "unit_price": entry.unit_price,
        "full": None if entry.full is None else str(entry.full).lower(),
        "services": [service.value for service in entry.services] or None,
        "cost_type": entry.cost_type and entry.cost_type.value,
        "garage": entry.garage,
        "subject": entry.subject,
        "repeat": entry.repeat,
        "ask": sorted(entry.ask) or None,
    }
    return {name: _written(value) for name, value in said.items() if value is not None}


def _written(value: Any) -> Any:
    return (
        value
        if isinstance(value, str | list)
        else f"{value.normalize():f}"
        if hasattr(value, "normalize")
        else str(value)
    )


def normal(entry: dict[str, Any]) -> dict[str, Any]:
    """An expected entry with its numbers as `plain` writes them."""
    from decimal import Decimal

    numbers = ("amount", "quantity", "unit_price")
    return {name: f"{Decimal(value).normalize():f}" if name in numbers else value for name, value in entry.items()}


@dataclass(frozen=True, slots=True)
class Spelling:
    """A value spelt in some way, and what it must be read as; None when it must not be read at all."""

    language: str
    field: str
    typed: str
    value: str | None

    @property
    def line(self) -> str:
        """The line in which it is tried."""
        service = "vidange" if self.language == "fr" else "oil change"
        fuel = "plein" if self.language == "fr" else "fuel"
        return {
            "amount": f"{service} {self.typed}",
            "odometer_km": self.typed,
            "quantity": f"{fuel} {self.typed}",
            "unit_price": f"{fuel} 40 L {self.typed}",
            "date": f"{service} 89 € {self.typed}",
        }[self.field]


def spellings(table: str) -> list[Spelling]:
    found = []
    for line in (FOLDER / table).read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        language, name, rest = line.split(" | ", 2)
        typed, _, value = rest.rpartition(" = ")
        found.append(Spelling(language, name, _spaced(typed), None if value == "?" else value))
    return found
