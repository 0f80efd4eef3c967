from core.db import steps
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.columns import AddColumn


class Migration(steps.Migration):
    """People are found by their name in Telegram's addresses."""

    dependencies = [("models", "0023_administration")]

    operations = [
        AddColumn("Account", "username", fields.CharField(null=True, max_length=64)),
        ops.AddIndex("Account", Index(fields=["username"])),
    ]
