"""Reminders and the notifications they become."""

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.states import ReminderState
from core.models.account import Account
from core.models.maintenance import MaintenanceRecord
from core.models.vehicle import Vehicle


class Reminder(Model):
    """Something a person wants to be told: due on a day, at a distance of a vehicle, or whichever comes first.

    It is about a `service`, about a date of a vehicle (`topic`), or about a `subject` in the person's own words.
    """

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="reminders")
    owner_id: int
    vehicle: fields.ForeignKeyNullableRelation[Vehicle] = fields.ForeignKeyField(
        "models.Vehicle", related_name="reminders", null=True
    )
    vehicle_id: int | None
    record: fields.ForeignKeyNullableRelation[MaintenanceRecord] = fields.ForeignKeyField(
        "models.MaintenanceRecord", related_name="reminders", null=True, on_delete=OnDelete.SET_NULL
    )
    record_id: int | None
    # The appointment that it tells of: the day before, and once more at `again_at`.
    appointment_id = fields.BigIntField(null=True)
    # The record that made it done, so that it is open again when that record goes.
    closed_by_id = fields.BigIntField(null=True)
    service = fields.CharField(max_length=40, null=True)
    topic = fields.CharField(max_length=20, null=True)
    subject = fields.CharField(max_length=200, null=True)
    state = fields.CharEnumField(ReminderState, max_length=10)
    due_on = fields.DateField(null=True)
    # What the dash will show when it is due, and the day when it is expected to.
    due_kilometres = fields.IntField(null=True)
    expected_on = fields.DateField(null=True)
    # How it comes back (ISO 8601, such as P1Y), counted from its first day so that a 31st never drifts.
    repeat = fields.CharField(max_length=8, null=True)
    first_on = fields.DateField(null=True)
    # The minute of the person's day to speak at; their usual hour when there is none.
    at_minute = fields.SmallIntField(null=True)
    # When to speak, decided by the due day, the person's hour and quiet hours. None: only the distance will tell.
    remind_at = fields.DatetimeField(null=True)
    # The day to which the person put it off, which no reading and no setting moves.
    snoozed_on = fields.DateField(null=True)
    # How often it was told, and when it is told once more if nothing is done about it.
    told = fields.SmallIntField(default=0, db_default=0)
    again_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    import_id = fields.BigIntField(null=True)
    notifications: fields.ReverseRelation["Notification"]

    class Meta:
        """Where it is stored."""

        table = "reminder"
        indexes = [
            Index(fields=("state", "remind_at")),
            Index(fields=("state", "again_at")),
            Index(fields=("owner_id", "state")),
            Index(fields=("record_id",)),
            Index(fields=("closed_by_id",)),
            Index(fields=("import_id",)),
        ]


class Notification(Model):
    """Something pushed to a person, once: claimed at `created_at`, in their chat and their inbox from `told_at` on."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="notifications")
    owner_id: int
    reminder: fields.ForeignKeyNullableRelation[Reminder] = fields.ForeignKeyField(
        "models.Reminder", related_name="notifications", null=True, on_delete=OnDelete.SET_NULL
    )
    reminder_id: int | None
    vehicle: fields.ForeignKeyNullableRelation[Vehicle] = fields.ForeignKeyField(
        "models.Vehicle", related_name="notifications", null=True
    )
    vehicle_id: int | None
    kind = fields.CharField(max_length=20)
    # What it said, in a line.
    text = fields.CharField(max_length=300, default="", db_default="")
    created_at = fields.DatetimeField()
    told_at = fields.DatetimeField(null=True)
    read_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is stored."""

        table = "notification"
        indexes = [Index(fields=("owner_id", "id"))]
