"""`autotrack migrate`: bring the database's schema up to this version."""

import argparse
import asyncio
import sys

from app.database import migrate, reachable
from app.instance_lock import AlreadyRunning
from core import db
from core.gateways.private_postgres import NoServer
from core.settings import Settings, load


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `migrate`."""
    parser = subparsers.add_parser("migrate", help="bring the database's schema up to this version (run does it too)")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Migrate and say so."""
    try:
        asyncio.run(_migrate(load()))
    except (AlreadyRunning, NoServer, db.SchemaUnknown) as problem:
        print(f"autotrack: the schema stays as it is: {problem}", file=sys.stderr)
        return 1
    print("the schema is up to date")
    return 0


async def _migrate(settings: Settings) -> None:
    async with reachable(settings) as found:
        await migrate(found.database)
