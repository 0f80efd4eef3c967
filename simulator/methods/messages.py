"""Sending what is not a file: texts, places, contacts, drafts and signs of life."""

from simulator.call import Answer, Call
from simulator.entities import formatted, to_html
from simulator.wire import Raw, forbid, refuse, reject
from simulator.world import Chat, Stored

_SERVICE_KEYS = ("message_id", "from", "chat", "date", "edit_date", "reply_to_message", "reply_markup")


def send_message(call: Call) -> Raw:
    """Send a text."""
    chat = call.chat()
    text, entities = call.text()
    content: Raw = {"text": text, "entities": entities} if entities else {"text": text}
    if options := call.params.get("link_preview_options"):
        content["link_preview_options"] = options
    return call.post(chat, content)


def send_location(call: Call) -> Raw:
    """Send a point on the map."""
    return call.post(call.chat(), {"location": _location(call.params)})


def send_venue(call: Call) -> Raw:
    """Send a place with its name and address."""
    kept = ("title", "address", "foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
    location = _location(call.params)
    venue = {"location": location} | {key: call.params[key] for key in kept if key in call.params}
    return call.post(call.chat(), {"location": location, "venue": venue})


def send_contact(call: Call) -> Raw:
    """Send a phone number with a name."""
    kept = ("phone_number", "first_name", "last_name", "vcard")
    return call.post(call.chat(), {"contact": {key: call.params[key] for key in kept if key in call.params}})


def _location(params: Raw) -> Raw:
    latitude, longitude = params["latitude"], params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        reject("wrong location specified")
    kept = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading")
    return {key: params[key] for key in kept if key in params}


def send_chat_action(call: Call) -> bool:
    """Show for five seconds that the bot is busy."""
    chat = call.chat()
    chat.actions.append(call.params["action"])
    call.world.emit({"type": "action", "chat_id": chat.id, "action": call.params["action"]})
    return True


def send_message_draft(call: Call) -> bool:
    """Show a text that is still being written."""
    chat = call.chat()
    if not chat.private or not call.params["draft_id"]:
        reject("RANDOM_ID_INVALID" if chat.private else "method is available only in private chats")
    params = call.params
    text, entities = formatted(params.get("text", ""), params.get("parse_mode"), params.get("entities"))
    if len(text) > 4096:
        reject("message is too long")
    draft: Raw = {"draft_id": params["draft_id"], "text": text, "entities": entities}
    chat.drafts.append(draft)
    call.world.emit({"type": "draft", "chat_id": chat.id, **draft, "html": to_html(text, entities)})
    return True


def delete_message(call: Call) -> bool:
    """Delete one message."""
    chat = _chat(call)
    stored = chat.message(call.params["message_id"])
    if stored is None:
        refuse("message to delete not found")
    _check_age(call, stored)
    call.world.remove(chat, stored)
    return True


def delete_messages(call: Call) -> bool:
    """Delete up to 100 messages; those that are gone are passed over."""
    chat = _chat(call)
    if not 1 <= len(call.params["message_ids"]) <= 100:
        reject("too many message identifiers specified")
    for message_id in call.params["message_ids"]:
        if stored := chat.message(message_id):
            _check_age(call, stored)
            call.world.remove(chat, stored)
    return True


def _chat(call: Call) -> Chat:
    return call.chat()


def _check_age(call: Call, stored: Stored) -> None:
    if call.world.today() - stored.data["date"] > 48 * 3600:
        refuse("message can't be deleted for everyone")


def copy_message(call: Call) -> Raw:
    """Send a message's content again without its sender."""
    return {"message_id": _again(call, {})["message_id"]}


def forward_message(call: Call) -> Raw:
    """Send a message again with its origin."""
    source = _source(call)
    if source.data.get("has_protected_content"):
        refuse("message can't be forwarded")
    origin = {"type": "user", "sender_user": source.data["from"], "date": source.data["date"]}
    return _again(call, {"forward_origin": origin})


def _source(call: Call) -> Stored:
    origin = call.world.chat_for_bot(call.params["from_chat_id"])
    stored = origin.message(call.params["message_id"])
    if stored is None:
        refuse(f"message to {call.method.removesuffix('Message').lower()} not found")
    return stored


def _again(call: Call, more: Raw) -> Raw:
    kept = {key: value for key, value in _source(call).data.items() if key not in _SERVICE_KEYS}
    if call.params.get("caption") is not None:
        kept = {key: value for key, value in kept.items() if key not in ("caption", "caption_entities")}
        kept |= call.caption()
    return call.post(call.chat(), kept | more)


def set_message_reaction(call: Call) -> bool:
    """Put a reaction on a message, or take it away."""
    chat = call.chat()
    stored = chat.message(call.params["message_id"])
    if stored is None:
        refuse("message to react not found")
    reactions = call.params.get("reaction") or []
    if len(reactions) > 1 or any(one.get("emoji") not in REACTIONS for one in reactions):
        reject("REACTION_INVALID")
    stored.reaction = reactions[0]["emoji"] if reactions else ""
    call.world.refresh(chat, stored)
    return True


def pin_chat_message(call: Call) -> bool:
    """Pin a message."""
    return _pin(call, pinned=True)


def unpin_chat_message(call: Call) -> bool:
    """Unpin a message, the newest pinned one when none is named."""
    return _pin(call, pinned=False)


def _pin(call: Call, *, pinned: bool) -> bool:
    chat = call.chat()
    if "message_id" in call.params:
        stored = chat.message(call.params["message_id"])
    else:
        stored = next((one for one in chat.newest_first() if one.pinned), None)
    if stored is None:
        refuse(f"message to {'pin' if pinned else 'unpin'} not found")
    stored.pinned = pinned
    call.world.refresh(chat, stored)
    return True


def unpin_all(call: Call) -> bool:
    """Unpin every message."""
    chat = call.chat()
    for stored in chat.newest_first():
        if stored.pinned:
            stored.pinned = False
            call.world.refresh(chat, stored)
    return True


def leave_chat(call: Call) -> bool:
    """Leave a group."""
    chat = call.chat()
    if chat.private:
        forbid("bot can't leave a private chat")
    chat.left = True
    call.world.emit({"type": "left", "chat_id": chat.id})
    return True


REACTIONS = frozenset(
    {
        "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢",
        "🎉", "🤩", "🤮", "💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳",
        "❤‍🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆", "💔", "🤨", "😐", "🍓",
        "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨‍💻", "👀", "🎃", "🙈",
        "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿",
        "🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾", "🤷‍♂", "🤷", "🤷‍♀",
        "😡",
    }
)  # fmt: skip

METHODS: dict[str, Answer] = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendContact": send_contact,
    "sendChatAction": send_chat_action,
    "sendMessageDraft": send_message_draft,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "setMessageReaction": set_message_reaction,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all,
    "leaveChat": leave_chat,
}
