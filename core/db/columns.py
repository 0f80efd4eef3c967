"""Columns that come, go or become optional, without a table being rebuilt.

On SQLite Tortoise removes and alters columns by copying the table and dropping the old one. Dropping it deletes its
rows first, and with them, by foreign key, the rows that point to them; its indexes are not made again either. Both
databases can add, drop and rename columns in place, so that is what these operations do.
"""

from tortoise.fields.relational import RelationalField
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State


class AddColumn(ops.AddField):
    """Add a column; taken back by dropping that column alone."""

    async def database_backward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Drop the column."""
        if state_editor is None:
            return
        model = old_state.apps.get_model(f"{app_label}.{self.model_name}")
        meta = model._meta  # noqa: SLF001  # the library's own operations read it as well
        field = meta.fields_map[self.name]
        column = field.source_field or (f"{self.name}_id" if isinstance(field, RelationalField) else self.name)
        await run(state_editor, f'ALTER TABLE "{meta.db_table}" DROP COLUMN "{column}"')


class MakeOptional(ops.AlterField):
    """Let a column be null. Taken back, rows that have no value there are deleted: they cannot be in that schema."""

    def __init__(self, model_name: str, name: str, field: ops.FieldLike, *, table: str, column: str, sql: str) -> None:
        super().__init__(model_name, name, field)
        self.table, self.column, self.sql = table, column, sql

    async def database_forward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Put a column that may be null in its place."""
        if state_editor is None:
            return
        if state_editor.DIALECT == "postgres":
            await run(state_editor, f'ALTER TABLE "{self.table}" ALTER COLUMN "{self.column}" DROP NOT NULL')
            return
        await self._copied(state_editor, self.sql)

    async def database_backward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Put a column that may not be null in its place."""
        if state_editor is None:
            return
        await run(state_editor, f'DELETE FROM "{self.table}" WHERE "{self.column}" IS NULL')  # noqa: S608  # names of ours
        if state_editor.DIALECT == "postgres":
            await run(state_editor, f'ALTER TABLE "{self.table}" ALTER COLUMN "{self.column}" SET NOT NULL')
        # SQLite adds no column that must have a value: the optional one stays, which the older code does not notice.

    async def _copied(self, editor: BaseSchemaEditor, sql: str) -> None:
        table, column, copy = self.table, self.column, f"{self.column}_copy"
        await run(editor, f'ALTER TABLE "{table}" ADD COLUMN "{copy}" {sql}')
        await run(editor, f'UPDATE "{table}" SET "{copy}" = "{column}"')  # noqa: S608  # names of ours
        await run(editor, f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
        await run(editor, f'ALTER TABLE "{table}" RENAME COLUMN "{copy}" TO "{column}"')


class Redescribe(ops.AlterField):
    """Describe a column anew that stays as it is, such as one of a choice that grew."""

    async def database_forward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Leave the column alone."""

    async def database_backward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Leave the column alone."""


async def run(editor: BaseSchemaEditor, sql: str) -> None:
    """Run one statement, or note it when the editor only collects."""
    if editor.collect_sql:
        editor.collected_sql.append(sql)
    else:
        await editor.client.execute_query(sql)
