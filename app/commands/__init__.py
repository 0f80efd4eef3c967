"""The commands of `autotrack`, one module each."""

from typing import Any

from app.commands import (
    backup,
    check,
    diagnose,
    import_garages,
    import_logbook,
    migrate,
    parse,
    parts,
    purge,
    read,
    replay,
    restore,
    rotate_keys,
    run,
)

COMMANDS: tuple[Any, ...] = (
    *(run, parts, migrate, check, backup, restore, purge),
    *(read, parse, diagnose, import_logbook, import_garages, replay, rotate_keys),
)
