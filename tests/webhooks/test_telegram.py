import io
import json
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from webhooks.sidecar import BODY_LIMIT, PortTaken, Sidecar
from webhooks.telegram import SECRET_HEADER, telegram_routes

SECRET = "canary-canary-canary"


@dataclass(slots=True)
class Hook:
    """The route on its own server, and what it took in."""

    address: str
    taken: list[Mapping[str, Any]] = field(default_factory=list)
    problem: Exception | None = None

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

    sidecar = Sidecar("127.0.0.1", 0, telegram_routes(accept, SECRET))
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


BAD = [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"update_id": "1"}', b'{"update_id": true}',
       b'{"message": {}}', b'{"update_id": 1.5}', b"[" * 100_000, b'{"update_id": NaN}']  # fmt: skip


@pytest.mark.parametrize("body", BAD)
async def test_what_is_no_update_is_refused_without_a_fault(hook: Hook, body: bytes):
    with capture_logs() as log:
        status, _ = await hook.post(body)
    assert (status, hook.taken, log) == (400, [], [])


async def test_a_huge_body_is_refused(hook: Hook):
    body = json.dumps({"update_id": 1, "x": "x" * BODY_LIMIT}).encode()
    assert (await hook.post(body))[0] == 413
    assert hook.taken == []


async def test_an_update_that_cannot_be_stored_is_asked_for_again(hook: Hook):
    hook.problem = OSError("canary of the database")
    with capture_logs() as log:
        status, body = await hook.post(b'{"update_id": 1}')
    assert (status, body) == (500, "")
    assert [one["event"] for one in log] == ["webhook.failed"]


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
