"""What a vehicle costs beside fuel and maintenance."""

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.recurring import CostType
from core.models.reminder import Reminder
from core.models.vehicle import Vehicle


class Cost(Model):
    """A cost paid once, or every `period_months` from `paid_on` until `ends_on` (both included)."""

    id = fields.BigIntField(primary_key=True)
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="costs")
    vehicle_id: int
    # The open reminder of its next payment, where one is wanted.
    reminder: fields.ForeignKeyNullableRelation[Reminder] = fields.ForeignKeyField(
        "models.Reminder", related_name="costs", null=True, on_delete=OnDelete.SET_NULL
    )
    reminder_id: int | None
    kind = fields.CharEnumField(CostType, max_length=24)
    label = fields.CharField(max_length=120, null=True)
    amount_cents = fields.BigIntField()
    currency = fields.CharField(max_length=3)
    paid_on = fields.DateField()
    period_months = fields.SmallIntField(null=True)
    ends_on = fields.DateField(null=True)
    created_at = fields.DatetimeField()
    import_id = fields.BigIntField(null=True)
    # Set while a deletion may still be undone.
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is stored."""

        table = "cost"
        indexes = [
            Index(fields=("vehicle_id", "paid_on")),
            Index(fields=("reminder_id",)),
            Index(fields=("import_id",)),
        ]
