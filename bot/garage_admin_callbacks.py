"""The buttons of administrators for garages and reviews of them."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class OnListing(Tap):
    """Act on a garage: `open`, `accept`, `reject`, `edit`, `merge` (into `value`).

    On a correction: `fix`, `take`, `refuse`. `twins`: garages of one name and postcode, from a position.
    """

    kind: ClassVar[str] = "admg"
    action: str
    subject: int
    value: int = 0


@dataclass(frozen=True, slots=True)
class OnReported(Tap):
    """Act on a review that was reported or held back: `open`, `keep`."""

    kind: ClassVar[str] = "admr"
    action: str
    review: int


GARAGE_ADMIN_KINDS: tuple[type[Tap], ...] = (OnListing, OnReported)
