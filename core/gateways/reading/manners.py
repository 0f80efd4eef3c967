"""How children that work hard leave room for those who wait for an answer."""

import contextlib
import os

# Of 0 to 19: a tap is answered before a page is read, and a page still gets what nobody else wants.
NICENESS = 10


def step_back() -> None:
    """Take the processor only when the bot itself does not want it."""
    with contextlib.suppress(OSError, AttributeError):  # Windows has no niceness
        os.nice(NICENESS)
