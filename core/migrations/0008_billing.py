from typing import Any

from core.db import steps
from core.domain.plans import CATALOGUE, Feature, Interval, Level
from core.domain.subscription_states import Status
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


async def seed(_: Any, editor: Any) -> None:
    """Offer the plans of the table in core/domain/plans.py; what administrators change later is theirs."""
    client = editor.client
    lite = client.capabilities.dialect == "sqlite"

    async def add(table: str, **values: Any) -> None:
        columns = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" if lite else f"${place}" for place in range(1, len(values) + 1))
        await client.execute_query(f'INSERT INTO "{table}"({columns}) VALUES({marks})', list(values.values()))

    for level, terms in CATALOGUE.items():
        await add("plan", level=level.value, popular=terms.popular, active=True)
        for feature, amount in terms.limits.items():
            await add("plan_limit", plan_id=level.value, feature=feature.value, amount=amount)
        for price in terms.prices:
            await add(
                "plan_price",
                plan_id=level.value,
                interval=price.interval.value,
                amount_cents=price.money.cents,
                currency=price.money.currency,
                active=True,
            )


async def leave(_: Any, __: Any) -> None:
    """Nothing to take back: the tables go."""


class Migration(steps.Migration):
    dependencies = [("models", "0007_reading_line")]

    operations = [
        ops.CreateModel(
            name='BillingCustomer',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('owner', fields.ForeignKeyField('models.Account', source_field='owner_id', db_constraint=True, to_field='id', related_name='customers', on_delete=OnDelete.CASCADE)),
                ('customer_id', fields.CharField(unique=True, max_length=120)),
                ('live', fields.BooleanField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'billing_customer', 'app': 'models', 'unique_together': (('owner', 'live'),), 'pk_attr': 'id', 'table_description': 'Under which name a payment service knows a person.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='BillingEvent',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('event_id', fields.CharField(unique=True, max_length=255)),
                ('kind', fields.CharField(max_length=80)),
                ('subject', fields.CharField(max_length=255)),
                ('customer', fields.CharField(null=True, max_length=255)),
                ('payload', fields.TextField(unique=False)),
                ('state', fields.CharField(max_length=10)),
                ('attempts', fields.IntField(default=0)),
                ('error', fields.CharField(null=True, max_length=300)),
                ('happened_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('received_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('handled_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'billing_event', 'app': 'models', 'indexes': [Index(fields=['state', 'received_at'])], 'pk_attr': 'id', 'table_description': 'What a payment service told us, stored before it was answered, handled once.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Plan',
            fields=[
                ('level', fields.CharEnumField(primary_key=True, unique=True, db_index=True, description='FREE: free\nSTANDARD: standard\nPREMIUM: premium', enum_type=Level, max_length=10)),
                ('popular', fields.BooleanField(default=False)),
                ('active', fields.BooleanField(default=True)),
            ],
            options={'table': 'plan', 'app': 'models', 'pk_attr': 'level', 'table_description': 'A plan as it is offered, edited by administrators.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PlanLimit',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('plan', fields.ForeignKeyField('models.Plan', source_field='plan_id', db_constraint=True, to_field='level', related_name='limits', on_delete=OnDelete.CASCADE)),
                ('feature', fields.CharEnumField(description='VEHICLES: vehicles\nDOCUMENTS: documents\nSTORAGE: storage\nRECORDS: records\nREADINGS: readings\nAI_MESSAGES: ai_messages\nAI_TRIES: ai_tries\nDIAGNOSES: diagnoses\nANALYSES: analyses\nPRIORITY: priority', enum_type=Feature, max_length=20)),
                ('amount', fields.BigIntField(null=True)),
            ],
            options={'table': 'plan_limit', 'app': 'models', 'unique_together': (('plan', 'feature'),), 'pk_attr': 'id', 'table_description': 'How much of a feature a plan gives, null for no limit.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PlanPrice',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('plan', fields.ForeignKeyField('models.Plan', source_field='plan_id', db_constraint=True, to_field='level', related_name='prices', on_delete=OnDelete.CASCADE)),
                ('interval', fields.CharEnumField(description='MONTH: month\nYEAR: year', enum_type=Interval, max_length=6)),
                ('amount_cents', fields.BigIntField()),
                ('currency', fields.CharField(max_length=3)),
                ('active', fields.BooleanField(default=True)),
                ('stripe_test_id', fields.CharField(null=True, unique=True, max_length=120)),
                ('stripe_live_id', fields.CharField(null=True, unique=True, max_length=120)),
            ],
            options={'table': 'plan_price', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What a plan costs each interval. A price that was paid once is never changed, only no longer offered.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='BillingRequest',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('owner', fields.ForeignKeyField('models.Account', source_field='owner_id', db_constraint=True, to_field='id', related_name='requests', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharField(max_length=12)),
                ('state', fields.CharField(max_length=10)),
                ('provider', fields.CharField(max_length=10)),
                ('token', fields.CharField(unique=True, max_length=40)),
                ('price', fields.ForeignKeyField('models.PlanPrice', source_field='price_id', null=True, db_constraint=True, to_field='id', related_name='requests', on_delete=OnDelete.CASCADE)),
                ('external_id', fields.CharField(null=True, unique=True, max_length=255)),
                ('answer', fields.TextField(null=True, unique=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('done_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'billing_request', 'app': 'models', 'indexes': [Index(fields=['owner_id', 'kind', 'state'])], 'pk_attr': 'id', 'table_description': 'Something a person asked of a payment service. Its `token` is what the service gives back to us.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Subscription',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('owner', fields.ForeignKeyField('models.Account', source_field='owner_id', db_constraint=True, to_field='id', related_name='subscriptions', on_delete=OnDelete.CASCADE)),
                ('provider', fields.CharField(max_length=10)),
                ('external_id', fields.CharField(unique=True, max_length=120)),
                ('level', fields.CharEnumField(description='FREE: free\nSTANDARD: standard\nPREMIUM: premium', enum_type=Level, max_length=10)),
                ('interval', fields.CharEnumField(description='MONTH: month\nYEAR: year', enum_type=Interval, max_length=6)),
                ('amount_cents', fields.BigIntField()),
                ('currency', fields.CharField(max_length=3)),
                ('status', fields.CharEnumField(description='INCOMPLETE: incomplete\nTRIALING: trialing\nACTIVE: active\nPAST_DUE: past_due\nUNPAID: unpaid\nPAUSED: paused\nCANCELLED: cancelled\nEXPIRED: expired', enum_type=Status, max_length=12)),
                ('live', fields.BooleanField()),
                ('period_end', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('cancels', fields.BooleanField(default=False)),
                ('grace_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('holder_id', fields.BigIntField(null=True, unique=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'subscription', 'app': 'models', 'indexes': [Index(fields=['owner_id', 'status']), Index(fields=['status', 'period_end'])], 'pk_attr': 'id', 'table_description': 'A subscription as its payment service last told it. `holder_id` is set while it holds the one place.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='BillingNotice',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('owner', fields.ForeignKeyField('models.Account', source_field='owner_id', db_constraint=True, to_field='id', related_name='notices', on_delete=OnDelete.CASCADE)),
                ('subscription', fields.ForeignKeyField('models.Subscription', source_field='subscription_id', null=True, db_constraint=True, to_field='id', related_name='notices', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharField(max_length=30)),
                ('key', fields.CharField(unique=True, max_length=200)),
                ('level', fields.CharEnumField(null=True, description='FREE: free\nSTANDARD: standard\nPREMIUM: premium', enum_type=Level, max_length=10)),
                ('amount_cents', fields.BigIntField(null=True)),
                ('currency', fields.CharField(null=True, max_length=3)),
                ('instant', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('url', fields.TextField(null=True, unique=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'billing_notice', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What a person was told about a payment, once per `key`.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Payment',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('owner', fields.ForeignKeyField('models.Account', source_field='owner_id', db_constraint=True, to_field='id', related_name='payments', on_delete=OnDelete.CASCADE)),
                ('subscription', fields.ForeignKeyField('models.Subscription', source_field='subscription_id', null=True, db_constraint=True, to_field='id', related_name='payments', on_delete=OnDelete.CASCADE)),
                ('provider', fields.CharField(max_length=10)),
                ('external_id', fields.CharField(unique=True, max_length=255)),
                ('amount_cents', fields.BigIntField()),
                ('currency', fields.CharField(max_length=3)),
                ('paid_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('refunded_cents', fields.BigIntField(default=0)),
            ],
            options={'table': 'payment', 'app': 'models', 'indexes': [Index(fields=['owner_id', 'paid_at'])], 'pk_attr': 'id', 'table_description': 'Money or Stars that came in for a subscription, once per name that the payment service gave it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='UsageCount',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('owner', fields.ForeignKeyField('models.Account', source_field='owner_id', db_constraint=True, to_field='id', related_name='usage', on_delete=OnDelete.CASCADE)),
                ('feature', fields.CharField(max_length=40)),
                ('month', fields.CharField(max_length=8)),
                ('used', fields.IntField()),
            ],
            options={'table': 'usage_count', 'app': 'models', 'unique_together': (('owner', 'feature', 'month'),), 'pk_attr': 'id', 'table_description': 'How much of a feature a person used in a month, or ever.'},
            bases=['Model'],
        ),
        ops.RunPython(seed, reverse_code=leave),
    ]
