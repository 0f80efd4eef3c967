"""A message as the chat page and the test API read it."""

from simulator.entities import to_html
from simulator.wire import Raw

_ACTIONS = ("callback_data", "url", "copy_text", "web_app", "pay", "switch_inline_query")
_MEDIA = ("document", "voice", "sticker", "video", "audio", "animation", "video_note")
_KEPT = ("location", "venue", "contact", "media_group_id", "invoice", "successful_payment", "effect_id")


def view(data: Raw, keyboard: Raw | None, *, from_bot: bool) -> Raw:
    """Turn a Bot API message into what is shown."""
    key = "caption" if "caption" in data else "text"
    text = data.get(key, "")
    entities = data.get("caption_entities" if key == "caption" else "entities")
    shown: Raw = {
        "id": data["message_id"],
        "date": data["date"],
        "edited": data.get("edit_date"),
        "from_bot": from_bot,
        "sender": data["from"]["first_name"],
        "text": text,
        "html": to_html(text, entities),
        "caption": data.get("caption"),
        "buttons": inline_rows(data),
        "keyboard": keyboard,
        "reply_to": data.get("reply_to_message", {}).get("message_id"),
    }
    if "photo" in data:
        shown["photo"] = data["photo"][-1]
    for kind in _MEDIA:
        if kind in data:
            shown["document"] = {"kind": kind, **data[kind]}
            break
    return shown | {name: data[name] for name in _KEPT if name in data}


def inline_rows(data: Raw) -> list[list[Raw]]:
    """Rows of a message's inline buttons: label, kind of action, its value and style."""
    rows = data.get("reply_markup", {}).get("inline_keyboard", [])
    return [[_button(button) for button in row] for row in rows]


def _button(button: Raw) -> Raw:
    kind = next((name for name in _ACTIONS if name in button), "text")
    value = button.get(kind, "")
    if isinstance(value, dict):
        value = value.get("text") or value.get("url") or ""
    return {"label": button["text"], "kind": kind, "value": value, "style": button.get("style", "")}
