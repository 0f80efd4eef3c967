"""The keys of an installation: what encrypts its files and rows, and what signs."""

import hashlib

import structlog

from core.gateways.file_store import EncryptedFiles, data_key
from core.settings import Settings

log = structlog.get_logger()

BOOKS_KEY = "books.key"


def signing(settings: Settings, what: bytes = b"") -> bytes:
    """What service books are signed with, or something else that is named.

    It comes of the oldest key, so that codes stay good when one is added; changing the keys for good (`rotate-keys`)
    keeps it in a file of its own.
    """
    kept = settings.data_dir / BOOKS_KEY
    if kept.exists():
        base = bytes.fromhex(kept.read_text("ascii"))
    else:
        keys, _ = keys_of(settings)
        base = hashlib.sha256(b"service book" + keys.split(",")[-1].encode()).digest()
    return hashlib.sha256(what + base).digest() if what else base


def keys_of(settings: Settings) -> tuple[str, bool]:
    """The keys that encrypt, newest first, and whether one was made just now."""
    return data_key(settings.data_key.get_secret_value() if settings.data_key else None, settings.data_dir)


def files_of(settings: Settings) -> EncryptedFiles:
    """The folder of encrypted files; keys that were made just now are told."""
    keys, made = keys_of(settings)
    if made:
        log.warning("data_key.made", path=str(settings.data_dir / "data.key"), advice="keep a copy: files need it")
    return EncryptedFiles.open(settings.data_dir / "files", keys)
