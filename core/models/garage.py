"""Garages as the papers of people name them."""

from tortoise import fields
from tortoise.models import Model

from core.models.account import Account


class Garage(Model):
    """A garage that one person's papers named. `vendor` is its SIRET, or its folded name where none was printed.

    It is only seen until the person keeps a paper of it, and then kept.
    """

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="garages")
    owner_id: int
    vendor = fields.CharField(max_length=64)
    siret = fields.CharField(max_length=14, null=True)
    name = fields.CharField(max_length=200)
    address = fields.CharField(max_length=300, null=True)
    phone = fields.CharField(max_length=32, null=True)
    kept = fields.BooleanField(default=False, db_default=False)
    seen_on = fields.DateField()
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "garage"
        unique_together = (("owner", "vendor"),)


class VendorLesson(Model):
    """What one person's correction taught about the papers of a vendor.

    `about` is a field of the card, or the lines whose work was chosen. `learned` is JSON.
    """

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="lessons")
    owner_id: int
    vendor = fields.CharField(max_length=64)
    about = fields.CharField(max_length=80)
    learned = fields.TextField()
    learned_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "vendor_lesson"
        unique_together = (("owner", "vendor", "about"),)
