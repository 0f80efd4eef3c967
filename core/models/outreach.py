"""What goes from the team to many people, what goes between it and one, and the days on which people wrote."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.broadcasts import Activity, BroadcastState
from core.domain.plans import Level
from core.domain.support import Attached, Side, TicketState
from core.models.account import Account


class Broadcast(Model):
    """A message to many people: everybody it is for whose id is at most `cursor` has it, or it is in the outbox."""

    id = fields.BigIntField(primary_key=True)
    state = fields.CharEnumField(BroadcastState, max_length=10)
    # As Telegram's HTML; who speaks a language without a text reads the French one.
    text_fr = fields.TextField()
    text_en: str | None = fields.TextField(null=True)
    text_es: str | None = fields.TextField(null=True)
    # Whom it is for: of which plan (null: any), of which language, and who wrote when.
    level: Level | None = fields.CharEnumField(Level, max_length=10, null=True)  # type: ignore[assignment]  # null
    language = fields.CharField(max_length=5, null=True)
    activity = fields.CharEnumField(Activity, max_length=8, default=Activity.ANY)
    days = fields.SmallIntField(default=30)
    # The chat of who made it, which is told how far it is.
    told_chat = fields.BigIntField()
    starts_at = fields.DatetimeField(null=True)
    # How many it was for when it began, how many were taken so far, and to how many it could not be delivered.
    people = fields.IntField(default=0)
    cursor = fields.BigIntField(default=0)
    claimed = fields.IntField(default=0)
    failed = fields.IntField(default=0)
    created_at = fields.DatetimeField()
    started_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is stored."""

        table = "broadcast"
        indexes = [Index(fields=("state", "starts_at"))]


class Ticket(Model):
    """A person's request for help: one at a time, with everything that was written about it."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="tickets")
    owner_id: int
    state = fields.CharEnumField(TicketState, max_length=10)
    # Whether the person's plan puts them first, as it was when they last wrote.
    priority = fields.BooleanField(default=False)
    created_at = fields.DatetimeField()
    # Since when one side waits for the other.
    waits_since = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)
    closed_by: Side | None = fields.CharEnumField(Side, max_length=8, null=True)  # type: ignore[assignment]  # null

    class Meta:
        """Where it is stored."""

        table = "ticket"
        indexes = [Index(fields=("owner_id", "id")), Index(fields=("state", "priority", "waits_since"))]


class TicketMessage(Model):
    """What one side wrote about a request. A file is kept by Telegram, under its name there."""

    id = fields.BigIntField(primary_key=True)
    ticket: fields.ForeignKeyRelation[Ticket] = fields.ForeignKeyField("models.Ticket", related_name="messages")
    ticket_id: int
    side = fields.CharEnumField(Side, max_length=8)
    text = fields.TextField()
    attached: Attached | None = fields.CharEnumField(Attached, max_length=10, null=True)  # type: ignore[assignment]  # null
    file_name = fields.CharField(max_length=200, null=True)
    telegram_file = fields.CharField(max_length=200, null=True)
    # Which administrator wrote, by their Telegram id.
    writer = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "ticket_message"
        indexes = [Index(fields=("ticket_id", "id"))]


class ActiveDay(Model):
    """A day (UTC) on which a person used the product: what active people and their staying are counted from."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="active_days")
    owner_id: int
    day = fields.DateField()

    class Meta:
        """Where it is stored."""

        table = "active_day"
        unique_together = (("owner", "day"),)
        indexes = [Index(fields=("day",))]
