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
    # What it is about and of which day, once kept: the garage or the vehicle's plate; what the person calls it.
    title = fields.CharField(max_length=120, null=True)
    label = fields.CharField(max_length=120, null=True)
    dated_on = fields.DateField(null=True)
    # The last day on which it is good for something: of an insurance, an inspection, an offer.
    expires_on = fields.DateField(null=True)
    # How its first page looks, so that the same picture in another size is recognised.
    look = fields.CharField(max_length=64, null=True)
    # The key of who made it, as it was first read: a SIRET or a folded name.
    vendor = fields.CharField(max_length=64, null=True)
    # The earlier document that it seems to be again, and by what: its bytes, its number, its look.
    same_as = fields.BigIntField(null=True)
    same_by = fields.CharField(max_length=10, null=True)
    # The document that its pages belong to (state `joined`). No foreign key, as above.
    part_of = fields.BigIntField(null=True)
    # When it was first kept: a card of it that nobody settles is put back rather than thrown away.
    kept_at = fields.DatetimeField(null=True)
    # When it was read, and the kind that the person said it is.
    analysed_at = fields.DatetimeField(null=True)
    wanted_kind = fields.CharField(max_length=20, null=True)
    # What the person should know about the reading: values of `Remark`, with commas between them.
    remarks = fields.CharField(max_length=120, null=True)
    # Whether the person asked to keep the holder's name and address of a registration card.
    keeps_holder = fields.BooleanField(default=False, db_default=False)
    # The id of the fill-up or reading it made, by its kind; records name their document themselves.
    made_id = fields.BigIntField(null=True)
    # What its files take.
    stored_bytes = fields.BigIntField(default=0, db_default=0)
    deleted_at = fields.DatetimeField(null=True)
    refusal = fields.CharField(max_length=60, null=True)
    # Grows with every change of the card, so that a tap on an older card is recognised.
    revision = fields.IntField(default=0)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "document"
        indexes = [
            Index(fields=("owner_id", "state", "id")),
            Index(fields=("owner_id", "digest")),
            Index(fields=("part_of",)),
        ]


class DocumentPage(Model):
    """One page of a document: the name of our encrypted clean copy and the bytes it takes."""

    id = fields.BigIntField(primary_key=True)
    document: fields.ForeignKeyRelation[Document] = fields.ForeignKeyField(
        "models.Document", related_name="page_copies"
    )
    document_id: int
    number = fields.SmallIntField()
    stored = fields.CharField(max_length=40)
    size = fields.IntField()

    class Meta:
        """Where it is stored."""

        table = "document_page"
        unique_together = (("document", "number"),)


class DocumentText(Model):
    """What was read on a document, and its words without accents, which the full-text index follows.

    In clear, because it is searched. A registration card has its words only, without those of its holder.
    """

    id = fields.BigIntField(primary_key=True)
    document: fields.OneToOneRelation[Document] = fields.OneToOneField("models.Document", related_name="written")
    document_id: int
    # Pages are set apart by a form feed.
    content = fields.TextField()
    words = fields.TextField()

    class Meta:
        """Where it is stored."""

        table = "document_text"


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
