"""What the schedule has run."""

from tortoise import fields
from tortoise.models import Model


class ScheduledRun(Model):
    """When a job of the schedule last came to its end, in milliseconds since the epoch, and how long it took."""

    name = fields.CharField(max_length=40, primary_key=True)
    finished_at = fields.BigIntField()
    took_ms = fields.IntField()

    class Meta:
        """Where it is stored."""

        table = "scheduled_run"
