"""The full-text index of garages: FTS5 kept by triggers on SQLite, a GIN index on PostgreSQL.

Beginnings of words from three letters on are in it, because people type the beginnings of names.
"""

from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

from core.db.columns import run

INDEX = "garage_words"
# Names of ours alone: nothing from outside is put into these statements.
_ADD = f"INSERT INTO {INDEX}(rowid, words) VALUES (new.id, new.words)"  # noqa: S608  # as said above
_DROP = f"INSERT INTO {INDEX}({INDEX}, rowid, words) VALUES ('delete', old.id, old.words)"  # noqa: S608  # as said above
_OPTIONS = "content='listed_garage', content_rowid='id', prefix='3 5', detail='none', columnsize=0"
_SQLITE = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(words, {_OPTIONS})",
    f"CREATE TRIGGER {INDEX}_added AFTER INSERT ON listed_garage BEGIN {_ADD}; END",
    f"CREATE TRIGGER {INDEX}_gone AFTER DELETE ON listed_garage BEGIN {_DROP}; END",
    f"CREATE TRIGGER {INDEX}_changed AFTER UPDATE OF words ON listed_garage BEGIN {_DROP}; {_ADD}; END",
)
_SQLITE_BACK = (
    *(f"DROP TRIGGER {INDEX}_{when}" for when in ("changed", "gone", "added")),
    f"DROP TABLE {INDEX}",
)
_POSTGRES = (f"CREATE INDEX {INDEX} ON listed_garage USING gin (to_tsvector('simple', words))",)
_POSTGRES_BACK = (f"DROP INDEX {INDEX}",)


class KeepGarageWords(ops.RunSQL):
    """Index the words of `listed_garage`, and keep them indexed whatever changes them."""

    def __init__(self) -> None:
        super().__init__("", reverse_sql="")

    async def database_forward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Make the index of this database's kind."""
        if state_editor is not None:
            for sql in _POSTGRES if state_editor.DIALECT == "postgres" else _SQLITE:
                await run(state_editor, sql)

    async def database_backward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Drop it again."""
        if state_editor is not None:
            for sql in _POSTGRES_BACK if state_editor.DIALECT == "postgres" else _SQLITE_BACK:
                await run(state_editor, sql)
