from core.db import steps
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.columns import AddColumn
from core.domain.states import ImportState

_BROUGHT = ("FillUp", "MaintenanceRecord", "Cost", "OdometerReading", "Reminder", "Vehicle")


class Migration(steps.Migration):
    """Imports, and which rows each of them brought."""

    dependencies = [("models", "0009_reminding")]

    operations = [
        ops.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="imports", on_delete=OnDelete.CASCADE)),
                ("state", fields.CharEnumField(description="RECEIVED: received\nPROPOSED: proposed\nRUNNING: running\nDONE: done\nUNDONE: undone\nDROPPED: dropped\nREFUSED: refused", enum_type=ImportState, max_length=10)),
                ("telegram_file", fields.CharField(max_length=200)),
                ("file_name", fields.CharField(null=True, max_length=255)),
                ("size", fields.IntField(null=True)),
                ("stored", fields.CharField(null=True, max_length=40)),
                ("answers", fields.TextField(default="{}", db_default="{}")),
                ("summary", fields.TextField(null=True)),
                ("outcome", fields.TextField(null=True)),
                ("refusal", fields.CharField(null=True, max_length=40)),
                ("vehicle_id", fields.BigIntField(null=True)),
                ("revision", fields.IntField(default=0, db_default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("finished_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "import_batch", "app": "models", "indexes": [Index(fields=["owner_id", "id"]), Index(fields=["state", "created_at"])], "pk_attr": "id", "table_description": "A file that a person wants imported, and what became of it. Rows it brought carry its id."},
            bases=["Model"],
        ),
        AddColumn("FillUp", "note", fields.TextField(null=True)),
        *(AddColumn(model, "import_id", fields.BigIntField(null=True)) for model in _BROUGHT),
        *(ops.AddIndex(model, Index(fields=["import_id"])) for model in _BROUGHT),
    ]
