"""What the bot shows: a text with buttons, perhaps a file. Views build these; they become Bot API calls here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.callbacks import Tap
from core.i18n.unbroken import unbroken


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: a tap of ours, or a web address."""

    label: str
    tap: Tap | None = None
    url: str | None = None
    style: Literal["primary", "success", "danger"] | None = None

    def as_json(self) -> dict[str, str]:
        """The Bot API's InlineKeyboardButton."""
        button = {"text": self.label}
        if self.url is not None:
            button["url"] = self.url
        elif self.tap is not None:
            button["callback_data"] = self.tap.pack()
        if self.style is not None:
            button["style"] = self.style
        return button


Rows = Sequence[Sequence[Button]]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of ours to send: its name in the file store, and the name and type the person sees."""

    stored: str
    file_name: str
    mime_type: str


@dataclass(frozen=True, slots=True)
class ChatFile:
    """A file that Telegram has already: what it is there (`photo`, `document`) and its name there."""

    what: Literal["photo", "document"]
    telegram_file: str


@dataclass(frozen=True, slots=True)
class Venue:
    """A place on the map, with what is there."""

    latitude: float
    longitude: float
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone number that can be called by a tap."""

    phone: str
    name: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: HTML text of at most 4,096 visible characters (1,024 under a file), rows of buttons."""

    text: str
    rows: Rows = ()
    photo: StoredFile | None = None
    document: StoredFile | None = None
    chat_file: ChatFile | None = None
    quiet: bool = field(default=False)
    # The label of a key in place of the keyboard that shares the person's own number; or take such a key away.
    asks_contact: str | None = None
    drops_keys: bool = False
    # The label of a key that shares where the person is.
    asks_location: str | None = None
    # A place or a number instead of a text.
    venue: Venue | None = None
    contact: Contact | None = None

    @property
    def is_no_text(self) -> bool:
        """Whether it cannot stand in place of a text."""
        return any(part is not None for part in (self.photo, self.document, self.chat_file, self.venue, self.contact))

    def send(self) -> tuple[str, dict[str, object]]:
        """The method and parameters that send it as a new message."""
        text, parameters = unbroken(self.text), {"parse_mode": "HTML", **self._markup()}
        if self.quiet:
            parameters["disable_notification"] = True
        if self.venue is not None:
            place = self.venue
            where = {"latitude": place.latitude, "longitude": place.longitude}
            return "sendVenue", {**where, "title": place.title, "address": place.address, **self._markup()}
        if self.contact is not None:
            called = {"phone_number": self.contact.phone, "first_name": self.contact.name}
            return "sendContact", {**called, **self._markup()}
        if self.chat_file is not None:
            known = self.chat_file
            return f"send{known.what.title()}", {
                known.what: known.telegram_file,
                "caption": text,
                **parameters,
            }
        file = self.photo or self.document
        if file is None:
            return "sendMessage", {
                "text": unbroken(self.text),
                "link_preview_options": {"is_disabled": True},
                **parameters,
            }
        kind = "photo" if self.photo is not None else "document"
        upload: Mapping[str, str] = {"stored": file.stored, "file_name": file.file_name, "mime_type": file.mime_type}
        method = "sendPhoto" if self.photo is not None else "sendDocument"
        return method, {"caption": text, "files": {kind: upload}, **parameters}

    def edit(self, message_id: int | None) -> tuple[str, dict[str, object]]:
        """The method and parameters that put it in place of a message (None: the live one of its name)."""
        parameters: dict[str, object] = {"text": unbroken(self.text), "parse_mode": "HTML", **self._markup()}
        parameters["link_preview_options"] = {"is_disabled": True}
        if message_id is not None:
            parameters["message_id"] = message_id
        return "editMessageText", parameters

    def edit_picture(self, message_id: int | None) -> tuple[str, dict[str, object]]:
        """The method and parameters that put its picture in place of a message (None: the live one of its name)."""
        if self.photo is None:
            raise ValueError("this screen has no picture")
        file = {"stored": self.photo.stored, "file_name": self.photo.file_name, "mime_type": self.photo.mime_type}
        media = {"type": "photo", "media": "attach://photo", "caption": unbroken(self.text), "parse_mode": "HTML"}
        parameters: dict[str, object] = {"media": media, "files": {"photo": file}, **self._markup()}
        if message_id is not None:
            parameters["message_id"] = message_id
        return "editMessageMedia", parameters

    def _markup(self) -> dict[str, object]:
        if self.asks_contact is not None:
            key = {"text": self.asks_contact, "request_contact": True}
            return {"reply_markup": {"keyboard": [[key]], "resize_keyboard": True, "one_time_keyboard": True}}
        if self.asks_location is not None:
            place = {"text": self.asks_location, "request_location": True}
            return {"reply_markup": {"keyboard": [[place]], "resize_keyboard": True, "one_time_keyboard": True}}
        if self.drops_keys:
            return {"reply_markup": {"remove_keyboard": True}}
        if not self.rows:
            return {}
        return {"reply_markup": {"inline_keyboard": [[button.as_json() for button in row] for row in self.rows]}}
