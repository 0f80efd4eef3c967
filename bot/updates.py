"""Taking updates in: which kinds we ask for, and how one becomes a job of its chat."""

from collections.abc import Mapping
from typing import Any

from telegram import Update

from core import db
from core.ports import Jobs

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member", "pre_checkout_query"]


def chat_of(update: Mapping[str, Any]) -> int:
    """The chat whose order an update belongs to; 0 for one without chat or person."""
    for value in update.values():
        if not isinstance(value, Mapping):
            continue
        message = value.get("message")
        chat = (message if isinstance(message, Mapping) else value).get("chat")
        person = value.get("from")
        for holder in (chat, person):
            if isinstance(holder, Mapping) and isinstance(holder.get("id"), int):
                return int(holder["id"])
    return 0


async def accept(jobs: Jobs, update: Mapping[str, Any]) -> bool:
    """Store an update within the caller's transaction; False when it was stored before."""
    return (
        await jobs.enqueue(
            "update",
            {"update": update, "at": db.stamp()},
            key=f"chat:{chat_of(update)}",
            dedupe=f"update:{update['update_id']}",
        )
        is not None
    )


def kind_of(update: Update) -> str:
    """What a person did, in one of a few words."""
    message = update.message
    if update.pre_checkout_query is not None:
        return "payment"
    if update.callback_query is not None:
        return "tap"
    if message is None:
        return "edit" if update.edited_message is not None else "other"
    if message.text is not None:
        return "command" if message.text.startswith("/") else "text"
    if message.photo:
        return "photo"
    return "file" if message.document is not None else "other"
