"""Which messages were begun and which Telegram has taken: a small file written at the very moment.

A line costs a few microseconds and survives the kill of the process, so that what was delivered is known although its
row is deleted a little later, many at a time. It is as durable as SQLite's own commits: the machine's power may cut
both.
"""

import contextlib
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.ports import Noted

# Bytes after which the file is written anew with what still counts.
LARGEST = 1 << 18
# Milliseconds after which a note about a row that another process has dealt with is forgotten.
REMEMBERED = 7 * 24 * 3600 * 1000


@dataclass(slots=True)
class FileSendJournal:
    """One file for one process; `left` is what an earlier one noted about messages whose rows may still be there."""

    path: Path
    left: Mapping[int, Noted] = field(default_factory=dict)
    _descriptor: int = -1
    _size: int = 0
    _noted: dict[int, Noted] = field(default_factory=dict)

    def open(self) -> None:
        """Read what an earlier process left and go on, in a new file: an earlier one that still lives has its own."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        found = _read(self.path)
        newest = max((noted.created_at for noted in found.values()), default=0)
        self.left = {number: noted for number, noted in found.items() if noted.created_at > newest - REMEMBERED}
        self._noted = dict(self.left)
        self._rewrite()

    def begun(self, message_id: int, created_at: int) -> None:
        """Note that the call for a message goes out now."""
        self._note(message_id, Noted(created_at))

    def delivered(self, message_id: int, created_at: int, telegram_id: int | None) -> None:
        """Note that Telegram has taken a message, under this id."""
        self._note(message_id, Noted(created_at, delivered=True, telegram_id=telegram_id))

    def forget(self, messages: Collection[int]) -> None:
        """These need no note any more: their rows are gone, or Telegram has certainly not taken them."""
        for message_id in messages:
            self._noted.pop(message_id, None)
        with contextlib.suppress(OSError):  # a full disk: the notes of before stay, and say nothing wrong
            if self._size and not self._noted:
                os.ftruncate(self._descriptor, 0)
                self._size = 0
            elif self._size > LARGEST:
                self._rewrite()

    def spared(self, message_id: int) -> None:
        """Note that Telegram has certainly not taken a message that was begun."""
        if message_id in self._noted:
            self._write(f"s {message_id}\n")
            self.forget([message_id])

    def close(self) -> None:
        """Close the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _note(self, message_id: int, noted: Noted) -> None:
        self._write(_line(message_id, noted))
        self._noted[message_id] = noted

    def _write(self, line: str) -> None:
        # It begins with a line's end: on a full disk the one before may have been cut.
        self._size += os.write(self._descriptor, b"\n" + line.encode("ascii"))

    def _rewrite(self) -> None:
        """Put in place of the file one with what still counts, whole or not at all."""
        new = self.path.with_name(f"{self.path.name}.new")
        text = "".join(_line(message_id, noted) for message_id, noted in self._noted.items())
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        try:
            self._size = os.write(descriptor, text.encode("ascii"))
            new.replace(self.path)
        except OSError:
            os.close(descriptor)
            raise
        self.close()
        self._descriptor = descriptor


def _line(message_id: int, noted: Noted) -> str:
    if not noted.delivered:
        return f"b {message_id} {noted.created_at}\n"
    return f"d {message_id} {noted.created_at} {noted.telegram_id or 0}\n"


def _read(path: Path) -> dict[int, Noted]:
    """What the lines say in the end; a line that a full disk cut says nothing."""
    found: dict[int, Noted] = {}
    try:
        lines = path.read_text("ascii", "replace").splitlines()
    except FileNotFoundError:
        return found
    for line in lines:
        kind, *numbers = line.split() or [""]
        if not all(number.isdecimal() for number in numbers):
            continue
        match kind, [int(number) for number in numbers]:
            case "b", [message_id, created_at]:
                found[message_id] = Noted(created_at)
            case "d", [message_id, created_at, telegram_id]:
                found[message_id] = Noted(created_at, delivered=True, telegram_id=telegram_id or None)
            case "s", [message_id]:
                found.pop(message_id, None)
            case _:
                continue
    return found
