"""Migrations that only add: applied without describing every step in between.

Tortoise copies the description of every table before each operation, which grows with the square of the tables and took
nearly all the time of migrating, and builds the related tables again after it. What only adds (tables, columns,
indexes, rows) never looks at the description before it, so one description, built once, serves a whole migration;
anything else goes the library's own way.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

from core.db.columns import MakeOptional, Redescribe
from core.faults import fault

_ADDING = (
    *(ops.CreateModel, ops.AddField, ops.AddIndex, ops.AlterModelOptions, ops.RunPython, ops.RunSQL),
    *(MakeOptional, Redescribe),
)


class Migration(migrations.Migration):
    """A migration whose adding operations share one description of the tables."""

    def _shares(self) -> bool:
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
        if collect_sql or not self._shares():
            return await super().apply(state, dry_run=dry_run, schema_editor=schema_editor, collect_sql=collect_sql)
        self._describe(state)
        if not dry_run and schema_editor is not None:
            safe = schema_editor.client.capabilities.supports_transactions
            for operation in self.operations:
                await self._run_database_forward(operation, state, state, schema_editor, safe)
                fault("migrating.step")
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
        if dry_run or schema_editor is None or collect_sql or not self._shares():
            return await super().unapply(state, dry_run=dry_run, schema_editor=schema_editor, collect_sql=collect_sql)
        safe = schema_editor.client.capabilities.supports_transactions
        left = state.clone()
        self._describe(left)
        for operation in reversed(self.operations):
            await self._run_database_backward(operation, left, state, schema_editor, safe)
        return state

    def _describe(self, state: State) -> None:
        """Add every operation to the description, and build what describes the tables once, after the last."""
        postponed = _Postponed(state.models, state.apps)
        for operation in self.operations:
            operation.state_forward(self.app_label, postponed)
        state.reload_models(list(state.models))


class _Postponed(State):
    """A description that takes changes without building anything from them."""

    def _reload(self, models_to_reload: set[tuple[str, str]]) -> None:
        """Leave it for the end."""
