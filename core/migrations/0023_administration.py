from core.db import steps
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.append_only import OnlyAppend
from core.db.columns import AddColumn, Redescribe
from core.domain.states import EntryState


class Migration(steps.Migration):
    """What administrators do is noted in a table that only grows; notes about people, switches, merged makes."""

    dependencies = [("models", "0022_garage_answers")]

    operations = [
        ops.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("who", fields.CharField(max_length=60)),
                ("admin_telegram_id", fields.BigIntField(null=True)),
                ("admin_account_id", fields.BigIntField(null=True)),
                ("action", fields.CharField(max_length=40)),
                ("subject", fields.CharField(max_length=20)),
                ("subject_id", fields.CharField(null=True, max_length=120)),
                ("about_id", fields.BigIntField(null=True)),
                ("before", fields.TextField(null=True, unique=False)),
                ("after", fields.TextField(null=True, unique=False)),
                ("reason", fields.TextField(null=True, unique=False)),
            ],
            options={"table": "audit_entry", "app": "models", "indexes": [Index(fields=["about_id"]), Index(fields=["action", "id"])], "pk_attr": "id", "table_description": "One act of an administrator, with what was there before and after. Never changed, never deleted."},
            bases=["Model"],
        ),
        OnlyAppend(
            "audit_entry",
            kept=("id", "at", "who", "admin_telegram_id", "admin_account_id", "action", "subject", "subject_id", "before", "after"),
            blank=("about_id", "reason"),
        ),
        ops.CreateModel(
            name="AccountNote",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="admin_notes", on_delete=OnDelete.CASCADE)),
                ("content", fields.CharField(max_length=600)),
                ("admin_telegram_id", fields.BigIntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "account_note", "app": "models", "indexes": [Index(fields=["owner_id", "id"])], "pk_attr": "id", "table_description": "What an administrator wrote down about a person, who is given it with their export."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="FeatureSwitch",
            fields=[
                ("name", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=20)),
                ("is_on", fields.BooleanField()),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "feature_switch", "app": "models", "pk_attr": "name", "table_description": "A part of the product that was switched off, or on again, one without a row is on."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AdminChat",
            fields=[
                ("chat_id", fields.BigIntField(primary_key=True, unique=True, db_index=True)),
            ],
            options={"table": "admin_chat", "app": "models", "pk_attr": "chat_id", "table_description": "A chat whose command menu shows the commands of administrators, until it is taken back."},
            bases=["Model"],
        ),
        Redescribe("CatalogueEntry", "state", fields.CharEnumField(description="PROPOSED: proposed\nAPPROVED: approved\nREFUSED: refused\nMERGED: merged", db_index=True, enum_type=EntryState, max_length=10)),
        AddColumn("CatalogueEntry", "meant_make", fields.CharField(null=True, max_length=60)),
        AddColumn("CatalogueEntry", "meant_model", fields.CharField(null=True, max_length=80)),
    ]
