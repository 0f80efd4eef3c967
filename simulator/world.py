"""The simulated world: people, chats, messages, queries and the bot's own profile."""

import itertools
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from simulator.clock import Clock
from simulator.files import Files
from simulator.pulse import Pulse
from simulator.updates import Updates
from simulator.views import view
from simulator.wire import ApiError, Raw, forbid, refuse

FIRST_USER = 7_100_000_001
FIRST_GROUP = 1_002_000_000_001
# Of those whom the page always has, the numbers follow each other.
ALWAYS_HERE = 2
# The beginning of 2026 in Unix time.
_LONG_AGO = 1_767_225_600


@dataclass(slots=True)
class User:
    """A person; `api` is what the bot sees of them."""

    id: int
    first_name: str
    language_code: str
    username: str
    api: Raw = field(init=False)

    def __post_init__(self) -> None:
        self.api = {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "username": self.username,
            "language_code": self.language_code,
        }


@dataclass(slots=True)
class Stored:
    """One message; `data` is replaced, never changed, so a snapshot stays what it was."""

    id: int
    chat_id: int
    from_bot: bool
    data: Raw
    keyboard: Raw | None = None
    deleted: bool = False
    pinned: bool = False
    reaction: str = ""


@dataclass(slots=True)
class Activity:
    """Something the bot did in a chat that a person sees: a new message or an edit."""

    kind: Literal["message", "edit"]
    stored: Stored
    data: Raw


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's) or a group."""

    id: int
    api: Raw
    members: list[User]
    started: bool = False
    blocked: bool = False
    left: bool = False
    keyboard: Raw | None = None
    next_id: int = 1
    messages: dict[int, Stored] = field(default_factory=dict)
    activity: list[Activity] = field(default_factory=list)
    toasts: list[Raw] = field(default_factory=list)
    drafts: list[Raw] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    pulse: Pulse = field(default_factory=Pulse)

    @property
    def private(self) -> bool:
        """Whether it is a chat of one person with the bot."""
        return self.id > 0

    def newest_first(self) -> Iterator[Stored]:
        """Iterate over the messages that are still there."""
        return (stored for stored in reversed(self.messages.values()) if not stored.deleted)

    def message(self, message_id: object) -> Stored | None:
        """Return a message that is still there."""
        stored = self.messages.get(message_id) if isinstance(message_id, int) else None
        return None if stored is None or stored.deleted else stored


@dataclass(slots=True)
class Query:
    """A tap that waits for its answer."""

    id: str
    chat_id: int
    user_id: int
    message_id: int
    at: float
    answered: bool = False


@dataclass(slots=True)
class Profile:
    """What the bot set about itself, by language and scope."""

    commands: dict[tuple[str, str], list[Raw]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int, Raw] = field(default_factory=dict)


class World:
    """All state of one simulated Telegram with one bot."""

    def __init__(self, token: str, username: str, name: str = "", *, continues: bool = False) -> None:
        self.token = token
        self.clock = Clock()
        self.files = Files()
        # A bot that ran before knows the numbers of then: for it they go on, a second for each at the least.
        self._after = int(self.clock.unix()) - _LONG_AGO if continues else 0
        self.updates = Updates(self.clock, self._after)
        self.bot: Raw = {
            "id": int(re.sub(r"\D", "", token.partition(":")[0]) or 1),
            "is_bot": True,
            "first_name": name or username,
            "username": username,
        }
        self.watchers: list[Callable[[Raw], None]] = []
        self.reset()

    def reset(self) -> None:
        """Forget everything but the token, the clock and the webhook."""
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.invoices: dict[str, Raw] = {}
        self.payments: dict[str, Raw] = {}
        self.profile = Profile()
        self._ids = itertools.count(1 + self._after)
        self.updates.clear()
        self.emit({"type": "reset"})

    def emit(self, event: Raw) -> None:
        """Tell the open pages."""
        for watcher in self.watchers:
            watcher(event)

    def serial(self) -> int:
        """Return a number that was not given before."""
        return next(self._ids)

    def today(self) -> int:
        """Return the date as messages carry it."""
        return int(self.clock.unix())

    # People and groups

    def user(self, name: str, lang: str = "fr") -> User:
        """Find a person by name, or let a new one appear."""
        for known in self.users.values():
            if known.first_name == name:
                return known
        user_id = self._id_of(name)
        handle = re.sub(r"\W", "", name.lower()) or "someone"
        user = User(user_id, name, lang, f"{handle}_{user_id % 1000}")
        self.users[user_id] = user
        card = {"id": user_id, "type": "private", "first_name": name, "username": user.username}
        self.chats[user_id] = Chat(user_id, card, [user], next_id=1 + self._after)
        self.emit({"type": "user", "user": {"id": user_id, "name": name, "lang": lang}})
        return user

    def _id_of(self, name: str) -> int:
        """The next number; where the world goes on after a stop, one of the name: nobody gets another's logbook."""
        at = len(self.users)
        if self._after and at >= ALWAYS_HERE:
            at = ALWAYS_HERE + zlib.crc32(name.encode()) % 1_000_000
        while FIRST_USER + at in self.users:
            at += 1
        return FIRST_USER + at

    def group(self, title: str, members: list[User]) -> Chat:
        """Open a supergroup with the bot in it."""
        chat_id = -(FIRST_GROUP + len(self.chats))
        chat = Chat(
            chat_id,
            {"id": chat_id, "type": "supergroup", "title": title},
            members,
            started=True,
            next_id=1 + self._after,
        )
        self.chats[chat_id] = chat
        self.emit({"type": "group", "chat_id": chat_id, "title": title})
        return chat

    # What the bot may reach

    def chat_for_bot(self, chat_id: object) -> Chat:
        """Return the chat a request names; refuses as Telegram does when the bot may not write there."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            refuse("chat not found")
        if chat.blocked:
            forbid("bot was blocked by the user")
        if chat.left:
            forbid("bot is not a member of the supergroup chat")
        if not chat.started:
            forbid("bot can't initiate conversation with a user")
        return chat

    # Messages

    def post(self, chat: Chat, content: Raw, sender: User | None = None, keyboard: Raw | None = None) -> Stored:
        """Add a message of a person, or of the bot when there is no sender."""
        message_id = chat.next_id
        chat.next_id += 1
        data: Raw = {
            "message_id": message_id,
            "from": self.bot if sender is None else sender.api,
            "chat": chat.api,
            "date": self.today(),
            **content,
        }
        stored = Stored(message_id, chat.id, sender is None, data, keyboard)
        chat.messages[message_id] = stored
        if keyboard is not None:
            chat.keyboard = keyboard if "keyboard" in keyboard else None
        self._show(chat, stored, "message")
        return stored

    def change(self, chat: Chat, stored: Stored, data: Raw) -> None:
        """Replace a message's content by an edited one."""
        stored.data = data
        self._show(chat, stored, "edit")

    def remove(self, chat: Chat, stored: Stored) -> None:
        """Delete a message."""
        stored.deleted = True
        self.emit({"type": "delete", "chat_id": chat.id, "message_id": stored.id})

    def refresh(self, chat: Chat, stored: Stored) -> None:
        """Show a message again whose reaction or pin changed."""
        if self.watchers:
            self.emit({"type": "edit", "chat_id": chat.id, "message": self.view(stored)})

    def _show(self, chat: Chat, stored: Stored, kind: Literal["message", "edit"]) -> None:
        if stored.from_bot:
            chat.activity.append(Activity(kind, stored, stored.data))
            chat.pulse.fire()
        if self.watchers:
            shown = {"message": self.view(stored), "keyboard": chat.keyboard, "started": chat.started}
            self.emit({"type": kind, "chat_id": chat.id, **shown})

    def view(self, stored: Stored, data: Raw | None = None) -> Raw:
        """Return a message as the page and the test API read it."""
        seen = view(data or stored.data, stored.keyboard, from_bot=stored.from_bot)
        return seen | {"pinned": stored.pinned, "reaction": stored.reaction, "deleted": stored.deleted}

    # Callback queries

    def open_query(self, user: User, chat: Chat, stored: Stored, data: str) -> tuple[Query, int]:
        """Start a tap and queue its update; returns the query and the update's id."""
        query = Query(str(4_000_000_000_000_000 + self.serial()), chat.id, user.id, stored.id, self.clock.unix())
        self.queries[query.id] = query
        payload = {
            "id": query.id,
            "from": user.api,
            "message": stored.data,
            "chat_instance": str(chat.id * 31),
            "data": data,
        }
        return query, self.updates.add("callback_query", payload, ("user", user.id))

    def query(self, query_id: object) -> Query:
        """Return a tap that may still be answered."""
        query = self.queries.get(query_id) if isinstance(query_id, str) else None
        if query is None or query.answered or self.clock.unix() - query.at > 150:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        return query
