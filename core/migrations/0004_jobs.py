from core.db import steps
from tortoise import fields
from tortoise.migrations import operations as ops


class Migration(steps.Migration):
    dependencies = [("models", "0003_costs")]

    operations = [
        ops.CreateModel(
            name="Lease",
            fields=[
                ("name", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)),
                ("owner", fields.BigIntField()),
                ("seen_at", fields.BigIntField()),
            ],
            options={
                "table": "lease",
                "app": "models",
                "pk_attr": "name",
                "table_description": "Who of several processes does what only one may do, and when it was last seen.",
            },
            bases=["Model"],
        ),
    ]
