"""What travels over HTTP: JSON objects, uploaded parts and refusals in Telegram's words."""

import json
from dataclasses import dataclass
from typing import Any, NoReturn

Raw = dict[str, Any]


def dump(value: object) -> bytes:
    """Compact JSON, as Telegram sends it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a request or a file that a person sends."""

    name: str
    content: bytes
    mime: str


class ApiError(Exception):
    """A refusal in the Bot API's words; `violation` marks a request that is wrong in any state."""

    def __init__(self, code: int, words: str, *, retry_after: int | None = None, violation: bool = False) -> None:
        super().__init__(words)
        self.code = code
        self.words = words
        self.retry_after = retry_after
        self.violation = violation

    def body(self) -> Raw:
        """Return the answer's JSON."""
        body: Raw = {"ok": False, "error_code": self.code, "description": self.words}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def refuse(words: str) -> NoReturn:
    """Answer 400 because the state of the world does not allow it."""
    raise ApiError(400, f"Bad Request: {words}")


def reject(words: str) -> NoReturn:
    """Answer 400 because no state of the world would make this request right."""
    raise ApiError(400, f"Bad Request: {words}", violation=True)


def forbid(words: str) -> NoReturn:
    """Answer 403 because the bot may not."""
    raise ApiError(403, f"Forbidden: {words}")


def slow_down(seconds: int) -> ApiError:
    """Make the 429 that says when to come back."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
