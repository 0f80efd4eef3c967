"""Buttons about plans and payment, declared as in `bot/callbacks.py`."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class ShowPlans(Tap):
    """Compare the plans by their price each `month` or `year`."""

    kind: ClassVar[str] = "plans"
    interval: str


BILLING_KINDS: tuple[type[Tap], ...] = (ShowPlans,)
