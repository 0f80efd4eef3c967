"""The named points, read from the code itself."""

import ast
from functools import cache

from tests.architecture.sources import PRODUCT, calls, sources

# What only one of the two job engines passes.
ENGINES = {"sqlite": ("job.", "jobs."), "postgres": ("shared.",)}


# What is passed while somebody pays, which has parts of its own.
PAYMENT = "billing."
# Passed only where the service is asked about a customer, or a page is asked for.
UNPAID = ("billing.sync", "billing.asked", "billing.answered")


# What has a part of its own (`made`, `imports`, `garages`, `migrations`, `broadcast`) or tests that cut it there
# (tests/journeys/test_privacy.py, test_recovery.py, test_garage_letters.py, tests/services/test_mails.py): nobody in a
# siege asks for it.
ELSEWHERE = (
    "migrating.",
    "book.",
    "export.",
    "takeout.",
    "import.",
    "garages.",
    "garage.answered",
    "leaving.",
    "moving.",
    "mail.",
    "broadcast.",
)


def payment_points() -> tuple[str, ...]:
    """The points that a bot passes while it is told of payments."""
    return tuple(point for point in points() if point.startswith(PAYMENT) and not point.startswith(UNPAID))


def points_on(kind: str) -> tuple[str, ...]:
    """The points that a bot passes on this kind of database while people write, tap, send papers and are reminded."""
    strange = (
        PAYMENT,
        *ELSEWHERE,
        *(prefix for other, prefixes in ENGINES.items() if other != kind for prefix in prefixes),
    )
    return tuple(point for point in points() if not point.startswith(strange))


@cache
def points() -> tuple[str, ...]:
    """Every name that `fault("…")` is called with."""
    found = [
        call.args[0].value
        for source in sources(*PRODUCT)
        for call, name in calls(source)
        if name == "fault" and call.args and isinstance(call.args[0], ast.Constant)
    ]
    return tuple(sorted(str(name) for name in found))
