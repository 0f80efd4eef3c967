"""What people can do in their chat: each deed queues the update that Telegram would send to the bot."""

import re
from collections.abc import Callable
from typing import NoReturn

from simulator.entities import typed
from simulator.files import image_size
from simulator.wire import Raw, Upload
from simulator.world import Chat, Stored, User, World

Deed = Callable[[World, User, Raw, list[Upload]], Raw]


class ImpossibleError(Exception):
    """Something that this person cannot do now, such as tapping a button that is not there."""


def impossible(why: str) -> NoReturn:
    """Say why a person cannot do it."""
    raise ImpossibleError(why)


def perform(world: World, user_id: int, deed: str, payload: Raw, uploads: list[Upload]) -> Raw:
    """Let a person do something; the answer names the update that was queued, 0 when there is none."""
    user = world.users.get(user_id)
    if user is None:
        impossible(f"there is no person {user_id}")
    if deed not in DEEDS:
        impossible(f"nobody can {deed}; possible: {', '.join(DEEDS)}")
    return DEEDS[deed](world, user, payload, uploads)


def _chat(world: World, user: User, payload: Raw) -> Chat:
    chat = world.chats.get(payload.get("chat_id", user.id))
    if chat is None or user not in chat.members:
        impossible(f"{user.first_name} is not in that chat")
    if chat.blocked:
        impossible(f"{user.first_name} has blocked the bot")
    chat.started = True
    return chat


def _send(world: World, user: User, payload: Raw, content: Raw) -> Raw:
    chat = _chat(world, user, payload)
    if (replied := chat.message(payload.get("reply_to"))) is not None:
        quoted = {key: value for key, value in replied.data.items() if key != "reply_to_message"}
        content = {**content, "reply_to_message": quoted}
    stored = world.post(chat, content, user)
    return {"update_id": _deliver(world, chat, stored, "message"), "message_id": stored.id}


def _deliver(world: World, chat: Chat, stored: Stored, kind: str) -> int:
    if not chat.private and not _heard(world, stored.data):
        return 0
    return world.updates.add(kind, stored.data, ("chat", chat.id))


def _heard(world: World, data: Raw) -> bool:
    """Whether a bot in privacy mode gets this message of a group."""
    to_bot = data.get("reply_to_message", {}).get("from", {}).get("is_bot", False)
    text = data.get("text", "")
    return to_bot or text.startswith("/") or f"@{world.bot['username']}" in text


def say(world: World, user: User, payload: Raw, _: list[Upload]) -> Raw:
    """Send a text."""
    text, entities = typed(str(payload.get("text", "")))
    if not text:
        impossible("a message needs a text")
    if len(text) <= 4096:
        return _send(world, user, payload, {"text": text, "entities": entities} if entities else {"text": text})
    # Clients cut a longer text into several messages.
    parts = [text[at : at + 4096] for at in range(0, len(text), 4096)]
    return [say(world, user, {**payload, "text": part}, []) for part in parts][-1]


def start(world: World, user: User, payload: Raw, _: list[Upload]) -> Raw:
    """Press START, with a deep link's parameter if there is one."""
    parameter = str(payload.get("parameter", ""))
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", parameter):
        impossible("a deep link's parameter has at most 64 characters of A-Z a-z 0-9 _ -")
    return say(world, user, {"text": f"/start {parameter}".strip()}, [])


def edit(world: World, user: User, payload: Raw, _: list[Upload]) -> Raw:
    """Edit the person's newest text, or the one named."""
    chat = _chat(world, user, payload)
    wanted = payload.get("message_id")
    mine = (one for one in chat.newest_first() if not one.from_bot and one.data["from"]["id"] == user.id)
    stored = next((one for one in mine if wanted == one.id or (wanted is None and "text" in one.data)), None)
    if stored is None:
        impossible("there is no message of this person to edit")
    text, entities = typed(str(payload.get("text", "")))
    key, entity_key = ("text", "entities") if "text" in stored.data else ("caption", "caption_entities")
    data = {name: value for name, value in stored.data.items() if name != entity_key}
    data |= {key: text, "edit_date": world.today()} | ({entity_key: entities} if entities else {})
    world.change(chat, stored, data)
    return {"update_id": _deliver(world, chat, stored, "edited_message"), "message_id": stored.id}


# Files


def photo(world: World, user: User, payload: Raw, uploads: list[Upload]) -> Raw:
    """Send a picture as a photo."""
    return _send(world, user, payload, _photo(world, _one(uploads)) | _caption(payload))


def document(world: World, user: User, payload: Raw, uploads: list[Upload]) -> Raw:
    """Send a file as it is."""
    return _send(world, user, payload, _document(world, _one(uploads)) | _caption(payload))


def album(world: World, user: User, payload: Raw, uploads: list[Upload]) -> Raw:
    """Send 2 to 10 files together: photos, or documents; each comes as its own update."""
    if not 2 <= len(uploads) <= 10:
        impossible("an album has 2 to 10 files")
    pictures = all(image_size(one.content) for one in uploads) and not payload.get("as_files")
    build = _photo if pictures else _document
    group = {"media_group_id": str(13_000_000_000_000_000 + world.serial())}
    done = []
    for number, upload in enumerate(uploads):
        caption = _caption(payload) if number == 0 else {}
        done.append(_send(world, user, payload, build(world, upload) | caption | group))
    return {**done[-1], "update_ids": [one["update_id"] for one in done]}


def _one(uploads: list[Upload]) -> Upload:
    if len(uploads) != 1 or not uploads[0].content:
        impossible("one file that is not empty is needed")
    return uploads[0]


def _photo(world: World, upload: Upload) -> Raw:
    if image_size(upload.content) is None:
        impossible("a photo is a JPEG, PNG, GIF or WebP; send anything else as a document")
    return {"photo": world.files.add(upload, "photo").photo_sizes()}


def _document(world: World, upload: Upload) -> Raw:
    return {"document": world.files.add(upload, "document").document()}


def _caption(payload: Raw) -> Raw:
    text, entities = typed(str(payload.get("caption") or ""))
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def voice(world: World, user: User, payload: Raw, uploads: list[Upload]) -> Raw:
    """Send a voice message; its sound is a dummy unless one is given."""
    upload = uploads[0] if uploads else Upload("voice.ogg", b"OggS" + bytes(60), "audio/ogg")
    stored = world.files.add(upload, "voice")
    content = {"voice": {**stored.reference(), "mime_type": stored.mime, "duration": payload.get("duration", 3)}}
    return _send(world, user, payload, content)


def sticker(world: World, user: User, payload: Raw, _: list[Upload]) -> Raw:
    """Send a sticker; its picture is a dummy."""
    stored = world.files.add(Upload("sticker.webp", b"RIFF" + bytes(60), "image/webp"), "sticker")
    shape = {"width": 512, "height": 512, "type": "regular", "is_animated": False, "is_video": False}
    content = {"sticker": {**stored.reference(), **shape, "emoji": payload.get("emoji", "🚗")}}
    return _send(world, user, payload, content)


def location(world: World, user: User, payload: Raw, _: list[Upload]) -> Raw:
    """Send a point on the map."""
    latitude, longitude = float(payload["latitude"]), float(payload["longitude"])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        impossible("there is no such place on earth")
    return _send(world, user, payload, {"location": {"latitude": latitude, "longitude": longitude}})


def contact(world: World, user: User, payload: Raw, _: list[Upload]) -> Raw:
    """Send one's own phone number, or someone else's."""
    card: Raw = {
        "phone_number": payload.get("phone", "+33612345678"),
        "first_name": payload.get("name", user.first_name),
    }
    if "name" not in payload:
        card["user_id"] = user.id
    return _send(world, user, payload, {"contact": card})


# Buttons


def tap(world: World, user: User, payload: Raw, _: list[Upload]) -> Raw:
    """Tap a button: of the message named, else of the newest that carries it, or of the reply keyboard."""
    chat = _chat(world, user, payload)
    if "row" in payload:
        stored = _named(chat, payload["message_id"])
        return _press(world, user, chat, stored, _at(stored, payload["row"], payload["column"]))
    wanted = str(payload.get("button", ""))
    if "message_id" not in payload and (key := _reply_key(chat, wanted)) is not None:
        return _press_key(world, user, chat, key)
    candidates = [_named(chat, payload["message_id"])] if "message_id" in payload else chat.newest_first()
    seen: list[str] = []
    for stored in candidates:
        buttons = [one for row in _rows(stored) for one in row]
        if (found := find_button(buttons, wanted)) is not None:
            return _press(world, user, chat, stored, found)
        seen += [one["text"] for one in buttons]
    impossible(f"no button {wanted!r}; there are: {', '.join(seen[:40]) or 'none'}")


def find_button(buttons: list[Raw], wanted: str) -> Raw | None:
    """Return the button of this label or data, else the one whose label begins so (signs before it aside)."""
    for matches in (
        lambda one: one["text"] == wanted,
        lambda one: one.get("callback_data") == wanted,
        lambda one: one["text"].startswith(wanted),
        lambda one: re.sub(r"^[\W_]+", "", one["text"]).startswith(wanted),
    ):
        for one in buttons:
            if wanted and matches(one):
                return one
    return None


def _named(chat: Chat, message_id: object) -> Stored:
    stored = chat.message(message_id)
    if stored is None:
        impossible(f"there is no message {message_id}")
    return stored


def _rows(stored: Stored) -> list[list[Raw]]:
    rows: list[list[Raw]] = stored.data.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def _at(stored: Stored, row: object, column: object) -> Raw:
    rows = _rows(stored)
    if isinstance(row, int) and isinstance(column, int) and 0 <= row < len(rows) and 0 <= column < len(rows[row]):
        return rows[row][column]
    impossible(f"message {stored.id} has no button there")


def _press(world: World, user: User, chat: Chat, stored: Stored, button: Raw) -> Raw:
    if "callback_data" in button:
        query, update_id = world.open_query(user, chat, stored, button["callback_data"])
        return {"update_id": update_id, "query_id": query.id}
    return {"update_id": 0, "opens": button.get("url") or button.get("copy_text", {}).get("text") or ""}


def _reply_key(chat: Chat, wanted: str) -> Raw | None:
    rows = chat.keyboard.get("keyboard", []) if chat.keyboard else []
    keys = [{"text": key} if isinstance(key, str) else key for row in rows for key in row]
    return find_button(keys, wanted)


def _press_key(world: World, user: User, chat: Chat, key: Raw) -> Raw:
    if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
        chat.keyboard = None
    place = {"chat_id": chat.id}
    if key.get("request_contact"):
        return contact(world, user, place, [])
    if key.get("request_location"):
        return location(world, user, {**place, "latitude": 48.8566, "longitude": 2.3522}, [])
    return say(world, user, {**place, "text": key["text"]}, [])


# Blocking and paying


def block(world: World, user: User, _: Raw, __: list[Upload]) -> Raw:
    """Stop the bot."""
    return _membership(world, user, blocked=True)


def unblock(world: World, user: User, _: Raw, __: list[Upload]) -> Raw:
    """Let the bot write again."""
    return _membership(world, user, blocked=False)


def _membership(world: World, user: User, *, blocked: bool) -> Raw:
    chat = world.chats[user.id]
    if chat.blocked is blocked:
        return {"update_id": 0}
    chat.blocked = blocked
    gone = {"status": "kicked", "user": world.bot, "until_date": 0}
    here = {"status": "member", "user": world.bot}
    old, new = (here, gone) if blocked else (gone, here)
    change = {"chat": chat.api, "from": user.api, "date": world.today()}
    world.emit({"type": "blocked", "chat_id": chat.id, "blocked": blocked})
    payload = {**change, "old_chat_member": old, "new_chat_member": new}
    return {"update_id": world.updates.add("my_chat_member", payload, ("chat", chat.id))}


def pay(world: World, user: User, payload: Raw, _: list[Upload]) -> Raw:
    """Pay the bill of a message or of a link; the bot is asked first."""
    chat = _chat(world, user, payload)
    slug = str(payload.get("link", "")).rpartition("$")[2] or f"{chat.id}:{payload.get('message_id')}"
    invoice = world.invoices.get(slug)
    if invoice is None:
        impossible("there is no such bill")
    number = world.serial()
    bill = {key: invoice[key] for key in ("currency", "total_amount")} | {"invoice_payload": invoice["payload"]}
    receipt = {
        **bill,
        "telegram_payment_charge_id": f"stx{number:012d}",
        "provider_payment_charge_id": f"{user.id}_{number}",
    }
    if period := invoice.get("subscription_period"):
        receipt |= {"is_recurring": True, "subscription_expiration_date": world.today() + period}
        receipt |= {} if payload.get("renewal") else {"is_first_recurring": True}
    if payload.get("renewal"):
        stored = world.post(chat, {"successful_payment": receipt}, user)
        return {"update_id": world.updates.add("message", stored.data, ("chat", chat.id))}
    query_id = str(9_000_000_000_000_000 + number)
    state: Raw = {"state": "asked", "at": world.clock.unix(), "user_id": user.id, "receipt": receipt}
    world.payments[query_id] = state
    query = {"id": query_id, "from": user.api, **bill}
    return {"update_id": world.updates.add("pre_checkout_query", query, ("user", user.id))}


DEEDS: dict[str, Deed] = {
    "say": say,
    "start": start,
    "edit": edit,
    "photo": photo,
    "document": document,
    "album": album,
    "voice": voice,
    "sticker": sticker,
    "location": location,
    "contact": contact,
    "tap": tap,
    "block": block,
    "unblock": unblock,
    "pay": pay,
}
