"""The routes of the stand-in: responses and chat completions, streamed or not, transcriptions, the list of models."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web

from simulator.openai.saying import words
from simulator.openai.script import Act, Script
from simulator.wire import Raw

MODEL = "stand-in"
# No secret: it opens nothing but this.
KEY = "sk-stand-in-of-the-simulator"
_HANGS = 60.0
_STATUS: dict[str, tuple[int, str, dict[str, str]]] = {
    "busy": (429, "rate_limit_exceeded", {"Retry-After": "0"}),
    "quota": (429, "insufficient_quota", {}),
    "error": (500, "server_error", {}),
    "denied": (401, "invalid_api_key", {}),
}


class ModelServer:
    """Answers under `/openai/v1`."""

    def __init__(self) -> None:
        self.script = Script()

    def routes(self) -> list[web.RouteDef]:
        """Every route."""
        return [
            web.post("/openai/v1/responses", self.respond),
            web.post("/openai/v1/chat/completions", self.respond),
            web.post("/openai/v1/audio/transcriptions", self.transcribe),
            web.get("/openai/v1/models", self.models),
        ]

    async def models(self, _: web.Request) -> web.Response:
        """The one model there is."""
        return web.json_response({"object": "list", "data": [{"id": MODEL, "object": "model", "created": 1}]})

    async def transcribe(self, request: web.Request) -> web.StreamResponse:
        """Write down what the script says was said."""
        form = await request.post()
        act = self.script.next()
        self.script.calls.append({"path": request.path, "language": str(form.get("language", "")), "messages": []})
        failed = await self._failed(act, request)
        if failed is not None:
            return failed
        return web.json_response({"text": "" if act.way == "empty" else act.text or "les freins grincent"})

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """Say the next thing of the script."""
        call: Raw = await request.json()
        act = self.script.next()
        self.script.calls.append({"path": request.path, **call})
        failed = await self._failed(act, request)
        if failed is not None:
            return failed
        way = _Responses(call, act) if request.path.endswith("/responses") else _Chat(call, act)
        if not call.get("stream"):
            await asyncio.sleep(act.delay)
            if act.way in {"cut", "stream_error"}:
                return web.Response(text='{"id": "resp_1", "obj', content_type="application/json")
            return web.json_response(way.whole())
        return await self._stream(request, act, way)

    async def _failed(self, act: Act, request: web.Request) -> web.StreamResponse | None:
        """What is answered instead of an answer."""
        if act.way in _STATUS:
            status, code, headers = _STATUS[act.way]
            error = {"message": "no", "type": code, "code": code, "param": None}
            return web.json_response({"error": error}, status=status, headers=headers)
        if act.way == "page":
            return web.Response(text="<html>502 Bad Gateway</html>", status=502, content_type="text/html")
        if act.way == "hang":
            await asyncio.sleep(_HANGS)
        if act.way == "reset" and request.transport is not None:
            request.transport.abort()
        return None

    async def _stream(self, request: web.Request, act: Act, way: "_Responses | _Chat") -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        if act.way == "slow":
            await asyncio.sleep(act.delay)
        written = 0
        async for event in way.events():
            if act.way in {"cut", "stream_error"} and written >= (act.pieces or 3):
                if act.way == "stream_error":
                    broken = {"type": "error", "code": "server_error", "message": "no", "param": None}
                    await response.write(b"event: error\ndata: " + json.dumps(broken).encode() + b"\n\n")
                break
            await response.write(event)
            written += 1
            if act.way == "drip":
                await asyncio.sleep(act.delay)
        return response


class _Responses:
    """The Responses API's form of an answer."""

    def __init__(self, call: Raw, act: Act) -> None:
        self.act, self.text = act, words(act, call)
        self.used = _used(call, self.text)

    def whole(self) -> Raw:
        kind, part = "message", {"type": "output_text", "text": self.text, "annotations": []}
        if self.act.way == "refusal":
            part = {"type": "refusal", "refusal": "I would rather not."}
        status = "incomplete" if self.act.way in {"length", "filtered"} else "completed"
        reason = {"length": "max_output_tokens", "filtered": "content_filter"}.get(self.act.way)
        text = self.text[: len(self.text) // 2] if reason else self.text
        part = part | ({"text": text} if part["type"] == "output_text" else {})
        item = {"type": kind, "id": "m1", "role": "assistant", "status": status, "content": [part]}
        taken_in, given_out = self.used
        return {
            "id": "resp_1",
            "object": "response",
            "created_at": 1,
            "model": MODEL,
            "status": status,
            "incomplete_details": {"reason": reason} if reason else None,
            "output": [item],
            "parallel_tool_calls": False,
            "tool_choice": "auto",
            "tools": [],
            "usage": {
                "input_tokens": taken_in,
                "output_tokens": given_out,
                "total_tokens": taken_in + given_out,
                "input_tokens_details": {"cached_tokens": 0},
                "output_tokens_details": {"reasoning_tokens": 0},
            },
        }

    async def events(self) -> AsyncIterator[bytes]:
        begun = self.whole() | {"status": "in_progress", "output": [], "usage": None, "incomplete_details": None}
        yield _event("response.created", {"response": begun}, 0)
        place = {"item_id": "m1", "output_index": 0, "content_index": 0}
        if self.act.way == "refusal":
            yield _event("response.refusal.delta", {**place, "delta": "I would"}, 1)
        else:
            for number, piece in enumerate(_pieces(self.text), start=1):
                yield _event("response.output_text.delta", {**place, "delta": piece, "logprobs": []}, number)
        whole = self.whole()
        yield _event(f"response.{whole['status']}", {"response": whole}, 9_999)


class _Chat:
    """The form of chat completions."""

    def __init__(self, call: Raw, act: Act) -> None:
        self.act, self.text, self.tool = act, words(act, call), bool(call.get("tools"))
        self.used = _used(call, self.text)

    @property
    def _ending(self) -> str:
        endings = {"length": "length", "filtered": "content_filter"}
        return endings.get(self.act.way, "tool_calls" if self.tool else "stop")

    def _frame(self, kind: str, choices: list[Raw], used: Raw | None) -> Raw:
        return {"id": "c1", "object": kind, "created": 1, "model": MODEL, "choices": choices, "usage": used}

    @property
    def _usage(self) -> Raw:
        taken_in, given_out = self.used
        return {"prompt_tokens": taken_in, "completion_tokens": given_out, "total_tokens": taken_in + given_out}

    def whole(self) -> Raw:
        message: dict[str, Any] = {"role": "assistant", "content": self.text, "refusal": None}
        if self.act.way == "refusal":
            message |= {"content": None, "refusal": "I would rather not."}
        elif self.tool:
            asked = {"id": "t1", "type": "function", "function": {"name": "form", "arguments": self.text}}
            message |= {"content": None, "tool_calls": [asked]}
        choice: Raw = {"index": 0, "finish_reason": self._ending, "message": message, "logprobs": None}
        return self._frame("chat.completion", [choice], self._usage)

    async def events(self) -> AsyncIterator[bytes]:
        kind = "chat.completion.chunk"
        deltas: list[Raw] = [{"content": piece} for piece in _pieces(self.text)]
        if self.act.way == "refusal":
            deltas = [{"refusal": "I would rather not."}]
        for delta in deltas:
            choice: Raw = {"index": 0, "delta": delta, "finish_reason": None}
            yield _data(self._frame(kind, [choice], None))
        yield _data(self._frame(kind, [{"index": 0, "delta": {}, "finish_reason": self._ending}], None))
        yield _data(self._frame(kind, [], self._usage))
        yield b"data: [DONE]\n\n"


def _pieces(text: str) -> list[str]:
    size = 4 if len(text) < 4_000 else 4_000
    return [text[place : place + size] for place in range(0, len(text), size)]


def _used(call: Raw, text: str) -> tuple[int, int]:
    told = len(json.dumps(call.get("input", call.get("messages", ""))))
    return told // 4 + 1, len(text) // 4 + 1


def _event(kind: str, body: Raw, number: int) -> bytes:
    return f"event: {kind}\n".encode() + _data({"type": kind, "sequence_number": number, **body})


def _data(body: Raw) -> bytes:
    return b"data: " + json.dumps(body).encode() + b"\n\n"
