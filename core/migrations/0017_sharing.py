from core.db import steps
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.columns import AddColumn
from core.domain.sharing import InviteKind, Role


class Migration(steps.Migration):
    """Vehicles are shared by links, and accounts can be deleted."""

    dependencies = [("models", "0016_account")]

    operations = [
        AddColumn("Account", "guest", fields.BooleanField(default=False, db_default=False)),
        AddColumn("Account", "host", fields.BooleanField(default=False, db_default=False)),
        AddColumn("Account", "leaves_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        AddColumn("Account", "left_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        ops.AddIndex("Account", Index(fields=["leaves_at"])),
        ops.CreateModel(
            name="VehicleMember",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("vehicle", fields.ForeignKeyField("models.Vehicle", source_field="vehicle_id", db_constraint=True, to_field="id", related_name="members", on_delete=OnDelete.CASCADE)),
                ("account", fields.ForeignKeyField("models.Account", source_field="account_id", db_constraint=True, to_field="id", related_name="memberships", on_delete=OnDelete.CASCADE)),
                ("role", fields.CharEnumField(description="VIEWER: viewer\nWRITER: writer\nMANAGER: manager", enum_type=Role, max_length=8)),
                ("told", fields.BooleanField(default=True, db_default=True)),
                ("joined_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "vehicle_member", "app": "models", "unique_together": (("vehicle", "account"),), "indexes": [Index(fields=["account_id"])], "pk_attr": "id", "table_description": "Somebody besides the owner who may see a vehicle, add to it or look after it, by their role."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="VehicleInvite",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("vehicle", fields.ForeignKeyField("models.Vehicle", source_field="vehicle_id", db_constraint=True, to_field="id", related_name="invites", on_delete=OnDelete.CASCADE)),
                ("kind", fields.CharEnumField(description="SHARE: share\nHANDOVER: handover", enum_type=InviteKind, max_length=8)),
                ("role", fields.CharEnumField(description="VIEWER: viewer\nWRITER: writer\nMANAGER: manager", enum_type=Role, max_length=8)),
                ("secret", fields.CharField(unique=True, max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "vehicle_invite", "app": "models", "indexes": [Index(fields=["vehicle_id", "id"]), Index(fields=["expires_at"])], "pk_attr": "id", "table_description": "A link that one other person may use once. Its secret is stored as a keyed hash alone."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="VehicleDeed",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("vehicle", fields.ForeignKeyField("models.Vehicle", source_field="vehicle_id", db_constraint=True, to_field="id", related_name="deeds", on_delete=OnDelete.CASCADE)),
                ("account", fields.ForeignKeyField("models.Account", source_field="account_id", db_constraint=True, to_field="id", related_name="deeds", on_delete=OnDelete.CASCADE)),
                ("what", fields.CharField(max_length=40)),
                ("done_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "vehicle_deed", "app": "models", "indexes": [Index(fields=["vehicle_id", "id"]), Index(fields=["done_at"])], "pk_attr": "id", "table_description": "Who did what to a vehicle that is shared, by the name of the right they used."},
            bases=["Model"],
        ),
    ]
