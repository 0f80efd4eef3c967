"""Sending and fetching files."""

from simulator.call import Answer, Call
from simulator.files import DOWNLOAD_LIMIT, StoredFile
from simulator.wire import Raw, refuse, reject

KINDS = {
    "sendPhoto": "photo",
    "sendDocument": "document",
    "sendVideo": "video",
    "sendAudio": "audio",
    "sendVoice": "voice",
    "sendAnimation": "animation",
    "sendSticker": "sticker",
    "sendVideoNote": "video_note",
}


def media_object(kind: str, stored: StoredFile, params: Raw) -> Raw:
    """Return the field that a message with this file carries."""
    width, height = stored.size or (512, 512)
    shape: Raw = {**stored.reference(), "width": width, "height": height}
    duration = params.get("duration", 1)
    named: Raw = {"mime_type": stored.mime, "file_name": stored.name}
    shapes: dict[str, Raw] = {
        "document": stored.document(),
        "video": {**shape, **named, "duration": duration},
        "animation": {**shape, **named, "duration": duration},
        "audio": {**stored.reference(), **named, "duration": duration},
        "voice": {**stored.reference(), "mime_type": stored.mime, "duration": duration},
        "video_note": {**stored.reference(), "length": params.get("length", 240), "duration": duration},
        "sticker": {**shape, "type": "regular", "is_animated": False, "is_video": False},
    }
    return {kind: stored.photo_sizes() if kind == "photo" else shapes[kind]}


def send_file(call: Call) -> Raw:
    """Send one file with an optional caption."""
    chat = call.chat()
    kind = KINDS[call.method]
    caption = call.caption() if "caption" in call.params else {}
    stored = call.file(call.params.get(kind), kind)
    return call.post(chat, media_object(kind, stored, call.params) | caption)


def send_media_group(call: Call) -> list[Raw]:
    """Send an album of 2 to 10 files."""
    chat = call.chat()
    media: list[Raw] = call.params["media"]
    if not 2 <= len(media) <= 10:
        reject("too much media to send as an album" if media else "there are no messages to send")
    kinds = {one["type"] for one in media}
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        reject("documents and audio files can't be mixed with other media types in an album")
    group = {"media_group_id": str(13_000_000_000_000_000 + call.world.serial())}
    contents = [
        media_object(one["type"], call.file(one["media"], one["type"]), one) | call.caption(one) | group
        for one in media
    ]
    return [call.post(chat, content) for content in contents]


def get_file(call: Call) -> Raw:
    """Say where a file can be downloaded; larger files than 20 MB cannot."""
    stored = call.world.files.get(call.params["file_id"])
    if stored is None:
        refuse("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > DOWNLOAD_LIMIT:
        refuse("file is too big")
    return {**stored.reference(), "file_path": stored.path}


METHODS: dict[str, Answer] = {
    **dict.fromkeys(KINDS, send_file),
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
