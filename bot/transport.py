"""Requests to a Bot API server over aiohttp: a sixth of httpx's CPU per call, and no token in any log line.

`AiohttpRequest` is python-telegram-bot's own transport interface; `TelegramApi` is the short way for what the message
path sends itself, with the library's exception types.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram import error
from telegram.request import BaseRequest, RequestData
from yarl import URL

# Seconds. Long polling adds its own wait to the read time.
CONNECT, READ, MEDIA = 5.0, 10.0, 60.0


class ConnectionCut(error.NetworkError):
    """The connection broke after the request went out: it may have been carried out."""


class TooManyRequests(error.RetryAfter):
    """PTB's `RetryAfter`, whose own attribute warns whoever reads it that its type will change."""

    def __init__(self, seconds: int) -> None:
        error.TelegramError.__init__(self, f"Flood control exceeded. Retry in {seconds} seconds")
        self.seconds = seconds
        self._retry_after = timedelta(seconds=seconds)


class AiohttpRequest(BaseRequest):
    """PTB's transport on one aiohttp session; `proxy` is taken from the usual environment variables."""

    def __init__(self, connections: int = 128) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, dict[str, Any]] = {}

    @property
    def read_timeout(self) -> float | None:
        """Seconds PTB adds to a long poll."""
        return READ

    @property
    def session(self) -> aiohttp.ClientSession:
        """The open session; `initialize` comes first."""
        if self._session is None:
            raise RuntimeError("the transport is not initialised")
        return self._session

    async def initialize(self) -> None:
        """Open the session, once."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector, auto_decompress=True)
            self._proxies.clear()

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request of PTB's: status and body; timeouts and connection errors become PTB's."""
        body: dict[str, Any] = {}
        media = request_data is not None and request_data.contains_files
        if request_data is not None and media:
            form = aiohttp.FormData(request_data.json_parameters, quote_fields=False)
            for name, (file_name, content, mime) in (request_data.multipart_data or {}).items():
                form.add_field(name, content, filename=_file_name(file_name), content_type=mime)
            body = {"data": form}
        elif request_data is not None:
            body = {"data": request_data.json_payload, "headers": {"Content-Type": "application/json"}}
        read = (MEDIA if media else READ) if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        return await self.exchange(method, url, read, body)

    def proxy_for(self, url: str | URL) -> dict[str, Any]:
        """The options that lead a request through the environment's proxy, looked up once per server.

        aiohttp's own look-up (`trust_env`) asks the environment, in a thread, for every request again.
        """
        server = str(URL(url).origin())
        if server not in self._proxies:
            self._proxies[server] = environment_proxy(server)
        return self._proxies[server]

    async def exchange(self, method: str, url: str, read: float | None, body: dict[str, Any]) -> tuple[int, bytes]:
        """Send and read whole; raises `TimedOut` or `ConnectionCut` (perhaps delivered) or `NetworkError`.

        None of them names the URL: it holds the token.
        """
        timeout = aiohttp.ClientTimeout(sock_read=read, sock_connect=CONNECT)
        options = {"timeout": timeout, "allow_redirects": False, **self.proxy_for(url), **body}
        try:
            async with self.session.request(method, url, **options) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as problem:
            raise error.NetworkError(type(problem).__name__) from None
        except TimeoutError:
            raise error.TimedOut from None
        except (aiohttp.ClientError, OSError) as problem:
            raise ConnectionCut(type(problem).__name__) from None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send along, by the name of its parameter."""

    content: bytes
    file_name: str
    mime_type: str


@dataclass(frozen=True, slots=True)
class TelegramApi:
    """Calls of Bot API methods with plain JSON in and out."""

    request: AiohttpRequest
    server: str
    token: str
    # Seconds without a byte of the answer after which a call is given up.
    patience: float = READ

    @property
    def base_url(self) -> str:
        """What PTB calls `base_url`."""
        return f"{self.server}/bot"

    @property
    def base_file_url(self) -> str:
        """What PTB calls `base_file_url`."""
        return f"{self.server}/file/bot"

    async def call(
        self,
        method: str,
        parameters: Mapping[str, object],
        files: Mapping[str, Upload] | None = None,
        *,
        read: float | None = None,
    ) -> Any:
        """The `result` of a call; raises PTB's errors, as PTB would. `read`: other seconds than `patience`."""
        patience = self.patience if read is None else read
        url = f"{self.server}/bot{self.token}/{method}"
        body: dict[str, Any]
        if files:
            form = aiohttp.FormData(quote_fields=False)
            for name, value in parameters.items():
                form.add_field(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
            for name, upload in files.items():
                form.add_field(
                    name, upload.content, filename=_file_name(upload.file_name), content_type=upload.mime_type
                )
            body, patience = {"data": form}, max(patience, MEDIA)
        else:
            payload = json.dumps(parameters, ensure_ascii=False, separators=(",", ":")).encode()
            body = {"data": payload, "headers": {"Content-Type": "application/json"}}
        status, answer = await self.request.exchange("POST", url, patience, body)
        return result_of(status, answer)

    async def download(self, file_path: str, limit: int, deadline: float) -> bytes:
        """A file by the path `getFile` gave, at most `limit` bytes, within `deadline` seconds."""
        timeout = aiohttp.ClientTimeout(total=deadline, sock_connect=CONNECT)
        url = URL(f"{self.base_file_url}{self.token}/{_plain_path(file_path)}", encoded=True)
        try:
            options = {"timeout": timeout, "allow_redirects": False, **self.request.proxy_for(url)}
            async with self.request.session.get(url, **options) as response:
                if response.status >= 500 or response.status == 429:
                    raise error.NetworkError(f"file not available now ({response.status})")
                if response.status != 200:
                    raise error.BadRequest(f"file not available ({response.status})")
                return await _capped(response.content, limit)
        except TimeoutError:
            raise error.TimedOut from None
        except (aiohttp.ClientError, OSError) as problem:
            raise error.NetworkError(type(problem).__name__) from None


def environment_proxy(server: str) -> dict[str, Any]:
    """Options of a request for the proxy that the environment (`https_proxy`, `no_proxy` …) names for a server."""
    url = URL(server)
    found = getproxies().get(url.scheme)
    if found is None or proxy_bypass(url.host or ""):
        return {}
    proxy = URL(found)
    if proxy.user is None:
        return {"proxy": proxy}
    return {"proxy": proxy.with_user(None), "proxy_auth": aiohttp.BasicAuth(proxy.user, proxy.password or "")}


def _file_name(name: str) -> str:
    """The name as people read it: Telegram takes UTF-8 as it is, and would show percent signs as they are."""
    return "".join(character for character in name if character.isprintable()) or "file"


def _plain_path(file_path: str) -> str:
    """The path below the bot's folder: host and folder are ours, so no answer can send us elsewhere."""
    parts = [part for part in file_path.split("/") if part not in {"", ".", ".."}]
    return "/".join(quote(part, safe="") for part in parts)


async def _capped(stream: aiohttp.StreamReader, limit: int) -> bytes:
    chunks, size = [], 0
    async for chunk in stream.iter_chunked(1 << 16):
        size += len(chunk)
        if size > limit:
            raise error.BadRequest("file is too big")
        chunks.append(chunk)
    return b"".join(chunks)


def result_of(status: int, answer: bytes) -> Any:
    """The `result` of an answer, or the exception PTB has for it.

    But for an answer that is not Telegram's: a proxy's page saying "forbidden" does not mean that we were blocked.
    """
    try:
        data = json.loads(answer)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise error.NetworkError(f"unreadable answer ({status})")
    if 200 <= status < 300 and data.get("ok"):
        return data.get("result")
    parameters = data.get("parameters")
    raise _problem(status, str(data.get("description", "")), parameters if isinstance(parameters, dict) else {})


def _problem(status: int, description: str, parameters: Mapping[str, Any]) -> error.TelegramError:
    if parameters.get("migrate_to_chat_id"):
        return error.ChatMigrated(int(parameters["migrate_to_chat_id"]))
    if parameters.get("retry_after"):
        return TooManyRequests(int(parameters["retry_after"]))
    kinds: dict[int, type[error.TelegramError]] = {
        400: error.BadRequest,
        401: error.InvalidToken,
        403: error.Forbidden,
        404: error.InvalidToken,
        409: error.Conflict,
    }
    kind = kinds.get(status, error.NetworkError)
    return kind(description or f"status {status}")
