"""The commands of `autotrack`, one module each."""

from typing import Any

from app.commands import check, migrate, parse, read, run

COMMANDS: tuple[Any, ...] = (run, migrate, check, read, parse)
