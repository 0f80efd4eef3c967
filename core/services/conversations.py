"""Where each chat stands: one row per chat, read for every update and written in the effect's transaction."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core import db
from core.models import Account
from core.ports import JobTaken


@dataclass(slots=True)
class Conversation:
    """A chat's place: the flow and step that wait for an answer (empty: none), and what was said so far."""

    chat_id: int
    flow: str = ""
    step: str = ""
    draft: dict[str, object] = field(default_factory=dict)
    version: int = 0

    def leave(self) -> None:
        """End the flow and forget its draft."""
        self.flow = self.step = ""
        self.draft = {}


_COLUMNS = ("flow", "step", "draft", "version")


def _place(chat_id: int, row: Mapping[str, Any]) -> Conversation:
    if not row.get("version"):
        return Conversation(chat_id)
    return Conversation(chat_id, row["flow"], row["step"], json.loads(row["draft"]), row["version"])


@dataclass(frozen=True, slots=True)
class Conversations:
    """Loads and saves the places of chats."""

    async def load(self, chat_id: int) -> Conversation:
        """The chat's place; a chat never seen has none."""
        rows = await db.fetch("SELECT flow, step, draft, version FROM chat_state WHERE chat_id = ?", chat_id)
        return _place(chat_id, rows[0] if rows else {})

    async def load_with_account(self, chat_id: int) -> tuple[Account | None, Conversation]:
        """The person of a chat and its place by one query: every message asks for both."""
        rest = "LEFT JOIN chat_state ON chat_state.chat_id = account.telegram_id WHERE telegram_id = ?"
        rows = await db.load_beside(Account, _COLUMNS, rest, chat_id)
        if not rows:
            return None, await self.load(chat_id)
        account, place = rows[0]
        return account, _place(chat_id, place)

    async def save(self, place: Conversation) -> None:
        """Write the place; raises `JobTaken` when somebody else wrote it since it was loaded."""
        draft = json.dumps(place.draft, separators=(",", ":"))
        now = db.stamp()
        if place.version:
            changed = await db.execute(
                "UPDATE chat_state SET flow = ?, step = ?, draft = ?, version = version + 1, updated_at = ?"
                " WHERE chat_id = ? AND version = ?",
                place.flow,
                place.step,
                draft,
                now,
                place.chat_id,
                place.version,
            )
        else:
            changed = len(
                await db.fetch(
                    "INSERT INTO chat_state(chat_id, flow, step, draft, version, updated_at) VALUES(?, ?, ?, ?, 1, ?)"
                    " ON CONFLICT DO NOTHING RETURNING version",
                    place.chat_id,
                    place.flow,
                    place.step,
                    draft,
                    now,
                )
            )
        if changed != 1:
            raise JobTaken
        place.version += 1
