"""`autotrack backup`: everything in one encrypted file, while the bot runs, tried by bringing it back."""

import argparse
import asyncio
import os
from pathlib import Path

from app import backups, logs
from app.commands.run import refuse
from core import db
from core.gateways.backup_seal import BackupBroken
from core.gateways.clock import SystemClock
from core.gateways.postgres_dump import DumpFailed
from core.gateways.private_postgres import NoServer
from core.gateways.sqlite_copy import CopyBroken
from core.settings import Settings, load

# What the operator can do something about; each carries its words.
TOLD = (BackupBroken, CopyBroken, DumpFailed, NoServer, backups.CannotRestore)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `backup`."""
    parser = subparsers.add_parser("backup", help="write everything into one encrypted file, and try it")
    parser.add_argument("folder", nargs="?", type=Path, help="where to (default: backups in DATA_DIR)")
    parser.add_argument("--keep", type=_count, metavar="N", help="delete all but the newest N backups there")
    parser.add_argument("--unverified", action="store_true", help="do not try it by bringing it back")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write a backup; exit status 1 unless it could be brought back whole."""
    settings = load()
    logs.set_up(settings.log_level, [])
    os.umask(0o077)
    if db.is_file(settings.database) and not Path(str(db.credentials(settings.database)["file_path"])).is_file():
        return refuse("no backup: there is no database yet")
    folder = arguments.folder or settings.data_dir / "backups"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"autotrack-{SystemClock().now():%Y%m%dT%H%M%SZ}.backup"
        return asyncio.run(_made(settings, target, arguments))
    except TOLD as problem:
        return refuse(f"no backup: {problem}")
    except (OSError, db.DatabaseError) as problem:
        return refuse(f"no backup: {why(problem)}")


async def _made(settings: Settings, target: Path, arguments: argparse.Namespace) -> int:
    manifest = await backups.make(settings, target, SystemClock())
    print(f"database     {manifest.kind}, {len(manifest.tables)} tables, {manifest.rows:,} rows")
    print(f"files        {manifest.files:,}")
    print(f"backup       {target} ({size(target)}), encrypted with DATA_KEY, which is not in it")
    if not arguments.unverified and not tell(await backups.attempt(target, settings)):
        return refuse("the backup was written, and it is not whole: see above")
    for path in backups.thin_out(target.parent, arguments.keep) if arguments.keep else []:
        print(f"deleted      {path.name}")
    return 0


def tell(tried: backups.Tried) -> bool:
    """Say what came of trying a backup; whether all is well."""
    how = "restored and compared" if tried.whole else "read through (this user may not make a database to restore into)"
    print(f"verified     {how}: {tried.manifest.rows:,} rows, {tried.manifest.files:,} files")
    if tried.missing:
        print(f"MISSING      {tried.missing} stored files that rows name")
    if tried.unreadable:
        print(f"UNREADABLE   {tried.unreadable} stored files that no key opens")
    print(f"recovery     {tried.seconds:.1f} s")
    return tried.good


def size(path: Path) -> str:
    """In words."""
    return f"{path.stat().st_size / 1e6:,.1f} MB"


def why(problem: Exception) -> str:
    """What the system or the database says, without names of hosts and people."""
    return (problem.strerror if isinstance(problem, OSError) else None) or type(problem).__name__


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("is a number of backups, 1 or more")
    return int(text)
