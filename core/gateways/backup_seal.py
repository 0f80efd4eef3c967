"""The envelope of a backup: a stream, compressed and encrypted block by block, that tells when anything in it changed.

After a line that names the form and a random salt come blocks: their length, then AES-256-GCM of up to a megabyte. The
key is derived from DATA_KEY and the salt; a block's nonce is its number and whether it is the last, so that blocks
left out, moved, repeated or cut off at the end are noticed.
"""

import base64
import io
import os
import struct
import zlib
from dataclasses import dataclass, field
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORM = b"autotrack backup 1\n"
SALT = 16
BLOCK = 1 << 20
# A block that cannot be compressed grows by a few bytes.
LONGEST = BLOCK + 4096
_LENGTH = struct.Struct(">I")


class BackupBroken(Exception):
    """Not a backup, not of this key, or changed since it was written; the message says which."""


def _cipher(key: str, salt: bytes) -> AESGCM:
    secret = base64.urlsafe_b64decode(key.strip())
    return AESGCM(HKDF(SHA256(), 32, salt, b"autotrack backup").derive(secret))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


@dataclass(slots=True)
class Sealing:
    """Takes what is written and puts it sealed into `out`; `close` ends the stream and leaves `out` open."""

    out: BinaryIO
    key: str
    _salt: bytes = field(default_factory=lambda: os.urandom(SALT), init=False)
    _cipher: AESGCM = field(init=False)
    _waiting: bytearray = field(default_factory=bytearray, init=False)
    _number: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._cipher = _cipher(self.key, self._salt)
        self.out.write(FORM + self._salt)

    def write(self, content: bytes) -> int:
        """Take some more."""
        self._waiting += content
        # One block always waits: only the end knows which is the last.
        while len(self._waiting) > BLOCK:
            self._put(bytes(self._waiting[:BLOCK]), last=False)
            del self._waiting[:BLOCK]
        return len(content)

    def close(self) -> None:
        """Write the last block."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, block: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), zlib.compress(block, 1), FORM + self._salt)
        self._number += 1
        self.out.write(_LENGTH.pack(len(sealed)) + sealed)


class Unsealing(io.RawIOBase):
    """Reads what was sealed with one of these keys (separated by commas); raises `BackupBroken`."""

    def __init__(self, source: BinaryIO, keys: str) -> None:
        super().__init__()
        self._source = source
        if source.read(len(FORM)) != FORM:
            raise BackupBroken("this is no backup of this program")
        self._salt = self._exactly(SALT)
        self._candidates = [_cipher(key, self._salt) for key in keys.split(",")]
        self._number, self._ended, self._ready = 0, False, b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # as the library calls it
        """Some of what comes next; 0 only after the last block."""
        while not self._ready and not self._ended:
            self._ready = self._block()
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _exactly(self, count: int) -> bytes:
        found = self._source.read(count)
        if len(found) != count:
            raise BackupBroken("the backup ends too early: it was cut off")
        return found

    def _block(self) -> bytes:
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        if length > LONGEST:
            raise BackupBroken("the backup was changed since it was written")
        sealed = self._exactly(length)
        for last in (False, True):
            for cipher in self._candidates:
                try:
                    content = cipher.decrypt(_nonce(self._number, last=last), sealed, FORM + self._salt)
                except InvalidTag:
                    continue
                self._candidates, self._ended = [cipher], last
                self._number += 1
                return _inflated(content)
        if self._number == 0:
            raise BackupBroken("none of the keys opens this backup: DATA_KEY must hold the one it was made with")
        raise BackupBroken("the backup was changed since it was written")


def _inflated(content: bytes) -> bytes:
    """What was compressed; never more than a block, whoever made it."""
    return zlib.decompressobj().decompress(content, BLOCK)
