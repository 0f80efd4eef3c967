"""How busy the database's connections are."""

from dataclasses import dataclass

from core import db
from core.db.sqlite_immediate import SqliteImmediateClient


@dataclass(frozen=True, slots=True)
class PoolUse:
    """Connections of this process that work and that rest, and tasks that wait for one (known for SQLite alone)."""

    busy: int
    idle: int
    waiting: int = 0


def pool_use() -> PoolUse:
    """The present use; outside a transaction."""
    client = db.client()
    if isinstance(client, SqliteImmediateClient):
        busy = int(client.turns.locked())
        return PoolUse(busy, 1 - busy, client.turns.waiting)
    pool = getattr(client, "_pool", None)
    if pool is None:
        return PoolUse(0, 0)
    idle = int(pool.get_idle_size())
    return PoolUse(int(pool.get_size()) - idle, idle)
