"""200 kills while people pay, on SQLite: half at random moments, half at the named points of payment."""

from benchmarks.rows import Row
from tests.faults.paying_crowd import till
from tests.faults.setting import Setting


async def run(setting: Setting) -> list[Row]:
    return await till("sqlite", setting)
