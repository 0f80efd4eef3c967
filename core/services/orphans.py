"""Files that no row names: written just before a crash that undid the row. They are deleted after an hour.

Every table is asked, whichever feature it belongs to: a file is only an orphan when its name stands in no column that
could hold it and in no longer text, such as a message that still waits to be sent.
"""

from dataclasses import dataclass

import structlog
from tortoise import Tortoise, fields
from tortoise.models import Model

from core.ports import FileStore

log = structlog.get_logger()

# Seconds: whatever was being written with a file has committed or failed by then.
OLD = 3600.0
# Names are 32 characters; columns for longer texts are searched for each name that is left.
NAME = 32
LONGEST_COLUMN = 64


@dataclass(frozen=True, slots=True)
class Orphans:
    """Finds and deletes them."""

    files: FileStore

    async def sweep(self, older_than: float = OLD) -> int:
        """Delete the files that no row names; how many it were."""
        left = set(await self.files.older_than(older_than))
        for model, column in _columns(fields.CharField):
            if left:
                left -= set(await model.exclude(**{f"{column}__isnull": True}).values_list(column, flat=True))
        for model, column in _columns(fields.TextField):
            left -= {name for name in left if await model.filter(**{f"{column}__contains": name}).exists()}
        for name in left:
            await self.files.delete(name)
        if left:
            log.info("files.orphans", deleted=len(left))
        return len(left)


def _columns(kind: type[fields.Field[str]]) -> list[tuple[type[Model], str]]:
    """Every column of this kind that can hold a name."""
    return [
        (model, name)
        for models in (Tortoise.apps or {}).values()
        for model in models.values()
        for name, field in model._meta.fields_map.items()  # noqa: SLF001  # the library's own way to its fields
        if isinstance(field, kind) and _fits(field)
    ]


def _fits(field: fields.Field[str]) -> bool:
    return not isinstance(field, fields.CharField) or NAME <= field.max_length <= LONGEST_COLUMN
