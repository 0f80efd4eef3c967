"""Migrations that only add: applied without describing every step in between.

Tortoise copies the description of every table before each operation, which grows with the square of the tables and took
nearly all the time of migrating. What only adds (tables, columns, indexes, rows) never looks at the description before
it, so one description serves a whole migration; anything else goes the library's own way.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

from core.db.columns import MakeOptional, Redescribe

_ADDING = (
    *(ops.CreateModel, ops.AddField, ops.AddIndex, ops.AlterModelOptions, ops.RunPython, ops.RunSQL),
    *(MakeOptional, Redescribe),
)


class Migration(migrations.Migration):
    """A migration whose adding operations share one description of the tables."""

    def _shares(self, editor: BaseSchemaEditor | None, *, collecting: bool) -> bool:
        if editor is None or collecting:
            return False
        # Rows are moved by code that sees the tables as they are at its place: only the last step may do that.
        moving = [place for place, one in enumerate(self.operations) if isinstance(one, ops.RunPython)]
        return all(isinstance(one, _ADDING) for one in self.operations) and moving in ([], [len(self.operations) - 1])

    async def apply(
        self,
        state: State,
        *,
        dry_run: bool = False,
        schema_editor: BaseSchemaEditor | None = None,
        collect_sql: bool = False,
    ) -> State:
        """Go forward."""
        if dry_run or schema_editor is None or not self._shares(schema_editor, collecting=collect_sql):
            return await super().apply(state, dry_run=dry_run, schema_editor=schema_editor, collect_sql=collect_sql)
        safe = schema_editor.client.capabilities.supports_transactions
        for operation in self.operations:
            operation.state_forward(self.app_label, state)
            await self._run_database_forward(operation, state, state, schema_editor, safe)
        state.validate_relations_initialized()
        return state

    async def unapply(
        self,
        state: State,
        *,
        dry_run: bool = False,
        schema_editor: BaseSchemaEditor | None = None,
        collect_sql: bool = False,
    ) -> State:
        """Go back: every operation is undone with the tables described as the whole migration left them."""
        if dry_run or schema_editor is None or not self._shares(schema_editor, collecting=collect_sql):
            return await super().unapply(state, dry_run=dry_run, schema_editor=schema_editor, collect_sql=collect_sql)
        safe = schema_editor.client.capabilities.supports_transactions
        left = state.clone()
        for operation in self.operations:
            operation.state_forward(self.app_label, left)
        for operation in reversed(self.operations):
            await self._run_database_backward(operation, left, state, schema_editor, safe)
        return state
