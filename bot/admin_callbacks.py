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


ADMIN_KINDS: tuple[type[Tap], ...] = (OpenAdmin, *OUTREACH_ADMIN_KINDS)
