"""Calendar months added to a day without drift."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date


def plus_months(day: date, months: int) -> date:
    """Move a day by months; where the month is too short, its last valid day (31 January + 1 is 28 February).

    Always count from the original day: adding one month twice to the 31st would lose days for good.
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = total // 12, total % 12 + 1
    if not MINYEAR <= year <= MAXYEAR:
        message = f"the calendar ends before year {year}"
        raise OverflowError(message)
    return date(year, month, min(day.day, monthrange(year, month)[1]))
