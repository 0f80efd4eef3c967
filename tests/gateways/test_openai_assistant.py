"""The assistant port on the stand-in, and on a real server where AUTOTRACK_TEST_OPENAI_BASE names one."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from core.assistant_port import AssistantFailed, Picture, Prompt, Said, Spent, Trouble
from core.gateways.breaker import Breaker
from core.gateways.openai_assistant import Deadlines, Mode, OpenAIAssistant, mode_for
from core.gateways.openai_forms import filled, schema_of
from simulator.openai.model_server import KEY, MODEL
from simulator.openai.script import FAULTS, Act
from simulator.testing import Simulator

QUICK = Deadlines(talk=0.6, look=0.6, hear=0.6)
ASKED = Prompt("You answer about cars.", (Said("person", "Is this urgent?"),), 300, "p1")
MODES = pytest.mark.parametrize("mode", list(Mode))
# What each fault of the server is to us; what has no entry here may be any trouble.
TROUBLES = {
    "hang": Trouble.SLOW,
    "empty": None,
    "refusal": Trouble.REFUSED,
    "filtered": Trouble.REFUSED,
    "length": Trouble.CUT,
    "cut": Trouble.CUT,
    "stream_error": Trouble.CUT,
    "busy": Trouble.BUSY,
    "quota": Trouble.EXHAUSTED,
    "error": Trouble.DOWN,
    "page": Trouble.DOWN,
    "reset": Trouble.DOWN,
    "denied": Trouble.REJECTED,
    "huge": Trouble.GARBAGE,
}


class Look(BaseModel):
    """A form like those of the product."""

    urgency: Literal["low", "medium", "high"]
    cost: int = Field(ge=0, le=10_000)
    garage: str | None = None
    title: str = ""


@asynccontextmanager
async def assistant(sim: Simulator, mode: Mode = Mode.RESPONSES, **more: object) -> AsyncIterator[OpenAIAssistant]:
    given = {"deadlines": QUICK, **more}
    made = OpenAIAssistant(KEY, MODEL, f"{sim.api_url}/openai/v1", mode, **given)  # type: ignore[arg-type]  # as it takes them
    try:
        yield made
    finally:
        await made.close()


async def said(speaking: OpenAIAssistant, prompt: Prompt = ASKED) -> tuple[str, Spent | None]:
    text, spent = "", None
    async for piece in speaking.stream(prompt):
        if isinstance(piece, Spent):
            spent = piece
        else:
            text += piece
    return text, spent


@MODES
async def test_an_answer_streams_in_pieces_and_ends_with_what_it_used(sim: Simulator, mode: Mode):
    sim.model.script.will(Act(text="Non, rien ne presse."))
    async with assistant(sim, mode) as speaking:
        text, spent = await said(speaking)
    assert text == "Non, rien ne presse."
    assert spent is not None
    assert spent.taken_in > 0 < spent.given_out


@MODES
async def test_a_form_comes_back_checked_in_every_way_to_ask_for_it(sim: Simulator, mode: Mode):
    sim.model.script.will(Act(text='{"urgency": "high", "cost": 120, "garage": null, "title": "x"}'))
    async with assistant(sim, mode) as speaking:
        look, _ = await speaking.fill(ASKED, Look)
    assert (look.urgency, look.cost, look.garage) == ("high", 120, None)


@MODES
async def test_a_picture_goes_with_the_question(sim: Simulator, mode: Mode):
    prompt = Prompt("Look.", (Said("person", "What is lit?"),), 100, "p1", Picture(b"JPEG"))
    async with assistant(sim, mode) as speaking:
        await speaking.fill(prompt, Look)
    assert "data:image/jpeg;base64,SlBFRw==" in str(sim.model.script.calls[-1])


@pytest.mark.parametrize("mode", [Mode.RESPONSES, Mode.SCHEMA])
@pytest.mark.parametrize("way", FAULTS)
async def test_every_fault_of_a_server_is_one_trouble_of_ours_within_the_deadline(sim: Simulator, way: str, mode: Mode):
    sim.model.script.usual = Act(way)  # type: ignore[arg-type]  # one of them
    async with assistant(sim, mode) as speaking:
        for call in (said(speaking), speaking.fill(ASKED, Look)):
            begun = time.perf_counter()
            speaking.breaker.succeeded()
            try:
                await call
            except AssistantFailed as failure:
                trouble: Trouble | None = failure.trouble
            else:
                trouble = None  # a text may be anything: what is shown of it is cleaned
            assert time.perf_counter() - begun < 1.5
            known = TROUBLES.get(way)
            assert known is None or trouble in {known, Trouble.GARBAGE}


@pytest.mark.parametrize("way", ["violating", "garbage", "empty", "huge"])
async def test_a_form_that_breaks_its_schema_is_thrown_away(sim: Simulator, way: str):
    sim.model.script.will(Act(way))  # type: ignore[arg-type]  # one of them
    async with assistant(sim) as speaking:
        with pytest.raises(AssistantFailed) as failed:
            await speaking.fill(ASKED, Look)
    assert failed.value.trouble is Trouble.GARBAGE


async def test_what_passes_is_tried_once_more_and_what_costs_money_is_not(sim: Simulator):
    sim.model.script.will(Act("error"), Act(text="Oui."))
    async with assistant(sim) as speaking:
        assert (await said(speaking))[0] == "Oui."
        assert len(sim.model.script.calls) == 2
        sim.model.script.will(Act("quota"), Act(text="Oui."))
        with pytest.raises(AssistantFailed):
            await said(speaking)
        assert len(sim.model.script.calls) == 3


async def test_a_service_that_is_away_is_spared_until_one_call_finds_it_back(sim: Simulator):
    clock = [0.0]
    breaker = Breaker(opens_after=2, pause=60, now=lambda: clock[0])
    async with assistant(sim, breaker=breaker) as speaking:
        sim.model.script.will(*[Act("error")] * 4)
        for _ in range(2):
            with pytest.raises(AssistantFailed):
                await said(speaking)
        asked = len(sim.model.script.calls)
        with pytest.raises(AssistantFailed) as spared:
            await said(speaking)
        assert spared.value.trouble is Trouble.DOWN
        assert len(sim.model.script.calls) == asked
        clock[0] = 61
        assert (await said(speaking))[0]
        assert not breaker.is_open
        sim.model.script.will(Act("quota"))
        with pytest.raises(AssistantFailed):
            await said(speaking)
        assert breaker.is_open


async def test_a_recording_is_written_down(sim: Simulator):
    sim.model.script.will(Act(text="les freins grincent"), Act("empty"))
    async with assistant(sim) as speaking:
        assert (await speaking.hear(b"OggS", "voice.ogg", "fr"))[0] == "les freins grincent"
        with pytest.raises(AssistantFailed):
            await speaking.hear(b"OggS", "voice.ogg", "fr")


async def test_nothing_is_kept_by_the_service_and_no_key_is_in_a_prompt(sim: Simulator):
    async with assistant(sim) as speaking:
        await said(speaking)
        await speaking.ping()
    call = sim.model.script.calls[0]
    assert call["store"] is False
    assert KEY not in str(call)


def test_the_way_to_ask_suits_the_server_unless_it_is_set():
    assert mode_for(None, "auto") is Mode.RESPONSES
    assert mode_for("https://api.openai.com/v1", "auto") is Mode.RESPONSES
    assert mode_for("http://127.0.0.1:8000/v1", "auto") is Mode.SCHEMA
    assert mode_for("http://127.0.0.1:8000/v1", "tool") is Mode.TOOL


def test_a_schema_asks_for_every_field_and_forbids_others():
    schema = schema_of(Look)
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["urgency", "cost", "garage", "title"]


@pytest.mark.parametrize(
    "text",
    [
        '{"urgency": "low", "cost": NaN, "garage": null, "title": ""}',
        '{"urgency": "low", "cost": 1e999, "garage": null}',
        '{"urgency": "low", "cost": -1}',
        '{"urgency": "fatal", "cost": 1}',
        "[" * 5_000,
        '{"a":' * 5_000,
        '{"urgency": "low"',
        "null",
        "[]",
        '"x"',
        "{}",
    ],
)
def test_what_is_no_form_is_refused_whatever_it_is(text: str):
    with pytest.raises(AssistantFailed):
        filled(text, Look)


def test_fields_that_nobody_asked_for_are_dropped():
    look = filled('Voici : ```json\n{"urgency": "low", "cost": 1, "plan": "premium", "user_id": 1}\n```', Look)
    assert look.model_dump() == {"urgency": "low", "cost": 1, "garage": None, "title": ""}


@pytest.mark.skipif("AUTOTRACK_TEST_OPENAI_BASE" not in os.environ, reason="AUTOTRACK_TEST_OPENAI_BASE names no server")
async def test_a_real_server_streams_and_fills_a_form():
    base, model = os.environ["AUTOTRACK_TEST_OPENAI_BASE"], os.environ.get("AUTOTRACK_TEST_OPENAI_MODEL", MODEL)
    key = os.environ.get("AUTOTRACK_TEST_OPENAI_KEY", KEY)
    mode = mode_for(base, os.environ.get("AUTOTRACK_TEST_OPENAI_MODE", "auto"))
    real = OpenAIAssistant(key, model, base, mode, deadlines=Deadlines(90, 90, 90))
    try:
        assert (await said(real))[0]
        look, _ = await real.fill(Prompt("Fill the form.", (Said("person", "Brakes squeal."),), 200, "p1"), Look)
        assert look.cost >= 0
    finally:
        await real.close()
