"""Updates as Telegram sends them, also those that the simulator's people cannot cause."""

import itertools
from collections.abc import Mapping
from typing import Any

from bot.updates import accept
from core import db
from tests.conftest import PATIENCE, Bot, Chat

_numbers = itertools.count(900_000_000)


def user(chat: Chat, **more: object) -> dict[str, object]:
    """The person of a chat, as an update names them."""
    known = {"id": chat.person.id, "is_bot": False, "first_name": chat.person.name}
    # Their name on Telegram too: an account that seems to change it with every tap is written each time.
    known["username"] = chat.bot.sim.world.users[chat.person.id].api["username"]
    return known | {"language_code": chat.t.language} | more


def private(chat: Chat) -> dict[str, object]:
    """Their chat with the bot."""
    return {"id": chat.person.id, "type": "private", "first_name": chat.person.name}


def message(chat: Chat, **content: object) -> dict[str, object]:
    """A message of theirs with this content."""
    known = {"message_id": next(_numbers), "date": 1_790_000_000, "chat": private(chat), "from": user(chat)}
    return {"message": known | content}


def tap(chat: Chat, data: str) -> dict[str, object]:
    """A tap with any data, on the bot's newest message that has words; the simulator waits for its answer."""
    world, person = chat.bot.sim.world, chat.person
    known = world.chats[person.id]
    stored = next(one for one in known.newest_first() if one.from_bot and not {"venue", "contact"} & one.data.keys())
    query, _ = world.open_query(world.users[person.id], known, stored, data)
    # The simulator has queued it by itself; ours comes instead, with an id of its own.
    world.updates.pending.popitem()
    payload = {"id": query.id, "from": world.users[person.id].api, "message": stored.data, "chat_instance": "1"}
    return {"callback_query": payload | {"data": data}}


async def arrives(bot: Bot, *updates: Mapping[str, Any], patience: float = PATIENCE) -> None:
    """Take these in as polling does, and let the bot be done with them."""
    async with db.transaction():
        for update in updates:
            await accept(bot.runtime.parts.jobs, {"update_id": next(_numbers), **update})
    await bot.settle(patience)


async def rows(*without: str) -> dict[str, list[dict[str, Any]]]:
    """Everything in the database but some tables, to compare before and after."""
    found = await db.fetch("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    names = sorted(row["name"] for row in found)
    return {name: list(await db.fetch(f"SELECT * FROM {name} ORDER BY 1")) for name in names if name not in without}
