"""The logbook: work done on vehicles, and how often it is due."""

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.cost_categories import CostCategory
from core.domain.record_lines import LineKind
from core.domain.record_status import RecordStatus
from core.models.account import Account
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
    # The reading that this record brought, so that it goes when the record goes; readings come and go by themselves.
    reading_id = fields.BigIntField(null=True)
    status = fields.CharEnumField(RecordStatus, max_length=12, db_default="completed", default=RecordStatus.COMPLETED)
    # The day it was done, or is planned for while it is still to come.
    done_on = fields.DateField()
    kilometres = fields.IntField(null=True)
    garage = fields.CharField(max_length=200, null=True)
    garage_siret = fields.CharField(max_length=14, null=True)
    invoice_number = fields.CharField(max_length=60, null=True)
    total_cents = fields.BigIntField(null=True)
    currency = fields.CharField(max_length=3)
    note = fields.TextField(null=True)
    warranty_until = fields.DateField(null=True)
    category = fields.CharEnumField(
        CostCategory, max_length=12, db_default="maintenance", default=CostCategory.MAINTENANCE
    )
    # True: the person said so, and the services no longer decide.
    category_chosen = fields.BooleanField(db_default=False, default=False)
    # Its words without accents, for the search.
    search = fields.TextField(db_default="", default="")
    import_id = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()
    lines: fields.ReverseRelation["MaintenanceLine"]
    services: fields.ReverseRelation["ServiceDone"]

    class Meta:
        """Where it is stored."""

        table = "maintenance_record"
        indexes = [
            Index(fields=("vehicle_id", "done_on")),
            Index(fields=("reading_id",)),
            Index(fields=("import_id",)),
        ]


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
    kind = fields.CharEnumField(LineKind, max_length=8, db_default="part", default=LineKind.PART)

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


class RecordAttachment(Model):
    """A paper or picture that belongs to a record, besides the invoice that made it."""

    id = fields.BigIntField(primary_key=True)
    record: fields.ForeignKeyRelation[MaintenanceRecord] = fields.ForeignKeyField(
        "models.MaintenanceRecord", related_name="attachments"
    )
    record_id: int
    document: fields.ForeignKeyRelation[Document] = fields.ForeignKeyField(
        "models.Document", related_name="attached_to"
    )
    document_id: int

    class Meta:
        """Where it is stored."""

        table = "record_attachment"
        unique_together = (("record", "document"),)


class RecordVersion(Model):
    """A record as it was before a change or its deletion, so that this can be taken back until `expires_at`.

    What is deleted is here alone: no other query has to leave it out.
    """

    id = fields.BigIntField(primary_key=True)
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField(
        "models.Vehicle", related_name="record_versions"
    )
    vehicle_id: int
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="record_versions")
    owner_id: int
    # The id of the record, which may no longer be there.
    of_record = fields.BigIntField(db_index=True)
    content = fields.TextField()
    expires_at = fields.DatetimeField(db_index=True)

    class Meta:
        """Where it is stored."""

        table = "record_version"
