from core.db import steps
from tortoise import fields

from core.db.columns import AddColumn


class Migration(steps.Migration):
    """A kept paper may be read again, and is put back when nobody settles its new card."""

    dependencies = [("models", "0008_papers")]

    operations = [
        AddColumn("Document", "kept_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
    ]
