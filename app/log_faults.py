"""Faults in logs: where they were raised and of what kind, without their words.

The words of an exception repeat what it stumbled over: a plate, a text, a row. The frames and the kinds say where to
look; the trace in the same line says which update it was.
"""

import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

DEEPEST = 8


def wordless(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor that turns `exc_info` into `exception`."""
    given = event.pop("exc_info", None)
    error = _error_of(given)
    if error is not None:
        event["exception"] = "\n".join(_lines(error, DEEPEST))
    return event


def first_line(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """For the event loop's own records, whose further lines show tasks with what they raised."""
    record = event.get("_record")
    if record is not None and record.name == "asyncio":
        event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _error_of(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if isinstance(given[1], BaseException) else None
    if given:
        return sys.exc_info()[1]
    return None


def _lines(error: BaseException, depth: int) -> Iterator[str]:
    """The causes first, as Python tells it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and depth:
        yield from _lines(before, depth - 1)
        yield "which led to"
    yield "Traceback (most recent call last):"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        if frame.line:
            yield f"    {frame.line}"
    yield type(error).__qualname__
    if isinstance(error, BaseExceptionGroup) and depth:
        for inner in error.exceptions:
            yield "in it:"
            yield from _lines(inner, depth - 1)
