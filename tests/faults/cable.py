"""The network between a bot and Telegram, to be cut."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit


class Cable:
    """Relays connections to an address; when it is cut they break, and new ones are refused."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        assert parts.port
        self._far, self._port = parts.port, 0
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @classmethod
    @asynccontextmanager
    async def laid(cls, url: str) -> AsyncIterator["Cable"]:
        """A cable to this address, whole."""
        cable = cls(url)
        await cable.mend()
        try:
            yield cable
        finally:
            await cable.cut()

    async def mend(self) -> None:
        """Let connections through."""
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Break every connection, and refuse new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in tuple(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0.01)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            there, out = await asyncio.open_connection("127.0.0.1", self._far)
            both = {writer, out}
            self._writers |= both
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._pump(reader, out))
                    group.create_task(self._pump(there, writer))
            finally:
                self._writers -= both
                for one in both:
                    one.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(1 << 16):
                writer.write(chunk)
                await writer.drain()
        writer.transport.abort()
