"""How children that work hard leave room for those who wait for an answer."""

import contextlib
import ctypes
import os

# The niceness of a bot's children, of 0 to 19: a tap is answered before a page is read, and a page still gets a quarter
# of a processor that somebody else wants all of. Where a person waits for the page itself, there is none.
BESIDE_A_CHAT = 5
VARIABLE = "CHILD_NICENESS"


def step_back() -> None:
    """Take as much less of the processor as whoever started this process asks for."""
    with contextlib.suppress(OSError, AttributeError):  # Windows has no niceness
        os.nice(int(os.environ.get(VARIABLE, "0")))


def give_back() -> None:
    """Return to the system what was freed: it lies in pieces that the next page would not fit into."""
    with contextlib.suppress(OSError, AttributeError, TypeError):  # the C library of Debian and its like can
        ctypes.CDLL(None).malloc_trim(0)
