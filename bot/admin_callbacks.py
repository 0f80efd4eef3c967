"""The buttons of administrators (see `bot/callbacks.py`). Their kinds begin with `adm`, and no other kind does."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class OpenAdmin(Tap):
    """Show a page of the administration by its name, from a position; `menu` is the list of them."""

    kind: ClassVar[str] = "adm"
    page: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class AskAdmin(Tap):
    """Ask an administrator to type something: what it is for, about which thing (a number and a word)."""

    kind: ClassVar[str] = "admq"
    what: str
    number: int = 0
    word: str = ""


@dataclass(frozen=True, slots=True)
class OnPerson(Tap):
    """Act on a person: `open`, `plan` (choose one), `end_plan`, `unblock`, `notes`, `drop_note` (`value`), `audit`."""

    kind: ClassVar[str] = "admp"
    action: str
    person: int
    value: int = 0


@dataclass(frozen=True, slots=True)
class OpenPaper(Tap):
    """Show a paper of a person, under the entry of the audit log that holds the reason."""

    kind: ClassVar[str] = "admd"
    entry: int
    document: int


ADMIN_KINDS: tuple[type[Tap], ...] = (OpenAdmin, AskAdmin, OnPerson, OpenPaper)
