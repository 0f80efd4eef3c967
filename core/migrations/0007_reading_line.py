from core.db import steps
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.columns import AddColumn


class Migration(steps.Migration):
    dependencies = [("models", "0006_due")]

    operations = [
        ops.CreateModel(
            name="Album",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="albums", on_delete=OnDelete.CASCADE)),
                ("group", fields.CharField(max_length=64)),
                ("part_at", fields.BigIntField()),
            ],
            options={"table": "album", "app": "models", "unique_together": (("owner", "group"),), "pk_attr": "id", "table_description": "Documents of one person that came together. Telegram marks no end, so `part_at` says when the last part came."},
            bases=["Model"],
        ),
        AddColumn(model_name="Document", name="album_id", field=fields.BigIntField(null=True)),
        AddColumn(model_name="Document", name="sent_as", field=fields.BigIntField(null=True)),
        ops.CreateModel(
            name="WaitingDocument",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("document", fields.OneToOneField("models.Document", source_field="document_id", db_constraint=True, to_field="id", related_name="waiting", on_delete=OnDelete.CASCADE)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="waiting", on_delete=OnDelete.CASCADE)),
                ("turn", fields.BigIntField()),
                ("job", fields.BigIntField(null=True)),
                ("aside", fields.BooleanField(default=False)),
                ("tries", fields.SmallIntField(default=0)),
                ("rests_until", fields.BigIntField(default=0)),
                ("told", fields.IntField(default=0)),
                ("joined_at", fields.BigIntField()),
            ],
            options={"table": "waiting_document", "app": "models", "indexes": [Index(fields=["turn", "id"]), Index(fields=["owner_id", "turn"]), Index(fields=["job"])], "pk_attr": "id", "table_description": "A document in the line, which is served by `turn`, then by arrival. A person has one document in each turn."},
            bases=["Model"],
        ),
    ]
