"""What day it is for a person."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.domain import reminder_time
from core.models import Account
from core.ports import Clock


def zone_of(account: Account) -> ZoneInfo:
    """The person's time zone."""
    return reminder_time.zone_of(account.time_zone)


def day_of(account: Account, instant: datetime) -> date:
    """The day of an instant where the person is."""
    return instant.astimezone(zone_of(account)).date()


def today_of(account: Account, clock: Clock) -> date:
    """Today where the person is."""
    return day_of(account, clock.now())
