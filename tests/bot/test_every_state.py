# ruff: noqa: ASYNC110 - the bot is watched from outside, nothing tells that it is done
import asyncio
import json
from collections.abc import Iterator, Mapping

import pytest
from structlog.testing import capture_logs

from bot.flow import Flow
from bot.routes import routes
from core import db
from core.models import ChatState
from tests.bot.telegram import arrives, message, tap
from tests.conftest import Chat
from tests.journeys.test_cards import FULL
from tests.making import invoice_card, vehicle

# What was said before each step; the ids of the only vehicle and the only card are put in.
DRAFTS: Mapping[str, Mapping[str, object]] = {
    "add_vehicle": {},
    "correct_field": {"document_id": "CARD", "field": "invoice_date"},
    "log_odometer": {"vehicle_id": "VEHICLE"},
}

FILE = {"file_id": "unknown-file", "file_unique_id": "u", "file_size": 1000}
SHAPE = {"width": 100, "height": 100}
BIG = {**FILE, "file_size": 30_000_000, "file_name": "=cmd()\u202efdp.exe\0", "mime_type": "application/pdf"}
STICKER = {**FILE, **SHAPE, "type": "regular", "is_animated": False, "is_video": False, "emoji": "🚗"}
POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
ORIGIN = {"type": "hidden_user", "date": 1, "sender_user_name": "X"}
PLACE = {"latitude": 48.85, "longitude": 2.35}

NASTY = (
    "<b>gras</b> & <script>",
    "\u202eelbasrever\u202c",
    "\u200b\u200d\ufeff",
    "a\0b\ud800c",
    '=HYPERLINK("http://x")',
    "'; DROP TABLE vehicle; --",
    "²³¹ ٨٤٢٠٠ ８４２００ 84_200 1e400 nan",
    "🚗" * 2048,
    "x" * 4096,
    "\n\n\n",
    "{name} %s $HOME ${jndi:ldap://x}",
    "z̴̧͎͙̬̣̈́͊a̷l̸g̵o̶",
    "/unknown",
    "/",
    "//km",
    "84 200 km 85 000 km",
    "-5 km",
    "999999999999999999999999 km",
    "31/02/2026",
    "AB-123-CD",
)

KINDS: Mapping[str, Mapping[str, object]] = {
    "photo": {"photo": [{**FILE, **SHAPE}]},
    "document": {"document": BIG},
    "sticker": {"sticker": STICKER},
    "voice": {"voice": {**FILE, "duration": 3}},
    "audio": {"audio": {**FILE, "duration": 3}},
    "video": {"video": {**FILE, **SHAPE, "duration": 3}},
    "round video": {"video_note": {**FILE, "length": 100, "duration": 3}},
    "animation": {"animation": {**FILE, **SHAPE, "duration": 3}, "document": BIG},
    "contact": {"contact": {"phone_number": "+33612345678", "first_name": "<b>"}},
    "location": {"location": PLACE},
    "venue": {"location": PLACE, "venue": {"location": PLACE, "title": "<b>", "address": "x"}},
    "poll": {"poll": POLL},
    "dice": {"dice": {"emoji": "🎲", "value": 6}},
    "forwarded text": {"text": "qsdfg", "forward_origin": ORIGIN},
    "reply": {"text": "qsdfg", "reply_to_message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}},
    "command with an address": {
        "text": "/help@autotrack_bot",
        "entities": [{"type": "bot_command", "offset": 0, "length": 19}],
    },
    **{f"nasty {number}": {"text": text} for number, text in enumerate(NASTY)},
}


def states() -> Iterator[tuple[str, str]]:
    yield "", ""
    for route in routes():
        if isinstance(route, Flow):
            for step in route.steps:
                yield route.name, step


async def stand(chat: Chat, flow: str, step: str, known: Mapping[str, int]) -> None:
    """Put the chat where its conversation waits at this step."""
    if flow and flow not in DRAFTS:
        pytest.fail(f"say in DRAFTS what was said before a step of {flow}")
    draft = {name: known.get(str(value), value) for name, value in DRAFTS.get(flow, {}).items()}
    await db.execute("DELETE FROM chat_state")
    await db.fetch(
        "INSERT INTO chat_state(chat_id, flow, step, draft, version, updated_at)"
        " VALUES(?, ?, ?, ?, 1, ?) RETURNING step",
        *(chat.person.id, flow, step, json.dumps(draft), db.stamp()),
    )


def answers(chat: Chat) -> int:
    """How often the bot spoke here; an edit that would change nothing leaves its words where they are asked for."""
    return sum(
        one.method.startswith(("send", "editMessage")) or bool(one.params.get("text")) for one in chat.bot.sim.requests
    )


async def tapped(chat: Chat, data: str) -> None:
    """A tap, until its spinner has ended."""
    await arrives(chat.bot, tap(chat, data))
    async with asyncio.timeout(5):
        while chat.bot.sim.unanswered:
            await asyncio.sleep(0.005)


@pytest.mark.parametrize(("flow", "step"), list(states()))
async def test_whatever_comes_in_whatever_state_gets_an_answer(chat: Chat, flow: str, step: str):
    car = await vehicle(chat, plate="AB123CD")
    card = await invoice_card(chat, FULL, ["Vidange"])
    known = {"VEHICLE": car.id, "CARD": card.id}
    unanswered: list[str] = []
    with capture_logs() as log:
        for kind, content in KINDS.items():
            await stand(chat, flow, step, known)
            before = answers(chat)
            await arrives(chat.bot, message(chat, **content))
            if answers(chat) == before:
                unanswered.append(kind)
        for data in ("", "rubbish", "1:veh:999", "0:old:button", "1:form:skip:nowhere"):
            await stand(chat, flow, step, known)
            before = answers(chat)
            await tapped(chat, data)
            if answers(chat) == before:
                unanswered.append(f"tap {data!r}")
        await stand(chat, flow, step, known)
        before = answers(chat)
        await arrives(chat.bot, {"edited_message": message(chat, text="qsdfg", edit_date=2)["message"]})
        if answers(chat) == before:
            unanswered.append("edited text")
    await chat.bot.sim.quiet()
    assert [one for one in log if one["log_level"] in {"error", "critical"}] == []
    assert (unanswered, chat.bot.sim.unanswered) == ([], 0)


@pytest.mark.parametrize(("flow", "step"), list(states()))
async def test_what_is_no_answer_keeps_the_question(chat: Chat, flow: str, step: str):
    car = await vehicle(chat, plate="AB123CD")
    card = await invoice_card(chat, FULL, ["Vidange"])
    await stand(chat, flow, step, {"VEHICLE": car.id, "CARD": card.id})
    for kind in ("sticker", "voice", "contact", "location", "poll", "dice", "photo"):
        await arrives(chat.bot, message(chat, **KINDS[kind]))
    state = await ChatState.get(chat_id=chat.person.id)
    assert (state.flow, state.step) == (flow, step)
