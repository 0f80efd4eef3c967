"""Looking at chats and their members."""

from simulator.call import Answer, Call
from simulator.wire import Raw, refuse

_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def get_chat(call: Call) -> Raw:
    """Return what is known of a chat."""
    chat = call.world.chats.get(call.params["chat_id"])
    if chat is None or not chat.started:
        refuse("chat not found")
    full: Raw = {
        **chat.api,
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, True),
    }
    pinned = next((one for one in chat.newest_first() if one.pinned), None)
    return full | {"pinned_message": pinned.data} if pinned else full


def get_chat_member(call: Call) -> Raw:
    """Return how a person belongs to a chat."""
    chat = call.chat()
    members = [call.world.bot, *(user.api for user in chat.members)]
    found = next((one for one in members if one["id"] == call.params["user_id"]), None)
    if found is None:
        refuse("PARTICIPANT_ID_INVALID")
    return {"status": "member", "user": found}


def get_chat_member_count(call: Call) -> int:
    """Count the members, the bot included."""
    return len(call.chat().members) + 1


def get_user_profile_photos(call: Call) -> Raw:
    """Return no photos: the people here have none."""
    return {"total_count": 0, "photos": []}


METHODS: dict[str, Answer] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "getUserProfilePhotos": get_user_profile_photos,
}
