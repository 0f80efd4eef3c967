from core.db import steps
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.columns import AddColumn, MakeOptional


class Migration(steps.Migration):
    """Readings know their source and their cluster, services their plan, reminders may be one's own."""

    dependencies = [("models", "0005_records")]

    operations = [
        AddColumn("OdometerReading", "source", fields.CharField(max_length=12, default="typed", db_default="typed")),
        AddColumn("OdometerReading", "cluster_offset", fields.IntField(default=0, db_default=0)),
        AddColumn("Vehicle", "odometer_offset", fields.IntField(default=0, db_default=0)),
        AddColumn("Vehicle", "asks_odometer", fields.BooleanField(default=True, db_default=True)),
        AddColumn("Vehicle", "ask_odometer_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        AddColumn("Vehicle", "inspection_class", fields.CharField(null=True, max_length=12)),
        ops.AddIndex("Vehicle", Index(fields=["ask_odometer_at"])),
        AddColumn("ServiceInterval", "active", fields.BooleanField(default=True, db_default=True)),
        AddColumn("ServiceInterval", "fixed", fields.BooleanField(default=False, db_default=False)),
        AddColumn("ServiceInterval", "anchor_on", fields.DateField(null=True)),
        AddColumn("ServiceInterval", "anchor_kilometres", fields.IntField(null=True)),
        MakeOptional(
            "Reminder",
            "vehicle",
            fields.ForeignKeyField(
                "models.Vehicle",
                source_field="vehicle_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="reminders",
                on_delete=OnDelete.CASCADE,
            ),
            table="reminder",
            column="vehicle_id",
            sql='BIGINT REFERENCES "vehicle" ("id") ON DELETE CASCADE',
        ),
        MakeOptional(
            "Reminder",
            "service",
            fields.CharField(null=True, max_length=40),
            table="reminder",
            column="service",
            sql="VARCHAR(40)",
        ),
        AddColumn("Reminder", "subject", fields.CharField(null=True, max_length=200)),
        AddColumn("Reminder", "topic", fields.CharField(null=True, max_length=20)),
        AddColumn("Reminder", "repeat", fields.CharField(null=True, max_length=8)),
        AddColumn("Reminder", "first_on", fields.DateField(null=True)),
        AddColumn("Reminder", "at_minute", fields.SmallIntField(null=True)),
        AddColumn("Reminder", "expected_on", fields.DateField(null=True)),
        ops.AlterModelOptions(
            name="Reminder",
            options={
                "table": "reminder",
                "app": "models",
                "indexes": [
                    Index(fields=["state", "remind_at"]),
                    Index(fields=["owner_id", "state"]),
                    Index(fields=["record_id"]),
                    Index(fields=["closed_by_id"]),
                ],
                "pk_attr": "id",
                "table_description": "Something a person wants to be told: due on a day, at a distance of a vehicle,"
                " or whichever comes first.",
            },
        ),
        AddColumn(
            "Notification",
            "vehicle",
            fields.ForeignKeyField(
                "models.Vehicle",
                source_field="vehicle_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="notifications",
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.CreateModel(
            name="ClusterReplacement",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "vehicle",
                    fields.ForeignKeyField(
                        "models.Vehicle",
                        source_field="vehicle_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="replacements",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("replaced_on", fields.DateField()),
                ("old_kilometres", fields.IntField()),
                ("new_kilometres", fields.IntField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "cluster_replacement",
                "app": "models",
                "indexes": [Index(fields=["vehicle_id", "replaced_on"])],
                "pk_attr": "id",
                "table_description": "A new instrument cluster: what it showed on the day when the old one showed `old_kilometres`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Inspection",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "vehicle",
                    fields.ForeignKeyField(
                        "models.Vehicle",
                        source_field="vehicle_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="inspections",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("done_on", fields.DateField()),
                ("result", fields.CharField(max_length=12)),
                ("valid_until", fields.DateField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "inspection",
                "app": "models",
                "unique_together": (("vehicle", "done_on"),),
                "pk_attr": "id",
                "table_description": "A roadworthiness inspection and how it ended, `valid_until` is what its report says.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="VehicleDate",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "vehicle",
                    fields.ForeignKeyField(
                        "models.Vehicle",
                        source_field="vehicle_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="dates",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=20)),
                ("due_on", fields.DateField()),
                ("repeat", fields.CharField(null=True, max_length=8)),
            ],
            options={
                "table": "vehicle_date",
                "app": "models",
                "unique_together": (("vehicle", "kind"),),
                "pk_attr": "id",
                "table_description": "A date of a vehicle that the person set, by its kind: it wins over a computed one.",
            },
            bases=["Model"],
        ),
    ]
