"""Changing the bot's own messages."""

from simulator.call import Answer, Call
from simulator.markup import check_markup
from simulator.methods.media import media_object
from simulator.wire import Raw, refuse, reject
from simulator.world import Chat, Stored

_TEXT = frozenset({"text", "entities", "link_preview_options"})
_CAPTION = frozenset({"caption", "caption_entities"})
_MEDIA = frozenset({"photo", "document", "video", "audio", "animation"})


def edit_text(call: Call) -> Raw:
    """Give a text message another text."""
    chat, stored = _target(call)
    text, entities = call.text()
    if "text" not in stored.data:
        refuse("there is no text in the message to edit")
    content: Raw = {"text": text, "entities": entities} if entities else {"text": text}
    if options := call.params.get("link_preview_options"):
        content["link_preview_options"] = options
    return _apply(call, chat, stored, _TEXT, content)


def edit_caption(call: Call) -> Raw:
    """Give a file another caption."""
    chat, stored = _target(call)
    if not _MEDIA & stored.data.keys():
        refuse("there is no caption in the message to edit")
    return _apply(call, chat, stored, _CAPTION, call.caption())


def edit_media(call: Call) -> Raw:
    """Put another file in a message's place."""
    chat, stored = _target(call)
    media: Raw = call.params["media"]
    content = media_object(media["type"], call.file(media["media"], media["type"]), media)
    return _apply(call, chat, stored, _TEXT | _CAPTION | _MEDIA, content | call.caption(media))


def edit_markup(call: Call) -> Raw:
    """Change or remove a message's inline keyboard."""
    chat, stored = _target(call)
    return _apply(call, chat, stored, frozenset(), {})


def _target(call: Call) -> tuple[Chat, Stored]:
    if "chat_id" not in call.params or "message_id" not in call.params:
        reject("message identifier is not specified")
    chat = call.chat()
    stored = chat.message(call.params["message_id"])
    if stored is None:
        refuse("message to edit not found")
    if not stored.from_bot or stored.keyboard is not None:
        refuse("message can't be edited")
    return chat, stored


def _apply(call: Call, chat: Chat, stored: Stored, replaced: frozenset[str], content: Raw) -> Raw:
    dropped = replaced | {"reply_markup", "edit_date"}
    data = {key: value for key, value in stored.data.items() if key not in dropped} | content
    markup = call.params.get("reply_markup")
    if markup is not None:
        check_markup(markup)
        if markup["inline_keyboard"]:
            data["reply_markup"] = markup
    if data == {key: value for key, value in stored.data.items() if key != "edit_date"}:
        refuse(
            "message is not modified: specified new message content and reply markup are exactly the same as "
            "a current content and reply markup of the message"
        )
    data["edit_date"] = call.world.today()
    call.world.change(chat, stored, data)
    return data


METHODS: dict[str, Answer] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
}
