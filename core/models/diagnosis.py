"""What people asked a diagnosis for, what they added to it, and what they said of a health report."""

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.diagnosis.diagnosis_status import DiagnosisStatus, PieceKind
from core.models.account import Account
from core.models.maintenance import MaintenanceRecord
from core.models.reminder import Reminder
from core.models.vehicle import Vehicle


class DiagnosisCase(Model):
    """A complaint about a vehicle in the person's words. What follows from it is worked out anew when it is shown."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="diagnoses")
    owner_id: int
    vehicle: fields.ForeignKeyNullableRelation[Vehicle] = fields.ForeignKeyField(
        "models.Vehicle", related_name="diagnoses", null=True
    )
    vehicle_id: int | None
    # The work that was planned because of it, and the reminder that asks how it went.
    record: fields.ForeignKeyNullableRelation[MaintenanceRecord] = fields.ForeignKeyField(
        "models.MaintenanceRecord", related_name="diagnoses", null=True, on_delete=OnDelete.SET_NULL
    )
    record_id: int | None
    reminder: fields.ForeignKeyNullableRelation[Reminder] = fields.ForeignKeyField(
        "models.Reminder", related_name="diagnoses", null=True, on_delete=OnDelete.SET_NULL
    )
    reminder_id: int | None
    # The update that began it: a second delivery of it finds the same row.
    begun = fields.BigIntField()
    description = fields.TextField()
    # The questions that were answered with yes and with no, by their ids with spaces between.
    said_yes = fields.CharField(max_length=300, default="")
    said_no = fields.CharField(max_length=300, default="")
    # As they were when it was last worked out, so that lists and figures need no knowledge.
    urgency = fields.CharField(max_length=8)
    symptom = fields.CharField(max_length=40, default="")
    stops = fields.BooleanField(default=False)
    status = fields.CharEnumField(DiagnosisStatus, max_length=12)
    created_at = fields.DatetimeField()
    completed_at = fields.DatetimeField(null=True)
    # Set while a deletion may still be undone.
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is stored."""

        table = "diagnosis_case"
        unique_together = (("owner", "begun"),)
        indexes = [
            Index(fields=("owner_id", "id")),
            Index(fields=("vehicle_id",)),
            Index(fields=("record_id",)),
            Index(fields=("reminder_id",)),
        ]


class DiagnosisPiece(Model):
    """What was added to a diagnosis: words, a photo, a voice note. `stored` names our encrypted copy of a file."""

    id = fields.BigIntField(primary_key=True)
    case: fields.ForeignKeyRelation[DiagnosisCase] = fields.ForeignKeyField(
        "models.DiagnosisCase", related_name="pieces"
    )
    case_id: int
    kind = fields.CharEnumField(PieceKind, max_length=8)
    # What was said: typed, or heard and seen by who can.
    words = fields.TextField(default="", db_default="")
    telegram_file = fields.CharField(max_length=200, null=True)
    stored = fields.CharField(max_length=40, null=True)
    # Why its file could not be kept.
    refusal = fields.CharField(max_length=60, null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "diagnosis_piece"
        indexes = [Index(fields=("case_id", "id"))]


class HealthFeedback(Model):
    """What a person said of a vehicle's health report: whether it was right, by its score and the day it was made."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="health_feedback")
    owner_id: int
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField(
        "models.Vehicle", related_name="health_feedback"
    )
    vehicle_id: int
    made_on = fields.DateField()
    score = fields.SmallIntField()
    right = fields.BooleanField()
    # The rules that made the score, and what took how many points off.
    reasons = fields.TextField()
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "health_feedback"
        unique_together = (("vehicle", "owner", "made_on"),)
