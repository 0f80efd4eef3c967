import asyncio
import json
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from telegram import error
from telegram.ext import ExtBot

from bot.transport import AiohttpRequest, ConnectionCut, TelegramApi, TooManyRequests, Upload, result_of
from simulator.testing import Simulator

TOKEN = "123456789:AAcanary-canary-canary-canary-canary"

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Server:
    """A Bot API server that answers as it is told, and what it was asked."""

    url: str = ""
    answer: Answer | None = None
    paths: list[str] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.paths.append(request.raw_path)
        assert self.answer is not None
        return await self.answer(request)

    def answers(self, status: int, body: bytes) -> None:
        async def answer(_: web.Request) -> web.Response:
            return web.Response(status=status, body=body)

        self.answer = answer


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    application = web.Application()
    application.router.add_route("*", r"/{path:[\s\S]*}", server.serve)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


@asynccontextmanager
async def opened(url: str, token: str = TOKEN, patience: float = 0.3) -> AsyncIterator[TelegramApi]:
    request = AiohttpRequest()
    await request.initialize()
    try:
        yield TelegramApi(request, url, token, patience)
    finally:
        await request.shutdown()


@pytest.fixture
async def api(server: Server) -> AsyncIterator[TelegramApi]:
    async with opened(server.url) as api:
        yield api


def refusal(description: str, **parameters: object) -> bytes:
    return json.dumps({"ok": False, "description": description, "parameters": parameters}).encode()


STATUSES = (300, 302, 400, 401, 402, 403, 404, 405, 409, 413, 418, 421, 429, 500, 501, 502, 503, 504, 520, 599)


@pytest.mark.parametrize("status", STATUSES)
async def test_every_status_is_the_error_that_the_library_has_for_it(server: Server, api: TelegramApi, status: int):
    body = refusal("Bad Request: no such thing")
    server.answers(status, body)
    with pytest.raises(error.TelegramError) as theirs:
        await api.request.post(f"{server.url}/x")
    with pytest.raises(error.TelegramError) as ours:
        await api.call("sendMessage", {})
    assert type(ours.value) is type(theirs.value)
    assert str(ours.value) == str(theirs.value)


@pytest.mark.filterwarnings("ignore:.*retry_after.*")  # the library's own class says it will change
@pytest.mark.parametrize("status", [400, 429])
async def test_waiting_and_moving_are_understood_as_the_library_does(server: Server, api: TelegramApi, status: int):
    for parameters in ({"retry_after": 7}, {"migrate_to_chat_id": -100123}, {"retry_after": 0}):
        server.answers(status, refusal("Too Many Requests", **parameters))
        with pytest.raises(error.TelegramError) as theirs:
            await api.request.post(f"{server.url}/x")
        with pytest.raises(error.TelegramError) as ours:
            await api.call("sendMessage", {})
        assert isinstance(ours.value, type(theirs.value))
        if isinstance(ours.value, TooManyRequests):
            assert isinstance(theirs.value, error.RetryAfter)
            assert ours.value.seconds == theirs.value.retry_after == 7
        if isinstance(ours.value, error.ChatMigrated):
            assert isinstance(theirs.value, error.ChatMigrated)
            assert ours.value.new_chat_id == theirs.value.new_chat_id


@pytest.mark.parametrize("body", [b"", b"<html>Forbidden</html>", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"ok":'])
@pytest.mark.parametrize("status", [200, 400, 403, 404, 502])
def test_a_page_that_is_not_telegrams_is_a_network_problem_whatever_its_status(status: int, body: bytes):
    with pytest.raises(error.NetworkError) as caught:
        result_of(status, body)
    assert type(caught.value) is error.NetworkError


@pytest.mark.parametrize("parameters", [[], "x", 5, None, {"retry_after": None}])
def test_odd_parameters_do_not_hide_the_refusal(parameters: object):
    body = json.dumps({"ok": False, "description": "no", "parameters": parameters}).encode()
    with pytest.raises(error.BadRequest):
        result_of(400, body)


def test_a_success_that_is_not_ok_is_a_problem():
    with pytest.raises(error.TelegramError):
        result_of(200, b'{"ok":false,"description":"no"}')
    assert result_of(200, b'{"ok":true,"result":{"id":1}}') == {"id": 1}


async def hang(_: web.Request) -> web.Response:
    await asyncio.sleep(5)
    return web.Response()


async def hang_up(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def elsewhere(request: web.Request) -> web.Response:
    raise web.HTTPFound(f"{request.url.origin()}/stolen")


async def half(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b"{")
    await hang_up(request)
    return response


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(hang, error.TimedOut), (hang_up, ConnectionCut), (half, ConnectionCut), (elsewhere, error.NetworkError)],
)
async def test_what_goes_wrong_on_the_way_is_told_by_its_kind_without_the_token(
    server: Server, api: TelegramApi, answer: Answer, kind: type[error.NetworkError]
):
    server.answer = answer
    for call in (api.call("getMe", {}), api.request.post(f"{api.base_url}{TOKEN}/getMe", read_timeout=0.3)):
        with pytest.raises(kind) as caught:
            await call
        told = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
        assert TOKEN not in told
        assert "canary" not in told
    assert not any("stolen" in path for path in server.paths)


async def test_a_server_that_is_not_there_was_surely_not_told_anything():
    async with opened("http://127.0.0.1:9") as api:
        with pytest.raises(error.NetworkError) as caught:
            await api.call("sendMessage", {})
        assert not isinstance(caught.value, error.TimedOut | ConnectionCut)
        assert "canary" not in "".join(traceback.format_exception(caught.value))


async def test_a_token_the_server_does_not_know_is_not_repeated_to_anybody(sim: Simulator):
    async with opened(sim.api_url) as api:
        with pytest.raises(error.InvalidToken) as caught:
            await api.call("getMe", {})
        assert "canary" not in "".join(traceback.format_exception(caught.value))


async def test_the_librarys_own_bot_works_over_this_transport(sim: Simulator):
    ana = sim.user("Ana")
    await ana.say("/start")
    async with opened(sim.api_url, sim.token, 5) as api:
        bot: ExtBot[None] = ExtBot(
            api.token, base_url=api.base_url, base_file_url=api.base_file_url, request=api.request
        )
        await bot.initialize()
        await bot.send_message(ana.id, "Bonjour é🚗")
        sent = await bot.send_document(ana.id, b"the content", filename="facture é.pdf", caption="Voilà")
        assert sent.document is not None
        file = await bot.get_file(sent.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"the content"
    assert [message.text or message.caption for message in ana.messages] == ["Bonjour é🚗", "Voilà"]
    assert ana.last.file_name == "facture é.pdf"


async def test_files_go_out_with_their_parameters(sim: Simulator):
    ana = sim.user("Ana")
    await ana.say("/start")
    async with opened(sim.api_url, sim.token, 5) as api:
        upload = Upload(b"%PDF-1.4", "facture é.pdf", "application/pdf")
        buttons = {"inline_keyboard": [[{"text": "Ouvrir", "callback_data": "1"}]]}
        parameters = {"chat_id": ana.id, "caption": "Voilà", "reply_markup": buttons}
        await api.call("sendDocument", parameters, {"document": upload})
    assert (ana.last.document, ana.last.file_name, ana.last.labels) == (b"%PDF-1.4", "facture é.pdf", ["Ouvrir"])


@pytest.mark.parametrize("name", ['a"b.pdf', "a\\b.pdf", "a\r\nX-Evil: 1.pdf", "a;b=c.pdf", "漢.pdf", "\0.pdf"])
async def test_no_file_name_breaks_the_request(sim: Simulator, name: str):
    ana = sim.user("Ana")
    await ana.say("/start")
    async with opened(sim.api_url, sim.token, 5) as api:
        upload = Upload(b"%PDF-1.4", name, "application/pdf")
        await api.call("sendDocument", {"chat_id": ana.id, "caption": "Voilà"}, {"document": upload})
    assert ana.last.document == b"%PDF-1.4"
    assert ana.last.file_name.endswith(".pdf")


async def test_a_proxy_of_the_environment_is_used(server: Server, monkeypatch: pytest.MonkeyPatch):
    server.answers(200, b'{"ok":true,"result":1}')
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    async with opened("http://telegram.example") as api:
        assert await api.call("getMe", {}) == 1
    assert server.paths == [f"http://telegram.example/bot{TOKEN}/getMe"]


async def test_a_file_is_downloaded_whole(server: Server, api: TelegramApi):
    server.answers(200, b"x" * 300_000)
    assert len(await api.download("photos/file_1.jpg", 300_000, 5)) == 300_000
    assert server.paths == [f"/file/bot{TOKEN}/photos/file_1.jpg"]


async def test_a_file_larger_than_it_said_is_cut_off(server: Server, api: TelegramApi):
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(1000):
            await response.write(b"x" * 100_000)
            sent += 100_000
        return response

    server.answer = endless
    with pytest.raises(error.BadRequest, match="too big"):
        await api.download("x", 200_000, 5)
    assert sent < 50_000_000


async def test_a_file_that_drips_ends_at_the_deadline(server: Server, api: TelegramApi):
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"x")
            await asyncio.sleep(0.05)
        return response

    server.answer = drip
    with pytest.raises(error.TimedOut):
        await api.download("x", 1_000, 0.3)


ODD_PATHS = (
    "../../../etc/passwd",
    "/etc/passwd",
    "..%2f..%2fbot/getMe",
    "%2e%2e/%2e%2e/secret",
    "https://evil.example/x",
    "//evil.example/x",
    "@evil.example/x",
    "x?redirect=https://evil.example",
    "x#fragment",
    "x\r\nHost: evil.example",
    "x\0y",
    "x\\..\\..\\y",
    "é 漢/x",
    "",
)


@pytest.mark.parametrize("path", ODD_PATHS)
async def test_an_odd_path_leads_nowhere_but_into_our_own_folder(server: Server, api: TelegramApi, path: str):
    server.answers(404, b"")
    with pytest.raises(error.BadRequest):
        await api.download(path, 1_000, 2)
    (asked,) = server.paths
    folder = f"/file/bot{TOKEN}/"
    assert asked.startswith(folder)
    rest = asked.removeprefix(folder)
    assert ".." not in rest.split("/")
    assert not set(rest) & set("?#\r\n\\ ")


@pytest.mark.parametrize(("status", "passing"), [(404, False), (400, False), (429, True), (500, True), (502, True)])
async def test_a_file_that_is_not_there_now_is_told_from_one_that_never_will_be(
    server: Server, api: TelegramApi, status: int, passing: bool
):
    server.answers(status, b"")
    with pytest.raises(error.NetworkError) as caught:
        await api.download("x", 1_000, 2)
    assert isinstance(caught.value, error.BadRequest) is not passing


async def test_a_download_is_not_led_elsewhere(server: Server, api: TelegramApi):
    server.answer = elsewhere
    with pytest.raises(error.BadRequest):
        await api.download("x", 1_000, 2)
    assert len(server.paths) == 1
