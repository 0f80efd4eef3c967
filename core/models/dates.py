"""Dates of a vehicle that are neither services nor readings: inspections, insurance."""

from tortoise import fields
from tortoise.models import Model

from core.models.vehicle import Vehicle


class Inspection(Model):
    """A roadworthiness inspection and how it ended, `valid_until` is what its report says."""

    id = fields.BigIntField(primary_key=True)
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="inspections")
    vehicle_id: int
    done_on = fields.DateField()
    result = fields.CharField(max_length=12)
    valid_until = fields.DateField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "inspection"
        unique_together = (("vehicle", "done_on"),)


class VehicleDate(Model):
    """A date of a vehicle that the person set, by its kind: it wins over a computed one."""

    id = fields.BigIntField(primary_key=True)
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="dates")
    vehicle_id: int
    kind = fields.CharField(max_length=20)
    due_on = fields.DateField()
    repeat = fields.CharField(max_length=8, null=True)

    class Meta:
        """Where it is stored."""

        table = "vehicle_date"
        unique_together = (("vehicle", "kind"),)
