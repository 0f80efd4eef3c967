from core.db import steps
from tortoise import fields

from core.db.columns import AddColumn


class Migration(steps.Migration):
    """Foreign plates keep the blocks in which they were typed; lines typed too early are kept."""

    dependencies = [("models", "0014_remarks")]

    operations = [
        AddColumn("Vehicle", "plate_written", fields.CharField(null=True, max_length=20)),
        AddColumn("Account", "early_lines", fields.TextField(null=True, unique=False)),
    ]
