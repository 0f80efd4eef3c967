"""A day that does not move, and somebody with a car on it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from core.models import Account, Vehicle

TODAY = date(2026, 11, 26)


@dataclass(frozen=True, slots=True)
class StandingClock:
    """A clock that shows noon of the day."""

    def now(self) -> datetime:
        return datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


async def owner(telegram_id: int = 1) -> Account:
    return await Account.create(
        telegram_id=telegram_id, first_name="Camille", language="fr", created_at=StandingClock().now()
    )


async def car(owner: Account, energy: str | None = "petrol") -> Vehicle:
    return await Vehicle.create(owner_id=owner.id, make="Peugeot", energy=energy, created_at=StandingClock().now())
