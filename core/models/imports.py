"""Logbooks of other apps on their way in."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.states import ImportState
from core.models.account import Account


class ImportBatch(Model):
    """A file that a person wants imported, and what became of it. Rows it brought carry its id.

    `summary` is what was found in it and `outcome` what was kept of that, as JSON. `stored` names the encrypted file.
    """

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="imports")
    owner_id: int
    state = fields.CharEnumField(ImportState, max_length=10)
    telegram_file = fields.CharField(max_length=200)
    file_name = fields.CharField(max_length=255, null=True)
    size = fields.IntField(null=True)
    stored = fields.CharField(max_length=40, null=True)
    answers = fields.TextField(default="{}", db_default="{}")
    summary = fields.TextField(null=True)
    outcome = fields.TextField(null=True)
    refusal = fields.CharField(max_length=40, null=True)
    # Where the rows go that name no vehicle of the person. None: nobody said, 0: a new one.
    vehicle_id = fields.BigIntField(null=True)
    # Grows with every change of the card, so that a tap on an older card is recognised.
    revision = fields.IntField(default=0, db_default=0)
    created_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is stored."""

        table = "import_batch"
        indexes = [Index(fields=("owner_id", "id")), Index(fields=("state", "created_at"))]
