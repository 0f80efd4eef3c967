"""Vehicles and what their odometers showed."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from core.models.account import Account


class Vehicle(Model):
    """A vehicle of one person. Plate and VIN are upper case without separators, every field may be unknown."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="vehicles")
    owner_id: int
    make = fields.CharField(max_length=60, null=True)
    model = fields.CharField(max_length=80, null=True)
    plate = fields.CharField(max_length=16, null=True)
    vin = fields.CharField(max_length=17, null=True)
    energy = fields.CharField(max_length=20, null=True)
    category = fields.CharField(max_length=8, null=True)
    first_registered_on = fields.DateField(null=True)
    # The date printed on the registration card (X.1), which wins over the computed one while it is in the future.
    inspection_due_on = fields.DateField(null=True)
    kilometres = fields.IntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "vehicle"
        indexes = [Index(fields=("owner_id", "id"))]
        unique_together = (("owner", "plate"), ("owner", "vin"))


class OdometerReading(Model):
    """What the odometer showed on a day, `kilometres` never decreases with `read_on` unless the person says so."""

    id = fields.BigIntField(primary_key=True)
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="readings")
    vehicle_id: int
    read_on = fields.DateField()
    kilometres = fields.IntField()
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "odometer_reading"
        indexes = [Index(fields=("vehicle_id", "read_on"))]
