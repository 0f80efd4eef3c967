"""Files in memory, under identifiers shaped like Telegram's, and image sizes read from their headers."""

import base64
import itertools
import secrets
import struct
from dataclasses import dataclass

from simulator.wire import Raw, Upload, refuse, reject

DOWNLOAD_LIMIT = 20 << 20
UPLOAD_LIMIT = 50 << 20
PHOTO_LIMIT = 10 << 20

_PREFIX = {"photo": "AgACAgQAAxkDAAI", "document": "BQACAgQAAxkDAAI", "voice": "AwACAgQAAxkDAAI"}
_FOLDER = {
    "photo": "photos",
    "document": "documents",
    "voice": "voice",
    "sticker": "stickers",
    "video": "videos",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file as Telegram keeps it."""

    id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    content: bytes
    path: str
    size: tuple[int, int] | None

    def photo_sizes(self) -> list[Raw]:
        """Return the upload as the largest and only variant."""
        width, height = self.size or (0, 0)
        return [{**self.reference(), "width": width, "height": height}]

    def reference(self) -> Raw:
        """Return the part that all file objects share."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}

    def document(self) -> Raw:
        """Return the Document object."""
        return {"file_name": self.name, "mime_type": self.mime, **self.reference()}


class Files:
    """Keeps what people and the bot upload."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._numbers = itertools.count()

    def add(self, upload: Upload, kind: str) -> StoredFile:
        """Keep an upload; the caller has checked that it is what it claims to be."""
        number = next(self._numbers)
        tail = base64.urlsafe_b64encode(secrets.token_bytes(42)).decode()
        extension = upload.name.rsplit(".", 1)[-1].lower() if "." in upload.name else "bin"
        stored = StoredFile(
            id=f"{_PREFIX.get(kind, 'CgACAgQAAxkDAAI')}{tail}",
            unique_id=f"AQAD{secrets.token_hex(6)}",
            kind=kind,
            name=upload.name,
            mime=upload.mime,
            content=upload.content,
            path=f"{_FOLDER.get(kind, 'documents')}/file_{number}.{'jpg' if kind == 'photo' else extension}",
            size=image_size(upload.content),
        )
        self._by_id[stored.id] = stored
        self._by_path[stored.path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        """Return the file of this identifier."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """Return the file that a download path leads to."""
        return self._by_path.get(path)


def check_photo(upload: Upload) -> None:
    """Refuse what Telegram would not take as a photo."""
    if len(upload.content) > PHOTO_LIMIT:
        refuse("file is too big")
    size = image_size(upload.content)
    if size is None:
        reject("IMAGE_PROCESS_FAILED")
    wide, high = size
    if wide + high > 10_000 or max(size) > 20 * max(min(size), 1):
        reject("PHOTO_INVALID_DIMENSIONS")


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height from the header of a JPEG, PNG, GIF or WebP."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        wide, high = struct.unpack(">II", content[16:24])
        return wide, high
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        wide, high = struct.unpack("<HH", content[6:10])
        return wide, high
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp_size(content)
    return _jpeg_size(content) if content[:2] == b"\xff\xd8" else None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    kind, head = content[12:16], content[20:30]
    if len(head) < 10:
        return None
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    wide, high = struct.unpack("<HH", head[6:10])
    return wide & 0x3FFF, high & 0x3FFF


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            high, wide = struct.unpack(">HH", content[at + 5 : at + 9])
            return wide, high
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
