"""The commands of `autotrack`, one module each."""

from typing import Any

from app.commands import check, diagnose, import_garages, import_logbook, migrate, parse, parts, read, replay, run

COMMANDS: tuple[Any, ...] = (run, parts, migrate, check, read, parse, diagnose, import_logbook, import_garages, replay)
