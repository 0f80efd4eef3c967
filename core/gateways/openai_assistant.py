"""An OpenAI-compatible service behind the assistant port.

The real service is spoken to by its Responses API; compatible servers by chat completions, with the way to ask for a
form that they know (`Mode`). Every call has a deadline that holds for all of its tries, at most two of them; a breaker
spares a service that is away. The library's own retries are off: it would repeat what its quota refuses.
"""

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from openai import AsyncOpenAI

from core.assistant_port import AssistantFailed, FormT, Prompt, Spent, Trouble
from core.gateways.breaker import Breaker
from core.gateways.openai_forms import filled, instruction_for, schema_of
from core.gateways.openai_troubles import LASTING, OUTAGES, PASSING, ours, wait_asked

OFFICIAL: Final = "api.openai.com"
CONNECT: Final = 5.0
LONGEST_TEXT: Final = 24_000

Answer = tuple[str, Spent]
GivenT = TypeVar("GivenT")


class Mode(StrEnum):
    """How a server is asked for a form."""

    RESPONSES = "responses"
    SCHEMA = "chat_json_schema"
    OBJECT = "chat_json_object"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds for a whole call, all tries together; somebody waits for an answer or for a card."""

    talk: float = 20.0
    look: float = 18.0
    hear: float = 45.0


def mode_for(base: str | None, wanted: str) -> Mode:
    """The mode that was set, or the one that suits the server."""
    if wanted != "auto":
        return Mode(wanted)
    host = urlsplit(base).hostname if base else OFFICIAL
    return Mode.RESPONSES if host == OFFICIAL else Mode.SCHEMA


@dataclass(slots=True)
class OpenAIAssistant:
    """Speaks to one server with one model."""

    key: str
    model: str
    base: str | None = None
    mode: Mode = Mode.RESPONSES
    hearing_model: str = "gpt-4o-mini-transcribe"
    deadlines: Deadlines = field(default_factory=Deadlines)
    breaker: Breaker = field(default_factory=Breaker)
    _client: AsyncOpenAI = field(init=False)

    def __post_init__(self) -> None:
        longest = max(self.deadlines.talk, self.deadlines.look, self.deadlines.hear)
        self._client = AsyncOpenAI(api_key=self.key, base_url=self.base, timeout=longest, max_retries=0)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def ping(self) -> None:
        """Raise if the server does not answer, or does not know the key."""
        with ours():
            async with asyncio.timeout(CONNECT):
                await self._client.models.list()

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Spent]:
        """The answer as it comes; what has begun is not tried again."""
        if not self.breaker.begin():
            raise AssistantFailed(Trouble.DOWN)
        try:
            with ours():
                # Not one timeout around it all: it would strike in what the caller does between two pieces.
                end = asyncio.get_running_loop().time() + self.deadlines.talk
                async with asyncio.timeout_at(end):
                    events = await self._twice(lambda: self._open(prompt))
                try:
                    pieces = self._pieces(events)
                    while (piece := await _next(pieces, end)) is not None:
                        yield piece
                finally:
                    await events.close()
        except AssistantFailed as failure:
            self._note(failure.trouble)
            raise
        self.breaker.succeeded()

    async def fill(self, prompt: Prompt, form: type[FormT]) -> tuple[FormT, Spent]:
        """A form of ours, checked."""
        deadline = self.deadlines.look if prompt.picture is not None else self.deadlines.talk
        text, spent = await self._called(deadline, lambda: self._asked(prompt, form))
        return filled(text, form), spent

    async def hear(self, recording: bytes, name: str, language: str) -> tuple[str, Spent]:
        """What was said in a recording."""

        async def call() -> Answer:
            heard = await self._client.audio.transcriptions.create(
                file=(name, recording), model=self.hearing_model, language=language
            )
            used = getattr(heard, "usage", None)
            return heard.text, Spent(getattr(used, "input_tokens", 0) or 0, getattr(used, "output_tokens", 0) or 0)

        text, spent = await self._called(self.deadlines.hear, call)
        if not text.strip():
            raise AssistantFailed(Trouble.GARBAGE)
        return text, spent

    async def _called(self, deadline: float, call: Callable[[], Awaitable[Answer]]) -> Answer:
        if not self.breaker.begin():
            raise AssistantFailed(Trouble.DOWN)
        try:
            with ours():
                async with asyncio.timeout(deadline):
                    answered = await self._twice(call)
        except AssistantFailed as failure:
            self._note(failure.trouble)
            raise
        self.breaker.succeeded()
        return answered

    async def _twice(self, call: Callable[[], Awaitable[GivenT]]) -> GivenT:
        """Try once more what may pass at once."""
        try:
            with ours():
                return await call()
        except AssistantFailed as failure:
            wait = wait_asked(failure.__cause__)
            if failure.trouble not in PASSING or wait < 0:
                raise
            await asyncio.sleep(wait)
        return await call()

    def _note(self, trouble: Trouble) -> None:
        if trouble in OUTAGES:
            self.breaker.failed(at_once=trouble in LASTING)
        else:
            self.breaker.succeeded()

    # The two ways to speak

    async def _open(self, prompt: Prompt) -> Any:
        if self.mode is Mode.RESPONSES:
            return await self._client.responses.create(**self._response(prompt), stream=True)
        return await self._client.chat.completions.create(
            **self._chat(prompt), stream=True, stream_options={"include_usage": True}
        )

    async def _pieces(self, events: Any) -> AsyncIterator[str | Spent]:
        read = _response_events if self.mode is Mode.RESPONSES else _chat_events
        length = 0
        async for piece in read(events):
            length += len(piece) if isinstance(piece, str) else 0
            if length > LONGEST_TEXT:
                raise AssistantFailed(Trouble.GARBAGE)
            yield piece

    async def _asked(self, prompt: Prompt, form: type[FormT]) -> Answer:
        name, schema = form.__name__, schema_of(form)
        wanted: dict[str, Any] = {"name": name, "schema": schema, "strict": True}
        if self.mode is Mode.RESPONSES:
            text: Any = {"format": {"type": "json_schema", **wanted}}
            return _of_response(await self._client.responses.create(**self._response(prompt), text=text))
        asked = self._chat(prompt)
        if self.mode is Mode.SCHEMA:
            asked["response_format"] = {"type": "json_schema", "json_schema": wanted}
        elif self.mode is Mode.OBJECT:
            asked["response_format"] = {"type": "json_object"}
            asked["messages"][0]["content"] += f"\n\n{instruction_for(form)}"
        else:
            asked["tools"] = [{"type": "function", "function": {"name": name, "parameters": schema}}]
            asked["tool_choice"] = {"type": "function", "function": {"name": name}}
        return _of_chat(await self._client.chat.completions.create(**asked))

    def _response(self, prompt: Prompt) -> dict[str, Any]:
        turns = _turns(prompt)
        if prompt.picture is not None:
            shown = {"type": "input_image", "image_url": _as_address(prompt), "detail": "high"}
            turns[-1]["content"] = [{"type": "input_text", "text": turns[-1]["content"]}, shown]
        return {
            "model": self.model,
            "instructions": prompt.rules,
            "input": turns,
            "max_output_tokens": prompt.longest,
            "store": False,
            "safety_identifier": prompt.person,
        }

    def _chat(self, prompt: Prompt) -> dict[str, Any]:
        turns: list[dict[str, Any]] = [{"role": "system", "content": prompt.rules}]
        turns += _turns(prompt)
        if prompt.picture is not None:
            shown = {"type": "image_url", "image_url": {"url": _as_address(prompt)}}
            turns[-1]["content"] = [{"type": "text", "text": turns[-1]["content"]}, shown]
        return {"model": self.model, "messages": turns, "max_tokens": prompt.longest, "user": prompt.person}


async def _next(pieces: AsyncIterator[str | Spent], end: float) -> str | Spent | None:
    async with asyncio.timeout_at(end):
        return await anext(pieces, None)


def _turns(prompt: Prompt) -> list[dict[str, Any]]:
    return [{"role": "user" if said.by == "person" else "assistant", "content": said.text} for said in prompt.said]


def _as_address(prompt: Prompt) -> str:
    picture = prompt.picture
    content = base64.b64encode(picture.content).decode() if picture is not None else ""
    return f"data:{picture.mime if picture is not None else 'image/jpeg'};base64,{content}"


async def _response_events(events: Any) -> AsyncIterator[str | Spent]:
    async for event in events:
        match event.type:
            case "response.output_text.delta":
                yield str(event.delta)
            case "response.refusal.delta" | "response.refusal.done":
                raise AssistantFailed(Trouble.REFUSED)
            case "response.completed":
                yield _used(event.response.usage)
                return
            case "response.incomplete":
                raise AssistantFailed(_why_incomplete(event.response))
            case "response.failed" | "error":
                raise AssistantFailed(Trouble.CUT)
    raise AssistantFailed(Trouble.CUT)


async def _chat_events(events: Any) -> AsyncIterator[str | Spent]:
    spent, ended = Spent(0, 0), ""
    async for event in events:
        spent = _used(event.usage) if event.usage is not None else spent
        for choice in event.choices[:1]:
            if getattr(choice.delta, "refusal", None):
                raise AssistantFailed(Trouble.REFUSED)
            if choice.delta.content:
                yield str(choice.delta.content)
            ended = choice.finish_reason or ended
    _check_ending(ended)
    yield spent


def _of_response(answer: Any) -> tuple[str, Spent]:
    if answer.status == "incomplete":
        raise AssistantFailed(_why_incomplete(answer))
    for item in answer.output:
        for part in getattr(item, "content", None) or ():
            if part.type == "refusal":
                raise AssistantFailed(Trouble.REFUSED)
    return answer.output_text, _used(answer.usage)


def _of_chat(answer: Any) -> tuple[str, Spent]:
    choice = answer.choices[0]
    if choice.message.refusal:
        raise AssistantFailed(Trouble.REFUSED)
    calls = choice.message.tool_calls
    if not calls:
        _check_ending(choice.finish_reason)
    text = calls[0].function.arguments if calls else choice.message.content
    return text or "", _used(answer.usage)


def _check_ending(reason: str | None) -> None:
    if reason == "content_filter":
        raise AssistantFailed(Trouble.REFUSED)
    if reason not in {"stop", "tool_calls"}:
        raise AssistantFailed(Trouble.CUT)


def _why_incomplete(answer: Any) -> Trouble:
    details = getattr(answer, "incomplete_details", None)
    return Trouble.REFUSED if getattr(details, "reason", "") == "content_filter" else Trouble.CUT


def _used(usage: Any) -> Spent:
    if usage is None:
        return Spent(0, 0)
    taken_in = getattr(usage, "input_tokens", None) or getattr(usage, "prompt_tokens", None) or 0
    given_out = getattr(usage, "output_tokens", None) or getattr(usage, "completion_tokens", None) or 0
    return Spent(int(taken_in), int(given_out))
