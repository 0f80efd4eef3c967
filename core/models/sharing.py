"""Vehicles that more than one person looks after."""

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.sharing import InviteKind, Role
from core.models.account import Account
from core.models.vehicle import Vehicle


class VehicleMember(Model):
    """Somebody besides the owner who may see a vehicle, add to it or look after it, by their role."""

    id = fields.BigIntField(primary_key=True)
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="members")
    vehicle_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="memberships")
    account_id: int
    role = fields.CharEnumField(Role, max_length=8)
    # Whether they are told what is due.
    told = fields.BooleanField(default=True, db_default=True)
    joined_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "vehicle_member"
        unique_together = (("vehicle", "account"),)
        indexes = [Index(fields=("account_id",))]


class VehicleInvite(Model):
    """A link that one other person may use once. Its secret is stored as a keyed hash alone."""

    id = fields.BigIntField(primary_key=True)
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="invites")
    vehicle_id: int
    kind = fields.CharEnumField(InviteKind, max_length=8)
    role = fields.CharEnumField(Role, max_length=8)
    secret = fields.CharField(max_length=64, unique=True)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is stored."""

        table = "vehicle_invite"
        indexes = [Index(fields=("vehicle_id", "id")), Index(fields=("expires_at",))]


class VehicleDeed(Model):
    """Who did what to a vehicle that is shared, by the name of the right they used."""

    id = fields.BigIntField(primary_key=True)
    vehicle: fields.ForeignKeyRelation[Vehicle] = fields.ForeignKeyField("models.Vehicle", related_name="deeds")
    vehicle_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="deeds", on_delete=OnDelete.CASCADE
    )
    account_id: int
    what = fields.CharField(max_length=40)
    done_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "vehicle_deed"
        indexes = [Index(fields=("vehicle_id", "id")), Index(fields=("done_at",))]
