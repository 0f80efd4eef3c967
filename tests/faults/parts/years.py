"""Three years of reminders in ten time zones, hour by hour: what is planned, held, told, put off and told again.

The product's own rules of time and of telling, without a database; the product is away now and then for up to three
days, and the clock steps back by most of an hour.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from benchmarks.rows import Row
from tests.domain.simulated_years import Life, live
from tests.faults.setting import Setting

DAYS = 1_096
ZONES = (
    *("Europe/Paris", "Europe/London", "Africa/Casablanca", "America/New_York", "America/St_Johns"),
    *("America/Santiago", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati"),
)


async def run(setting: Setting) -> list[Row]:
    days, start = setting.scaled(DAYS), datetime(2026, 1, 1, tzinfo=UTC)
    lives = [live(Life(ZoneInfo(zone), start, days, setting.seed + n)) for n, zone in enumerate(ZONES)]
    return [
        Row("hours lived through", days * 24 * len(ZONES), None, "", f"{len(ZONES)} zones, {days} days each"),
        Row(
            "reminders planned", sum(one.due for one in lives), None, "", f"told {sum(one.told for one in lives)} times"
        ),
        Row("reminders missed", sum(one.missed for one in lives), 0, "lost"),
        Row("reminders doubled", sum(one.doubled for one in lives), 0, "doubled"),
        Row("sent in quiet hours", sum(one.at_night for one in lives), 0, "errors"),
    ]
