"""Files on disk, encrypted at rest with DATA_KEY (cryptography's MultiFernet)."""

import asyncio
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core.faults import fault
from core.ports import FileLost

_NAME = re.compile(r"[0-9a-f]{32}")


def data_key(given: str | None, data_dir: Path) -> tuple[str, bool]:
    """The key to encrypt with, and whether it was made just now.

    Without a given one it is kept in `data.key`, mode 0600, beside the file folder and not inside it, so that a copy
    of the files alone tells nothing. A given one comes first, and a key made earlier still reads what it wrote.
    """
    path = data_dir / "data.key"
    if given:
        made = path.read_text("ascii").strip() if path.exists() else ""
        return (f"{given},{made}" if made and made not in given else given), False
    try:
        return path.read_text("ascii").strip(), False
    except FileNotFoundError:
        data_dir.mkdir(parents=True, exist_ok=True)
        return _made(path)


def newest_reads(cipher: MultiFernet, token: bytes) -> bool:
    """Whether the first of the keys alone can read this."""
    newest: Fernet = cipher._fernets[0]  # noqa: SLF001  # the library does not name its keys otherwise
    try:
        newest.decrypt(token)
    except InvalidToken:
        return False
    return True


def _made(path: Path) -> tuple[str, bool]:
    """A new key, whole or not at all on disk; the other one if somebody else was quicker."""
    part = path.with_name(f"data.key.{secrets.token_hex(4)}")
    key = Fernet.generate_key().decode("ascii")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key + "\n")
            file.flush()
            os.fsync(file.fileno())
        _publish(part, path)
    except FileExistsError:
        return path.read_text("ascii").strip(), False
    finally:
        part.unlink(missing_ok=True)
    return key, True


def _publish(part: Path, path: Path) -> None:
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        part.rename(path)  # a file system without hard links


def _before(entry: "os.DirEntry[str]", moment: float) -> bool:
    try:
        return entry.stat().st_mtime < moment
    except FileNotFoundError:  # deleted meanwhile
        return False


@dataclass(frozen=True, slots=True)
class EncryptedFiles:
    """Files under `folder`, named by random ids of ours; nothing from outside ever becomes part of a path."""

    folder: Path
    cipher: MultiFernet

    @classmethod
    def open(cls, folder: Path, keys: str) -> "EncryptedFiles":
        """Open the folder with one key or several, newest first, separated by commas."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(folder, MultiFernet([Fernet(key.strip()) for key in keys.split(",")]))

    def sweep(self) -> None:
        """Remove what a crash left half written; for the only process that writes here."""
        for leftover in self.folder.glob("*/*.part"):
            leftover.unlink(missing_ok=True)

    async def put(self, content: bytes) -> str:
        """Keep the content and return its new name."""
        name = secrets.token_hex(16)
        await asyncio.to_thread(self._write, name, content)
        return name

    async def get(self, name: str) -> bytes:
        """The content kept under a name; raises `FileLost` if it is gone or cannot be decrypted."""
        return await asyncio.to_thread(self._read, name)

    async def delete(self, name: str) -> None:
        """Forget the content; a name that is not there is no error."""
        await asyncio.to_thread(self._path(name).unlink, missing_ok=True)

    async def names(self) -> list[str]:
        """Everything that is kept."""
        return await asyncio.to_thread(self._names)

    async def renew(self, name: str) -> bool:
        """Encrypt a file with the newest key; False when it is already. Raises `FileLost` if it cannot be decrypted."""
        return await asyncio.to_thread(self._renew, name)

    def _names(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*/*") if _NAME.fullmatch(path.name))

    def _renew(self, name: str) -> bool:
        path = self._path(name)
        try:
            written = path.read_bytes()
            if newest_reads(self.cipher, written):
                return False
            renewed = self.cipher.rotate(written)
        except (FileNotFoundError, InvalidToken) as error:
            raise FileLost(name) from error
        self._put(path, renewed)
        return True

    async def older_than(self, seconds: float) -> list[str]:
        """The names of what was written longer ago than that, by the file system's clock."""
        return await asyncio.to_thread(self._older_than, seconds)

    def _older_than(self, seconds: float) -> list[str]:
        # A file written now tells the time of a disk that may be on another machine.
        probe = self.folder / "now.part"
        probe.touch()
        limit = probe.stat().st_mtime - seconds
        probe.unlink(missing_ok=True)
        found = []
        for folder in self.folder.iterdir():
            if not folder.is_dir():
                continue
            with os.scandir(folder) as entries:
                found += [entry.name for entry in entries if _NAME.fullmatch(entry.name) and _before(entry, limit)]
        return found

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise FileLost(name)
        return self.folder / name[:2] / name

    def _write(self, name: str, content: bytes) -> None:
        path = self._path(name)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        self._put(path, self.cipher.encrypt(content))

    def _put(self, path: Path, encrypted: bytes) -> None:
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            file.write(encrypted)
            file.flush()
            os.fsync(file.fileno())
        fault("file.written")
        part.replace(path)
        fault("file.named")

    def _read(self, name: str) -> bytes:
        try:
            return self.cipher.decrypt(self._path(name).read_bytes())
        except (FileNotFoundError, InvalidToken) as error:
            raise FileLost(name) from error
