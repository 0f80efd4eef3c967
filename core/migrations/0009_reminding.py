from core.db import steps
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.columns import AddColumn


class Migration(steps.Migration):
    """How people want to be told, the inbox of what they were told, and what the schedule has run."""

    dependencies = [("models", "0008_billing")]

    operations = [
        AddColumn("Account", "quiet_from", fields.SmallIntField(default=22, db_default=22)),
        AddColumn("Account", "quiet_until", fields.SmallIntField(default=8, db_default=8)),
        AddColumn("Account", "lead_days", fields.SmallIntField(default=7, db_default=7)),
        AddColumn("Account", "rhythm_days", fields.SmallIntField(default=7, db_default=7)),
        AddColumn("Account", "muted", fields.CharField(max_length=200, default="", db_default="")),
        AddColumn("Account", "digest", fields.CharField(max_length=8, default="none", db_default="none")),
        AddColumn("Account", "digest_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        AddColumn("Account", "distance_unit", fields.CharField(max_length=2, default="km", db_default="km")),
        AddColumn("Account", "consumption_unit", fields.CharField(max_length=8, default="l_100", db_default="l_100")),
        AddColumn("Account", "currency", fields.CharField(max_length=3, default="EUR", db_default="EUR")),
        ops.AddIndex("Account", Index(fields=["digest_at"])),
        AddColumn("Reminder", "snoozed_on", fields.DateField(null=True)),
        AddColumn("Reminder", "told", fields.SmallIntField(default=0, db_default=0)),
        AddColumn("Reminder", "again_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        ops.AddIndex("Reminder", Index(fields=["state", "again_at"])),
        ops.AlterModelOptions(
            name="Notification",
            options={"table": "notification", "app": "models", "indexes": [Index(fields=["owner_id", "id"])], "pk_attr": "id", "table_description": "Something pushed to a person, once: claimed at `created_at`, in their chat and their inbox from `told_at` on."},
        ),
        AddColumn("Notification", "text", fields.CharField(max_length=300, default="", db_default="")),
        AddColumn("Notification", "told_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        AddColumn("Notification", "read_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        ops.CreateModel(
            name="ScheduledRun",
            fields=[
                ("name", fields.CharField(primary_key=True, max_length=40, unique=True, db_index=True)),
                ("finished_at", fields.BigIntField()),
                ("took_ms", fields.IntField()),
            ],
            options={"table": "scheduled_run", "app": "models", "pk_attr": "name", "table_description": "When a job of the schedule last came to its end, in milliseconds since the epoch, and how long it took."},
            bases=["Model"],
        ),
        # What was pushed before is in the inbox as read: nobody has a hundred unread messages after an update.
        ops.RunSQL(
            "UPDATE notification SET told_at = created_at, read_at = created_at",
            reverse_sql="UPDATE notification SET kind = 'reminder'",
        ),
    ]
