"""The logbook: work done on vehicles, and how often it is due."""

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.indexes import Index
from tortoise.models import Model

from core.models.document import Document
from core.models.vehicle import Vehicle


class MaintenanceRecord(Model):
    """Work done on a vehicle on a day. A document makes at most one record, whatever is tapped twice."""

    id = fields.BigIntField(primary_key=True)
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="records")
    vehicle_id: int
    document: fields.OneToOneNullableRelation[Document] = fields.OneToOneField(
        "models.Document", related_name="record", null=True, on_delete=OnDelete.SET_NULL
    )
    document_id: int | None
    done_on = fields.DateField()
    kilometres = fields.IntField(null=True)
    garage = fields.CharField(max_length=200, null=True)
    garage_siret = fields.CharField(max_length=14, null=True)
    invoice_number = fields.CharField(max_length=60, null=True)
    total_cents = fields.BigIntField(null=True)
    currency = fields.CharField(max_length=3)
    created_at = fields.DatetimeField()
    lines: fields.ReverseRelation["MaintenanceLine"]
    services: fields.ReverseRelation["ServiceDone"]

    class Meta:
        """Where it is stored."""

        table = "maintenance_record"
        indexes = [Index(fields=("vehicle_id", "done_on"))]


class MaintenanceLine(Model):
    """A part or labour line of a record, in the order of the invoice, amounts as printed on it."""

    id = fields.BigIntField(primary_key=True)
    record: fields.ForeignKeyRelation[MaintenanceRecord] = fields.ForeignKeyField(
        "models.MaintenanceRecord", related_name="lines"
    )
    record_id: int
    position = fields.SmallIntField()
    description = fields.CharField(max_length=300)
    quantity = fields.DecimalField(max_digits=12, decimal_places=3, null=True)
    unit_price = fields.DecimalField(max_digits=12, decimal_places=3, null=True)
    total_cents = fields.BigIntField(null=True)

    class Meta:
        """Where it is stored."""

        table = "maintenance_line"
        unique_together = (("record", "position"),)


class ServiceDone(Model):
    """A service that a record includes, by its service id (`oil_change` …)."""

    id = fields.BigIntField(primary_key=True)
    record: fields.ForeignKeyRelation[MaintenanceRecord] = fields.ForeignKeyField(
        "models.MaintenanceRecord", related_name="services"
    )
    record_id: int
    service = fields.CharField(max_length=40)

    class Meta:
        """Where it is stored."""

        table = "service_done"
        unique_together = (("record", "service"),)


class ServiceInterval(Model):
    """How often a service is due on one vehicle, where the person set it: it wins over the seeded schedule.

    With `fixed`, what is due is counted from the anchor in whole intervals, however early or late the work was done.
    """

    id = fields.BigIntField(primary_key=True)
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="intervals")
    vehicle_id: int
    service = fields.CharField(max_length=40)
    months = fields.SmallIntField(null=True)
    kilometres = fields.IntField(null=True)
    active = fields.BooleanField(default=True, db_default=True)
    fixed = fields.BooleanField(default=False, db_default=False)
    anchor_on = fields.DateField(null=True)
    anchor_kilometres = fields.IntField(null=True)

    class Meta:
        """Where it is stored."""

        table = "service_interval"
        unique_together = (("vehicle", "service"),)
