"""The commands of `autotrack`, one module each."""

from typing import Any

from app.commands import check, diagnose, import_logbook, migrate, parse, parts, read, replay, rotate_keys, run

COMMANDS: tuple[Any, ...] = (run, parts, migrate, check, read, parse, diagnose, import_logbook, replay, rotate_keys)
