"""Files made for people: exports, service books, reports."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.states import MadeState
from core.models.account import Account


class MadeFile(Model):
    """A file that was made for a person, kept until `expires_at`.

    `stored` lists its parts as JSON. A service book has a `code` and a `digest`, by which anybody may see that it is
    unaltered, and the `facts` that its page shows.
    """

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="made_files")
    owner_id: int
    kind = fields.CharField(max_length=12)
    form = fields.CharField(max_length=20)
    # The vehicle it is about; 0: all of them.
    vehicle_id = fields.BigIntField(default=0, db_default=0)
    state = fields.CharEnumField(MadeState, max_length=10)
    stored = fields.TextField(null=True)
    size = fields.IntField(null=True)
    code = fields.CharField(max_length=24, null=True, unique=True)
    digest = fields.CharField(max_length=64, null=True)
    facts = fields.TextField(null=True)
    # The secret of its share link, as a keyed hash.
    share = fields.CharField(max_length=64, null=True)
    share_until = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "made_file"
        indexes = [Index(fields=("owner_id", "id")), Index(fields=("expires_at",))]
