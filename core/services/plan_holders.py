"""Which people have a plan open now: the rule of `core/domain/subscription_states.py` as a condition on rows."""

from datetime import datetime

from tortoise.expressions import Q, Subquery

from core.domain.plans import Level
from core.domain.subscription_states import LATE, Status
from core.models import Subscription


def opens_now(now: datetime) -> Q:
    """Subscriptions that open their plan at an instant."""
    return (
        Q(status=Status.TRIALING, period_end__gt=now)
        | Q(status=Status.ACTIVE, cancels=True, period_end__gt=now)
        | Q(status=Status.ACTIVE, cancels=False, period_end__gt=now - LATE)
        | Q(status=Status.PAST_DUE, grace_until__gt=now)
    )


def holders_of(level: Level, now: datetime) -> Q:
    """Accounts whose open plan is this one; whoever holds no other has the free one."""
    open_now = Subscription.filter(opens_now(now), holder_id__not_isnull=True)
    if level is Level.FREE:
        return ~Q(id__in=Subquery(open_now.values("holder_id")))
    return Q(id__in=Subquery(open_now.filter(level=level).values("holder_id")))
