from core.db import steps
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.columns import AddColumn


class Migration(steps.Migration):
    """Reminders know their appointment; the nearest garages are found from their index alone."""

    dependencies = [("models", "0025_outreach")]

    operations = [
        AddColumn("Reminder", "appointment_id", fields.BigIntField(null=True)),
        ops.RemoveIndex("ListedGarage", fields=["cell"]),
        ops.AddIndex("ListedGarage", Index(fields=["cell", "latitude", "longitude", "status", "brought_by_id", "score", "specialties"])),
    ]
