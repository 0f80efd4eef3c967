"""Plans, what is used of them, subscriptions, and what payment services told us."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from core.domain.plans import Feature, Interval, Level
from core.domain.subscription_states import Status
from core.models.account import Account


class Plan(Model):
    """A plan as it is offered, edited by administrators."""

    level = fields.CharEnumField(Level, max_length=10, primary_key=True, generated=False)
    popular = fields.BooleanField(default=False)
    active = fields.BooleanField(default=True)

    class Meta:
        """Where it is stored."""

        table = "plan"


class PlanLimit(Model):
    """How much of a feature a plan gives, null for no limit."""

    id = fields.BigIntField(primary_key=True)
    plan: fields.ForeignKeyRelation[Plan] = fields.ForeignKeyField("models.Plan", related_name="limits")
    plan_id: str
    feature = fields.CharEnumField(Feature, max_length=20)
    amount = fields.BigIntField(null=True)

    class Meta:
        """Where it is stored."""

        table = "plan_limit"
        unique_together = (("plan", "feature"),)


class PlanPrice(Model):
    """What a plan costs each interval. A price that was paid once is never changed, only no longer offered."""

    id = fields.BigIntField(primary_key=True)
    plan: fields.ForeignKeyRelation[Plan] = fields.ForeignKeyField("models.Plan", related_name="prices")
    plan_id: str
    interval = fields.CharEnumField(Interval, max_length=6)
    amount_cents = fields.BigIntField()
    currency = fields.CharField(max_length=3)
    active = fields.BooleanField(default=True)
    # Its names in Stripe, in test mode and in earnest, once they are known there.
    stripe_test_id = fields.CharField(max_length=120, null=True, unique=True)
    stripe_live_id = fields.CharField(max_length=120, null=True, unique=True)

    class Meta:
        """Where it is stored."""

        table = "plan_price"


class UsageCount(Model):
    """How much of a feature a person used in a month, or ever."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="usage")
    owner_id: int
    feature = fields.CharField(max_length=40)
    month = fields.CharField(max_length=8)
    used = fields.IntField()

    class Meta:
        """Where it is stored."""

        table = "usage_count"
        unique_together = (("owner", "feature", "month"),)


class BillingCustomer(Model):
    """Under which name a payment service knows a person."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="customers")
    owner_id: int
    customer_id = fields.CharField(max_length=120, unique=True)
    live = fields.BooleanField()
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "billing_customer"
        unique_together = (("owner", "live"),)


class Subscription(Model):
    """A subscription as its payment service last told it. `holder_id` is set while it holds the one place."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="subscriptions")
    owner_id: int
    provider = fields.CharField(max_length=10)
    external_id = fields.CharField(max_length=120, unique=True)
    level = fields.CharEnumField(Level, max_length=10)
    interval = fields.CharEnumField(Interval, max_length=6)
    amount_cents = fields.BigIntField()
    currency = fields.CharField(max_length=3)
    status = fields.CharEnumField(Status, max_length=12)
    live = fields.BooleanField()
    period_end = fields.DatetimeField(null=True)
    cancels = fields.BooleanField(default=False)
    grace_until = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    holder_id = fields.BigIntField(null=True, unique=True)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "subscription"
        indexes = [Index(fields=("owner_id", "status")), Index(fields=("status", "period_end"))]


class Payment(Model):
    """Money or Stars that came in for a subscription, once per name that the payment service gave it."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="payments")
    owner_id: int
    subscription: fields.ForeignKeyNullableRelation[Subscription] = fields.ForeignKeyField(
        "models.Subscription", related_name="payments", null=True
    )
    subscription_id: int | None
    provider = fields.CharField(max_length=10)
    external_id = fields.CharField(max_length=255, unique=True)
    amount_cents = fields.BigIntField()
    currency = fields.CharField(max_length=3)
    paid_at = fields.DatetimeField()
    refunded_cents = fields.BigIntField(default=0)

    class Meta:
        """Where it is stored."""

        table = "payment"
        indexes = [Index(fields=("owner_id", "paid_at"))]


class BillingRequest(Model):
    """Something a person asked of a payment service. Its `token` is what the service gives back to us."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="requests")
    owner_id: int
    kind = fields.CharField(max_length=12)
    state = fields.CharField(max_length=10)
    provider = fields.CharField(max_length=10)
    token = fields.CharField(max_length=40, unique=True)
    price: fields.ForeignKeyNullableRelation[PlanPrice] = fields.ForeignKeyField(
        "models.PlanPrice", related_name="requests", null=True
    )
    price_id: int | None
    external_id = fields.CharField(max_length=255, null=True, unique=True)
    answer = fields.TextField(null=True)
    created_at = fields.DatetimeField()
    done_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is stored."""

        table = "billing_request"
        indexes = [Index(fields=("owner_id", "kind", "state"))]


class BillingEvent(Model):
    """What a payment service told us, stored before it was answered, handled once."""

    id = fields.BigIntField(primary_key=True)
    event_id = fields.CharField(max_length=255, unique=True)
    kind = fields.CharField(max_length=80)
    subject = fields.CharField(max_length=255)
    customer = fields.CharField(max_length=255, null=True)
    payload = fields.TextField()
    state = fields.CharField(max_length=10)
    attempts = fields.IntField(default=0)
    error = fields.CharField(max_length=300, null=True)
    happened_at = fields.DatetimeField()
    received_at = fields.DatetimeField()
    handled_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is stored."""

        table = "billing_event"
        indexes = [Index(fields=("state", "received_at"))]


class BillingNotice(Model):
    """What a person was told about a payment, once per `key`."""

    id = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="notices")
    owner_id: int
    subscription: fields.ForeignKeyNullableRelation[Subscription] = fields.ForeignKeyField(
        "models.Subscription", related_name="notices", null=True
    )
    subscription_id: int | None
    kind = fields.CharField(max_length=30)
    key = fields.CharField(max_length=200, unique=True)
    level = fields.CharEnumField(Level, max_length=10, null=True)
    amount_cents = fields.BigIntField(null=True)
    currency = fields.CharField(max_length=3, null=True)
    instant = fields.DatetimeField(null=True)
    url = fields.TextField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is stored."""

        table = "billing_notice"
