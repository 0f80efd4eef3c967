"""Run the simulator: `python -m simulator --port 8090`."""

import argparse
import asyncio
import errno
import json
import os
import signal
import sys
import threading
from pathlib import Path

from simulator.running import TOKEN, USERNAME, serve
from simulator.stripe.stand_in import KEY


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090, help="0 takes a free port")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--bot-username", default=USERNAME)
    parser.add_argument("--purchases", type=Path, default=None, help="a file that keeps what was bought for a test")
    parser.add_argument(
        "--exit-with-parent", action="store_true", help="stop when standard input closes, so that no orphan stays"
    )
    return parser.parse_args()


async def _run(arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    if arguments.exit_with_parent:
        threading.Thread(target=_wait_for_parent, args=(loop, stop), daemon=True).start()
    options = {"token": arguments.token, "username": arguments.bot_username, "purchases": arguments.purchases}
    async with serve(host=arguments.host, port=arguments.port, continues=True, **options) as running:
        stripe = {"stripe": f"{running.url}/stripe", "stripe_key": KEY}
        ready = {"page": f"{running.url}/", "api": running.url, "token": arguments.token, **stripe}
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()
        await stop.wait()


def _wait_for_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    # Straight from the descriptor: a thread inside sys.stdin would hold its lock when the interpreter ends.
    while os.read(0, 1024):
        pass
    loop.call_soon_threadsafe(stop.set)


def main() -> None:
    """Serve until told to stop."""
    arguments = _arguments()
    try:
        asyncio.run(_run(arguments))
    except OSError as error:
        taken = f"port {arguments.port} is taken, choose another with --port (0 takes a free one)"
        sys.exit(f"the simulator cannot start: {taken if error.errno == errno.EADDRINUSE else error}")


if __name__ == "__main__":
    main()
