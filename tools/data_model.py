"""Draw docs/data-model.md from the models: a picture of each group of tables, and what each table is for.

`python -m tools.fresh_schema`, which is run after a migration, writes it as well.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.models import Model

from core.models.personal import REGISTER

PAGE = Path(__file__).parent.parent / "docs" / "data-model.md"
_HEAD = """# Data model

Written by `python -m tools.data_model` from `core/models`; a test sees that it is as the models are. One picture for
each module of tables; a table of another module is an empty box. Whose each row is, and what becomes of it when an
account ends, is in the register (`core/models/personal.py`), told in words on [privacy](privacy.md). Constraints live
in the database: `core/migrations`, or all of it at once in `core/migrations/fresh.sql`.

"""


def table(model: type[Model]) -> str:
    """Its name in the database."""
    return str(model._meta.db_table)  # noqa: SLF001  # the library's own way to it


def _columns(model: type[Model]) -> list[str]:
    lines = []
    for name, field in model._meta.fields_map.items():  # noqa: SLF001  # likewise
        if isinstance(field, ForeignKeyFieldInstance):
            lines.append(f"    Id {field.source_field or f'{name}_id'} FK")
        # A relation's own column is listed only once the ORM has begun: it is told above, either way.
        elif name in model._meta.fields_db_projection and field.reference is None:  # noqa: SLF001  # likewise
            kind = type(field).__name__.removesuffix("Field").removesuffix("FieldInstance")
            lines.append(f"    {kind} {model._meta.fields_db_projection[name]}{' PK' if field.pk else ''}")  # noqa: SLF001  # likewise
    return lines


def _relations(model: type[Model], names: dict[str, str]) -> Iterable[tuple[str, str]]:
    for name, field in model._meta.fields_map.items():  # noqa: SLF001  # likewise
        if isinstance(field, ForeignKeyFieldInstance):
            target = names[str(field.model_name).rpartition(".")[2]]
            many = "|o--o{" if field.null else "||--o{"
            one = "|o--o|" if field.null else "||--o|"
            yield target, f"  {target} {one if field.unique else many} {table(model)} : {name}"


def picture(models: list[type[Model]], names: dict[str, str]) -> str:
    """A group as Mermaid draws it."""
    relations = sorted({line for model in models for _, line in _relations(model, names)})
    boxes = [f"  {table(model)} {{\n" + "\n".join(_columns(model)) + "\n  }" for model in models]
    return "~~~mermaid\nerDiagram\n" + "\n".join([*relations, *boxes]) + "\n~~~\n"


def page() -> str:
    """The whole page."""
    groups: defaultdict[str, list[type[Model]]] = defaultdict(list)
    for entry in REGISTER:
        groups[entry.model.__module__.rpartition(".")[2]].append(entry.model)
    names = {entry.model.__name__: entry.table for entry in REGISTER}
    parts = []
    for group in sorted(groups):
        models = sorted(groups[group], key=table)
        told = [f"- `{table(model)}`: {_first_line(model)}" for model in models]
        parts.append(
            f"## {group.replace('_', ' ').capitalize()}\n\n" + "\n".join(told) + f"\n\n{picture(models, names)}"
        )
    return _HEAD + "\n".join(parts)


def _first_line(model: type[Model]) -> str:
    return (model.__doc__ or "").strip().partition("\n")[0]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
