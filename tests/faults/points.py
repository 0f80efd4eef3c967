"""The named points, read from the code itself."""

import ast
from functools import cache

from tests.architecture.sources import PRODUCT, calls, sources


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
