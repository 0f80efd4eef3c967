"""Encrypted texts and keyed hashes, with the keys that encrypt the files (DATA_KEY)."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core.domain.mail_ports import SealBroken
from core.gateways.file_store import newest_reads


@dataclass(frozen=True, slots=True)
class KeyedVault:
    """Seals with the newest key and opens with any; each hash has a key of its own, derived from the data key."""

    cipher: MultiFernet
    keys: tuple[bytes, ...]

    @classmethod
    def open(cls, keys: str) -> Self:
        """With one key or several, newest first, separated by commas."""
        given = [key.strip() for key in keys.split(",") if key.strip()]
        return cls(MultiFernet([Fernet(key) for key in given]), tuple(base64.urlsafe_b64decode(key) for key in given))

    def seal(self, text: str) -> str:
        """Encrypt a text."""
        return self.cipher.encrypt(text.encode()).decode("ascii")

    def unseal(self, sealed: str) -> str:
        """The text again; raises `SealBroken` when its key is gone."""
        try:
            return self.cipher.decrypt(sealed.encode("ascii", "replace")).decode()
        except InvalidToken as error:
            raise SealBroken from error

    def mark(self, purpose: str, text: str) -> str:
        """The keyed hash of a text, by the newest key."""
        return _hashed(self.keys[0], purpose, text)

    def marks(self, purpose: str, text: str) -> list[str]:
        """Its keyed hashes by every key, the newest first."""
        return [_hashed(key, purpose, text) for key in self.keys]

    def renew(self, sealed: str) -> str | None:
        """The text sealed with the newest key; None when it is already. Raises `SealBroken` when its key is gone."""
        token = sealed.encode("ascii", "replace")
        if newest_reads(self.cipher, token):
            return None
        try:
            return self.cipher.rotate(token).decode("ascii")
        except InvalidToken as error:
            raise SealBroken from error


def _hashed(key: bytes, purpose: str, text: str) -> str:
    own = hmac.new(key, b"autotrack mark:" + purpose.encode(), hashlib.sha256).digest()
    return hmac.new(own, text.encode(), hashlib.sha256).hexdigest()
