"""Fill-ups and charges."""

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.energy import Energy
from core.domain.fuel import FuelUnit
from core.models.account import Account
from core.models.vehicle import OdometerReading, Vehicle


class FillUp(Model):
    """A fill-up or charge: quantity in thousandths of its unit, or what was paid, or both."""

    id = fields.BigIntField(primary_key=True)
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="fills")
    vehicle_id: int
    # The reading that came with it and with nothing else: it goes when the fill-up goes.
    reading: fields.ForeignKeyNullableRelation[OdometerReading] = fields.ForeignKeyField(
        "models.OdometerReading", related_name="fills", null=True, on_delete=OnDelete.SET_NULL
    )
    reading_id: int | None
    filled_on = fields.DateField()
    energy = fields.CharEnumField(Energy, max_length=20)
    unit = fields.CharEnumField(FuelUnit, max_length=3)
    quantity_milli = fields.BigIntField(null=True)
    total_cents = fields.BigIntField(null=True)
    currency = fields.CharField(max_length=3)
    unit_price = fields.DecimalField(max_digits=12, decimal_places=3, null=True)
    # None: nobody said. It then counts as partial, which is never wrong.
    full = fields.BooleanField(null=True)
    missed = fields.BooleanField(default=False)
    kilometres = fields.IntField(null=True)
    station = fields.CharField(max_length=120, null=True)
    # A `FillPlace`, where a battery was charged.
    place = fields.CharField(max_length=8, null=True)
    note = fields.TextField(null=True)
    # The import that brought it, so that the whole import can be taken back.
    import_id = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()
    # Set while a deletion may still be undone.
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is stored."""

        table = "fill_up"
        indexes = [
            Index(fields=("vehicle_id", "filled_on")),
            Index(fields=("reading_id",)),
            Index(fields=("import_id",)),
        ]


class HomeTariff(Model):
    """What a person pays for a kilowatt-hour at home, taken for charges that come without a price."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.OneToOneRelation[Account] = fields.OneToOneField("models.Account", related_name="home_tariff")
    owner_id: int
    unit_price = fields.DecimalField(max_digits=12, decimal_places=3)
    currency = fields.CharField(max_length=3)

    class Meta:
        """Where it is stored."""

        table = "home_tariff"
