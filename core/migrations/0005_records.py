from core.db import steps
from typing import Any

from tortoise.migrations import operations as ops
from core.db.columns import AddColumn
from core.domain.cost_categories import CostCategory, category_of
from core.domain.record_lines import LineKind, kind_of
from core.domain.record_search import search_text
from core.domain.record_status import RecordStatus
from core.domain.service_types import ServiceType
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index


async def fill(_: Any, editor: Any) -> None:
    """Work out for the records that are there what new ones are written with."""
    client = editor.client
    marks = ["?"] * 3 if client.capabilities.dialect == "sqlite" else ["$1", "$2", "$3"]
    services: dict[int, list[ServiceType]] = {}
    lines: dict[int, list[str]] = {}
    for row in await client.execute_query_dict("SELECT record_id, service FROM service_done ORDER BY id"):
        services.setdefault(row["record_id"], []).append(ServiceType(row["service"]))
    for row in await client.execute_query_dict("SELECT id, record_id, description FROM maintenance_line"):
        lines.setdefault(row["record_id"], []).append(row["description"])
        await client.execute_query(
            f"UPDATE maintenance_line SET kind = {marks[0]} WHERE id = {marks[1]}",
            [kind_of(row["description"]).value, row["id"]],
        )
    for row in await client.execute_query_dict("SELECT id, garage, invoice_number FROM maintenance_record"):
        done = services.get(row["id"], [])
        words = search_text(done, [row["garage"], row["invoice_number"], *lines.get(row["id"], [])])
        await client.execute_query(
            f"UPDATE maintenance_record SET category = {marks[0]}, search = {marks[1]} WHERE id = {marks[2]}",
            [category_of(done).value, words, row["id"]],
        )


async def leave(_: Any, __: Any) -> None:
    """Nothing to take back: the columns go."""


class Migration(steps.Migration):
    dependencies = [("models", "0004_jobs")]
    initial = False

    operations = [
        AddColumn(
            model_name='MaintenanceRecord',
            name='reading_id',
            field=fields.BigIntField(null=True),
        ),
        AddColumn(
            model_name='MaintenanceRecord',
            name='status',
            field=fields.CharEnumField(default=RecordStatus.COMPLETED, db_default='completed', description='SCHEDULED: scheduled\nIN_PROGRESS: in_progress\nCOMPLETED: completed\nCANCELLED: cancelled', enum_type=RecordStatus, max_length=12),
        ),
        AddColumn(
            model_name='MaintenanceRecord',
            name='note',
            field=fields.TextField(null=True, unique=False),
        ),
        AddColumn(
            model_name='MaintenanceRecord',
            name='warranty_until',
            field=fields.DateField(null=True),
        ),
        AddColumn(
            model_name='MaintenanceRecord',
            name='category',
            field=fields.CharEnumField(default=CostCategory.MAINTENANCE, db_default='maintenance', description='MAINTENANCE: maintenance\nREPAIR: repair\nTYRES: tyres\nINSPECTION: inspection\nBODYWORK: bodywork\nACCESSORIES: accessories\nOTHER: other', enum_type=CostCategory, max_length=12),
        ),
        AddColumn(
            model_name='MaintenanceRecord',
            name='category_chosen',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        AddColumn(
            model_name='MaintenanceRecord',
            name='search',
            field=fields.TextField(default='', db_default='', unique=False),
        ),
        AddColumn(
            model_name='MaintenanceLine',
            name='kind',
            field=fields.CharEnumField(default=LineKind.PART, db_default='part', description='PART: part\nLABOUR: labour\nOTHER: other', enum_type=LineKind, max_length=8),
        ),
        AddColumn(
            model_name='Reminder',
            name='closed_by_id',
            field=fields.BigIntField(null=True),
        ),
        ops.AddIndex(
            model_name='Reminder',
            index=Index(fields=['record_id']),
        ),
        ops.AddIndex(
            model_name='Reminder',
            index=Index(fields=['closed_by_id']),
        ),
        ops.AddIndex(
            model_name='MaintenanceRecord',
            index=Index(fields=['reading_id']),
        ),
        ops.CreateModel(
            name='RecordAttachment',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('record', fields.ForeignKeyField('models.MaintenanceRecord', source_field='record_id', db_constraint=True, to_field='id', related_name='attachments', on_delete=OnDelete.CASCADE)),
                ('document', fields.ForeignKeyField('models.Document', source_field='document_id', db_constraint=True, to_field='id', related_name='attached_to', on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'record_attachment', 'app': 'models', 'unique_together': (('record', 'document'),), 'pk_attr': 'id', 'table_description': 'A paper or picture that belongs to a record, besides the invoice that made it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RecordVersion',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vehicle', fields.ForeignKeyField('models.Vehicle', source_field='vehicle_id', db_constraint=True, to_field='id', related_name='record_versions', on_delete=OnDelete.CASCADE)),
                ('owner', fields.ForeignKeyField('models.Account', source_field='owner_id', db_constraint=True, to_field='id', related_name='record_versions', on_delete=OnDelete.CASCADE)),
                ('of_record', fields.BigIntField(db_index=True)),
                ('content', fields.TextField(unique=False)),
                ('expires_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'record_version', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A record as it was before a change or its deletion, so that this can be taken back until `expires_at`.'},
            bases=['Model'],
        ),
        ops.RunPython(fill, leave),
    ]
