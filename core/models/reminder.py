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
    """Something a person wants to be told about a vehicle: due on a day, at a distance, or whichever comes first."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="reminders")
    owner_id: int
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="reminders")
    vehicle_id: int
    record: fields.ForeignKeyNullableRelation[MaintenanceRecord] = fields.ForeignKeyField(
        "models.MaintenanceRecord", related_name="reminders", null=True, on_delete=OnDelete.SET_NULL
    )
    record_id: int | None
    # The record that made it done, so that it is open again when that record goes.
    closed_by_id = fields.BigIntField(null=True)
    service = fields.CharField(max_length=40)
    state = fields.CharEnumField(ReminderState, max_length=10)
    due_on = fields.DateField(null=True)
    due_kilometres = fields.IntField(null=True)
    # When to speak, decided by the due day, the person's hour and quiet hours. None: only the distance will tell.
    remind_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    notifications: fields.ReverseRelation["Notification"]

    class Meta:
        """Where it is stored."""

        table = "reminder"
        indexes = [
            Index(fields=("state", "remind_at")),
            Index(fields=("owner_id", "state")),
            Index(fields=("record_id",)),
            Index(fields=("closed_by_id",)),
        ]


class Notification(Model):
    """What was pushed to a person, once."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="notifications")
    owner_id: int
    reminder: fields.ForeignKeyNullableRelation[Reminder] = fields.ForeignKeyField(
        "models.Reminder", related_name="notifications", null=True, on_delete=OnDelete.SET_NULL
    )
    reminder_id: int | None
    kind = fields.CharField(max_length=20)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "notification"
        indexes = [Index(fields=("owner_id", "id"))]
