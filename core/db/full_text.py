"""The full-text index of what was read on documents: FTS5 kept by triggers on SQLite, a GIN index on PostgreSQL."""

from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

from core.db.columns import run

INDEX = "document_words"
# Names of ours alone: nothing from outside is put into these statements.
_ADD = f"INSERT INTO {INDEX}(rowid, words) VALUES (new.id, new.words)"  # noqa: S608  # as said above
_DROP = f"INSERT INTO {INDEX}({INDEX}, rowid, words) VALUES ('delete', old.id, old.words)"  # noqa: S608  # as said above
_SQLITE = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(words, content='document_text', content_rowid='id')",
    f"CREATE TRIGGER {INDEX}_added AFTER INSERT ON document_text BEGIN {_ADD}; END",
    f"CREATE TRIGGER {INDEX}_gone AFTER DELETE ON document_text BEGIN {_DROP}; END",
    f"CREATE TRIGGER {INDEX}_changed AFTER UPDATE ON document_text BEGIN {_DROP}; {_ADD}; END",
)
_SQLITE_BACK = (
    *(f"DROP TRIGGER {INDEX}_{when}" for when in ("changed", "gone", "added")),
    f"DROP TABLE {INDEX}",
)
_POSTGRES = (f"CREATE INDEX {INDEX} ON document_text USING gin (to_tsvector('simple', words))",)
_POSTGRES_BACK = (f"DROP INDEX {INDEX}",)


class KeepIndexed(ops.RunSQL):
    """Index the words of `document_text`, and keep them indexed whatever changes them."""

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
