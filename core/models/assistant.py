"""Talks with the assistant, and what its model was paid."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.assistant.exchange import ExchangeState, Source
from core.models.account import Account


class AskThread(Model):
    """A talk of one person with the assistant."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="threads")
    owner_id: int
    title = fields.CharField(max_length=80)
    created_at = fields.DatetimeField()
    spoken_at = fields.DatetimeField()
    exchanges: fields.ReverseRelation["AskExchange"]

    class Meta:
        """Where it is stored."""

        table = "ask_thread"
        indexes = [Index(fields=("owner_id", "spoken_at"))]


class AskExchange(Model):
    """A question and its answer. Card numbers, accounts and codes are taken out of both before they are stored.

    `counted` names the use that is given back when no model answers. `record_id` and `vehicle_id` lead to what it is
    about, which may be gone by then.
    """

    id = fields.BigIntField(primary_key=True)
    thread: fields.ForeignKeyRelation[AskThread] = fields.ForeignKeyField("models.AskThread", related_name="exchanges")
    thread_id: int
    question = fields.TextField()
    answer = fields.TextField(null=True)
    state = fields.CharEnumField(ExchangeState, max_length=10)
    source = fields.CharEnumField(Source, max_length=10, null=True)
    # The query on their own rows that a model chose for it, as JSON.
    query = fields.TextField(null=True)
    counted = fields.BooleanField(default=False, db_default=False)
    vehicle_id = fields.BigIntField(null=True)
    record_id = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is stored."""

        table = "ask_exchange"
        indexes = [Index(fields=("thread_id", "id"))]


class AiSpend(Model):
    """What a model was asked and paid for one person in a month, in millionths of the currency of its prices."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="ai_spends")
    owner_id: int
    month = fields.CharField(max_length=7)
    calls = fields.IntField(default=0, db_default=0)
    failed = fields.IntField(default=0, db_default=0)
    taken_in = fields.BigIntField(default=0, db_default=0)
    given_out = fields.BigIntField(default=0, db_default=0)
    micros = fields.BigIntField(default=0, db_default=0)

    class Meta:
        """Where it is stored."""

        table = "ai_spend"
        unique_together = (("owner", "month"),)


class AiBudget(Model):
    """What a model was paid for everybody in a month, with what calls on their way may still cost."""

    month = fields.CharField(max_length=7, primary_key=True)
    micros = fields.BigIntField(default=0, db_default=0)

    class Meta:
        """Where it is stored."""

        table = "ai_budget"
