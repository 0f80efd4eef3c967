"""Mail: linked addresses, letters to be sent, codes and links that went out, recoveries and changes under way."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.mail_codes import Purpose
from core.domain.mail_kinds import MailState
from core.domain.recovery import ChangeState, RecoveryState
from core.models.account import Account


class RecoveryEmail(Model):
    """The verified address of an account, one each. `sealed` is encrypted, `lookup` is its keyed hash."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.OneToOneRelation[Account] = fields.OneToOneField("models.Account", related_name="email")
    owner_id: int
    sealed = fields.TextField()
    lookup = fields.CharField(max_length=64, unique=True)
    linked_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "recovery_email"


class Mail(Model):
    """A letter: written with its effect, sent by a job. `sealed` holds address and words, and is emptied afterwards."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="mails", null=True
    )
    owner_id: int | None
    # One of `MailKind`.
    kind = fields.CharField(max_length=20)
    language = fields.CharField(max_length=5)
    sealed = fields.TextField()
    # The keyed hash of the mailbox, to hold the limit of what it gets.
    mailbox = fields.CharField(max_length=64)
    state = fields.CharEnumField(MailState, max_length=8)
    attempts = fields.SmallIntField(default=0)
    next_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    created_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is stored."""

        table = "mail"
        indexes = [Index(fields=("mailbox", "created_at")), Index(fields=("state", "next_at"))]


class MailCode(Model):
    """A code or link that went to a mailbox, as keyed hashes. Only the newest of an account and purpose is good."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="mail_codes")
    owner_id: int
    purpose = fields.CharEnumField(Purpose, max_length=10)
    # The keyed hash of the mailbox, and the address itself, encrypted.
    mailbox = fields.CharField(max_length=64)
    sealed = fields.TextField()
    # What it is about: the account to be recovered, the change, the recovery.
    subject_id = fields.BigIntField(null=True)
    code = fields.CharField(max_length=64, null=True)
    token = fields.CharField(max_length=64, null=True, unique=True)
    tries = fields.SmallIntField(default=0)
    used_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField()
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "mail_code"
        indexes = [Index(fields=("owner_id", "created_at")), Index(fields=("mailbox", "created_at"))]


class EmailChange(Model):
    """A recovery address that is to be replaced, or taken off where `sealed` is null, once confirmed or at `due_at`."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="email_changes")
    owner_id: int
    sealed: str | None = fields.TextField(null=True)
    state = fields.CharEnumField(ChangeState, max_length=8)
    # None: the old mailbox is asked. Else it changes then, and the old mailbox was told.
    due_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "email_change"
        indexes = [Index(fields=("owner_id", "state")), Index(fields=("state", "due_at"))]


class Recovery(Model):
    """An account (`owner`) that somebody who reads its mail gets back on another Telegram account (`newcomer`)."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="recoveries")
    owner_id: int
    newcomer: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="arrivals")
    newcomer_id: int
    state = fields.CharEnumField(RecoveryState, max_length=10)
    due_at = fields.DatetimeField(null=True)
    reminded_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "recovery"
        indexes = [
            Index(fields=("owner_id", "state")),
            Index(fields=("newcomer_id", "state")),
            Index(fields=("state", "due_at")),
        ]
