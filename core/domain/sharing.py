"""What a person may do with a vehicle, by their role."""

from enum import IntEnum, StrEnum
from typing import Final


class Role(StrEnum):
    """What a member is to a vehicle; values are stored."""

    VIEWER = "viewer"
    WRITER = "writer"
    MANAGER = "manager"


class InviteKind(StrEnum):
    """What a link brings: a share of the vehicle, or the vehicle itself."""

    SHARE = "share"
    HANDOVER = "handover"


class Right(IntEnum):
    """What may be done; each includes those before it. No role gives the last."""

    VIEW = 1
    ADD = 2
    MANAGE = 3
    OWN = 4


RIGHTS: Final = {Role.VIEWER: Right.VIEW, Role.WRITER: Right.ADD, Role.MANAGER: Right.MANAGE}


def may(role: Role, right: Right) -> bool:
    """Whether a role gives a right."""
    return RIGHTS[role] >= right


def roles_with(right: Right) -> tuple[Role, ...]:
    """The roles that give a right."""
    return tuple(role for role in Role if may(role, right))
