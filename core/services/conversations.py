"""Where each chat stands: one row per chat, read for every update and written in the effect's transaction."""

import json
from dataclasses import dataclass, field

from core import db
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


@dataclass(frozen=True, slots=True)
class Conversations:
    """Loads and saves the places of chats."""

    async def load(self, chat_id: int) -> Conversation:
        """The chat's place; a chat never seen has none."""
        rows = await db.fetch("SELECT flow, step, draft, version FROM chat_state WHERE chat_id = ?", chat_id)
        if not rows:
            return Conversation(chat_id)
        row = rows[0]
        return Conversation(chat_id, row["flow"], row["step"], json.loads(row["draft"]), row["version"])

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
