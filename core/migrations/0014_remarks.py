from core.db import steps
from tortoise import fields

from core.db.columns import AddColumn


class Migration(steps.Migration):
    """A document remembers what its reader should be told about the reading."""

    dependencies = [("models", "0013_diagnoses")]

    operations = [
        AddColumn("Document", "remarks", fields.CharField(null=True, max_length=120)),
    ]
