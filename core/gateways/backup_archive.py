"""What is inside a backup: a manifest, the database, the stored files as they are on disk (encrypted)."""

import hashlib
import json
import re
import tarfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from core.gateways.backup_seal import BackupBroken, Sealing, Unsealing

MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgres": "database.dump"}
# Small files of the data folder that belong to it. Never the key: a backup that holds its own key is not encrypted.
BESIDE = ("books.key", "test-payments.json")
_FILE = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{32}")
_BLOCK = 1 << 20

# Called with how many bytes more went by.
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `tables` are the rows of each at the instant of the copy."""

    kind: str
    made_at: str
    version: str
    tables: Mapping[str, int]
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(self.tables.values())

    @property
    def files(self) -> int:
        """How many stored files there are."""
        return sum(1 for name in self.digests if _FILE.fullmatch(name))

    @property
    def database(self) -> str:
        """The database's name inside."""
        return DATABASES[self.kind]


def pack(out: BinaryIO, key: str, manifest: Manifest, members: Iterable[tuple[str, Path]], told: Told) -> Manifest:
    """Write a backup into `out`; returns the manifest with the digest of everything in it."""
    sealing, digests = Sealing(out, key), {}
    with tarfile.open(fileobj=cast("BinaryIO", sealing), mode="w|") as tar:
        for name, path in members:
            with path.open("rb") as file:
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode = path.stat().st_size, 0o600
                digest = _Digesting(file, told)
                tar.addfile(entry, cast("BinaryIO", digest))
                digests[name] = digest.hexdigest()
        whole = Manifest(**{**asdict(manifest), "digests": digests})
        content = json.dumps(asdict(whole), separators=(",", ":")).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(content), 0o600
        tar.addfile(entry, BytesIO(content))
    sealing.close()
    return whole


def unpack(source: BinaryIO, keys: str, folder: Path, told: Told) -> Manifest:
    """Put what a backup holds into an empty folder, every byte checked; raises `BackupBroken`."""
    stream, found, manifest = BufferedReader(Unsealing(source, keys), _BLOCK), {}, None
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for entry in tar:
                content = tar.extractfile(entry) if entry.isreg() and _known(entry.name) else None
                if content is None:
                    raise BackupBroken(f"the backup holds something that does not belong into it: {entry.name[:60]}")
                if entry.name == MANIFEST:
                    manifest = Manifest(**json.loads(content.read()))
                else:
                    found[entry.name] = _written(cast("BinaryIO", content), folder / entry.name, told)
        while stream.read(_BLOCK):  # to the end, which is marked
            continue
    except (tarfile.TarError, ValueError, TypeError) as problem:
        raise BackupBroken(f"the backup cannot be read: {type(problem).__name__}") from problem
    if manifest is None or found != dict(manifest.digests) or manifest.database not in found:
        raise BackupBroken("the backup does not hold what it says it holds")
    return manifest


def _known(name: str) -> bool:
    return name in {MANIFEST, *DATABASES.values(), *BESIDE} or _FILE.fullmatch(name) is not None


def _written(content: BinaryIO, path: Path, told: Told) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = _Digesting(content, told)
    with path.open("xb") as file:
        while block := digest.read(_BLOCK):
            file.write(block)
    return digest.hexdigest()


class _Digesting:
    """Passes on what it reads, and keeps its digest."""

    def __init__(self, file: BinaryIO, told: Told) -> None:
        self._file, self._told, self._digest = file, told, hashlib.sha256()

    def read(self, count: int = -1) -> bytes:
        """Read on."""
        block = self._file.read(count)
        self._digest.update(block)
        self._told(len(block))
        return block

    def hexdigest(self) -> str:
        """Of all that went by."""
        return self._digest.hexdigest()
