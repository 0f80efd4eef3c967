from core.db import steps
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.columns import AddColumn
from core.domain.broadcasts import Activity, BroadcastState
from core.domain.plans import Level
from core.domain.support import Attached, Side, TicketState


class Migration(steps.Migration):
    """Broadcasts, requests for help, and the days on which people write."""

    dependencies = [("models", "0024_usernames")]

    operations = [
        AddColumn("Account", "seen_on", fields.DateField(null=True)),
        ops.CreateModel(
            name="Broadcast",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("state", fields.CharEnumField(description="DRAFT: draft\nSCHEDULED: scheduled\nRUNNING: running\nPAUSED: paused\nSTOPPED: stopped\nDONE: done", enum_type=BroadcastState, max_length=10)),
                ("text_fr", fields.TextField(unique=False)),
                ("text_en", fields.TextField(null=True, unique=False)),
                ("text_es", fields.TextField(null=True, unique=False)),
                ("level", fields.CharEnumField(description="FREE: free\nSTANDARD: standard\nPREMIUM: premium", enum_type=Level, null=True, max_length=10)),
                ("language", fields.CharField(null=True, max_length=5)),
                ("activity", fields.CharEnumField(default=Activity.ANY, description="ANY: any\nACTIVE: active\nIDLE: idle", enum_type=Activity, max_length=8)),
                ("days", fields.SmallIntField(default=30)),
                ("told_chat", fields.BigIntField()),
                ("starts_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("people", fields.IntField(default=0)),
                ("cursor", fields.BigIntField(default=0)),
                ("claimed", fields.IntField(default=0)),
                ("failed", fields.IntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("started_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "broadcast", "app": "models", "indexes": [Index(fields=["state", "starts_at"])], "pk_attr": "id", "table_description": "A message to many people: everybody it is for whose id is at most `cursor` has it, or it is in the outbox."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Ticket",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="tickets", on_delete=OnDelete.CASCADE)),
                ("state", fields.CharEnumField(description="OPEN: open\nANSWERED: answered\nCLOSED: closed", enum_type=TicketState, max_length=10)),
                ("priority", fields.BooleanField(default=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("waits_since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("closed_by", fields.CharEnumField(description="PERSON: person\nTEAM: team", enum_type=Side, null=True, max_length=8)),
            ],
            options={"table": "ticket", "app": "models", "indexes": [Index(fields=["owner_id", "id"]), Index(fields=["state", "priority", "waits_since"])], "pk_attr": "id", "table_description": "A person's request for help: one at a time, with everything that was written about it."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TicketMessage",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("ticket", fields.ForeignKeyField("models.Ticket", source_field="ticket_id", db_constraint=True, to_field="id", related_name="messages", on_delete=OnDelete.CASCADE)),
                ("side", fields.CharEnumField(description="PERSON: person\nTEAM: team", enum_type=Side, max_length=8)),
                ("text", fields.TextField(unique=False)),
                ("attached", fields.CharEnumField(description="PHOTO: photo\nDOCUMENT: document", enum_type=Attached, null=True, max_length=10)),
                ("file_name", fields.CharField(null=True, max_length=200)),
                ("telegram_file", fields.CharField(null=True, max_length=200)),
                ("writer", fields.BigIntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "ticket_message", "app": "models", "indexes": [Index(fields=["ticket_id", "id"])], "pk_attr": "id", "table_description": "What one side wrote about a request. A file is kept by Telegram, under its name there."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ActiveDay",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="active_days", on_delete=OnDelete.CASCADE)),
                ("day", fields.DateField()),
            ],
            options={"table": "active_day", "app": "models", "unique_together": (("owner", "day"),), "indexes": [Index(fields=["day"])], "pk_attr": "id", "table_description": "A day (UTC) on which a person used the product: what active people and their staying are counted from."},
            bases=["Model"],
        ),
    ]
