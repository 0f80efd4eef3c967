"""The bot as a process of its own, to be killed."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.testing import Simulator

ROOT = Path(__file__).parents[2]


def environment(sim: Simulator, folder: Path, **more: str) -> dict[str, str]:
    """The machine's environment without anything that would set up another bot."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": sim.token,
        "TELEGRAM_API_URL": sim.api_url,
        "DATA_DIR": str(folder),
        "HTTP_PORT": "0",
        "LOG_LEVEL": "INFO",
        # Nothing is read here: this reader starts at once.
        "OCR_READER": "tesseract",
        **more,
    }


@dataclass(slots=True)
class BotProcess:
    """`autotrack run` as a child; its words are in `said` once it has ended."""

    process: asyncio.subprocess.Process
    log: Path

    async def end(self, number: int) -> int:
        """Send a signal, wait for the end, return the exit status."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.process.wait()

    @property
    def words(self) -> str:
        """Everything it and those before it wrote."""
        return self.log.read_text("utf-8", "replace")


def events_in(log: Path) -> list[dict[str, object]]:
    """What was logged, without a line that a kill cut off."""
    lines = log.read_text("utf-8", "replace").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]


@asynccontextmanager
async def bot_process(sim: Simulator, folder: Path, log: Path, *command: str, **more: str) -> AsyncIterator[BotProcess]:
    """Run the bot, or one command of it, on the simulator; whatever is left is killed at the end of the block."""
    with log.open("ab") as stream:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "app.cli", *(command or ("run",))),
            env=environment(sim, folder, **more),
            cwd=log.parent,
            stdout=stream,
            stderr=stream,
        )
    try:
        yield BotProcess(process, log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
