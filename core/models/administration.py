"""What administrators do: every act is noted, and what they switch and write down about people."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from core.models.account import Account


class AuditEntry(Model):
    """One act of an administrator, with what was there before and after. Never changed, never deleted.

    The database itself refuses both (`core/db/append_only.py`), but for one thing: when the person that an entry is
    about has their account deleted, `about_id` and `reason` become null, so that what stays leads to nobody. Values are
    ids, states and figures, never a name, an address or a text of somebody. Who did it has a Telegram id, or is
    named as the operating system names them (`cli:alice`).
    """

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    who = fields.CharField(max_length=60)
    admin_telegram_id: int | None = fields.BigIntField(null=True)
    admin_account_id: int | None = fields.BigIntField(null=True)
    action = fields.CharField(max_length=40)
    subject = fields.CharField(max_length=20)
    subject_id = fields.CharField(max_length=120, null=True)
    about_id: int | None = fields.BigIntField(null=True)
    before: str | None = fields.TextField(null=True)
    after: str | None = fields.TextField(null=True)
    reason: str | None = fields.TextField(null=True)

    class Meta:
        """Where it is stored."""

        table = "audit_entry"
        indexes = [Index(fields=("about_id",)), Index(fields=("action", "id"))]


class AccountNote(Model):
    """What an administrator wrote down about a person, who is given it with their export."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="admin_notes")
    owner_id: int
    content = fields.CharField(max_length=600)
    admin_telegram_id: int | None = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "account_note"
        indexes = [Index(fields=("owner_id", "id"))]


class FeatureSwitch(Model):
    """A part of the product that was switched off, or on again, one without a row is on."""

    name = fields.CharField(max_length=20, primary_key=True)
    is_on = fields.BooleanField()
    changed_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "feature_switch"


class AdminChat(Model):
    """A chat whose command menu shows the commands of administrators, until it is taken back."""

    chat_id = fields.BigIntField(primary_key=True, generated=False)

    class Meta:
        """Where it is stored."""

        table = "admin_chat"
