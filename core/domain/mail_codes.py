"""Codes that go by mail: how they look, how often they are sent, how often they may be tried.

Six digits, three tries a code, three codes in any day: nine guesses at a million, 9 in 1,000,000 for each account
and for each mailbox. Codes are counted over a day and the longest life of one: else the last codes of one day and the
first of the next could be tried within the same one.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

TRIES: Final = 3
CODES_A_DAY: Final = 3
# Of all kinds together, so that nobody's mailbox is filled by strangers.
MAILS_AN_HOUR: Final = 3
RESEND_AFTER: Final = timedelta(seconds=60)
DIGITS: Final = 6
# No 0 and O, 1, I and L: eight of these are 852 thousand million.
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LONG: Final = 8


class Purpose(StrEnum):
    """What a code or a link of a mail proves. Values are stored."""

    LINK = "link"
    CHANGE = "change"
    UNLINK = "unlink"
    RECOVER = "recover"
    # Links alone: of notices, to stop what the notice tells.
    KEEP = "keep"
    OBJECT = "object"


LIFETIME: Final = {
    Purpose.LINK: timedelta(minutes=10),
    Purpose.CHANGE: timedelta(minutes=30),
    Purpose.UNLINK: timedelta(minutes=30),
    Purpose.RECOVER: timedelta(minutes=30),
}
COUNTED: Final = timedelta(hours=24) + max(LIFETIME.values())


@dataclass(frozen=True, slots=True)
class Wait:
    """No code now: the next one from this instant. `soon`: the last one is on its way, else the day's are used up."""

    until: datetime
    soon: bool


def next_code(
    now: datetime, mine: Sequence[datetime], mailbox: Sequence[datetime], hour: Sequence[datetime]
) -> Wait | None:
    """Whether another code may be sent; None when it may.

    `mine` and `mailbox`: when codes for this purpose were sent for this account and to this mailbox; `hour`: when
    codes of any kind were sent to this mailbox.
    """
    until: list[datetime] = []
    for sent in (mine, mailbox):
        counted = sorted(moment for moment in sent if moment > now - COUNTED)
        if len(counted) >= CODES_A_DAY:
            until.append(counted[-CODES_A_DAY] + COUNTED)
    lately = sorted(moment for moment in hour if moment > now - timedelta(hours=1))
    if len(lately) >= MAILS_AN_HOUR:
        until.append(lately[-MAILS_AN_HOUR] + timedelta(hours=1))
    if until:
        return Wait(max(until), soon=False)
    last = max([*mine, *mailbox], default=None)
    if last is not None and now < last + RESEND_AFTER:
        return Wait(last + RESEND_AFTER, soon=True)
    return None


def new_code(purpose: Purpose) -> str:
    """A code for a purpose: digits to link an address, more than that where an account is at stake."""
    if purpose is Purpose.LINK:
        return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    return "".join(secrets.choice(_LETTERS) for _ in range(_LONG))


def shown_code(code: str) -> str:
    """A code as it is printed, in two groups: six digits in a row would look like a code of Telegram's own."""
    middle = len(code) // 2
    return f"{code[:middle]}-{code[middle:]}"


def typed_code(text: str, purpose: Purpose) -> str | None:
    """The code in what was typed, whatever it was grouped by; None for what cannot be one, which costs no try."""
    bare = re.sub(r"[\s.\-–—_]", "", text[:60]).upper()
    if purpose is Purpose.LINK:
        return bare if re.fullmatch(rf"[0-9]{{{DIGITS}}}", bare) else None
    return bare if re.fullmatch(rf"[{_LETTERS}]{{{_LONG}}}", bare) else None
