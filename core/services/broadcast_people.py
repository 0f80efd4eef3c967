"""Whom a broadcast is for: decided from the rows as they are when it is asked."""

from datetime import UTC, datetime, time, timedelta

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from core.domain.broadcasts import Activity, Segment
from core.domain.reminder_kinds import ReminderKind
from core.models import Account, Broadcast
from core.services.plan_holders import holders_of


def segment_of(broadcast: Broadcast) -> Segment:
    """Whom its row means."""
    return Segment(broadcast.level, broadcast.language, broadcast.activity, broadcast.days)


def reachable(segment: Segment, now: datetime) -> QuerySet[Account]:
    """The people of a segment who are to be told something now.

    Nobody who blocked us or whom we blocked, who is leaving or left, or who switched the team's news off.
    """
    people = Account.filter(reachable=True, blocked_at__isnull=True, leaves_at__isnull=True, left_at__isnull=True)
    # No name of a kind is part of another's.
    people = people.exclude(muted__contains=ReminderKind.NEWS.value)
    if segment.level is not None:
        people = people.filter(holders_of(segment.level, now))
    if segment.language is not None:
        people = people.filter(language=segment.language)
    return people.filter(_active(segment, now))


def _active(segment: Segment, now: datetime) -> Q:
    """By when they last wrote; who has not since days are noted is as old as their account."""
    first = now.date() - timedelta(days=segment.days - 1)
    began = datetime.combine(first, time(), UTC)
    match segment.activity:
        case Activity.ANY:
            return Q()
        case Activity.ACTIVE:
            return Q(seen_on__gte=first) | Q(seen_on__isnull=True, created_at__gte=began)
        case Activity.IDLE:
            return Q(seen_on__lt=first) | Q(seen_on__isnull=True, created_at__lt=began)
