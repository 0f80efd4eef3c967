"""Full-text indexes of a table's `words`: FTS5 kept by triggers on SQLite, a GIN index on PostgreSQL."""

from dataclasses import dataclass
from typing import Final

from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

from core.db.columns import run


@dataclass(frozen=True, slots=True)
class WordIndex:
    """An index, the table whose `words` it follows, FTS5's further options, and the updates that it looks at.

    Names of ours alone: nothing from outside is put into these statements.
    """

    name: str
    table: str
    options: str = ""
    updates: str = "UPDATE"

    @property
    def sqlite(self) -> tuple[str, ...]:
        """What makes it on SQLite."""
        name, table = self.name, self.table
        added = f"INSERT INTO {name}(rowid, words) VALUES (new.id, new.words)"  # noqa: S608  # as said above
        gone = f"INSERT INTO {name}({name}, rowid, words) VALUES ('delete', old.id, old.words)"  # noqa: S608  # as above
        return (
            f"CREATE VIRTUAL TABLE {name} USING fts5(words, content='{table}', content_rowid='id'{self.options})",
            f"CREATE TRIGGER {name}_added AFTER INSERT ON {table} BEGIN {added}; END",
            f"CREATE TRIGGER {name}_gone AFTER DELETE ON {table} BEGIN {gone}; END",
            f"CREATE TRIGGER {name}_changed AFTER {self.updates} ON {table} BEGIN {gone}; {added}; END",
        )

    @property
    def sqlite_back(self) -> tuple[str, ...]:
        """What drops it on SQLite."""
        triggers = (f"DROP TRIGGER {self.name}_{when}" for when in ("changed", "gone", "added"))
        return (*triggers, f"DROP TABLE {self.name}")

    @property
    def postgres(self) -> tuple[str, ...]:
        """What makes it on PostgreSQL."""
        return (f"CREATE INDEX {self.name} ON {self.table} USING gin (to_tsvector('simple', words))",)

    @property
    def postgres_back(self) -> tuple[str, ...]:
        """What drops it on PostgreSQL."""
        return (f"DROP INDEX {self.name}",)


# What was read on documents.
DOCUMENTS: Final = WordIndex("document_words", "document_text")
# Garages: beginnings of words from three letters on are in it, because people type the beginnings of names.
GARAGES: Final = WordIndex(
    "garage_words", "listed_garage", ", prefix='3 5', detail='none', columnsize=0", "UPDATE OF words"
)


class KeepIndexed(ops.RunSQL):
    """Make an index of words, which follows whatever changes them."""

    def __init__(self, index: WordIndex) -> None:
        super().__init__("", reverse_sql="")
        self.index = index

    async def database_forward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Make the index of this database's kind."""
        if state_editor is not None:
            for sql in self.index.postgres if state_editor.DIALECT == "postgres" else self.index.sqlite:
                await run(state_editor, sql)

    async def database_backward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Drop it again."""
        if state_editor is not None:
            for sql in self.index.postgres_back if state_editor.DIALECT == "postgres" else self.index.sqlite_back:
                await run(state_editor, sql)
