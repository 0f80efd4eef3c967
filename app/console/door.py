"""The way from `autotrack admin` to the running bot: a socket in its data folder, which its own user alone can open.

An SQLite file serves one process, so the bot itself does what is asked for, with the code that the console would have
run. The client sends `{"user", "words"}` in a line; lines come back: `{"out"}`, `{"err"}`, `{"file"}` in base64, and
`{"end"}` with the exit status.
"""

import asyncio
import base64
import json
import os
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog

from app.assembled import Parts
from app.console.acting import act, parsed
from app.console.desk import Out

log = structlog.get_logger()

NAME = "admin.sock"
# A socket's name has 108 bytes on Linux, 104 elsewhere, one of which ends it.
LONGEST_NAME = 103
# Seconds for the client's line; seconds for which the client waits for the next word.
PATIENCE, ANSWER_IN = 5.0, 120.0


def place(folder: Path) -> str | None:
    """The socket's name, as seen from here where that is shorter; None where neither fits."""
    whole = folder.absolute() / NAME
    names = (str(whole), os.path.relpath(whole))
    return next((name for name in names if len(os.fsencode(name)) <= LONGEST_NAME), None)


@dataclass(frozen=True, slots=True)
class Sent:
    """Words that go to the client."""

    writer: asyncio.StreamWriter

    def write(self, text: str) -> None:
        """Send words for its standard output."""
        self._put({"out": text})

    def refuse(self, text: str) -> None:
        """Send why not."""
        self._put({"err": text})

    def file(self, content: bytes) -> None:
        """Send a file."""
        self._put({"file": base64.b64encode(content).decode("ascii")})

    def end(self, status: int) -> None:
        """Send the exit status."""
        self._put({"end": status})

    async def flush(self) -> None:
        """Wait until there is room for more."""
        await self.writer.drain()

    def _put(self, frame: dict[str, object]) -> None:
        self.writer.write(json.dumps(frame, ensure_ascii=False).encode() + b"\n")


@asynccontextmanager
async def door(parts: Parts) -> AsyncIterator[None]:
    """Listen within the block; where that cannot be, the log says so and the bot runs without."""
    folder = parts.settings.data_dir
    name = place(folder)
    listening = _listening(folder, name) if parts.roles.alone else None
    if name is None or listening is None:
        yield
        return
    server = await asyncio.start_unix_server(_Porter(parts).came, sock=listening, limit=1 << 20)
    try:
        yield
    finally:
        # What was begun ends by itself.
        server.close()
        _gone(name)


def _listening(folder: Path, name: str | None) -> socket.socket | None:
    """The socket, for our own user alone."""
    if name is None:
        log.warning("console.no_door", reason="name too long")
        return None
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Whoever left it is gone: the folder's database is ours.
        _gone(name)
        line.bind(name)
        Path(name).chmod(0o600)
    except OSError as problem:
        line.close()
        log.warning("console.no_door", reason=type(problem).__name__)
        return None
    return line


def _gone(name: str) -> None:
    Path(name).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Porter:
    """Lets in whoever comes."""

    parts: Parts

    def came(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Do what they ask for."""
        self.parts.background.start(self._serve(reader, writer))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        out = Sent(writer)
        try:
            async with asyncio.timeout(PATIENCE):
                asked = json.loads(await reader.readline())
            try:
                arguments = parsed([str(word) for word in asked["words"]])
            except SystemExit:
                out.refuse("the bot that runs is of another version: start it again")
                out.end(2)
            else:
                log.info("console.act", part=arguments.part, act=getattr(arguments, "act", None))
                out.end(await act(self.parts, str(asked["user"]), arguments, out))
            await out.flush()
        finally:
            writer.close()


class NobodyThere(Exception):
    """No bot listens."""


def ask(folder: Path, user: str, words: Sequence[str], out: Out) -> int:
    """Have the running bot do it; its exit status. Raises `NobodyThere` when none listens."""
    name = place(folder)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            if name is None:
                raise NobodyThere
            line.connect(name)
        except (FileNotFoundError, ConnectionRefusedError):
            raise NobodyThere from None
        line.settimeout(ANSWER_IN)
        line.sendall(json.dumps({"user": user, "words": list(words)}).encode() + b"\n")
        with line.makefile("r", encoding="utf-8") as answers:
            for answer in answers:
                frame = json.loads(answer)
                if "end" in frame:
                    return int(frame["end"])
                _pass_on(frame, out)
    out.refuse("the bot could not do that: its log says why")
    return 1


def _pass_on(frame: dict[str, str], out: Out) -> None:
    if "out" in frame:
        out.write(frame["out"])
    elif "err" in frame:
        out.refuse(frame["err"])
    else:
        out.file(base64.b64decode(frame["file"]))
