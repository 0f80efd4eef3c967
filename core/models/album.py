"""Pictures that were sent as one album."""

from tortoise import fields
from tortoise.models import Model

from core.models.account import Account


class Album(Model):
    """Documents of one person that came together. Telegram marks no end, so `part_at` says when the last part came."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="albums")
    owner_id: int
    # What Telegram calls the album in each of its parts.
    group = fields.CharField(max_length=64)
    # In milliseconds since the epoch, by the machine's clock.
    part_at = fields.BigIntField()

    class Meta:
        """Where it is stored."""

        table = "album"
        unique_together = (("owner", "group"),)
