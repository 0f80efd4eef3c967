from core.db import steps
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.domain.diagnosis.diagnosis_status import DiagnosisStatus, PieceKind


class Migration(steps.Migration):
    """Diagnoses that are kept, what is added to them, and what people say of health reports."""

    dependencies = [("models", "0012_papers")]

    operations = [
        ops.CreateModel(
            name="DiagnosisCase",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="diagnoses", on_delete=OnDelete.CASCADE)),
                ("vehicle", fields.ForeignKeyField("models.Vehicle", source_field="vehicle_id", null=True, db_constraint=True, to_field="id", related_name="diagnoses", on_delete=OnDelete.CASCADE)),
                ("record", fields.ForeignKeyField("models.MaintenanceRecord", source_field="record_id", null=True, db_constraint=True, to_field="id", related_name="diagnoses", on_delete=OnDelete.SET_NULL)),
                ("reminder", fields.ForeignKeyField("models.Reminder", source_field="reminder_id", null=True, db_constraint=True, to_field="id", related_name="diagnoses", on_delete=OnDelete.SET_NULL)),
                ("begun", fields.BigIntField()),
                ("description", fields.TextField(unique=False)),
                ("said_yes", fields.CharField(default="", max_length=300)),
                ("said_no", fields.CharField(default="", max_length=300)),
                ("urgency", fields.CharField(max_length=8)),
                ("symptom", fields.CharField(default="", max_length=40)),
                ("stops", fields.BooleanField(default=False)),
                ("status", fields.CharEnumField(description="PENDING: pending\nIN_PROGRESS: in_progress\nCOMPLETED: completed", enum_type=DiagnosisStatus, max_length=12)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("completed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("deleted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "diagnosis_case", "app": "models", "unique_together": (("owner", "begun"),), "indexes": [Index(fields=["owner_id", "id"]), Index(fields=["vehicle_id"]), Index(fields=["record_id"]), Index(fields=["reminder_id"])], "pk_attr": "id", "table_description": "A complaint about a vehicle in the person's words. What follows from it is worked out anew when it is shown."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DiagnosisPiece",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("case", fields.ForeignKeyField("models.DiagnosisCase", source_field="case_id", db_constraint=True, to_field="id", related_name="pieces", on_delete=OnDelete.CASCADE)),
                ("kind", fields.CharEnumField(description="WORDS: words\nPHOTO: photo\nVOICE: voice", enum_type=PieceKind, max_length=8)),
                ("words", fields.TextField(default="", db_default="")),
                ("telegram_file", fields.CharField(null=True, max_length=200)),
                ("stored", fields.CharField(null=True, max_length=40)),
                ("refusal", fields.CharField(null=True, max_length=60)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "diagnosis_piece", "app": "models", "indexes": [Index(fields=["case_id", "id"])], "pk_attr": "id", "table_description": "What was added to a diagnosis: words, a photo, a voice note. `stored` names our encrypted copy of a file."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="HealthFeedback",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="health_feedback", on_delete=OnDelete.CASCADE)),
                ("vehicle", fields.ForeignKeyField("models.Vehicle", source_field="vehicle_id", db_constraint=True, to_field="id", related_name="health_feedback", on_delete=OnDelete.CASCADE)),
                ("made_on", fields.DateField()),
                ("score", fields.SmallIntField()),
                ("right", fields.BooleanField()),
                ("reasons", fields.TextField(unique=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "health_feedback", "app": "models", "unique_together": (("vehicle", "owner", "made_on"),), "pk_attr": "id", "table_description": "What a person said of a vehicle's health report: whether it was right, by its score and the day it was made."},
            bases=["Model"],
        ),
    ]
