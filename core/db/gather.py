"""Several questions in one statement, and many rows written by one.

    found = await gather({"cars": rows_of(Vehicle, "WHERE owner_id = ?", 7), "fills": Question(("id",), "SELECT …", 7)})

What an update asks of the database is counted (docs/architecture.md): what would be a dozen small questions about one
vehicle travels as one, each answer as JSON in a column of its own; a change that comes first carries them along.
"""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from tortoise.models import Model

from core import db

ModelT = TypeVar("ModelT", bound=Model)
Row = dict[str, Any]
# The answer of the change that asked along.
CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Question:
    """A SELECT with `?` marks whose columns have these names; days and instants come back as text."""

    columns: tuple[str, ...]
    sql: str
    values: tuple[db.Value, ...] = field(default=())


def rows_of(model: type[Model], rest: str, *values: db.Value) -> Question:
    """The rows of a table, by what follows `FROM table`; `made` builds them."""
    names = tuple(model._meta.fields_db_projection)  # noqa: SLF001  # the ORM names its columns nowhere else
    columns = ", ".join(f'"{column}" AS "{name}"' for name, column in model._meta.fields_db_projection.items())  # noqa: SLF001
    return Question(names, f"SELECT {columns} FROM {model._meta.db_table} {rest}", values)  # noqa: SLF001, S608  # our own names


async def gather(questions: Mapping[str, Question], change: Question | None = None) -> dict[str, list[Row]]:
    """The rows of every question, in no order that holds.

    A `change` of at most one row, without its RETURNING, asks along; the row is the answer CHANGED. The questions see
    what was before it, and may name its columns. When there is no such row, nothing else is answered.
    """
    sqlite = db.is_sqlite()
    columns = [f'{_as_json(question, sqlite=sqlite)} AS "{name}"' for name, question in questions.items()]
    values = [value for question in questions.values() for value in question.values]
    if change is None:
        (answer,) = await db.fetch(f"SELECT {', '.join(columns)}", *values)
        return _answers(questions, answer)
    rows = await db.fetch(
        f"{change.sql} RETURNING {', '.join([*change.columns, *columns])}",
        *(*change.values, *values),
    )
    if not rows:
        return {CHANGED: []}
    changed = {column: rows[0][column] for column in change.columns}
    return {**_answers(questions, rows[0]), CHANGED: [changed]}


def made(model: type[ModelT], rows: Sequence[Row]) -> list[ModelT]:
    """The ORM's objects for the rows of `rows_of`."""
    fields = model._meta.fields_map  # noqa: SLF001
    return [
        model._init_from_db(**{name: fields[name].to_python_value(value) for name, value in row.items()})  # noqa: SLF001  # how the ORM itself builds them
        for row in (db.with_instants(model, row) for row in rows)
    ]


async def put(model: type[ModelT], rows: Sequence[ModelT]) -> None:
    """Write rows of one table whole, in one statement: those with an id are changed, the others added and given one."""
    if not rows:
        return
    names, columns = _writable(model)
    marks = ", ".join("?" for _ in names)
    lines = [f"({'?' if row.pk is not None else _new_id()}, {marks})" for row in rows]
    changed = ", ".join(f'"{column}" = excluded."{column}"' for column in columns)
    listed = ", ".join(f'"{column}"' for column in ("id", *columns))
    values = [value for row in rows for value in _values(model, row, names)]
    sql = (
        f"INSERT INTO {model._meta.db_table} ({listed}) VALUES {', '.join(lines)}"  # noqa: SLF001, S608  # our own names
        f" ON CONFLICT (id) DO UPDATE SET {changed} RETURNING id"
    )
    known = {row.pk for row in rows}
    added = sorted(int(row["id"]) for row in await db.fetch(sql, *values) if row["id"] not in known)
    # Ids grow in the order in which the rows are written.
    for row, number in zip([row for row in rows if row.pk is None], added, strict=True):
        row.pk = number
        row._saved_in_db = True  # noqa: SLF001  # what the ORM itself notes after an insert


def _answers(questions: Mapping[str, Question], answer: Row) -> dict[str, list[Row]]:
    return {name: _read(question, answer[name]) for name, question in questions.items()}


def _as_json(question: Question, *, sqlite: bool) -> str:
    named = ", ".join(f'"{column}"' for column in question.columns)
    if sqlite:
        return f"(SELECT json_group_array(json_array({named})) FROM ({question.sql}))"  # noqa: S608  # our own names
    return f"(SELECT json_agg(json_build_array({named})) FROM ({question.sql}) AS asked)"  # noqa: S608


def _read(question: Question, answer: str | None) -> list[Row]:
    rows = json.loads(answer, parse_float=Decimal) if answer else []
    return [dict(zip(question.columns, row, strict=True)) for row in rows]


def _new_id() -> str:
    return "NULL" if db.is_sqlite() else "DEFAULT"


@functools.cache
def _writable(model: type[Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of a table beside its id, and their columns."""
    pairs = [pair for pair in model._meta.fields_db_projection.items() if pair[0] != "id"]  # noqa: SLF001
    return tuple(name for name, _ in pairs), tuple(column for _, column in pairs)


def _values(model: type[Model], row: Model, names: Sequence[str]) -> list[Any]:
    fields = model._meta.fields_map  # noqa: SLF001
    values = [fields[name].to_db_value(getattr(row, name), row) for name in names]
    return values if row.pk is None else [row.pk, *values]
