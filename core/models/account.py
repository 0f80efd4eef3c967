"""People."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Account(Model):
    """A person: their Telegram account is their identity. `telegram_id` is also the id of the private chat."""

    id = fields.BigIntField(primary_key=True)
    telegram_id = fields.BigIntField(unique=True)
    first_name = fields.CharField(max_length=200, default="")
    # Their name in Telegram's addresses, in small letters, by which administrators find them.
    username = fields.CharField(max_length=64, null=True)
    # What they want to be called, where that is not the name Telegram has; empty: that one.
    name = fields.CharField(max_length=255, default="", db_default="")
    # Encrypted (`core/gateways/vault.py`), never searched.
    phone: str | None = fields.TextField(null=True)
    language = fields.CharField(max_length=5)
    time_zone = fields.CharField(max_length=60, default="Europe/Paris")
    # When and how they want to be told: the hour, the hours of quiet (equal: none), how many days before, and after how
    # many days once more (0: once is enough). Kinds that are not pushed are named in `muted`, separated by commas.
    remind_hour = fields.SmallIntField(default=9)
    quiet_from = fields.SmallIntField(default=22, db_default=22)
    quiet_until = fields.SmallIntField(default=8, db_default=8)
    lead_days = fields.SmallIntField(default=7, db_default=7)
    rhythm_days = fields.SmallIntField(default=7, db_default=7)
    muted = fields.CharField(max_length=200, default="", db_default="")
    digest = fields.CharField(max_length=8, default="none", db_default="none")
    digest_at = fields.DatetimeField(null=True)
    # How distances, consumption and money are read and typed; what is stored is in kilometres and litres all the same.
    distance_unit = fields.CharField(max_length=2, default="km", db_default="km")
    consumption_unit = fields.CharField(max_length=8, default="l_100", db_default="l_100")
    currency = fields.CharField(max_length=3, default="EUR", db_default="EUR")
    # False between a 403 from Telegram (the bot was blocked) and the person's next message: nothing is pushed.
    reachable = fields.BooleanField(default=True)
    # The last day (UTC) on which they wrote; None: not since days are noted.
    seen_on = fields.DateField(null=True)
    # Set by an administrator: until it is taken back, nothing is done for this person and nothing pushed to them.
    blocked_at = fields.DatetimeField(null=True)
    # The version of the privacy notice that they agreed to (0: none yet), and when.
    consent_version = fields.SmallIntField(default=0, db_default=0)
    consented_at = fields.DatetimeField(null=True)
    # Whether what is pushed also goes by mail, to an address that is linked.
    mail_copies = fields.BooleanField(default=False, db_default=False)
    # The vehicle meant when none is named; one that is archived or gone counts as none.
    default_vehicle_id = fields.BigIntField(null=True)
    # What they said about an AI service that may be asked for them ("yes", "no"; None: not asked yet).
    ai_consent = fields.CharField(max_length=3, null=True)
    # Whether a vehicle of somebody else was ever shared with them, or one of theirs with others: all others are spared
    # the question.
    guest = fields.BooleanField(default=False, db_default=False)
    host = fields.BooleanField(default=False, db_default=False)
    # When it is to be deleted, as its person wished; and when it was, where payments had to stay without a name.
    leaves_at = fields.DatetimeField(null=True)
    left_at = fields.DatetimeField(null=True)
    # What they typed to be noted before they had a vehicle, until it is noted: see `core/services/early_lines.py`.
    early_lines = fields.TextField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "account"
        indexes = [Index(fields=("digest_at",)), Index(fields=("leaves_at",)), Index(fields=("username",))]
