"""The message path: where a chat stands, what is still to be done, what is still to be sent.

Instants here are integer milliseconds since the epoch: these tables are written by raw SQL on both databases.
"""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class ChatState(Model):
    """Where a chat stands in its conversation, `version` grows by one with every change."""

    chat_id = fields.BigIntField(primary_key=True, generated=False)
    flow = fields.CharField(max_length=40)
    step = fields.CharField(max_length=40)
    draft = fields.TextField()
    version = fields.IntField()
    updated_at = fields.BigIntField()

    class Meta:
        """Where it is stored."""

        table = "chat_state"


class Job(Model):
    """Work to be done once. Jobs of one `key` run one at a time, in the order of their ids."""

    id = fields.BigIntField(primary_key=True)
    queue = fields.CharField(max_length=20)
    name = fields.CharField(max_length=40)
    payload = fields.TextField()
    key = fields.CharField(max_length=80, null=True)
    state = fields.CharField(max_length=8)
    attempts = fields.IntField(default=0)
    run_at = fields.BigIntField()
    created_at = fields.BigIntField()
    error = fields.CharField(max_length=300, null=True)

    class Meta:
        """Where it is stored."""

        table = "job"
        indexes = [Index(fields=("state", "run_at")), Index(fields=("key", "id"))]


class Once(Model):
    """A dedupe key that was seen, such as an update id: what carries it again is dropped, also after the work."""

    key = fields.CharField(max_length=120, primary_key=True)
    seen_at = fields.BigIntField(db_index=True)

    class Meta:
        """Where it is stored."""

        table = "once"


class Outgoing(Model):
    """A message to be sent: written with its effect, deleted when Telegram has taken it, oldest first per chat."""

    id = fields.BigIntField(primary_key=True)
    chat_id = fields.BigIntField()
    method = fields.CharField(max_length=40)
    payload = fields.TextField()
    # 0: the person waits for it; 1: pushed or broadcast, sent with what the first lane leaves.
    lane = fields.SmallIntField()
    # A name by which a later message can edit this one, such as "document:42".
    live = fields.CharField(max_length=60, null=True)
    language = fields.CharField(max_length=5)
    # True from just before the call to Telegram: a row found so after a crash may have been delivered.
    sending = fields.BooleanField(default=False)
    attempts = fields.IntField(default=0)
    created_at = fields.BigIntField()

    class Meta:
        """Where it is stored."""

        table = "outgoing"
        indexes = [Index(fields=("chat_id", "id"))]


class LiveMessage(Model):
    """The Telegram id of a message that is edited later, by name."""

    id = fields.BigIntField(primary_key=True)
    chat_id = fields.BigIntField()
    name = fields.CharField(max_length=60)
    message_id = fields.BigIntField()

    class Meta:
        """Where it is stored."""

        table = "live_message"
        unique_together = (("chat_id", "name"),)


class Lease(Model):
    """Who of several processes does what only one may do, and when it was last seen."""

    name = fields.CharField(max_length=40, primary_key=True)
    owner = fields.BigIntField()
    seen_at = fields.BigIntField()

    class Meta:
        """Where it is stored."""

        table = "lease"
