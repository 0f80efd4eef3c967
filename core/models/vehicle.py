"""Vehicles and what their odometers showed."""

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index
from tortoise.manager import Manager
from tortoise.models import Model
from tortoise.queryset import QuerySet

from core.domain.states import ArchiveReason
from core.models.account import Account


class PresentVehicles(Manager):
    """Every vehicle but those that were deleted: whoever asks for `Vehicle` never meets one of them by accident."""

    def get_queryset(self) -> "QuerySet[Vehicle]":
        """The rows that are not deleted."""
        return QuerySet(Vehicle).filter(deleted_at__isnull=True)


class Vehicle(Model):
    """A vehicle of one person. Plate and VIN are upper case without separators, every field may be unknown.

    A deleted one (`deleted_at`) waits for its purge and is found by `deleted_vehicles` alone; what hangs on it is
    left out with `PRESENT`.
    """

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="vehicles")
    owner_id: int
    make = fields.CharField(max_length=60, null=True)
    model = fields.CharField(max_length=80, null=True)
    # What the person calls it.
    nickname = fields.CharField(max_length=40, null=True)
    plate = fields.CharField(max_length=16, null=True)
    # A foreign plate in the blocks in which it was typed; it counts while it is still the same plate.
    plate_written = fields.CharField(max_length=20, null=True)
    # ISO 3166 code of the country of the plate; None: not known, which for a French pattern means France.
    country = fields.CharField(max_length=2, null=True)
    vin = fields.CharField(max_length=17, null=True)
    energy = fields.CharField(max_length=20, null=True)
    category = fields.CharField(max_length=8, null=True)
    first_registered_on = fields.DateField(null=True)
    # The date printed on the registration card (X.1), which wins over the computed one while it is in the future.
    inspection_due_on = fields.DateField(null=True)
    # What the dash shows. `odometer_offset` is what to add to it since the instrument cluster was replaced.
    kilometres = fields.IntField(null=True)
    odometer_offset = fields.IntField(default=0, db_default=0)
    # Whether we may ask for a reading, and when the doubt about the mileage would be large enough to ask.
    asks_odometer = fields.BooleanField(default=True, db_default=True)
    ask_odometer_at = fields.DatetimeField(null=True)
    # How it is inspected, where the person said so: it wins over what the card's category says.
    inspection_class = fields.CharField(max_length=12, null=True)
    # Who insures it and under which number, by its insurance paper; until when is a date of its own.
    insurer = fields.CharField(max_length=80, null=True)
    policy_number = fields.CharField(max_length=60, null=True)
    # What it cost and what it was sold for, for the cost of ownership.
    purchased_on = fields.DateField(null=True)
    purchase_cents = fields.BigIntField(null=True)
    purchase_currency = fields.CharField(max_length=3, null=True)
    disposed_on = fields.DateField(null=True)
    sale_cents = fields.BigIntField(null=True)
    sale_currency = fields.CharField(max_length=3, null=True)
    # An archived vehicle is listed apart and reminds of nothing; reason and instant are set together.
    archived_at = fields.DatetimeField(null=True)
    archive_reason = fields.CharEnumField(ArchiveReason, max_length=10, null=True)
    deleted_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    import_id = fields.BigIntField(null=True)

    class Meta:
        """Where it is stored."""

        table = "vehicle"
        manager = PresentVehicles()
        indexes = [
            Index(fields=("owner_id", "id")),
            Index(fields=("ask_odometer_at",)),
            Index(fields=("import_id",)),
        ]
        unique_together = (("owner", "plate"), ("owner", "vin"))


# Conditions on what hangs on a vehicle: that it was not deleted, and that it is not archived either.
PRESENT = Q(vehicle__deleted_at__isnull=True)
IN_USE = PRESENT & Q(vehicle__archived_at__isnull=True)


def deleted_vehicles() -> QuerySet[Vehicle]:
    """The vehicles that wait for their purge."""
    return QuerySet(Vehicle).filter(deleted_at__not_isnull=True)


class OdometerReading(Model):
    """What the odometer showed on a day, `kilometres` never decreases with `read_on` unless the person says so."""

    id = fields.BigIntField(primary_key=True)
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="readings")
    vehicle_id: int
    read_on = fields.DateField()
    kilometres = fields.IntField()
    # Who says so (`core/domain/odometer.py`), and what to add for the clusters that were replaced before.
    source = fields.CharField(max_length=12, default="typed", db_default="typed")
    cluster_offset = fields.IntField(default=0, db_default=0)
    created_at = fields.DatetimeField()
    import_id = fields.BigIntField(null=True)

    class Meta:
        """Where it is stored."""

        table = "odometer_reading"
        indexes = [Index(fields=("vehicle_id", "read_on")), Index(fields=("import_id",))]


class ClusterReplacement(Model):
    """A new instrument cluster: what it showed on the day when the old one showed `old_kilometres`."""

    id = fields.BigIntField(primary_key=True)
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="replacements")
    vehicle_id: int
    replaced_on = fields.DateField()
    old_kilometres = fields.IntField()
    new_kilometres = fields.IntField()
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "cluster_replacement"
        indexes = [Index(fields=("vehicle_id", "replaced_on"))]
