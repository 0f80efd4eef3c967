from core.db import steps
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.columns import AddColumn
from core.domain.mail_codes import Purpose
from core.domain.mail_kinds import MailState
from core.domain.recovery import ChangeState, RecoveryState


class Migration(steps.Migration):
    """Names, phones, consents and blocks of accounts, linked addresses, mail, recoveries."""

    dependencies = [("models", "0015_as_typed")]

    operations = [
        ops.CreateModel(
            name="EmailChange",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="email_changes", on_delete=OnDelete.CASCADE)),
                ("sealed", fields.TextField(null=True, unique=False)),
                ("state", fields.CharEnumField(description="WAITING: waiting\nDONE: done\nSTOPPED: stopped", enum_type=ChangeState, max_length=8)),
                ("due_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "email_change", "app": "models", "indexes": [Index(fields=["owner_id", "state"]), Index(fields=["state", "due_at"])], "pk_attr": "id", "table_description": "A recovery address that is to be replaced, or taken off where `sealed` is null, once confirmed or at `due_at`."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Mail",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", null=True, db_constraint=True, to_field="id", related_name="mails", on_delete=OnDelete.CASCADE)),
                ("kind", fields.CharField(max_length=20)),
                ("language", fields.CharField(max_length=5)),
                ("sealed", fields.TextField(unique=False)),
                ("mailbox", fields.CharField(max_length=64)),
                ("state", fields.CharEnumField(description="WAITING: waiting\nSENT: sent\nREFUSED: refused\nEXPIRED: expired", enum_type=MailState, max_length=8)),
                ("attempts", fields.SmallIntField(default=0)),
                ("next_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "mail", "app": "models", "indexes": [Index(fields=["mailbox", "created_at"]), Index(fields=["state", "next_at"])], "pk_attr": "id", "table_description": "A letter: written with its effect, sent by a job. `sealed` holds address and words, and is emptied afterwards."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MailCode",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="mail_codes", on_delete=OnDelete.CASCADE)),
                ("purpose", fields.CharEnumField(description="LINK: link\nCHANGE: change\nUNLINK: unlink\nRECOVER: recover\nKEEP: keep\nOBJECT: object", enum_type=Purpose, max_length=10)),
                ("mailbox", fields.CharField(max_length=64)),
                ("sealed", fields.TextField(unique=False)),
                ("subject_id", fields.BigIntField(null=True)),
                ("code", fields.CharField(null=True, max_length=64)),
                ("token", fields.CharField(null=True, unique=True, max_length=64)),
                ("tries", fields.SmallIntField(default=0)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "mail_code", "app": "models", "indexes": [Index(fields=["owner_id", "created_at"]), Index(fields=["mailbox", "created_at"])], "pk_attr": "id", "table_description": "A code or link that went to a mailbox, as keyed hashes. Only the newest of an account and purpose is good."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Recovery",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="recoveries", on_delete=OnDelete.CASCADE)),
                ("newcomer", fields.ForeignKeyField("models.Account", source_field="newcomer_id", db_constraint=True, to_field="id", related_name="arrivals", on_delete=OnDelete.CASCADE)),
                ("state", fields.CharEnumField(description="OPEN: open\nCHECKED: checked\nWAITING: waiting\nDONE: done\nOBJECTED: objected\nDROPPED: dropped", enum_type=RecoveryState, max_length=10)),
                ("due_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reminded_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "recovery", "app": "models", "indexes": [Index(fields=["owner_id", "state"]), Index(fields=["newcomer_id", "state"]), Index(fields=["state", "due_at"])], "pk_attr": "id", "table_description": "An account (`owner`) that somebody who reads its mail gets back on another Telegram account (`newcomer`)."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RecoveryEmail",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.OneToOneField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="email", on_delete=OnDelete.CASCADE)),
                ("sealed", fields.TextField(unique=False)),
                ("lookup", fields.CharField(unique=True, max_length=64)),
                ("linked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "recovery_email", "app": "models", "pk_attr": "id", "table_description": "The verified address of an account, one each. `sealed` is encrypted, `lookup` is its keyed hash."},
            bases=["Model"],
        ),
        AddColumn("Account", "blocked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        AddColumn("Account", "consent_version", fields.SmallIntField(default=0, db_default=0)),
        AddColumn("Account", "consented_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        AddColumn("Account", "mail_copies", fields.BooleanField(default=False, db_default=False)),
        AddColumn("Account", "name", fields.CharField(default="", db_default="", max_length=255)),
        AddColumn("Account", "phone", fields.TextField(null=True, unique=False)),
    ]
