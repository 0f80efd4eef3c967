from core.db import steps
from tortoise import fields

from core.db.columns import AddColumn


class Migration(steps.Migration):
    """Foreign plates keep the blocks in which they were typed."""

    dependencies = [("models", "0012_papers")]

    operations = [AddColumn("Vehicle", "plate_written", fields.CharField(null=True, max_length=20))]
