from core.db import steps
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.columns import AddColumn
from core.db.full_text import GARAGES, KeepIndexed
from core.domain.garages.appointments import AppointmentStatus
from core.domain.garages.listing import ListingSource, ListingStatus
from core.domain.garages.ratings import ReviewState


class Migration(steps.Migration):
    """A directory of garages that everybody shares, what people say of them, and appointments."""

    dependencies = [("models", "0018_assistant")]

    operations = [
        ops.CreateModel(
            name="ListedGarage",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("siret", fields.CharField(null=True, unique=True, max_length=14)),
                ("source_key", fields.CharField(null=True, unique=True, max_length=60)),
                ("source", fields.CharEnumField(description="INVOICE: invoice\nPERSON: person\nOSM: osm\nREGISTER: register\nSAMPLE: sample", enum_type=ListingSource, max_length=8)),
                ("status", fields.CharEnumField(description="PENDING: pending\nLISTED: listed\nCLOSED: closed", enum_type=ListingStatus, max_length=8)),
                ("name", fields.CharField(max_length=120)),
                ("core_name", fields.CharField(max_length=120)),
                ("address", fields.CharField(null=True, max_length=200)),
                ("postcode", fields.CharField(null=True, max_length=12)),
                ("city", fields.CharField(null=True, max_length=80)),
                ("country", fields.CharField(default="FR", max_length=2)),
                ("latitude", fields.FloatField(null=True)),
                ("longitude", fields.FloatField(null=True)),
                ("approximate", fields.BooleanField(default=False)),
                ("cell", fields.IntField(null=True)),
                ("phone", fields.CharField(null=True, max_length=32)),
                ("email", fields.CharField(null=True, max_length=120)),
                ("website", fields.CharField(null=True, max_length=200)),
                ("hours", fields.CharField(null=True, max_length=300)),
                ("specialties", fields.CharField(default="", max_length=120)),
                ("words", fields.TextField(unique=False)),
                ("ratings", fields.IntField(default=0)),
                ("stars", fields.IntField(default=0)),
                ("score", fields.IntField(default=3500)),
                ("brought_by", fields.ForeignKeyField("models.Account", source_field="brought_by_id", null=True, db_constraint=True, to_field="id", related_name="brought_garages", on_delete=OnDelete.SET_NULL)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "listed_garage", "app": "models", "indexes": [Index(fields=["cell"]), Index(fields=["status", "score"]), Index(fields=["postcode"]), Index(fields=["brought_by_id"])], "pk_attr": "id", "table_description": "A garage of the directory that everybody shares, known by its SIRET or by its source's own key."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Appointment",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="appointments", on_delete=OnDelete.CASCADE)),
                ("vehicle", fields.ForeignKeyField("models.Vehicle", source_field="vehicle_id", db_constraint=True, to_field="id", related_name="appointments", on_delete=OnDelete.CASCADE)),
                ("garage", fields.ForeignKeyField("models.ListedGarage", source_field="garage_id", db_constraint=True, to_field="id", related_name="appointments", on_delete=OnDelete.CASCADE)),
                ("record", fields.ForeignKeyField("models.MaintenanceRecord", source_field="record_id", null=True, db_constraint=True, to_field="id", related_name="appointments", on_delete=OnDelete.SET_NULL)),
                ("service", fields.CharField(max_length=40)),
                ("starts_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("zone", fields.CharField(max_length=60)),
                ("note", fields.CharField(null=True, max_length=300)),
                ("status", fields.CharEnumField(description="PENDING: pending\nCONFIRMED: confirmed\nDONE: done\nCANCELLED: cancelled\nNO_SHOW: no_show", enum_type=AppointmentStatus, max_length=10)),
                ("ask_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("revision", fields.SmallIntField(default=0)),
                ("token", fields.CharField(null=True, unique=True, max_length=64)),
                ("proposed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "appointment", "app": "models", "indexes": [Index(fields=["owner_id", "starts_at"]), Index(fields=["ask_at"]), Index(fields=["vehicle_id"]), Index(fields=["garage_id"]), Index(fields=["record_id"])], "pk_attr": "id", "table_description": "A person's appointment of a vehicle at a garage, at an instant of the garage's `zone`."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="GarageReview",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="garage_reviews", on_delete=OnDelete.CASCADE)),
                ("garage", fields.ForeignKeyField("models.ListedGarage", source_field="garage_id", db_constraint=True, to_field="id", related_name="reviews", on_delete=OnDelete.CASCADE)),
                ("stars", fields.SmallIntField()),
                ("comment", fields.CharField(null=True, max_length=600)),
                ("signed", fields.BooleanField(default=False)),
                ("verified", fields.BooleanField(default=False)),
                ("state", fields.CharEnumField(description="SHOWN: shown\nHELD: held\nHIDDEN: hidden", enum_type=ReviewState, max_length=8)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "garage_review", "app": "models", "unique_together": (("owner", "garage"),), "indexes": [Index(fields=["garage_id", "state"]), Index(fields=["state", "id"])], "pk_attr": "id", "table_description": "What one person says of a garage, in stars and words. `verified`: a kept invoice proves the visit."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MyGarage",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="my_garages", on_delete=OnDelete.CASCADE)),
                ("garage", fields.ForeignKeyField("models.ListedGarage", source_field="garage_id", db_constraint=True, to_field="id", related_name="people", on_delete=OnDelete.CASCADE)),
                ("favourite", fields.BooleanField(default=False)),
                ("visited_on", fields.DateField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "my_garage", "app": "models", "unique_together": (("owner", "garage"),), "indexes": [Index(fields=["garage_id"])], "pk_attr": "id", "table_description": "A garage of the directory that a person has been to, as a kept invoice shows, or wants to find again."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ReviewReport",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="review_reports", on_delete=OnDelete.CASCADE)),
                ("review", fields.ForeignKeyField("models.GarageReview", source_field="review_id", db_constraint=True, to_field="id", related_name="reports", on_delete=OnDelete.CASCADE)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "review_report", "app": "models", "unique_together": (("owner", "review"),), "indexes": [Index(fields=["review_id"])], "pk_attr": "id", "table_description": "Somebody finds that a review should not be shown, once each."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ReviewTally",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="review_tallies", on_delete=OnDelete.CASCADE)),
                ("day", fields.DateField()),
                ("written", fields.SmallIntField(default=0)),
            ],
            options={"table": "review_tally", "app": "models", "unique_together": (("owner", "day"),), "pk_attr": "id", "table_description": "How many reviews a person wrote or changed on a day, so that a deleted one counts as well."},
            bases=["Model"],
        ),
        AddColumn("Garage", "listed_id", fields.BigIntField(null=True)),
        ops.AddIndex("Garage", Index(fields=["listed_id"])),
        KeepIndexed(GARAGES),
    ]
