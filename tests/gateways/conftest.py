from tests.gateways.engines import store
from tests.postgres.databases import database, database_url, migrated_file
from tests.postgres.server import postgres

__all__ = ["database", "database_url", "migrated_file", "postgres", "store"]
