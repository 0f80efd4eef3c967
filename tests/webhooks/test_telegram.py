import asyncio
import io
import json
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from core.meters import Meters
from webhooks.sidecar import BODY_LIMIT, PortTaken, Sidecar
from webhooks.telegram import SECRET_HEADER, telegram_routes

SECRET = "canary-canary-canary"


@dataclass(slots=True)
class Hook:
    """The route on its own server, and what it took in."""

    address: str
    taken: list[Mapping[str, Any]] = field(default_factory=list)
    meters: Meters = field(default_factory=Meters)
    problem: Exception | None = None

    @property
    def results(self) -> dict[tuple[str, ...], int]:
        return dict(self.meters.counts)

    async def post(self, body: bytes, secret: str | None = SECRET, method: str = "POST") -> tuple[int, str]:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, f"{self.address}/telegram", data=io.BytesIO(body), headers=headers) as response,
        ):
            return response.status, await response.text()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook("")

    async def accept(update: Mapping[str, Any]) -> None:
        if hook.problem is not None:
            raise hook.problem
        hook.taken.append(update)

    routes = telegram_routes(accept, SECRET, hook.meters)
    sidecar = Sidecar("127.0.0.1", 0, routes, connections=20, head_seconds=0.5, body_seconds=0.3)
    await sidecar.start()
    hook.address = sidecar.address
    yield hook
    await sidecar.stop()


async def test_an_update_with_the_secret_is_taken(hook: Hook):
    assert (await hook.post(b'{"update_id": 1, "message": {"text": "\\u00e9"}}'))[0] == 200
    assert hook.taken == [{"update_id": 1, "message": {"text": "é"}}]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "é"])
async def test_without_the_secret_there_is_nothing_here(hook: Hook, secret: str | None):
    status, body = await hook.post(b'{"update_id": 1}', secret)
    assert (status, hook.taken) == (404, [])
    assert "canary" not in body
    assert hook.results == {("webhook_requests", "wrong_secret"): 1}


BAD = [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"update_id": "1"}', b'{"update_id": true}',
       b'{"message": {}}', b'{"update_id": 1.5}', b"[" * 100_000, b'{"update_id": NaN}']  # fmt: skip


@pytest.mark.parametrize("body", BAD)
async def test_what_is_no_update_is_refused_without_a_fault(hook: Hook, body: bytes):
    with capture_logs() as log:
        status, answer = await hook.post(body)
    assert (status, hook.taken) == (400, [])
    assert "canary" not in answer
    (line,) = log
    assert (line["event"], line["status"], line["log_level"]) == ("webhook.refused", 400, "warning")
    assert line["reason"] in {"Not JSON", "Not An Update"}
    assert hook.results == {("webhook_requests", "malformed"): 1}


async def test_a_huge_body_is_refused(hook: Hook):
    body = json.dumps({"update_id": 1, "x": "x" * BODY_LIMIT}).encode()
    with capture_logs() as log:
        assert (await hook.post(body))[0] == 413
    assert hook.taken == []
    assert [line["status"] for line in log] == [413]
    assert hook.results == {("webhook_requests", "too_big"): 1}


HEAD = f"POST /telegram HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: 30\r\n\r\n".encode()


async def connect(hook: Hook) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, _, port = hook.address.removeprefix("http://").partition(":")
    return await asyncio.open_connection(host, int(port))


async def test_a_body_that_does_not_come_is_not_waited_for(hook: Hook):
    reader, writer = await connect(hook)
    writer.write(HEAD + b'{"update_id"')
    async with asyncio.timeout(5):
        answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert (hook.taken, hook.results) == ([], {("webhook_requests", "too_slow"): 1})
    writer.close()


@pytest.mark.parametrize("sent", [b"", b"POST", HEAD[:-2]])
async def test_headers_that_do_not_come_are_not_waited_for(hook: Hook, sent: bytes):
    reader, writer = await connect(hook)
    writer.write(sent)
    async with asyncio.timeout(5):
        assert await reader.read() == b""
    writer.close()


async def test_headers_that_trickle_in_are_not_waited_for_either(hook: Hook):
    reader, writer = await connect(hook)
    closed = asyncio.ensure_future(reader.read())
    async with asyncio.timeout(5):
        for byte in HEAD:
            if closed.done():
                break
            writer.write(bytes([byte]))
            await asyncio.sleep(0.05)
    assert await closed == b""
    writer.close()


async def test_more_connections_than_there_may_be_are_closed_and_the_others_go_on(hook: Hook):
    idle = [await connect(hook) for _ in range(30)]
    async with asyncio.timeout(5):
        ends = await asyncio.gather(*(reader.read() for reader, _ in idle[20:]))
    assert ends == [b""] * 10
    async with asyncio.timeout(5):
        await asyncio.gather(*(reader.read() for reader, _ in idle))
    assert (await hook.post(b'{"update_id": 1}'))[0] == 200
    for _, writer in idle:
        writer.close()


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /telegram HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
        b"POST /telegram HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        HEAD[:-2] + b"Transfer-Encoding: chunked\r\n\r\n",
    ],
)
async def test_what_is_no_request_ends_its_connection_and_nothing_else(hook: Hook, garbage: bytes):
    with capture_logs() as log:
        reader, writer = await connect(hook)
        writer.write(garbage)
        async with asyncio.timeout(5):
            answer = await reader.read()
        writer.close()
    assert answer == b"" or answer.split()[1] in {b"400", b"404"}
    assert [line for line in log if line["log_level"] == "error"] == []
    assert "canary" not in answer.decode("latin-1")
    assert (await hook.post(b'{"update_id": 1}'))[0] == 200


async def test_an_update_that_cannot_be_stored_is_asked_for_again(hook: Hook):
    hook.problem = OSError("canary of the database")
    with capture_logs() as log:
        status, body = await hook.post(b'{"update_id": 1}')
    assert (status, body) == (500, "")
    assert [one["event"] for one in log] == ["webhook.failed"]
    assert hook.results == {("webhook_requests", "not_stored"): 1}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "TRACE"])
async def test_only_posting_is_answered(hook: Hook, method: str):
    assert (await hook.post(b"", method=method))[0] == 405


async def test_a_route_without_a_secret_cannot_be_made():
    async def accept(_: Mapping[str, Any]) -> None:
        raise AssertionError

    with pytest.raises(ValueError, match="secret"):
        telegram_routes(accept, "")


async def test_a_port_that_is_taken_is_told_by_its_address():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sidecar = Sidecar("127.0.0.1", port, [])
        with pytest.raises(PortTaken, match=f"127.0.0.1:{port}"):
            await sidecar.start()
        await sidecar.stop()


async def test_the_server_tells_nothing_of_itself(hook: Hook):
    async with aiohttp.ClientSession() as session, session.get(f"{hook.address}/nothing") as response:
        assert response.status == 404
        assert "Server" not in response.headers
