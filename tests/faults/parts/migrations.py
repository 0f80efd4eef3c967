"""A database of version 0.1.0, with data, is brought up to this one and killed half-way at every step, then again.

What is left after a kill must be the schema of a migration that was done, with every row; the next start ends where an
undisturbed one does; and a version that does not know the newest migration refuses the file.
"""

import asyncio
import json
import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from benchmarks.rows import Row
from core import db
from core.faults import set_trap
from tests.faults.forked import FORKS
from tests.faults.setting import Setting

OLD = Path(__file__).parents[2] / "samples" / "schema_v0_1_0.sql"
POINT = "migrating.step"
# What a process that was killed ends with.
KILLED = 9
Tables = dict[str, list[tuple[object, ...]]]


async def run(setting: Setting) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        return await asyncio.to_thread(_run, Path(folder), setting)


def _run(folder: Path, setting: Setting) -> list[Row]:
    first = folder / "first.sqlite3"
    lay(first)
    old = rows(first)
    whole = folder / "whole.sqlite3"
    shutil.copy(first, whole)
    steps = forked(whole, 0)
    aim = (schema(whole), rows(whole))
    wrong = list(changed(old, aim[1]))
    chosen = list(range(1, steps + 1))
    if setting.scale < 1:
        chosen = sorted(random.Random(setting.seed).sample(chosen, setting.scaled(steps)))
    known = {name: set(tables) for name, tables in json.loads(whole.with_suffix(".known").read_text()).items()}
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda step: killed(folder, first, step, known, old, aim), chosen))
    setting.note(steps=steps, strange=[one for problems in found for one in problems][:5] + wrong[:5])
    half = sum(any("half" in one for one in problems) for problems in found)
    lost = sum(any("half" not in one for one in problems) for problems in found)
    return [
        Row("steps of the way from 0.1.0, killed half-way", len(found), None, ""),
        Row("schemas that were left between two migrations", half, 0, "errors"),
        Row("kills after which rows were missing or changed, or the next start ended elsewhere", lost, 0, "errors"),
        Row("rows that the way itself changes or drops", len(wrong), 0, "lost"),
        Row("newer files that an older version takes", int(not refused(whole)), 0, "errors"),
    ]


def lay(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(OLD.read_text("utf-8"))


def forked(file: Path, die_at: int) -> int:
    """Bring the file up in a process of its own, which dies at that step (0: at none); how many steps it passed."""
    child = FORKS.Process(target=_migrate, args=(str(file), die_at))
    child.start()
    child.join()
    passed = file.with_suffix(".passed")
    if die_at and child.exitcode != KILLED:
        raise RuntimeError(f"it was to die at step {die_at} and ended with {child.exitcode}")
    return int(passed.read_text()) if passed.exists() else 0


def _migrate(file: str, die_at: int) -> None:
    passed, known = 0, dict[str, list[str]]()

    def trap(name: str) -> None:
        nonlocal passed
        passed += name == POINT
        if not die_at:
            # Another connection sees what is committed: the schema that the migration before this one left.
            done = max(applied(Path(file)))
            known[done] = known.get(done) or sorted(schema(Path(file)))
        elif passed == die_at:
            os._exit(KILLED)

    set_trap(trap)
    asyncio.run(db.migrate(f"sqlite:///{file}"))
    known[max(applied(Path(file)))] = sorted(schema(Path(file)))
    Path(file).with_suffix(".passed").write_text(str(passed))
    Path(file).with_suffix(".known").write_text(json.dumps(known))


def killed(
    folder: Path, first: Path, step: int, known: dict[str, set[str]], old: Tables, aim: tuple[set[str], Tables]
) -> list[str]:
    """Kill at a step, look, go on, look again; what was wrong."""
    file = folder / f"killed{step}.sqlite3"
    shutil.copy(first, file)
    forked(file, step)
    problems = []
    done = max(applied(file))
    if schema(file) != known[done]:
        problems.append(f"step {step}: half of what comes after {done}")
    problems += [f"step {step}: {one}" for one in changed(old, rows(file))]
    forked(file, 0)
    if (schema(file), rows(file)) != aim:
        problems.append(f"step {step}: the next start ended elsewhere")
    file.unlink()
    return problems


def refused(file: Path) -> bool:
    """Whether a version that does not know the file's newest migration refuses it."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE tortoise_migrations SET name = '9999_later' WHERE name = ?", (max(applied(file)),))
    before = (schema(file), rows(file))
    try:
        asyncio.run(db.migrate(f"sqlite:///{file}"))
    except db.SchemaUnknown:
        return (schema(file), rows(file)) == before
    return False


def applied(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM tortoise_migrations")]


def schema(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            return {"broken"}
        return {str(sql) for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}


def rows(file: Path) -> Tables:
    """Every row of every table, with the names of its columns first; not when a migration was done."""
    with closing(sqlite3.connect(file)) as connection:
        asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        names = [
            name for (name,) in connection.execute(asked) if name != "tortoise_migrations" and "_words" not in name
        ]
        found = {}
        for name in sorted(names):
            cursor = connection.execute(f'SELECT * FROM "{name}" ORDER BY 1')
            found[name] = [tuple(column[0] for column in cursor.description), *cursor]
        return found


def changed(old: Tables, new: Tables) -> Iterator[str]:
    """Rows of before that are not there as they were, in the columns of before."""
    for name, (columns, *before) in old.items():
        heads, *after = new.get(name, [()])
        places = [heads.index(column) for column in columns if column in heads]
        if len(places) != len(columns):
            yield f"{name} has lost columns"
        elif [tuple(row[place] for place in places) for row in after] != before:
            yield f"{name} has other rows"
