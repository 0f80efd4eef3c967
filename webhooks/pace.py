"""How often one address may ask for pages that look into the database."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

# Addresses that are remembered at once; the oldest go first.
REMEMBERED = 4_096


def visitor(remote: str | None, forwarded: str) -> str:
    """Who asks: behind a proxy of our own network the address that it saw, the last of X-Forwarded-For."""
    try:
        near = ipaddress.ip_address(remote or "").is_private
    except ValueError:
        near = False
    return (near and forwarded.rpartition(",")[2].strip()[:64]) or remote or ""


@dataclass(slots=True)
class PagePace:
    """At most `most` requests of an address within `seconds`."""

    most: int = 60
    seconds: float = 60.0
    now: Callable[[], float] = time.monotonic
    _windows: OrderedDict[str, tuple[float, int]] = field(default_factory=OrderedDict, init=False)

    def allows(self, address: str | None) -> bool:
        """Count one request; whether it is within the pace."""
        key, now = address or "", self.now()
        began, count = self._windows.pop(key, (now, 0))
        if now - began >= self.seconds:
            began, count = now, 0
        self._windows[key] = (began, count + 1)
        while len(self._windows) > REMEMBERED:
            self._windows.popitem(last=False)
        return count < self.most
