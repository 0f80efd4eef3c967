"""The line of documents that wait to be read."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from core.models.account import Account
from core.models.document import Document


class WaitingDocument(Model):
    """A document in the line, which is served by `turn`, then by arrival. A person has one document in each turn.

    Instants are milliseconds since the epoch, by the machine's clock.
    """

    id = fields.BigIntField(primary_key=True)
    document: fields.OneToOneRelation[Document] = fields.OneToOneField("models.Document", related_name="waiting")
    document_id: int
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="waiting")
    owner_id: int
    turn = fields.BigIntField()
    # The job that reads it now.
    job = fields.BigIntField(null=True)
    # Not promised a place yet: the line was full when it came.
    aside = fields.BooleanField(default=False)
    # How often its file could not be fetched, and until when it rests after that, or when it was taken.
    tries = fields.SmallIntField(default=0)
    rests_until = fields.BigIntField(default=0)
    # The place its owner was last told, 0 for none.
    told = fields.IntField(default=0)
    joined_at = fields.BigIntField()

    class Meta:
        """Where it is stored."""

        table = "waiting_document"
        indexes = [Index(fields=("turn", "id")), Index(fields=("owner_id", "turn")), Index(fields=("job",))]
