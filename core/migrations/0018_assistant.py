from core.db import steps
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.columns import AddColumn
from core.domain.assistant.exchange import ExchangeState, Source


class Migration(steps.Migration):
    """Talks with the assistant, what its model was paid, and what each person said about it."""

    dependencies = [("models", "0017_sharing")]

    operations = [
        AddColumn("Account", "ai_consent", fields.CharField(null=True, max_length=3)),
        ops.CreateModel(
            name="AskThread",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="threads", on_delete=OnDelete.CASCADE)),
                ("title", fields.CharField(max_length=80)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("spoken_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "ask_thread", "app": "models", "indexes": [Index(fields=["owner_id", "spoken_at"])], "pk_attr": "id", "table_description": "A talk of one person with the assistant."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AskExchange",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("thread", fields.ForeignKeyField("models.AskThread", source_field="thread_id", db_constraint=True, to_field="id", related_name="exchanges", on_delete=OnDelete.CASCADE)),
                ("question", fields.TextField(unique=False)),
                ("answer", fields.TextField(null=True, unique=False)),
                ("state", fields.CharEnumField(description="HELD: held\nWAITING: waiting\nREADY: ready\nANSWERED: answered", enum_type=ExchangeState, max_length=10)),
                ("source", fields.CharEnumField(description="ROWS: rows\nKNOWLEDGE: knowledge\nMODEL: model\nNONE: none", enum_type=Source, null=True, max_length=10)),
                ("query", fields.TextField(null=True, unique=False)),
                ("counted", fields.BooleanField(default=False, db_default=False)),
                ("vehicle_id", fields.BigIntField(null=True)),
                ("record_id", fields.BigIntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("answered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "ask_exchange", "app": "models", "indexes": [Index(fields=["thread_id", "id"])], "pk_attr": "id", "table_description": "A question and its answer. Card numbers, accounts and codes are taken out of both before they are stored."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AiSpend",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="ai_spends", on_delete=OnDelete.CASCADE)),
                ("month", fields.CharField(max_length=7)),
                ("calls", fields.IntField(default=0, db_default=0)),
                ("failed", fields.IntField(default=0, db_default=0)),
                ("taken_in", fields.BigIntField(default=0, db_default=0)),
                ("given_out", fields.BigIntField(default=0, db_default=0)),
                ("micros", fields.BigIntField(default=0, db_default=0)),
            ],
            options={"table": "ai_spend", "app": "models", "unique_together": (("owner", "month"),), "pk_attr": "id", "table_description": "What a model was asked and paid for one person in a month, in millionths of the currency of its prices."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AiBudget",
            fields=[
                ("month", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=7)),
                ("micros", fields.BigIntField(default=0, db_default=0)),
            ],
            options={"table": "ai_budget", "app": "models", "pk_attr": "month", "table_description": "What a model was paid for everybody in a month, with what calls on their way may still cost."},
            bases=["Model"],
        ),
    ]
