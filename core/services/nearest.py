"""Garages around a place: the nearest, or the best rated within reach, by the index of the grid's cells.

The database orders what is in the cells by a flat distance and gives a few of them, which are measured exactly. The
flat order is wrong by a known share at most: either that leaves no doubt, or everything in the cells is looked at.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core import db
from core.domain.garages.globe import (
    FIRST,
    SPHERE_ERROR,
    Point,
    about_metres,
    cells_around,
    flat_error,
    in_degrees,
    metres,
)
from core.domain.garages.specialties import Specialty
from core.models import Account

# Metres around a place within which far ones are shown rather than none.
FAR = 100_000.0
# Seen by everybody, or by whoever brought it.
VISIBLE = "(g.status = 'listed' OR (g.status = 'pending' AND g.brought_by_id = ?))"
DOES = "(' ' || g.specialties || ' ') LIKE ?"
# Asked for beyond those that are wanted, so that the flat order seldom leaves a doubt.
_MORE = 30
_FLAT = (
    "(g.latitude - p.latitude) * (g.latitude - p.latitude)"
    " + (g.longitude - p.longitude) * (g.longitude - p.longitude) * p.narrow"
)

Found = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Around:
    """What is asked for: by whom, around which place, how many, and of which specialty."""

    owner: Account
    middle: Point
    wanted: int
    specialty: Specialty | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A garage in a cell near a place, and about how far it is, in metres; `far`: nothing is nearer than it should."""

    number: int
    point: Point
    score: int
    about: float
    far: bool


async def nearest(asked: Around, reach: float) -> Found:
    """The nearest by their numbers, and how far they are; where none is within reach, those a little farther away.

    As a rule two questions: very near, then within reach and, where nothing is there, within `FAR`.
    """
    ring = min(FIRST, reach)
    found = await _nearest_of(asked, await _in_cells(asked, ring), ring)
    if len(found) >= asked.wanted or ring >= FAR:
        return found
    rows = await _in_cells(asked, reach, FAR)
    far = bool(rows) and rows[0].far
    found = [] if far else await _nearest_of(asked, rows, reach)
    if found or not rows:
        return found
    # What is a step beyond reach is in its cells as well.
    return await _nearest_of(asked, rows if far else await _in_cells(asked, FAR), FAR)


async def best_rated(asked: Around, reach: float) -> Found:
    """The best rated within reach, the nearer of equals first; where none is, those a little farther away."""
    for farthest in (reach, FAR):
        most = asked.wanted + _MORE
        rows = await _in_cells(asked, farthest, best=True)
        inside = _best(asked, rows, farthest)
        if len(inside) < min(len(rows), asked.wanted) and len(rows) == most:
            inside = _best(asked, await _in_cells(asked, farthest, whole=True), farthest)
        if inside:
            return inside
    return []


def _best(asked: Around, rows: Sequence[Candidate], farthest: float) -> Found:
    inside = [(row, metres(asked.middle, row.point)) for row in rows if row.about <= farthest * (1 + 2 * SPHERE_ERROR)]
    inside.sort(key=lambda one: (-one[0].score, one[1]))
    return [(row.number, distance) for row, distance in inside if distance <= farthest][: asked.wanted]


async def _nearest_of(asked: Around, rows: Sequence[Candidate], farthest: float) -> Found:
    """The nearest by the exact distance, which is asked only for those that could be among them."""
    limit, error = _limit(asked, rows, farthest), flat_error(asked.middle, farthest)
    cut = error is not None and len(rows) == asked.wanted + _MORE
    if cut and max(row.about for row in rows) <= limit * (1 + (error or 0)) ** 2:
        rows = await _in_cells(asked, farthest, whole=True)
        limit = _limit(asked, rows, farthest)
    exact = sorted((metres(asked.middle, row.point), row.number) for row in rows if row.about <= limit)
    return [(number, distance) for distance, number in exact if distance <= farthest][: asked.wanted]


def _limit(asked: Around, rows: Sequence[Candidate], farthest: float) -> float:
    """Beyond this, not even the error of the sphere makes one nearer than the last that is wanted."""
    ordered, limit = sorted(row.about for row in rows), farthest * (1 + 2 * SPHERE_ERROR)
    if len(ordered) < asked.wanted:
        return limit
    return min(limit, ordered[asked.wanted - 1] * (1 + 2.1 * SPHERE_ERROR) + 1)


async def _in_cells(
    asked: Around, distance: float, then: float | None = None, *, best: bool = False, whole: bool = False
) -> list[Candidate]:
    """What is in the cells around, as the flat order or the best rated have it; of `then`, where nothing is nearer."""
    sql, values = _part(asked, distance, best=best, whole=whole)
    if then is not None:
        beyond, more = _part(asked, then, best=best, whole=whole, unless=" AND NOT EXISTS (SELECT 1 FROM near)")
        sql = f"WITH near AS ({sql}) SELECT * FROM near UNION ALL SELECT * FROM ({beyond}) beyond"  # noqa: S608  # names of ours
        values += more
    found = []
    for row in await db.fetch(sql, *values):
        point = Point(row["latitude"], row["longitude"])
        about = about_metres(asked.middle, point)
        found.append(Candidate(int(row["id"]), point, int(row["score"]), about, bool(row["far"])))
    return found


def _part(asked: Around, distance: float, *, best: bool, whole: bool, unless: str = "") -> tuple[str, list[db.Value]]:
    middle, runs = asked.middle, cells_around(asked.middle, distance)
    error = None if whole else flat_error(middle, distance)
    narrow = math.cos(math.radians(middle.latitude)) ** 2
    marks = ", ".join(["(CAST(? AS INTEGER), CAST(? AS INTEGER))", *["(?, ?)"] * (len(runs) - 1)])
    values: list[db.Value] = [middle.latitude, middle.longitude, narrow, *(cell for run in runs for cell in run)]
    values.append(asked.owner.id)
    sql = (
        f"SELECT g.id, g.latitude, g.longitude, g.score, {int(bool(unless))} AS far"  # noqa: S608  # names of ours
        " FROM (SELECT CAST(? AS DOUBLE PRECISION) AS latitude, CAST(? AS DOUBLE PRECISION) AS longitude,"
        f" CAST(? AS DOUBLE PRECISION) AS narrow) p CROSS JOIN (VALUES {marks}) r CROSS JOIN {_in_runs()}"
        f" AND {_seen()}{unless}"
    )
    if asked.specialty is not None:
        sql, values = f"{sql} AND {DOES}", [*values, f"% {asked.specialty} %"]
    if error is not None:
        order = f"g.score DESC, {_FLAT}" if best else _FLAT
        within = in_degrees(distance * (1 + error) * (1 + 2 * SPHERE_ERROR)) ** 2
        sql, values = f"{sql} AND {_FLAT} <= ? ORDER BY {order} LIMIT ?", [*values, within, asked.wanted + _MORE]
    return sql, values


def _seen() -> str:
    """What may be seen; without statistics SQLite would take the index of the states for the better one."""
    return VISIBLE.replace("g.", "+g.") if db.is_sqlite() else VISIBLE


def _in_runs() -> str:
    """The garages of each run, one look into the index for each; only PostgreSQL has to be held to that order."""
    if db.is_sqlite():
        return "listed_garage g WHERE g.cell BETWEEN r.column1 AND r.column2"
    columns = "id, latitude, longitude, score, status, brought_by_id, specialties"
    inside = f"SELECT {columns} FROM listed_garage WHERE cell BETWEEN r.column1 AND r.column2 OFFSET 0"  # noqa: S608  # names of ours
    return f"LATERAL ({inside}) g WHERE TRUE"
