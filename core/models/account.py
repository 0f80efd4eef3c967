"""People."""

from tortoise import fields
from tortoise.models import Model


class Account(Model):
    """A person: their Telegram account is their identity. `telegram_id` is also the id of the private chat."""

    id = fields.BigIntField(primary_key=True)
    telegram_id = fields.BigIntField(unique=True)
    first_name = fields.CharField(max_length=200, default="")
    language = fields.CharField(max_length=5)
    time_zone = fields.CharField(max_length=60, default="Europe/Paris")
    remind_hour = fields.SmallIntField(default=9)
    # False between a 403 from Telegram (the bot was blocked) and the person's next message: nothing is pushed.
    reachable = fields.BooleanField(default=True)
    # The vehicle meant when none is named; one that is archived or gone counts as none.
    default_vehicle_id = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "account"
