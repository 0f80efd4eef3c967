from core.db import steps
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.columns import AddColumn
from core.domain.garages.appointments import GarageAnswer
from core.domain.garages.corrections import Correction, CorrectionState


class Migration(steps.Migration):
    """Garages answer to letters, are certified, and are corrected by people; decisions about reviews are kept."""

    dependencies = [("models", "0019_garages")]

    operations = [
        AddColumn("Appointment", "asked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        AddColumn("Appointment", "asked_to", fields.TextField(null=True, unique=False)),
        AddColumn("Appointment", "answer", fields.CharEnumField(description="YES: yes\nOTHER: other\nNO: no", null=True, enum_type=GarageAnswer, max_length=5)),
        AddColumn("Appointment", "answered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        AddColumn("Appointment", "answer_note", fields.CharField(null=True, max_length=300)),
        AddColumn("ListedGarage", "certifications", fields.CharField(default="", db_default="", max_length=120)),
        AddColumn("GarageReview", "settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        AddColumn("GarageReview", "reason", fields.CharField(null=True, max_length=200)),
        ops.CreateModel(
            name="GarageCorrection",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="garage_corrections", on_delete=OnDelete.CASCADE)),
                ("garage", fields.ForeignKeyField("models.ListedGarage", source_field="garage_id", db_constraint=True, to_field="id", related_name="corrections", on_delete=OnDelete.CASCADE)),
                ("what", fields.CharEnumField(description="HOURS: hours\nPHONE: phone\nSPECIALTIES: specialties\nCERTIFICATIONS: certifications\nNAME: name\nADDRESS: address\nEMAIL: email\nWEBSITE: website\nCLOSED: closed", enum_type=Correction, max_length=14)),
                ("value", fields.CharField(max_length=300)),
                ("state", fields.CharEnumField(description="WAITING: waiting\nTAKEN: taken\nREFUSED: refused", enum_type=CorrectionState, max_length=8)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "garage_correction", "app": "models", "unique_together": (("owner", "garage", "what"),), "indexes": [Index(fields=["garage_id"]), Index(fields=["state", "id"])], "pk_attr": "id", "table_description": "What one person says of a garage should read, until a moderator looked. One for each of its columns."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="QuietMailbox",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("mailbox", fields.CharField(unique=True, max_length=64)),
                ("sealed", fields.TextField(unique=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "quiet_mailbox", "app": "models", "pk_attr": "id", "table_description": "A mailbox whose reader wants no letter of ours to garages. `mailbox` is its keyed hash, `sealed` encrypted."},
            bases=["Model"],
        ),
    ]
