from core.db.fresh import SCHEMA
from tools.fresh_schema import migrated_schema


def test_a_new_file_is_what_the_migrations_would_have_made():
    assert SCHEMA.read_text("utf-8") == migrated_schema(), "run python -m tools.fresh_schema"
