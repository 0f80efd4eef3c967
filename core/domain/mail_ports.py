"""What mail asks of the outside world: somebody who sends it, and a vault for what is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class Vault(Protocol):
    """Encrypts what names a person, and makes keyed hashes by which it is found all the same."""

    def seal(self, text: str) -> str:
        """Encrypt a text."""
        ...

    def unseal(self, sealed: str) -> str:
        """The text again; raises `SealBroken` when its key is gone."""
        ...

    def renew(self, sealed: str) -> str | None:
        """The text sealed with the newest key; None when it is already. Raises `SealBroken` when its key is gone."""
        ...

    def mark(self, purpose: str, text: str) -> str:
        """The keyed hash of a text, by the newest key; another purpose gives another one."""
        ...

    def marks(self, purpose: str, text: str) -> list[str]:
        """Its keyed hashes by every key that is still in use, the newest first."""
        ...


class SealBroken(Exception):
    """An encrypted text whose key is gone."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to be written and sent. `name` is the same in every try, so that a mailbox can tell a repeat."""

    name: str
    to: str
    kind: str
    language: str
    values: Mapping[str, str]


class Post(Protocol):
    """Sends mail. Never called within a transaction."""

    async def send(self, letter: Letter) -> None:
        """Hand a letter over; raises `PostDelayed` or `PostRefused`."""
        ...


class PostDelayed(Exception):
    """The letter could not be handed over now; trying again later may help."""


class PostRefused(Exception):
    """The letter will never be taken; `code` is the server's number for why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code
