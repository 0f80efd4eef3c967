"""Crash points: named places where the fault harness may end, stop or delay the process; nothing in production."""

from collections.abc import Callable

_trap: Callable[[str], None] | None = None


def fault(name: str) -> None:
    """Pass the point of this name; a name stands once in the code."""
    if _trap is not None:
        _trap(name)


def set_trap(trap: Callable[[str], None] | None) -> None:
    """Call `trap` at every point from now on: for the harness alone, which forks the processes it breaks."""
    global _trap  # noqa: PLW0603  # one process, one trap: it is looked at where no object reaches
    _trap = trap
