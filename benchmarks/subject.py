"""The bot as a process of its own, against a simulator in this one: what the end-to-end benches measure."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from simulator.testing import Simulator


@dataclass(frozen=True, slots=True)
class Subject:
    """The running bot: its process, and how long it took from the command to the first answer, in seconds."""

    process: psutil.Process
    first_answer: float

    def memory(self) -> float:
        """Resident megabytes of the bot's own process, without the readers it starts for photos."""
        return float(self.process.memory_info().rss) / 2**20

    def cpu(self) -> float:
        """Seconds of processor time used so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@asynccontextmanager
async def bot_process(sim: Simulator, folder: Path) -> AsyncIterator[Subject]:
    """Start `autotrack run` on a simulator and wait for its first answer; it ends with the block."""
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    environment |= {
        "BOT_TOKEN": sim.token,
        "TELEGRAM_API_URL": sim.api_url,
        "DATA_DIR": str(folder),
        "HTTP_PORT": "0",
        "LOG_LEVEL": "WARNING",
    }
    asker = sim.user("First", lang="en")
    await asker.say("/start")
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.cli", "run"), env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await asker.wait_for(lambda message: bool(message.text), timeout=30)
        yield Subject(psutil.Process(process.pid), time.perf_counter() - started)
    finally:
        process.terminate()
        await process.wait()
