"""Documents people sent and what was read in them."""

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.states import DocumentState
from core.models.account import Account
from core.models.vehicle import Vehicle


class Document(Model):
    """A photo or file of one person. `preview` names our encrypted clean copy, never a path."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="documents")
    owner_id: int
    vehicle: fields.ForeignKeyNullableRelation[Vehicle] = fields.ForeignKeyField(
        "models.Vehicle", related_name="documents", null=True, on_delete=OnDelete.SET_NULL
    )
    vehicle_id: int | None
    # The album it came with. No foreign key: SQLite cannot take one back from a table without making it anew.
    album_id = fields.BigIntField(null=True)
    state = fields.CharEnumField(DocumentState, max_length=12)
    kind = fields.CharField(max_length=20, null=True)
    # The message that brought it, so that its card can be an answer to it.
    sent_as = fields.BigIntField(null=True)
    telegram_file = fields.CharField(max_length=200)
    file_name = fields.CharField(max_length=255, null=True)
    mime_type = fields.CharField(max_length=100, null=True)
    size = fields.IntField(null=True)
    digest = fields.CharField(max_length=64, null=True)
    preview = fields.CharField(max_length=40, null=True)
    pages = fields.IntField(null=True)
    # What it is about and of which day, once kept: the garage or the vehicle's plate.
    title = fields.CharField(max_length=120, null=True)
    dated_on = fields.DateField(null=True)
    refusal = fields.CharField(max_length=60, null=True)
    # Grows with every change of the card, so that a tap on an older card is recognised.
    revision = fields.IntField(default=0)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "document"
        indexes = [Index(fields=("owner_id", "state", "id")), Index(fields=("owner_id", "digest"))]


class ExtractedField(Model):
    """One field read in a document: its value as text, how sure we are, and where it was seen (JSON box or null)."""

    id = fields.BigIntField(primary_key=True)
    document: fields.ForeignKeyRelation[Document] = fields.ForeignKeyField("models.Document", related_name="fields")
    document_id: int
    name = fields.CharField(max_length=40)
    value = fields.TextField(null=True)
    confidence = fields.FloatField()
    state = fields.CharField(max_length=10)
    seen = fields.CharField(max_length=120, null=True)
    corrected = fields.BooleanField(default=False)

    class Meta:
        """Where it is stored."""

        table = "extracted_field"
        unique_together = (("document", "name"),)


class ExtractedLine(Model):
    """One line of an invoice as read, in the order of the paper, amounts as printed."""

    id = fields.BigIntField(primary_key=True)
    document: fields.ForeignKeyRelation[Document] = fields.ForeignKeyField("models.Document", related_name="lines")
    document_id: int
    position = fields.SmallIntField()
    description = fields.CharField(max_length=300)
    quantity = fields.DecimalField(max_digits=12, decimal_places=3, null=True)
    unit_price = fields.DecimalField(max_digits=12, decimal_places=3, null=True)
    total = fields.DecimalField(max_digits=12, decimal_places=2, null=True)

    class Meta:
        """Where it is stored."""

        table = "extracted_line"
        unique_together = (("document", "position"),)
