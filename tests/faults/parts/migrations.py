"""A database of version 0.1.0, with data, is brought up to this one and killed half-way at every step, then again.

What is left after a kill must be what the migration before had left, schema and rows; the next start ends where an
undisturbed one does (tried once for each migration that was cut); and a version that does not know the newest migration
refuses the database. Each kill begins where its migration does, so that the whole takes a few minutes.
"""

import asyncio
import os
import random
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rows import Row
from core import db
from core.faults import set_trap
from tests.faults.forked import FORKS
from tests.faults.setting import Setting
from tests.faults.stores import FileStore, Store, Tables

POINT = "migrating.step"
# What a process that was killed ends with.
KILLED = 9
Seen = tuple[set[str], Tables]


@dataclass(frozen=True, slots=True)
class Stage:
    """A migration: what it begins with and what it leaves, and its steps."""

    name: str
    store: Store
    before: Seen
    after: Seen
    steps: int


async def run(setting: Setting) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder:
        return await asyncio.to_thread(brought_up, FileStore(Path(folder) / "first.sqlite3"), setting)


def brought_up(first: Store, setting: Setting) -> list[Row]:
    """Kill it half-way at every step, each time on a copy."""
    first.lay()
    stages = list(way(first))
    whole = first.copy("whole")
    migrated(whole)
    aim = seen(whole)
    wrong = [*changed(stages[0].before[1], aim[1]), *(["the way ends elsewhere"] if aim != stages[-1].after else [])]
    kills = [(stage, step) for stage in stages for step in range(1, stage.steps + 1)]
    chosen = kills
    if setting.scale < 1:
        chosen = random.Random(setting.seed).sample(kills, setting.scaled(len(kills)))
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda kill: killed(kill[0], kill[1], aim), chosen))
    setting.note(steps=len(kills), strange=[one for problems in found for one in problems][:5] + wrong[:5])
    half = sum(any("half" in one for one in problems) for problems in found)
    lost = sum(any("half" not in one for one in problems) for problems in found)
    return [
        Row("steps of the way from 0.1.0, killed half-way", len(found), None, ""),
        Row("databases that were left between two migrations", half, 0, "errors"),
        Row("kills after which the next start ended elsewhere", lost, 0, "errors"),
        Row("rows that the way itself changes or drops", len(wrong), 0, "lost"),
        Row("newer databases that an older version takes", int(not refused(whole)), 0, "errors"),
    ]


def way(first: Store) -> Iterator[Stage]:
    """Every migration since then, one after the other, each on a copy of its own."""
    newest = max(first.applied())
    store, before = first, seen(first)
    for name in sorted(path.stem for path in db.MIGRATIONS.glob("[0-9]*.py") if path.stem > newest):
        following = store.copy(f"at_{name}")
        steps = migrated(following, target=name)
        after = seen(following)
        yield Stage(name, store, before, after, steps)
        store, before = following, after


def seen(store: Store) -> Seen:
    return store.schema(), store.rows()


def migrated(store: Store, target: str | None = None, *, die_at: int = 0) -> int:
    """Bring it up in a process of its own, which dies at that step (0: at none); how many steps it passed."""
    child = FORKS.Process(target=_migrate, args=(store, target, die_at))
    child.start()
    child.join()
    if child.exitcode != (KILLED if die_at else 0):
        raise RuntimeError(f"it was to die at step {die_at} and ended with {child.exitcode}")
    return 0 if die_at else int(_passed(store).read_text())


def _passed(store: Store) -> Path:
    return store.beside.with_suffix(".passed")


def _migrate(store: Store, target: str | None, die_at: int) -> None:
    passed = 0

    def trap(name: str) -> None:
        nonlocal passed
        passed += name == POINT
        if die_at and passed == die_at:
            os._exit(KILLED)

    set_trap(trap)
    asyncio.run(db.migrate(store.url, target and f"models.{target}"))
    _passed(store).write_text(str(passed))


def killed(stage: Stage, step: int, aim: Seen) -> list[str]:
    """Kill at a step of a migration and look; after its last step go on to the end, and look again."""
    store = stage.store.copy(f"killed_{stage.name}_{step}")
    migrated(store, die_at=step)
    problems = []
    if seen(store) != stage.before:
        problems.append(f"{stage.name}, step {step}: half of it")
    # What is as it was before goes the same way on: once for each migration that was cut.
    if problems or step == stage.steps:
        migrated(store)
        if seen(store) != aim:
            problems.append(f"{stage.name}, step {step}: the next start ended elsewhere")
    store.drop()
    return problems


def refused(store: Store) -> bool:
    """Whether a version that does not know its newest migration refuses it, and leaves it as it is."""
    store.age()
    before = seen(store)
    try:
        asyncio.run(db.migrate(store.url))
    except db.SchemaUnknown:
        return seen(store) == before
    return False


def changed(old: Tables, new: Tables) -> Iterator[str]:
    """Rows of before that are not there as they were, in the columns of before."""
    for name, (columns, *before) in old.items():
        heads, *after = new.get(name, [()])
        places = [heads.index(column) for column in columns if column in heads]
        if len(places) != len(columns):
            yield f"{name} has lost columns"
        elif [tuple(row[place] for place in places) for row in after] != before:
            yield f"{name} has other rows"
