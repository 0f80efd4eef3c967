"""`autotrack rotate-keys`: encrypt everything anew with the newest key, so that older ones can go."""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from cryptography.fernet import Fernet

from app import logs
from app.commands.run import refuse
from app.database import migrate, reachable
from app.instance_lock import AlreadyRunning, InstanceLock
from app.keys import BOOKS_KEY, keys_of, signing
from core import db
from core.gateways.file_store import EncryptedFiles
from core.gateways.vault import KeyedVault
from core.ports import FileLost
from core.services.key_rotation import KeyRotation, Renewed
from core.settings import Settings, load

SHOWN_EVERY = 500


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `rotate-keys`."""
    parser = subparsers.add_parser("rotate-keys", help="encrypt everything anew with the newest key of DATA_KEY")
    parser.add_argument("--new-key", action="store_true", help="first make a new key in data.key (without DATA_KEY)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Renew files and rows, saying how far it is; exit status 1 when something cannot be read by any key."""
    settings = load()
    logs.set_up(settings.log_level, [])
    if arguments.new_key and settings.data_key is not None:
        return refuse("the key comes from DATA_KEY: put the new one before it (DATA_KEY=new,old) and run this again", 2)
    os.umask(0o077)
    try:
        return asyncio.run(_rotate(settings, new_key=arguments.new_key))
    except AlreadyRunning as problem:
        return refuse(f"{problem}: stop it first")


async def _rotate(settings: Settings, *, new_key: bool) -> int:
    async with reachable(settings) as found:
        lock = InstanceLock(found.data_dir / "rotate-keys.lock")
        lock.acquire()
        try:
            return await _renewed(found, new_key=new_key)
        finally:
            lock.release()


async def _renewed(settings: Settings, *, new_key: bool) -> int:
    url, made = settings.database, settings.data_dir / "data.key"
    beside = _beside(url)
    if beside is not None:
        beside.acquire()
    try:
        await migrate(url)
        _keep(settings.data_dir / BOOKS_KEY, signing(settings).hex())
        if new_key:
            keys_of(settings)
            _write(made, f"{Fernet.generate_key().decode('ascii')},{made.read_text('ascii').strip()}\n")
        keys, _ = keys_of(settings)
        if "," not in keys:
            return refuse("there is only one key: add a new one before it, or use --new-key", 2)
        lost = await _files(EncryptedFiles.open(settings.data_dir / "files", keys))
        lost += await _rows(url, keys)
        if not lost:
            _end(settings, made, keys)
    finally:
        if beside is not None:
            beside.release()
    return 1 if lost else 0


def _beside(url: str) -> InstanceLock | None:
    """The lock of the bot on an SQLite file: with it in our hands, nobody writes with the older key meanwhile."""
    if not db.is_file(url):
        return None
    path = Path(str(db.credentials(url)["file_path"]))
    return InstanceLock(path.with_name(path.name + ".lock"))


async def _files(files: EncryptedFiles) -> int:
    names = await files.names()
    told = Renewed("files", len(names))
    for name in names:
        told.done += 1
        try:
            told.changed += await files.renew(name)
        except FileLost:
            told.lost += 1
        if told.done % SHOWN_EVERY == 0:
            _show(told)
    _show(told)
    return told.lost


async def _rows(url: str, keys: str) -> int:
    lost: dict[str, int] = {}
    await db.connect(url)
    try:
        async for told in KeyRotation(KeyedVault.open(keys)).rows():
            _show(told)
            lost[told.what] = told.lost
    finally:
        await db.disconnect()
    return sum(lost.values())


def _end(settings: Settings, made: Path, keys: str) -> None:
    newest, *older = keys.split(",")
    if settings.data_key is None:
        _write(made.with_name("data.key.before"), ",".join(older) + "\n")
        _write(made, f"{newest}\n")
        print(f"{made} holds the new key alone; the older ones are in {made.name}.before, for backups of before")
    else:
        print("everything is encrypted with the first key of DATA_KEY: the others are only needed for older backups")


def _keep(path: Path, text: str) -> None:
    if not path.exists():
        _write(path, text)


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all, readable by us alone."""
    part = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _show(told: Renewed) -> None:
    lost = f", {told.lost} cannot be read" if told.lost else ""
    print(f"{told.what:<24} {told.done} of {told.total}, {told.changed} encrypted anew{lost}", flush=True)
    sys.stdout.flush()
