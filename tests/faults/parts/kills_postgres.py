"""200 kills while 8,000 updates arrive, on PostgreSQL: half at random moments, half at the named points."""

from benchmarks.rows import Row
from tests.faults.setting import Setting
from tests.faults.siege import siege


async def run(setting: Setting) -> list[Row]:
    return await siege("postgres", setting)
