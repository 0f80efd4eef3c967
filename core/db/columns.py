"""Adding columns in migrations so that going back leaves the rest of the table as it was."""

from tortoise.fields.relational import RelationalField
from tortoise.migrations.operations import AddField, RunSQL
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State


class AddColumn(AddField):
    """Add a column; going back drops it and nothing else.

    Tortoise's own way back makes the whole table anew on SQLite, without its indexes and its unique constraints.
    """

    async def database_backward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Drop the column."""
        meta = old_state.apps.get_model(f"{app_label}.{self.model_name}")._meta  # noqa: SLF001  # as its own operations do
        field = meta.fields_map[self.name]
        column = field.source_field or (f"{self.name}_id" if isinstance(field, RelationalField) else self.name)
        drop = RunSQL(f'ALTER TABLE "{meta.db_table}" DROP COLUMN "{column}"')
        await drop.database_forward(app_label, old_state, new_state, state_editor)
