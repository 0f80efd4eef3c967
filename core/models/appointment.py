"""Appointments at garages."""

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.garages.appointments import AppointmentStatus, GarageAnswer
from core.models.account import Account
from core.models.garage import ListedGarage
from core.models.maintenance import MaintenanceRecord
from core.models.vehicle import Vehicle


class Appointment(Model):
    """A person's appointment of a vehicle at a garage, at an instant of the garage's `zone`.

    `ask_at` is when the person is asked how it went, null once they were, or when it is off.
    """

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="appointments")
    owner_id: int
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="appointments")
    vehicle_id: int
    garage: fields.ForeignKeyRelation[ListedGarage] = fields.ForeignKeyField(
        "models.ListedGarage", related_name="appointments"
    )
    garage_id: int
    record: fields.ForeignKeyNullableRelation[MaintenanceRecord] = fields.ForeignKeyField(
        "models.MaintenanceRecord", related_name="appointments", null=True, on_delete=OnDelete.SET_NULL
    )
    record_id: int | None
    service = fields.CharField(max_length=40)
    starts_at = fields.DatetimeField()
    zone = fields.CharField(max_length=60)
    note = fields.CharField(max_length=300, null=True)
    status = fields.CharEnumField(AppointmentStatus, max_length=10)
    ask_at = fields.DatetimeField(null=True)
    # How often it changed, which calendars want to know.
    revision = fields.SmallIntField(default=0)
    # The garage's way to answer, as a keyed hash, and the other time that it asked for.
    token = fields.CharField(max_length=64, null=True, unique=True)
    proposed_at = fields.DatetimeField(null=True)
    # When the garage was asked by mail, at which address (encrypted), and what it answered, and when.
    asked_at = fields.DatetimeField(null=True)
    asked_to: str | None = fields.TextField(null=True)
    answer: GarageAnswer | None = fields.CharEnumField(  # type: ignore[assignment]  # null is not in its type
        GarageAnswer, max_length=5, null=True
    )
    answered_at = fields.DatetimeField(null=True)
    answer_note = fields.CharField(max_length=300, null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "appointment"
        indexes = [
            Index(fields=("owner_id", "starts_at")),
            Index(fields=("ask_at",)),
            Index(fields=("vehicle_id",)),
            Index(fields=("garage_id",)),
            Index(fields=("record_id",)),
        ]
