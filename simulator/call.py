"""One request of the bot, read and checked, on its way to the method that answers it."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.entities import formatted
from simulator.files import UPLOAD_LIMIT, StoredFile, check_photo
from simulator.markup import check_markup
from simulator.webhook import Webhook
from simulator.wire import ApiError, Raw, Upload, refuse, reject
from simulator.world import Chat, Stored, World

MOST_TEXT = 4096
MOST_CAPTION = 1024
EFFECTS = {
    "5104841245755180586": "🔥",
    "5107584321108051014": "👍",
    "5104858069142078462": "👎",
    "5159385139981059251": "❤️",
    "5046509860389126442": "🎉",
    "5046589136895476101": "💩",
}


@dataclass(frozen=True, slots=True)
class Call:
    """A method's parameters with the world they act on."""

    world: World
    webhook: Webhook
    method: str
    params: Raw
    uploads: dict[str, Upload]

    def chat(self) -> Chat:
        """Return the chat it is about."""
        return self.world.chat_for_bot(self.params["chat_id"])

    def text(self, key: str = "text") -> tuple[str, list[Raw]]:
        """Return a text of 1 to 4096 characters with its entities."""
        text, entities = formatted(self.params.get(key, ""), self.params.get("parse_mode"), self.params.get("entities"))
        if not text:
            reject("message text is empty")
        if len(text) > MOST_TEXT:
            reject("message is too long")
        return text, entities

    def caption(self, source: Raw | None = None) -> Raw:
        """Return the caption fields of a message; empty without a caption."""
        source = self.params if source is None else source
        text, entities = formatted(
            source.get("caption") or "", source.get("parse_mode"), source.get("caption_entities")
        )
        if len(text) > MOST_CAPTION:
            reject("message caption is too long")
        if not text:
            return {}
        return {"caption": text, "caption_entities": entities} if entities else {"caption": text}

    def file(self, value: object, kind: str) -> StoredFile:
        """Return the file that a parameter uploads or names."""
        if not isinstance(value, str) or not value:
            reject(f"there is no {kind} in the request")
        if value.startswith("attach://"):
            upload = self.uploads.get(value.removeprefix("attach://"))
            if upload is None:
                reject(f"file part {value} is missing")
            return self._keep(upload, kind)
        if value.startswith(("http://", "https://", "file://")):
            reject("wrong file identifier/HTTP URL specified: the simulator takes uploads and file_ids")
        known = self.world.files.get(value)
        if known is None:
            refuse("wrong remote file identifier specified: Wrong padding in the string")
        if known.kind != kind:
            refuse(f"can't use file of type {known.kind.title()} as {kind.title()}")
        return known

    def _keep(self, upload: Upload, kind: str) -> StoredFile:
        if not upload.content:
            reject("file must be non-empty")
        if len(upload.content) > UPLOAD_LIMIT:
            raise ApiError(413, "Request Entity Too Large", violation=True)
        if kind == "photo":
            check_photo(upload)
        return self.world.files.add(upload, kind)

    def post(self, chat: Chat, content: Raw) -> Raw:
        """Send a message with the parameters that all sending methods share."""
        keyboard: Raw | None = None
        if (markup := self.params.get("reply_markup")) is not None:
            check_markup(markup)
            if "inline_keyboard" in markup:
                content = {**content, "reply_markup": markup} if markup["inline_keyboard"] else content
            else:
                keyboard = markup
        if replied := self._replied(chat):
            content = {**content, "reply_to_message": _without_reply(replied.data)}
        if effect := self.params.get("message_effect_id"):
            if effect not in EFFECTS or not chat.private:
                reject("EFFECT_ID_INVALID")
            content = {**content, "effect_id": effect}
        if self.params.get("protect_content"):
            content = {**content, "has_protected_content": True}
        return self.world.post(chat, content, keyboard=keyboard).data

    def _replied(self, chat: Chat) -> Stored | None:
        asked = self.params.get("reply_parameters")
        if asked is None:
            return None
        stored = chat.message(asked["message_id"])
        if stored is None and not asked.get("allow_sending_without_reply"):
            refuse("message to be replied not found")
        return stored


Answer = Callable[[Call], object]


def _without_reply(data: Raw) -> Raw:
    return {key: value for key, value in data.items() if key != "reply_to_message"}
