from core.db import steps
from tortoise.migrations import operations as ops
from core.db.columns import AddColumn
from core.domain.states import ArchiveReason, EntryState
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(steps.Migration):
    dependencies = [('models', '0001_initial')]

    operations = [
        AddColumn('Account', 'default_vehicle_id', fields.BigIntField(null=True)),
        AddColumn('Vehicle', 'nickname', fields.CharField(null=True, max_length=40)),
        AddColumn('Vehicle', 'country', fields.CharField(null=True, max_length=2)),
        AddColumn('Vehicle', 'purchased_on', fields.DateField(null=True)),
        AddColumn('Vehicle', 'purchase_cents', fields.BigIntField(null=True)),
        AddColumn('Vehicle', 'purchase_currency', fields.CharField(null=True, max_length=3)),
        AddColumn('Vehicle', 'disposed_on', fields.DateField(null=True)),
        AddColumn('Vehicle', 'sale_cents', fields.BigIntField(null=True)),
        AddColumn('Vehicle', 'sale_currency', fields.CharField(null=True, max_length=3)),
        AddColumn('Vehicle', 'archived_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        AddColumn('Vehicle', 'archive_reason', fields.CharEnumField(null=True, description='SOLD: sold\nSCRAPPED: scrapped\nOTHER: other', enum_type=ArchiveReason, max_length=10)),
        AddColumn('Vehicle', 'deleted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        # Only the deleted ones: with a whole index SQLite would look up every vehicle that is not deleted, to find a person's.
        ops.RunSQL(
            sql='CREATE INDEX "idx_vehicle_deleted" ON "vehicle" ("deleted_at") WHERE "deleted_at" IS NOT NULL',
            reverse_sql='DROP INDEX "idx_vehicle_deleted"',
        ),
        ops.CreateModel(
            name='CatalogueEntry',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('make', fields.CharField(max_length=60)),
                ('model', fields.CharField(max_length=80)),
                ('make_key', fields.CharField(max_length=60)),
                ('model_key', fields.CharField(max_length=80)),
                ('state', fields.CharEnumField(db_index=True, description='PROPOSED: proposed\nAPPROVED: approved\nREFUSED: refused', enum_type=EntryState, max_length=10)),
                ('proposed_by', fields.ForeignKeyField('models.Account', source_field='proposed_by_id', null=True, db_constraint=True, to_field='id', related_name='proposed_entries', on_delete=OnDelete.SET_NULL)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'catalogue_entry', 'app': 'models', 'unique_together': (('make_key', 'model_key'),), 'pk_attr': 'id', 'table_description': 'A make, or a model of one (empty for the make alone), once however often it is typed.'},
            bases=['Model'],
        ),
    ]
