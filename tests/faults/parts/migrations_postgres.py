"""The same on PostgreSQL: from version 0.1.0's schema with data, killed half-way at every step."""

import asyncio
import tempfile
from pathlib import Path

from benchmarks.rows import Row
from tests.faults.parts.migrations import brought_up
from tests.faults.setting import Setting
from tests.faults.stores import ServerStore
from tests.postgres.server import started_server


async def run(setting: Setting) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder, started_server() as server:
        return await asyncio.to_thread(brought_up, ServerStore(server, Path(folder)), setting)
