"""A table that only grows: the database refuses to change and to delete its rows, whoever asks.

What may be taken from a row are the columns that lead to a person (`blank`), and only to nothing: the deletion of an
account needs that. An operator with the rights of the table's owner can still drop the trigger; nothing in the product
does.
"""

from collections.abc import Sequence

from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

from core.db.columns import run


class OnlyAppend(ops.RunSQL):
    """Refuse UPDATE and DELETE on a table, but for emptying the columns named `blank`; `kept` are all the others."""

    def __init__(self, table: str, *, kept: Sequence[str], blank: Sequence[str]) -> None:
        super().__init__("", reverse_sql="")
        self.table, self.kept, self.blank = table, tuple(kept), tuple(blank)

    async def database_forward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Make the triggers of this database's kind."""
        if state_editor is not None:
            for sql in self._postgres() if state_editor.DIALECT == "postgres" else self._sqlite():
                await run(state_editor, sql)

    async def database_backward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Drop them again."""
        if state_editor is None:
            return
        if state_editor.DIALECT == "postgres":
            await run(state_editor, f"DROP TRIGGER {self.table}_kept ON {self.table}")
            await run(state_editor, f"DROP TRIGGER {self.table}_whole ON {self.table}")
            await run(state_editor, f"DROP FUNCTION {self.table}_refuse()")
            return
        for when in ("kept", "changed", "replaced"):
            await run(state_editor, f"DROP TRIGGER {self.table}_{when}")

    def _sqlite(self) -> tuple[str, ...]:
        table, refuse = self.table, f"SELECT RAISE(ABORT, '{self.table} only grows')"
        same = " AND ".join([f'new."{name}" IS old."{name}"' for name in self.kept])
        gone = " AND ".join([f'new."{name}" IS NULL' for name in self.blank])
        exists = f"EXISTS (SELECT 1 FROM {table} WHERE id = new.id)"  # noqa: S608  # names of ours
        return (
            f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} BEGIN {refuse}; END",
            f"CREATE TRIGGER {table}_changed BEFORE UPDATE ON {table} WHEN NOT ({same} AND {gone}) BEGIN {refuse}; END",
            # INSERT OR REPLACE deletes without telling the trigger above.
            f"CREATE TRIGGER {table}_replaced BEFORE INSERT ON {table} WHEN {exists} BEGIN {refuse}; END",
        )

    def _postgres(self) -> tuple[str, ...]:
        table = self.table
        same = " AND ".join([f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in self.kept])
        gone = " AND ".join([f'NEW."{name}" IS NULL' for name in self.blank])
        refuse = (
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF TG_OP = 'UPDATE' AND TG_LEVEL = 'ROW' THEN IF {same} AND {gone} THEN RETURN NEW; END IF; END IF;"
            f" RAISE EXCEPTION '{table} only grows' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        each = f"ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
        whole = f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
        return (
            refuse,
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE {each}",
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE {whole}",
        )
