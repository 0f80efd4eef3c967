"""What the page and the test API read of a chat at one moment."""

from simulator.methods.profile import commands_for, spoken
from simulator.wire import Raw
from simulator.world import Chat, World


def chat_snapshot(world: World, chat: Chat) -> Raw:
    """Return a chat with all its messages."""
    shown: Raw = {
        "id": chat.id,
        "title": chat.api.get("title") or chat.api["first_name"],
        "private": chat.private,
        "started": chat.started,
        "blocked": chat.blocked,
        "left": chat.left,
        "keyboard": chat.keyboard,
        "messages": messages(world, chat),
        "toasts": chat.toasts,
        "drafts": chat.drafts,
        "actions": chat.actions,
        "members": [user.id for user in chat.members],
    }
    return shown | (_profile(world, chat) if chat.private else {"commands": []})


def _profile(world: World, chat: Chat) -> Raw:
    user = chat.members[0]
    profile = world.profile
    return {
        "commands": commands_for(world, user),
        "bot_name": spoken(profile.names, user.language_code, world.bot["first_name"]),
        "description": spoken(profile.descriptions, user.language_code),
        "about": spoken(profile.short_descriptions, user.language_code),
    }


def messages(world: World, chat: Chat) -> list[Raw]:
    """Return the messages that are still there, oldest first."""
    return [world.view(stored) for stored in chat.messages.values() if not stored.deleted]


def activity(world: World, chat: Chat, after: int) -> list[Raw]:
    """Return what the bot did since, each as it was at that moment."""
    return [{"kind": one.kind, "message": world.view(one.stored, one.data)} for one in chat.activity[after:]]


def people(world: World) -> list[Raw]:
    """Return who is there."""
    return [
        {"id": user.id, "name": user.first_name, "lang": user.language_code, "username": user.username}
        for user in world.users.values()
    ]


def groups(world: World) -> list[Raw]:
    """Return the group chats."""
    return [
        {"id": chat.id, "title": chat.api["title"], "members": [user.id for user in chat.members]}
        for chat in world.chats.values()
        if not chat.private
    ]
