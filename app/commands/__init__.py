"""The commands of `autotrack`, one module each."""

from typing import Any

from app.commands import check, import_logbook, migrate, parse, parts, read, run

COMMANDS: tuple[Any, ...] = (run, parts, migrate, check, read, parse, import_logbook)
