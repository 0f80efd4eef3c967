"""The buttons by which a vehicle is shared (see `bot/callbacks.py`)."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class OnSharing(Tap):
    """A vehicle's sharing: `open`, `invite`; a link as `viewer`, `writer`, `manager`; `handover` and `handover_yes`.

    For a member: `leave`, `leave_yes`, `quiet`, `told`.
    """

    kind: ClassVar[str] = "shr"
    action: str
    vehicle: int


@dataclass(frozen=True, slots=True)
class OnMember(Tap):
    """A member: `open`, another role by its name, `remove`."""

    kind: ClassVar[str] = "mem"
    action: str
    member: int


@dataclass(frozen=True, slots=True)
class OnLink(Tap):
    """A link that was made: `revoke`."""

    kind: ClassVar[str] = "lnk"
    action: str
    invite: int


@dataclass(frozen=True, slots=True)
class AnswerInvite(Tap):
    """Answer an invitation, `yes` or `no`, by what its link carries."""

    kind: ClassVar[str] = "inv"
    action: str
    token: str


SHARING_KINDS: tuple[type[Tap], ...] = (OnSharing, OnMember, OnLink, AnswerInvite)
