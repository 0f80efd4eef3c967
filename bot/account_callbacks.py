"""Buttons about the account, its recovery address and getting it back, declared as in `bot/callbacks.py`."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks import Tap


@dataclass(frozen=True, slots=True)
class OnAccount(Tap):
    """On the account's page: `open`, `name`, `phone`, `no_phone`, `links`, `end_all`."""

    kind: ClassVar[str] = "acc"
    action: str


@dataclass(frozen=True, slots=True)
class OnEmail(Tap):
    """About the recovery address.

    `open`; `link` or change; `meant` or `typed` for one that looks like a slip; `resend`, `other`; `unlink`,
    `unlink_yes`; `old` or `wait` for who confirms; `stop` what waits.
    """

    kind: ClassVar[str] = "eml"
    action: str


@dataclass(frozen=True, slots=True)
class OnRecovery(Tap):
    """About an account that is got back: `check`, `confirm`, `drop`; `object`, from the old one."""

    kind: ClassVar[str] = "rcv"
    action: str
    recovery: int


@dataclass(frozen=True, slots=True)
class Agree(Tap):
    """Agree to a version of the privacy notice."""

    kind: ClassVar[str] = "agr"
    version: int


ACCOUNT_KINDS: tuple[type[Tap], ...] = (OnAccount, OnEmail, OnRecovery, Agree)
