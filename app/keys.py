"""The keys: what encrypts, and what signs."""

import hashlib

from core.gateways.file_store import data_key
from core.settings import Settings

BOOKS_KEY = "books.key"


def keys_of(settings: Settings) -> tuple[str, bool]:
    """The keys that encrypt, newest first, and whether one was made just now."""
    return data_key(settings.data_key.get_secret_value() if settings.data_key else None, settings.data_dir)


def signing(settings: Settings) -> bytes:
    """What service books are signed with.

    It comes of the oldest key, so that codes stay good when one is added; changing the keys for good (`rotate-keys`)
    keeps it in a file of its own.
    """
    kept = settings.data_dir / BOOKS_KEY
    if kept.exists():
        return bytes.fromhex(kept.read_text("ascii"))
    keys, _ = keys_of(settings)
    return hashlib.sha256(b"service book" + keys.split(",")[-1].encode()).digest()
