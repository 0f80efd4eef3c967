from core.db import steps
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.domain.states import MadeState


class Migration(steps.Migration):
    """Exports, service books and reports."""

    dependencies = [("models", "0010_imports")]

    operations = [
        ops.CreateModel(
            name="MadeFile",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="made_files", on_delete=OnDelete.CASCADE)),
                ("kind", fields.CharField(max_length=12)),
                ("form", fields.CharField(max_length=20)),
                ("vehicle_id", fields.BigIntField(default=0, db_default=0)),
                ("state", fields.CharEnumField(description="WAITING: waiting\nREADY: ready\nFAILED: failed", enum_type=MadeState, max_length=10)),
                ("stored", fields.TextField(null=True)),
                ("size", fields.IntField(null=True)),
                ("code", fields.CharField(null=True, unique=True, max_length=24)),
                ("digest", fields.CharField(null=True, max_length=64)),
                ("facts", fields.TextField(null=True)),
                ("share", fields.CharField(null=True, max_length=64)),
                ("share_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "made_file", "app": "models", "indexes": [Index(fields=["owner_id", "id"]), Index(fields=["expires_at"])], "pk_attr": "id", "table_description": "A file that was made for a person, kept until `expires_at`."},
            bases=["Model"],
        ),
    ]
