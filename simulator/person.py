"""A person in a test, and the messages they see."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, Self

from simulator.wire import Raw, Upload

Content = bytes | str | Path


class Backend(Protocol):
    """Where a person's chat lives: in this process, or in another one behind the control API."""

    async def act(self, user_id: int, deed: str, payload: Raw, uploads: list[Upload]) -> Raw:
        """Do something as a person."""

    def chat(self, chat_id: int) -> Raw:
        """Return a chat's snapshot."""

    def newest(self, chat_id: int) -> Raw | None:
        """Return the bot's newest message."""

    def happened(self, chat_id: int) -> int:
        """Count what the bot did in a chat so far."""

    def activity(self, chat_id: int, after: int) -> list[Raw]:
        """Return what the bot did since."""

    async def wait(self, chat_id: int, after: int, seconds: float) -> None:
        """Return when the bot did more than so many things, or when the time is over."""

    def file(self, file_id: str) -> bytes:
        """Return a file's content."""


class Toast(str):
    """The words of an answer to a tap; empty when it only ended the spinner."""

    alert: bool
    url: str
    message_id: int

    @classmethod
    def of(cls, answer: Raw) -> Self:
        """Make one from the answer."""
        toast = cls(answer["text"])
        toast.alert, toast.url, toast.message_id = answer["alert"], answer["url"], answer["message_id"]
        return toast

    @property
    def text(self) -> str:
        """The words."""
        return str(self)


def _read(text: str) -> str:
    """A text as it is read: a hyphen that does not break the line looks like any other."""
    return text.replace("\u2011", "-")


class Message:
    """A message as a person saw it at one moment."""

    def __init__(self, view: Raw, backend: Backend) -> None:
        self.view = view
        self._backend = backend
        self.id: int = view["id"]
        self.text: str = _read(view["text"])
        self.html: str = _read(view["html"])
        self.caption: str | None = _read(view["caption"]) if view["caption"] is not None else None
        self.from_bot: bool = view["from_bot"]
        self.sender: str = view["sender"]
        self.edited: bool = view["edited"] is not None
        self.date = datetime.fromtimestamp(view["date"], UTC)

    @property
    def buttons(self) -> list[list[tuple[str, str]]]:
        """Rows of (label, callback data or link); of the reply keyboard (label, "") without an inline one."""
        rows = [[(one["label"], one["value"]) for one in row] for row in self.view["buttons"]]
        if rows or not self.view["keyboard"]:
            return rows
        keys = self.view["keyboard"].get("keyboard", [])
        return [[(key if isinstance(key, str) else key["text"], "") for key in row] for row in keys]

    @property
    def labels(self) -> list[str]:
        """All buttons' labels."""
        return [label for row in self.buttons for label, _ in row]

    @property
    def photo(self) -> bytes | None:
        """The picture."""
        return self._backend.file(self.view["photo"]["file_id"]) if "photo" in self.view else None

    @property
    def document(self) -> bytes | None:
        """The file."""
        return self._backend.file(self.view["document"]["file_id"]) if "document" in self.view else None

    @property
    def file_name(self) -> str:
        """The file's name; empty without a file."""
        name: str = self.view.get("document", {}).get("file_name", "")
        return name

    def __repr__(self) -> str:
        """Show what a failed assertion needs."""
        rows = " ".join(f"[{label}]" for label in self.labels)
        return f"<Message {self.id} {self.text!r} {rows}>".replace(" >", ">")


Wanted = str | Callable[[Message], bool]


class Person:
    """Someone who uses the bot in a private chat, or in a group when `chat_id` says so."""

    def __init__(self, user_id: int, name: str, backend: Backend, chat_id: int | None = None) -> None:
        self.id = user_id
        self.name = name
        self.chat_id = chat_id or user_id
        self._backend = backend
        self._seen = backend.happened(self.chat_id)
        self._since = self._seen

    async def do(self, deed: str, uploads: Sequence[Upload] = (), **payload: object) -> Raw:
        """Do something; what the bot did before is no longer waited for."""
        self.look_away()
        place = {} if self.chat_id == self.id else {"chat_id": self.chat_id}
        wanted = {key: value for key, value in payload.items() if value is not None}
        return await self._backend.act(self.id, deed, {**place, **wanted}, list(uploads))

    def look_away(self) -> None:
        """Count what the bot did so far as seen."""
        self._seen = self._since = self._backend.happened(self.chat_id)

    async def _update(self, deed: str, uploads: Sequence[Upload] = (), **payload: object) -> int:
        done = await self.do(deed, uploads, **payload)
        update_id: int = done["update_id"]
        return update_id

    async def say(self, text: str, *, reply_to: Message | None = None) -> int:
        """Send a text."""
        return await self._update("say", text=text, reply_to=reply_to.id if reply_to else None)

    async def start(self, parameter: str = "") -> int:
        """Press START or follow a deep link."""
        return await self._update("start", parameter=parameter)

    async def tap(self, button: str, *, message: Message | None = None) -> int:
        """Tap a button by its label, the beginning of it, or its data, on the newest message that has it."""
        return await self._update("tap", button=button, message_id=message.id if message else None)

    async def edit_last(self, text: str) -> int:
        """Edit the newest text of this person."""
        return await self._update("edit", text=text)

    async def send_photo(self, photo: Content, caption: str | None = None) -> int:
        """Send a picture as a photo."""
        return await self._update("photo", [_upload(photo, "photo.jpg", "image/jpeg")], caption=caption)

    async def send_document(
        self, document: Content, name: str | None = None, mime: str | None = None, caption: str | None = None
    ) -> int:
        """Send a file as it is."""
        upload = _upload(document, name or "document.pdf", mime or "application/pdf", keep=name is None)
        return await self._update("document", [upload], caption=caption)

    async def send_album(self, items: Sequence[Content | Upload], caption: str | None = None) -> int:
        """Send 2 to 10 files together; returns the last one's update."""
        uploads = [
            one if isinstance(one, Upload) else _upload(one, f"photo{number}.jpg", "image/jpeg")
            for number, one in enumerate(items)
        ]
        return await self._update("album", uploads, caption=caption)

    async def send_location(self, latitude: float, longitude: float) -> int:
        """Send a point on the map."""
        return await self._update("location", latitude=latitude, longitude=longitude)

    async def send_sticker(self, emoji: str = "🚗") -> int:
        """Send a sticker."""
        return await self._update("sticker", emoji=emoji)

    async def send_voice(self) -> int:
        """Send a voice message."""
        return await self._update("voice")

    async def send_contact(self, phone: str = "+33612345678", name: str | None = None) -> int:
        """Send one's own phone number, or someone else's."""
        return await self._update("contact", phone=phone, name=name)

    async def block(self) -> int:
        """Stop the bot."""
        return await self._update("block")

    async def unblock(self) -> int:
        """Let the bot write again."""
        return await self._update("unblock")

    async def pay(self, *, link: str | None = None, message: Message | None = None, renewal: bool = False) -> int:
        """Pay the bill of a link or a message; a renewal is paid without asking the bot."""
        message_id = message.id if message else None
        return await self._update("pay", link=link, message_id=message_id, renewal=renewal or None)

    @property
    def last(self) -> Message:
        """The bot's newest message."""
        newest = self._backend.newest(self.chat_id)
        if newest is None:
            words = f"the bot has not written to {self.name}"
            raise LookupError(words)
        return Message(newest, self._backend)

    @property
    def transcript(self) -> list[Message]:
        """All messages of both sides, oldest first."""
        return [Message(view, self._backend) for view in self._backend.chat(self.chat_id)["messages"]]

    @property
    def messages(self) -> list[Message]:
        """The bot's messages, oldest first."""
        return [message for message in self.transcript if message.from_bot]

    @property
    def toasts(self) -> list[Toast]:
        """The answers to this person's taps, oldest first."""
        return [Toast.of(one) for one in self._backend.chat(self.chat_id)["toasts"]]

    @property
    def drafts(self) -> list[str]:
        """The streamed previews, oldest first."""
        return [one["text"] for one in self._backend.chat(self.chat_id)["drafts"]]

    @property
    def actions(self) -> list[str]:
        """The signs of life, such as typing, oldest first."""
        actions: list[str] = self._backend.chat(self.chat_id)["actions"]
        return actions

    @property
    def commands(self) -> list[tuple[str, str]]:
        """The command menu as this person sees it."""
        return [(one["command"], one["description"]) for one in self._backend.chat(self.chat_id)["commands"]]

    @property
    def description(self) -> str:
        """What the empty chat shows."""
        words: str = self._backend.chat(self.chat_id)["description"]
        return words

    async def wait_for(self, wanted: Wanted, timeout: float = 5) -> Message:
        """Return the first message or edit since this person's last deed that holds these words or fits."""
        at = self._since
        end = asyncio.get_running_loop().time() + timeout
        while True:
            for event in self._backend.activity(self.chat_id, at):
                at += 1
                message = Message(event["message"], self._backend)
                if wanted in message.text if isinstance(wanted, str) else wanted(message):
                    self._seen = max(self._seen, at)
                    return message
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                raise TimeoutError(self._missed(wanted, timeout))
            await self._backend.wait(self.chat_id, at, left)

    def _missed(self, wanted: Wanted, seconds: float) -> str:
        seen = [event["message"] for event in self._backend.activity(self.chat_id, self._since)]
        shown = "\n".join(f"  {Message(view, self._backend)!r}" for view in seen) or "  nothing"
        looked_for = repr(wanted) if isinstance(wanted, str) else "a message that fits"
        return f"{self.name} waited {seconds} s for {looked_for}; the bot's messages and edits since:\n{shown}"

    async def next(self, timeout: float = 5) -> Message:
        """Return the bot's next message or edit that was not returned before."""
        end = asyncio.get_running_loop().time() + timeout
        while not (events := self._backend.activity(self.chat_id, self._seen)):
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                words = f"{self.name} waited {timeout} s and the bot did nothing"
                raise TimeoutError(words)
            await self._backend.wait(self.chat_id, self._seen, left)
        self._seen += 1
        return Message(events[0]["message"], self._backend)


def _upload(content: Content, name: str, mime: str, *, keep: bool = True) -> Upload:
    """Read a file, keeping its own name when it has one and no other was given."""
    if isinstance(content, bytes):
        return Upload(name, content, mime)
    path = Path(content)
    return Upload(path.name if keep else name, path.read_bytes(), mime)
