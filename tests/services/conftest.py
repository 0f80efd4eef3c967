from tests.postgres.databases import database, database_url, empty_database_url, migrated_file
from tests.postgres.server import postgres

__all__ = ["database", "database_url", "empty_database_url", "migrated_file", "postgres"]
