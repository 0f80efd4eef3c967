"""The commands of `autotrack`, one module each, imported when it is asked for: the whole of them takes two seconds."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

# The commands in the order in which the help lists them, and the module that has each.
MODULES: Final = {
    **dict.fromkeys(("run", "simulate"), "run"),
    **dict.fromkeys(("serve", "work", "tick"), "parts"),
    "migrate": "migrate",
    "check": "check",
    "backup": "backup",
    "restore": "restore",
    "purge": "purge",
    "read": "read",
    "parse": "parse",
    "diagnose": "diagnose",
    "import": "import_logbook",
    "import-garages": "import_garages",
    "replay": "replay",
    "rotate-keys": "rotate_keys",
    "admin": "admin",
}


def modules_for(words: Sequence[str]) -> list[Any]:
    """The module of the command that the words begin with; every module where they begin with none."""
    named = MODULES.get(words[0]) if words else None
    return [import_module(f"{__name__}.{one}") for one in ([named] if named else dict.fromkeys(MODULES.values()))]
