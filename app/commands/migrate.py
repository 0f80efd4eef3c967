"""`autotrack migrate`: bring the database's schema up to this version."""

import argparse
import asyncio

from app.database import migrate
from core.settings import load


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `migrate`."""
    parser = subparsers.add_parser("migrate", help="bring the database's schema up to this version (run does it too)")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Migrate and say so."""
    asyncio.run(migrate(load().database))
    print("the schema is up to date")
    return 0
