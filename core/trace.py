"""The thread from an update to all that follows from it: log lines, jobs, outgoing messages.

An update's trace is its update id, which is the same in every attempt and every process; whatever is enqueued or put
into the outbox while it is handled carries it on. People are told it as the reference of a fault.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import structlog

# The name under which a payload carries it; the sender takes it out again.
FIELD = "trace"


@dataclass(frozen=True, slots=True)
class Trace:
    """What is being answered: its id, its kind (`text`, `tap` …) and the instant it came, in epoch milliseconds."""

    id: str
    kind: str = ""
    since: int = 0


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current() -> Trace | None:
    """What the present work follows from, if anything."""
    return _current.get()


@contextmanager
def following(trace: Trace | None) -> Iterator[None]:
    """Do the block's work as a consequence of this; every log line in it says so."""
    if trace is None:
        yield
        return
    token = _current.set(trace)
    try:
        with structlog.contextvars.bound_contextvars(trace=trace.id):
            yield
    finally:
        _current.reset(token)


def stamped(payload: Mapping[str, object]) -> Mapping[str, object]:
    """The payload with the present trace, if there is one and it carries none yet."""
    trace = _current.get()
    if trace is None or FIELD in payload:
        return payload
    return {**payload, FIELD: [trace.id, trace.kind, trace.since]}


def of(payload: Mapping[str, object]) -> Trace | None:
    """The trace that a payload carries."""
    match payload.get(FIELD):
        case [str(identity), str(kind), int(since)]:
            return Trace(identity, kind, since)
        case _:
            return None
