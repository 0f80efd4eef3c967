"""Makes and models that the catalogue did not come with."""

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.models import Model

from core.domain.states import EntryState
from core.models.account import Account


class CatalogueEntry(Model):
    """A make, or a model of one (empty for the make alone), once however often it is typed.

    Approved it is suggested to everyone. Refused it also hides an entry of the same name that came with the product.
    """

    id = fields.BigIntField(primary_key=True)
    make = fields.CharField(max_length=60)
    model = fields.CharField(max_length=80)
    # What makes two spellings the same: without case, accents and signs.
    make_key = fields.CharField(max_length=60)
    model_key = fields.CharField(max_length=80)
    state = fields.CharEnumField(EntryState, max_length=10, db_index=True)
    # Of one that is merged: what it is another way to write.
    meant_make = fields.CharField(max_length=60, null=True)
    meant_model = fields.CharField(max_length=80, null=True)
    proposed_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="proposed_entries", null=True, on_delete=OnDelete.SET_NULL
    )
    proposed_by_id: int | None
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "catalogue_entry"
        unique_together = (("make_key", "model_key"),)
