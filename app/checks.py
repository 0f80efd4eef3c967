"""What `/health` and the administration look at: each check raises what is wrong with its part."""

from app.assembled import Parts
from core import db
from webhooks.health import Check


def checks_of(parts: Parts) -> dict[str, Check]:
    """Every part by its name."""

    async def database() -> dict[str, float]:
        await db.fetch("SELECT 1 AS one")
        return {".".join(key): level for key, level in parts.soundings.database().items()}

    async def telegram() -> None:
        await parts.api.call("getMe", {}, read=3)

    async def queue() -> dict[str, float]:
        levels = {**await parts.soundings.jobs(), **await parts.soundings.outgoing()}
        levels |= await parts.soundings.documents()
        return {".".join(key): level for key, level in levels.items()}

    async def stripe() -> None:
        if parts.payments.billing is not None:
            await parts.payments.billing.ping()

    own = {"db": database, "queue": queue, "schedule": parts.schedule.health}
    return {**own, "telegram": telegram, "stripe": stripe}
