"""The buttons of administrators (see `bot/callbacks.py`). Their kinds begin with `adm`, and no other kind does."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap
from bot.outreach_admin_callbacks import OUTREACH_ADMIN_KINDS


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


@dataclass(frozen=True, slots=True)
class OnPlan(Tap):
    """Act on a plan: `open`, `limits`, `prices`, `offer`, `withdraw`, `recommend`, `drop_price` (`value`)."""

    kind: ClassVar[str] = "adml"
    action: str
    level: str
    value: int = 0


@dataclass(frozen=True, slots=True)
class OnSwitch(Tap):
    """Switch a part of the product on (1) or off (0)."""

    kind: ClassVar[str] = "adms"
    name: str
    on: int


@dataclass(frozen=True, slots=True)
class OnMake(Tap):
    """Decide about a make or model: `open`, `approve`, `refuse`, `near` (merge into what is near, by its place)."""

    kind: ClassVar[str] = "admm"
    action: str
    entry: int
    value: int = 0


@dataclass(frozen=True, slots=True)
class OnEvent(Tap):
    """On notices of payment services: a list (`all`, `waiting`, `parked`, `error`) from a position, or one of them.

    One: `open`, `replay`; `replay_all`: everything that could not be handled.
    """

    kind: ClassVar[str] = "adme"
    action: str
    event: int


@dataclass(frozen=True, slots=True)
class OnJob(Tap):
    """On jobs that were given up: `page` (from a position), `open`, `retry`."""

    kind: ClassVar[str] = "admj"
    action: str
    job: int


ADMIN_KINDS: tuple[type[Tap], ...] = (
    OpenAdmin,
    AskAdmin,
    OnPerson,
    OpenPaper,
    OnPlan,
    OnSwitch,
    OnMake,
    OnEvent,
    OnJob,
    *OUTREACH_ADMIN_KINDS,
)
