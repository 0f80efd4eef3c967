"""Bots and updates for the benches."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr

from core.settings import Settings


def bench_settings(api_url: str, token: str, folder: Path) -> Settings:
    """Settings of a bot on a simulator, untouched by the machine's environment."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it at construction
        bot_token=SecretStr(token),
        telegram_api_url=api_url,
        data_dir=folder,
        http_port=0,
    )


def update_of(update_id: int, chat: int, text: str) -> dict[str, Any]:
    """A text message as Telegram sends it."""
    person = {"id": chat, "is_bot": False, "first_name": "Ana", "language_code": "fr"}
    message: dict[str, Any] = {
        "message_id": update_id,
        "date": 1_790_000_000,
        "chat": {"id": chat, "type": "private", "first_name": "Ana"},
        "from": person,
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"update_id": update_id, "message": message}
