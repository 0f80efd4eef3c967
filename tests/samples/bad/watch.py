"""Watches what a process and all that it starts do: memory, programs, who calls home."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import psutil

_CHILD = "core.gateways.reading.child"
_WORKER = "core.gateways.reading.worker"


@dataclass(slots=True)
class Seen:
    """What a watch has seen; memory in bytes."""

    first: dict[str, int] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)
    strange: set[str] = field(default_factory=set)
    calls: int = 0

    def note(self, role: str, size: int) -> None:
        """Note the size of a process in its role."""
        self.first.setdefault(role, size)
        self.most[role] = max(self.most.get(role, 0), size)

    def rise(self, role: str) -> float:
        """Megabytes that a role has grown since it was first seen."""
        return (self.most.get(role, 0) - self.first.get(role, 0)) / 1_000_000


@contextlib.contextmanager
def watching(process: psutil.Process, seen: Seen, every: float = 0.02) -> Iterator[None]:
    """Look at a process and its descendants many times a second."""
    done = threading.Event()
    thread = threading.Thread(target=_watch, args=(process, seen, every, done))
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _watch(process: psutil.Process, seen: Seen, every: float, done: threading.Event) -> None:
    while not done.wait(every):
        with contextlib.suppress(psutil.Error):
            seen.note("bot", process.memory_info().rss)
            for one in process.children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    role = _role(one)
                    seen.note(role, one.memory_info().rss)
                    if role == "other":
                        seen.strange.add(" ".join(one.cmdline())[:120])


def _role(process: psutil.Process) -> str:
    words = " ".join(process.cmdline())
    if _CHILD in words:
        return "child"
    # Between its birth and its own program, a process still bears its parent's words.
    return (
        "reader" if _WORKER in words else "starting" if not words or "autotrack" in words or "-m" in words else "other"
    )


@contextlib.contextmanager
def listening(seen: Seen) -> Iterator[int]:
    """A place that files try to reach; the port, and in `calls` how many came."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def answer() -> None:
            while not done.is_set():
                with contextlib.suppress(TimeoutError):
                    server.accept()[0].close()
                    seen.calls += 1

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield int(server.getsockname()[1])
        finally:
            time.sleep(0.3)
            done.set()
            thread.join()
