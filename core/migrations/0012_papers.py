from core.db import steps
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.db.columns import AddColumn, Redescribe
from core.db.full_text import DOCUMENTS, KeepIndexed
from core.domain.states import DocumentState


class Migration(steps.Migration):
    """Documents are pages with a text that is searched, have names and last days, and teach about their garages."""

    dependencies = [("models", "0011_made_files")]

    operations = [
        AddColumn("Vehicle", "insurer", fields.CharField(null=True, max_length=80)),
        AddColumn("Vehicle", "policy_number", fields.CharField(null=True, max_length=60)),
        Redescribe("Document", "state", fields.CharEnumField(description="RECEIVED: received\nPROPOSED: proposed\nKEPT: kept\nDISCARDED: discarded\nREFUSED: refused\nJOINED: joined\nDELETED: deleted", enum_type=DocumentState, max_length=12)),
        AddColumn("Document", "label", fields.CharField(null=True, max_length=120)),
        AddColumn("Document", "expires_on", fields.DateField(null=True)),
        AddColumn("Document", "look", fields.CharField(null=True, max_length=64)),
        AddColumn("Document", "vendor", fields.CharField(null=True, max_length=64)),
        AddColumn("Document", "same_as", fields.BigIntField(null=True)),
        AddColumn("Document", "same_by", fields.CharField(null=True, max_length=10)),
        AddColumn("Document", "part_of", fields.BigIntField(null=True)),
        AddColumn("Document", "kept_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        AddColumn("Document", "analysed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        AddColumn("Document", "wanted_kind", fields.CharField(null=True, max_length=20)),
        AddColumn("Document", "keeps_holder", fields.BooleanField(default=False, db_default=False)),
        AddColumn("Document", "made_id", fields.BigIntField(null=True)),
        AddColumn("Document", "stored_bytes", fields.BigIntField(default=0, db_default=0)),
        AddColumn("Document", "deleted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        ops.AddIndex("Document", Index(fields=["part_of"])),
        ops.CreateModel(
            name="DocumentPage",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("document", fields.ForeignKeyField("models.Document", source_field="document_id", db_constraint=True, to_field="id", related_name="page_copies", on_delete=OnDelete.CASCADE)),
                ("number", fields.SmallIntField()),
                ("stored", fields.CharField(max_length=40)),
                ("size", fields.IntField()),
            ],
            options={"table": "document_page", "app": "models", "unique_together": (("document", "number"),), "pk_attr": "id", "table_description": "One page of a document: the name of our encrypted clean copy and the bytes it takes."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DocumentText",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("document", fields.OneToOneField("models.Document", source_field="document_id", db_constraint=True, to_field="id", related_name="written", on_delete=OnDelete.CASCADE)),
                ("content", fields.TextField(unique=False)),
                ("words", fields.TextField(unique=False)),
            ],
            options={"table": "document_text", "app": "models", "pk_attr": "id", "table_description": "What was read on a document, and its words without accents, which the full-text index follows."},
            bases=["Model"],
        ),
        KeepIndexed(DOCUMENTS),
        ops.CreateModel(
            name="Garage",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="garages", on_delete=OnDelete.CASCADE)),
                ("vendor", fields.CharField(max_length=64)),
                ("siret", fields.CharField(null=True, max_length=14)),
                ("name", fields.CharField(max_length=200)),
                ("address", fields.CharField(null=True, max_length=300)),
                ("phone", fields.CharField(null=True, max_length=32)),
                ("kept", fields.BooleanField(default=False, db_default=False)),
                ("seen_on", fields.DateField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "garage", "app": "models", "unique_together": (("owner", "vendor"),), "pk_attr": "id", "table_description": "A garage that one person's papers named. `vendor` is its SIRET, or its folded name where none was printed."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="VendorLesson",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("owner", fields.ForeignKeyField("models.Account", source_field="owner_id", db_constraint=True, to_field="id", related_name="lessons", on_delete=OnDelete.CASCADE)),
                ("vendor", fields.CharField(max_length=64)),
                ("about", fields.CharField(max_length=80)),
                ("learned", fields.TextField(unique=False)),
                ("learned_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "vendor_lesson", "app": "models", "unique_together": (("owner", "vendor", "about"),), "pk_attr": "id", "table_description": "What one person's correction taught about the papers of a vendor."},
            bases=["Model"],
        ),
    ]
