"""The simulator as a child process, and a clock that follows the one on its page."""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
import structlog

from core.gateways.clock import MovableClock

log = structlog.get_logger()

PORT = 8090


@dataclass(frozen=True, slots=True)
class Simulation:
    """Where the simulator listens and the token its bot uses."""

    page: str
    api: str
    token: str
    stripe: str
    stripe_key: str


class SimulatorFailed(Exception):
    """The simulator did not start; its own words are on standard error."""


@asynccontextmanager
async def simulator(port: int = PORT, purchases: Path | None = None) -> AsyncIterator[Simulation]:
    """Start the simulator, on the next free port if the usual one is taken; it ends with the block."""
    kept = ("--purchases", str(purchases)) if purchases is not None else ()
    for candidate in (0,) if _taken(port) else (port, 0):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "simulator", "--port", str(candidate), "--exit-with-parent", *kept),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C reaches only us: the simulator goes last
        )
        line = await process.stdout.readline() if process.stdout is not None else b""
        if line:
            break
        await process.wait()
    else:
        raise SimulatorFailed
    ready = json.loads(line)
    try:
        yield Simulation(ready["page"], ready["api"], ready["token"], ready["stripe"], ready["stripe_key"])
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


def _taken(port: int) -> bool:
    """Whether another program listens there: the page then takes a free port, and nobody reads of an error."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


async def follow_clock(api: str, clock: MovableClock, moved: Callable[[], Awaitable[None]]) -> None:
    """Keep our clock with the simulator's, and tell when it was moved; runs until cancelled."""
    version: int | None = None
    timeout = aiohttp.ClientTimeout(total=40)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while True:
            parameters = {} if version is None else {"after": str(version), "timeout": "25"}
            try:
                async with session.get(f"{api}/sim/clock", params=parameters) as response:
                    told = await response.json()
            except (aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(0.5)
                continue
            if told["version"] != version:
                version = int(told["version"])
                clock.move_to(timedelta(seconds=float(told["offset_seconds"])))
                await moved()


async def tell_payments(api: str, address: str, secret: str) -> None:
    """Have the simulator's payment service tell its events to this address."""
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
        session.post(f"{api}/sim/stripe/address", json={"url": address, "secret": secret}) as response,
    ):
        response.raise_for_status()
