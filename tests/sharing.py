"""Two people and a vehicle between them."""

from core.domain.sharing import InviteKind, Role
from core.i18n import translator
from core.models import Vehicle
from core.services.sharing import PREFIX
from tests.conftest import Chat
from tests.making import account


def somebody(chat: Chat, name: str) -> Chat:
    """Another person, in the same language."""
    return Chat(chat.bot, chat.bot.sim.user(name, lang=chat.t.language), translator(chat.t.language))


async def word_of(chat: Chat, car: Vehicle, role: Role = Role.WRITER, kind: InviteKind = InviteKind.SHARE) -> str:
    """The word of a new link for a vehicle."""
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    _, token = await services.sharing.invite(owner, car.id, kind, role)
    return f"{PREFIX}{token}"


async def joined(chat: Chat, car: Vehicle, name: str, role: Role) -> Chat:
    """Somebody who has a part in a vehicle."""
    other = somebody(chat, name)
    await account(other)
    services = chat.bot.runtime.parts.services
    token = (await word_of(chat, car, role)).removeprefix(PREFIX)
    await services.sharing.accept(await account(other), token)
    await chat.bot.settle()
    return other
