"""A subscription's states: what each gives access to, and what the person is told when it changes.

`docs/payments.md` shows the same table in words.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """Where a subscription stands. Values are stored."""

    INCOMPLETE = "incomplete"
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    UNPAID = "unpaid"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class News(StrEnum):
    """What a person is told of their subscription. Values are stored."""

    STARTED = "started"
    TRIAL = "trial"
    RENEWED = "renewed"
    CHANGED = "changed"
    WILL_END = "will_end"
    GOES_ON = "goes_on"
    PAST_DUE = "past_due"
    RECOVERED = "recovered"
    UNPAID = "unpaid"
    PAUSED = "paused"
    ENDED = "ended"


# How long a plan stays open after a payment failed, and after its end while the news of a renewal may be under way.
GRACE: Final = timedelta(days=7)
LATE: Final = timedelta(days=2)

# What holds the person's one place: a second one is refunded.
LIVE: Final = frozenset({Status.TRIALING, Status.ACTIVE, Status.PAST_DUE, Status.UNPAID, Status.PAUSED})
OVER: Final = frozenset({Status.CANCELLED, Status.EXPIRED})

_STRIPE: Final = {
    "incomplete": Status.INCOMPLETE,
    "incomplete_expired": Status.EXPIRED,
    "trialing": Status.TRIALING,
    "active": Status.ACTIVE,
    "past_due": Status.PAST_DUE,
    "unpaid": Status.UNPAID,
    "paused": Status.PAUSED,
    "canceled": Status.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides about access and news."""

    status: Status
    terms: str
    period_end: datetime | None = None
    cancels: bool = False
    grace_until: datetime | None = None


def status_of(word: str) -> Status | None:
    """Stripe's word for a state in ours; None for one that we do not know."""
    return _STRIPE.get(word)


def open_until(standing: Standing) -> datetime | None:
    """Until when a standing gives access to its plan; None when it gives none."""
    match standing.status:
        case Status.TRIALING:
            return standing.period_end
        case Status.ACTIVE:
            if standing.period_end is None or standing.cancels:
                return standing.period_end
            return standing.period_end + LATE
        case Status.PAST_DUE:
            return standing.grace_until
        case Status.INCOMPLETE | Status.UNPAID | Status.PAUSED | Status.CANCELLED | Status.EXPIRED:
            return None


def gives_access(standing: Standing, now: datetime) -> bool:
    """Whether a standing opens its plan now."""
    end = open_until(standing)
    return end is not None and now < end


def news_of(before: Standing | None, after: Standing) -> News | None:
    """What to tell when a subscription went from one standing to another."""
    if before is None or before.status is Status.INCOMPLETE:
        return _FIRST.get(after.status)
    if before.status is not after.status:
        if after.status in OVER:
            return News.ENDED if before.status not in OVER else None
        if after.status is Status.ACTIVE:
            return News.RECOVERED if before.status is not Status.TRIALING else News.STARTED
        return _ENTERED.get(after.status)
    if after.status not in {Status.ACTIVE, Status.TRIALING}:
        return None
    if before.terms != after.terms:
        return News.CHANGED
    if before.cancels != after.cancels:
        return News.WILL_END if after.cancels else News.GOES_ON
    later = before.period_end is not None and after.period_end is not None and after.period_end > before.period_end
    return News.RENEWED if later else None


_FIRST: Final = {
    Status.ACTIVE: News.STARTED,
    Status.TRIALING: News.TRIAL,
    Status.PAST_DUE: News.PAST_DUE,
}
_ENTERED: Final = {
    Status.PAST_DUE: News.PAST_DUE,
    Status.UNPAID: News.UNPAID,
    Status.PAUSED: News.PAUSED,
    Status.TRIALING: News.TRIAL,
}
