from core.db import steps
from tortoise.migrations import operations as ops
from core.domain.energy import Energy
from core.domain.fuel import FuelUnit
from core.domain.recurring import CostType
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(steps.Migration):
    dependencies = [('models', '0002_vehicles')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Cost',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vehicle', fields.ForeignKeyField('models.Vehicle', source_field='vehicle_id', db_constraint=True, to_field='id', related_name='costs', on_delete=OnDelete.CASCADE)),
                ('reminder', fields.ForeignKeyField('models.Reminder', source_field='reminder_id', null=True, db_constraint=True, to_field='id', related_name='costs', on_delete=OnDelete.SET_NULL)),
                ('kind', fields.CharEnumField(description='INSURANCE: insurance\nTAX: tax\nPARKING: parking\nTOLL: toll\nFINE: fine\nCREDIT: credit\nWASH: wash\nCHARGING_SUBSCRIPTION: charging_subscription\nREGISTRATION: registration\nOTHER: other', enum_type=CostType, max_length=24)),
                ('label', fields.CharField(null=True, max_length=120)),
                ('amount_cents', fields.BigIntField()),
                ('currency', fields.CharField(max_length=3)),
                ('paid_on', fields.DateField()),
                ('period_months', fields.SmallIntField(null=True)),
                ('ends_on', fields.DateField(null=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('deleted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'cost', 'app': 'models', 'indexes': [Index(fields=['vehicle_id', 'paid_on']), Index(fields=['reminder_id'])], 'pk_attr': 'id', 'table_description': 'A cost paid once, or every `period_months` from `paid_on` until `ends_on` (both included).'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='FillUp',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vehicle', fields.ForeignKeyField('models.Vehicle', source_field='vehicle_id', db_constraint=True, to_field='id', related_name='fills', on_delete=OnDelete.CASCADE)),
                ('reading', fields.ForeignKeyField('models.OdometerReading', source_field='reading_id', null=True, db_constraint=True, to_field='id', related_name='fills', on_delete=OnDelete.SET_NULL)),
                ('filled_on', fields.DateField()),
                ('energy', fields.CharEnumField(description='PETROL: petrol\nDIESEL: diesel\nHYBRID: hybrid\nPLUG_IN_HYBRID: plug_in_hybrid\nELECTRIC: electric\nLPG: lpg\nCNG: cng\nETHANOL: ethanol\nHYDROGEN: hydrogen\nOTHER: other', enum_type=Energy, max_length=20)),
                ('unit', fields.CharEnumField(description='LITRE: l\nKWH: kWh\nKG: kg', enum_type=FuelUnit, max_length=3)),
                ('quantity_milli', fields.BigIntField(null=True)),
                ('total_cents', fields.BigIntField(null=True)),
                ('currency', fields.CharField(max_length=3)),
                ('unit_price', fields.DecimalField(null=True, max_digits=12, decimal_places=3)),
                ('full', fields.BooleanField(null=True)),
                ('missed', fields.BooleanField(default=False)),
                ('kilometres', fields.IntField(null=True)),
                ('station', fields.CharField(null=True, max_length=120)),
                ('place', fields.CharField(null=True, max_length=8)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('deleted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'fill_up', 'app': 'models', 'indexes': [Index(fields=['vehicle_id', 'filled_on']), Index(fields=['reading_id'])], 'pk_attr': 'id', 'table_description': 'A fill-up or charge: quantity in thousandths of its unit, or what was paid, or both.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='HomeTariff',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('owner', fields.OneToOneField('models.Account', source_field='owner_id', db_constraint=True, to_field='id', related_name='home_tariff', on_delete=OnDelete.CASCADE)),
                ('unit_price', fields.DecimalField(max_digits=12, decimal_places=3)),
                ('currency', fields.CharField(max_length=3)),
            ],
            options={'table': 'home_tariff', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What a person pays for a kilowatt-hour at home, taken for charges that come without a price.'},
            bases=['Model'],
        ),
    ]
