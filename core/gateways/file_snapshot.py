"""The stored files as they are at one instant, held by hard links while others add and delete."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(slots=True)
class FileSnapshot:
    """Links to files of a store, in a folder of the same disk; where there are no hard links it only names them."""

    store: Path
    folder: Path
    links: bool = True

    def hold(self) -> None:
        """Hold what is there now; to be called again for what has come since. A file is never changed in place."""
        for path in self.store.glob("*/*"):
            held = self.folder / path.name
            if _NAME.fullmatch(path.name) and self.links and not held.exists():
                try:
                    held.hardlink_to(path)
                except FileNotFoundError:  # deleted this instant
                    continue
                except OSError:
                    self.links = False

    def members(self) -> list[tuple[str, Path]]:
        """Their names in a backup, and where they can be read, in order."""
        source = self.folder.glob("*") if self.links else self.store.glob("*/*")
        paths = sorted((path for path in source if _NAME.fullmatch(path.name)), key=lambda path: path.name)
        return [(f"files/{path.name[:2]}/{path.name}", path) for path in paths]


@contextmanager
def snapshot(store: Path, folder: Path) -> Iterator[FileSnapshot]:
    """Hold the files of a store within the block; `folder` is made for it."""
    folder.mkdir(mode=0o700)
    yield FileSnapshot(store, folder)
