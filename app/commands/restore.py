"""`autotrack restore`: bring a backup back, or only try it (`--check`)."""

import argparse
import asyncio
import os
from pathlib import Path

from app import backups, logs
from app.commands.backup import TOLD, tell, why
from app.commands.run import refuse
from app.instance_lock import AlreadyRunning
from core import db
from core.gateways.clock import SystemClock
from core.settings import Settings, load


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `restore`."""
    parser = subparsers.add_parser("restore", help="bring a backup back, or try it")
    parser.add_argument("backup", type=Path, metavar="FILE")
    parser.add_argument("--check", action="store_true", help="bring it back into a scratch place only")
    parser.add_argument("--replace", action="store_true", help="set aside what is there; nothing is deleted")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Restore; exit status 1 when nothing was changed, or a tried backup is not whole."""
    settings = load()
    logs.set_up(settings.log_level, [])
    os.umask(0o077)
    if not arguments.backup.is_file():
        return refuse(f"no such file: {arguments.backup}", 2)
    try:
        return asyncio.run(_restored(settings, arguments))
    except AlreadyRunning as problem:
        return refuse(f"{problem}: stop it first")
    except TOLD as problem:
        return refuse(f"not restored: {problem}")
    except (OSError, db.DatabaseError) as problem:
        return refuse(f"not restored: {why(problem)}")


async def _restored(settings: Settings, arguments: argparse.Namespace) -> int:
    if arguments.check:
        tried = await backups.attempt(arguments.backup, settings)
        print(f"made         {tried.manifest.made_at} by version {tried.manifest.version}")
        return 0 if tell(tried) else 1
    manifest = await backups.restore(arguments.backup, settings, SystemClock(), replace=arguments.replace)
    print(f"restored     {manifest.rows:,} rows and {manifest.files:,} files, as they were on {manifest.made_at}")
    print("Start the bot: it brings the schema up to its version and goes on from there.")
    return 0
