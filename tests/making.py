"""Rows that tests begin with, made by the product's own services."""

from core.models import Account, Vehicle
from core.services.vehicles import NewVehicle
from tests.conftest import Chat


async def account(chat: Chat) -> Account:
    """The account of the person, who has just arrived."""
    services = chat.bot.runtime.parts.services
    return await services.accounts.arrive((chat.person.id, chat.person.name, chat.t.language))


async def vehicle(chat: Chat, *, plate: str, kilometres: int | None = None) -> Vehicle:
    """A vehicle of the person."""
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    made = await services.vehicles.add(owner, NewVehicle(plate=plate))
    if kilometres is not None:
        await services.odometer.record(owner, made.id, kilometres)
    return made
