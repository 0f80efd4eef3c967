"""`autotrack admin …`: what administrators do in the chat, from the console of the machine; noted in the same log.

The bot that runs in this data folder is asked to do it, since an SQLite file serves one process; where none runs, it
is done here.
"""

import argparse
import asyncio
import getpass
import os
import sys
from collections.abc import Sequence

from app import logs
from app.commands.run import refuse
from app.console.acting import act, add_parts
from app.console.desk import Printed
from app.console.door import NobodyThere, ask
from app.database import opened
from app.instance_lock import AlreadyRunning
from app.roles import Roles
from app.wiring import build
from core.gateways.clock import SystemClock
from core.settings import EMBEDDED, Settings, load


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `admin` with its parts."""
    parser = subparsers.add_parser("admin", help="everything that administrators do in /admin")
    add_parts(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Do it, and say what came of it; exit status 1 for a refusal."""
    return carry_out(load(), sys.argv[2:], arguments)


def carry_out(settings: Settings, words: Sequence[str], arguments: argparse.Namespace) -> int:
    """Have the running bot do it, or do it here."""
    os.umask(0o077)  # a file that is written is somebody's paper
    to = getattr(arguments, "to", None)
    if to is not None and to.exists():
        return refuse(f"{to} is there already", 2)
    try:
        return ask(settings.data_dir, getpass.getuser(), words, Printed(to))
    except NobodyThere:
        pass
    except PermissionError:
        return refuse(f"the bot in {settings.data_dir} belongs to another user: run this as that user")
    except TimeoutError:
        return refuse("the bot does not answer: its log says more")
    if settings.database == EMBEDDED:
        return refuse("DATABASE_URL=embedded: the database runs with the bot. Start autotrack run first")
    if settings.bot_token is None:
        return refuse("no bot runs on this data folder, and without one admin needs BOT_TOKEN", 2)
    logs.set_up("ERROR", [])
    try:
        return asyncio.run(here(settings, arguments))
    except AlreadyRunning:
        return refuse(
            "a process has the SQLite file and does not answer here (another command, or an older version): "
            "wait for it to end, stop it for a moment, or use /admin in the chat"
        )


async def here(settings: Settings, arguments: argparse.Namespace) -> int:
    """Do it in this process, which opens the database."""
    parts = build(settings, SystemClock(), Roles(takes_in=False, queues=(), ticks=False, sends=False))
    async with opened(settings.database, parts.scale.presence):
        await parts.api.request.initialize()
        try:
            return await act(parts, getpass.getuser(), arguments, Printed(getattr(arguments, "to", None)))
        finally:
            await parts.api.request.shutdown()
            await parts.end()
