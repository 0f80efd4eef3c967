"""Who may see the inside: whoever knows METRICS_TOKEN. Without that setting, nobody."""

import hmac
from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Access:
    """A bearer token; `repr` does not show it."""

    token: str | None = None

    def __repr__(self) -> str:
        """Tell whether there is one."""
        return f"Access(set={self.token is not None})"

    def allows(self, request: web.Request) -> bool:
        """Whether the request carries the token; compared in a time that tells nothing about it."""
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        if self.token is None or kind.lower() != "bearer":
            return False
        return hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), self.token.encode())
