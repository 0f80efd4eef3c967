"""Who works at the console and on what, and where the words of an act go."""

import argparse
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.assembled import Parts
from core.models import Account
from core.services.administration import Administration
from core.services.auditing import Actor


class Out(Protocol):
    """Where the words of an act go."""

    def write(self, text: str) -> None:
        """Put words on standard output, with a new line after them."""
        ...

    def refuse(self, text: str) -> None:
        """Say why not, on standard error."""
        ...

    def file(self, content: bytes) -> None:
        """Write the file that was asked for."""
        ...

    async def flush(self) -> None:
        """Wait until what was said is on its way."""
        ...


@dataclass(frozen=True, slots=True)
class Printed:
    """Words of this process itself; a file goes to `to`."""

    to: Path | None = None

    def write(self, text: str) -> None:
        """Print it."""
        print(text)

    def refuse(self, text: str) -> None:
        """Print it on standard error."""
        print(f"autotrack: {text}", file=sys.stderr)

    def file(self, content: bytes) -> None:
        """Write it, for nobody else to read."""
        if self.to is not None:
            with self.to.open("xb") as file:
                self.to.chmod(0o600)
                file.write(content)

    async def flush(self) -> None:
        """It is there already."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works at the console, on what."""

    parts: Parts
    actor: Actor
    out: Out

    @property
    def admin(self) -> Administration:
        """The use cases of administrators."""
        return self.parts.services.admin

    def tell(self, text: str) -> int:
        """Say what came of it; that is success."""
        self.out.write(text)
        return 0

    async def told(self) -> Account | None:
        """The administrator who is told in the chat of what was begun here: the first who has written to the bot."""
        for chat in sorted(await self.admin.chats_to_tell()):
            return await self.parts.services.accounts.by_chat(chat)
        return None


Act = Callable[[Desk, argparse.Namespace], Awaitable[int]]
Argument = tuple[str, dict[str, object]]


def acts(parts: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, about: str) -> Callable[..., None]:
    """Add a part; what is returned adds one act of it with its arguments."""
    found = parts.add_parser(name, help=about).add_subparsers(title="acts", required=True, metavar="ACT", dest="act")

    def add(act: str, does: Act, *arguments: Argument) -> None:
        parser = found.add_parser(act)
        for argument, more in arguments:
            parser.add_argument(argument, **more)  # type: ignore[arg-type]  # as argparse takes them
        parser.set_defaults(does=does)

    return add


def number(name: str, about: str = "its number in the list") -> Argument:
    """A number that names a thing."""
    return name, {"type": int, "help": about}


# Where a list begins, how much of it is wanted, and where a file goes.
FROM: Argument = ("--from", {"type": int, "default": 0, "dest": "position", "help": "how many to leave out before"})
COUNT: Argument = ("--count", {"type": int, "default": 20})
REASON: Argument = ("--reason", {"required": True})
TO: Argument = ("--to", {"type": Path, "required": True, "metavar": "FILE", "help": "a file that is not there yet"})
