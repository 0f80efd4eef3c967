# ruff: noqa: ASYNC110 - the bot is watched from outside, nothing tells that it is done
import asyncio
import json
import os
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.admin import AdminOnly
from bot.flow import Flow
from bot.routes import Route, routes
from core import db
from core.i18n import translator
from core.models import ChatState
from tests.bot.telegram import arrives, message, tap
from tests.conftest import Bot, Chat
from tests.journeys.test_cards import FULL
from tests.making import cost, diagnosis, fill_up, invoice_card, record, reminder, vehicle

CHANCE = random.Random(20261126)
# What was said before each step; the ids of the only vehicle and the only card are put in.
DRAFTS: Mapping[str, Mapping[str, object]] = {
    "admin_type": {"what": "find"},
    "add_vehicle": {},
    "correct_field": {"document_id": "CARD", "field": "invoice_date"},
    "log_odometer": {"vehicle_id": "VEHICLE"},
    "log_fill": {"vehicle_id": "VEHICLE", "quantity_milli": 40_000},
    "edit_fill": {"fill_id": "FILL", "field": "total", "vehicle_id": "VEHICLE"},
    "add_cost": {"vehicle_id": "VEHICLE", "kind": "insurance", "cents": 4_890},
    "edit_cost": {"cost_id": "COST", "field": "amount", "cents": 5_200},
    "edit_vehicle": {"vehicle_id": "VEHICLE", "field": "plate"},
    "archive_vehicle": {"vehicle_id": "VEHICLE", "reason": "sold"},
    "find_vehicle": {},
    "find_garage": {},
    "review_garage": {"garage_id": 1},
    "book_appointment": {"garage_id": 1, "vehicle_id": "VEHICLE", "day": "2036-03-12", "at": "09:00"},
    "finish_appointment": {"appointment_id": 1},
    "move_appointment": {"appointment_id": 1, "day": "2036-03-12"},
    "correct_garage": {"garage_id": 1, "what": "hours"},
    "ask_garage": {"appointment_id": 1, "sealed": "unreadable"},
    "suggest_garage": {"name": "Garage du Parc", "where": "69003 Lyon"},
    "add_record": {"vehicle_id": "VEHICLE", "services": {"chosen": ["oil_change"]}, "done_on": "2026-03-12"},
    "edit_record": {"record_id": "RECORD", "field": "garage"},
    "attach_paper": {"record_id": "RECORD"},
    "quick_entry": {
        "turn": 1,
        "kind": "maintenance",
        "vehicle_id": "VEHICLE",
        "services": ["oil_change"],
        "missing": ["amount"],
        "field": "amount",
    },
    "search_documents": {"within": "1:db:l:0:0:0::0"},
    "rename_document": {"document_id": "CARD"},
    "plan_quote": {"document_id": "CARD"},
    "search_history": {"within": "1:h:l:0:0:0:0::0"},
    "replace_cluster": {"vehicle_id": "VEHICLE", "day": "2026-03-12", "old": 84200},
    "diagnose": {
        "vehicle_id": "VEHICLE",
        "description": "couinement au freinage",
        "asked": ["pedal_soft"],
        "begun": 1,
        "case_id": "CASE",
    },
    "ask": {"thread_id": 0},
    "set_interval": {"vehicle_id": "VEHICLE", "service": "oil_change"},
    "set_date": {"vehicle_id": "VEHICLE", "what": "insurance", "day": "2099-03-12"},
    "finish_reminder": {"reminder_id": "REMINDER"},
    "edit_reminder": {"reminder_id": "OWN"},
    "set_zone": {},
    "set_name": {},
    "share_phone": {},
    "link_email": {"sealed": "unreadable"},
    "recover": {},
    "ask_team": {},
    "admin_answer": {"ticket_id": 0},
    "admin_broadcast": {"number": 0},
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


TAPS = ("", "rubbish", "1:veh:999", "0:old:button", "1:form:skip:nowhere")
# Where a kind of message is what was asked for.
ANSWERS = {
    ("set_zone", "location"),
    ("find_garage", "location"),
    ("ask_team", "photo"),
    ("admin_answer", "photo"),
}
NO_ANSWERS = ("sticker", "voice", "contact", "location", "poll", "dice", "photo")


def states() -> Iterator[tuple[str, str]]:
    """Everything a chat may be waiting for, and nothing."""
    yield "", ""
    for route in every_route():
        if isinstance(route, Flow):
            for step in route.steps:
                yield route.name, step


def every_route() -> Iterator[Route]:
    """The routes, those of administrators among them."""
    for route in routes():
        yield from route.handlers if isinstance(route, AdminOnly) else (route,)


@dataclass(slots=True)
class Waiting:
    """A person whose chat waits at a step."""

    chat: Chat
    flow: str
    step: str
    known: Mapping[str, int]

    async def stand(self) -> None:
        """Put the chat there, whatever happened in it."""
        if self.flow and self.flow not in DRAFTS:
            pytest.fail(f"say in DRAFTS what was said before a step of {self.flow}")
        draft = {name: self.known.get(str(value), value) for name, value in DRAFTS.get(self.flow, {}).items()}
        await db.execute("DELETE FROM chat_state WHERE chat_id = ?", self.chat.person.id)
        await db.fetch(
            "INSERT INTO chat_state(chat_id, flow, step, draft, version, updated_at)"
            " VALUES(?, ?, ?, ?, 1, ?) RETURNING step",
            *(self.chat.person.id, self.flow, self.step, json.dumps(draft), db.stamp()),
        )

    def answers(self) -> int:
        """How often the bot spoke here; an edit that would change nothing leaves its words where they are."""
        requests = self.chat.bot.sim.requests
        spoken = (one for one in requests if one.method.startswith(("send", "editMessage")))
        world, mine = self.chat.bot.sim.world, self.chat.person.id
        toasts = len([toast for toast in world.chats[mine].toasts if toast["text"]])
        return toasts + len([one for one in spoken if one.params.get("chat_id") == mine])


@pytest.fixture
async def everybody(bot: Bot) -> list[Waiting]:
    return await one_for_each_state(bot)


async def one_for_each_state(bot: Bot) -> list[Waiting]:
    """One person for each state, with one of each thing."""
    found = []
    for number, (flow, step) in enumerate(states()):
        chat = Chat(bot, bot.sim.user(f"Person {number}"), translator("fr"))
        car = await vehicle(chat, plate="AB123CD")
        card = await invoice_card(chat, FULL, ["Vidange"])
        known = {"VEHICLE": car.id, "CARD": card.id, "FILL": await fill_up(chat, car), "COST": await cost(chat, car)}
        known["CASE"] = await diagnosis(chat, car)
        reminded = {"REMINDER": await reminder(chat, car), "OWN": await reminder(chat, None)}
        if flow.startswith("admin"):
            bot.runtime.parts.services.admin.admins.ids.add(chat.person.id)
        found.append(Waiting(chat, flow, step, {**known, **reminded, "RECORD": (await record(chat, car)).id}))
    return found


async def unanswered(bot: Bot, everybody: list[Waiting], update: Callable[[Chat], Mapping[str, Any]]) -> list[str]:
    """Send this to a third of them at once (`EVERY_STATE=1`: to everybody); in which states nobody said a word."""
    asked = everybody if "EVERY_STATE" in os.environ else CHANCE.sample(everybody, len(everybody) // 3)
    for one in asked:
        await one.stand()
    before = [one.answers() for one in asked]
    await arrives(bot, *(update(one.chat) for one in asked))
    async with asyncio.timeout(5):
        while bot.sim.unanswered:
            await asyncio.sleep(0.005)
    return [f"{one.flow}:{one.step}" for one, had in zip(asked, before, strict=True) if one.answers() == had]


async def test_whatever_comes_in_whatever_state_gets_an_answer_and_no_answer_loses_the_question(
    bot: Bot, everybody: list[Waiting]
):
    await keeps_the_question(bot, everybody)
    silent: dict[str, list[str]] = {}
    with capture_logs() as log:
        for kind, content in KINDS.items():
            silent[kind] = await unanswered(bot, everybody, partial(with_content, content))
        for data in TAPS:
            silent[f"tap {data!r}"] = await unanswered(bot, everybody, partial(tap, data=data))
        silent["edited text"] = await unanswered(bot, everybody, edited)
    assert [one for one in log if one["log_level"] in {"error", "critical"}] == []
    assert {kind: states for kind, states in silent.items() if states} == {}
    assert len(everybody) >= 10


def with_content(content: Mapping[str, object], chat: Chat) -> Mapping[str, Any]:
    return message(chat, **content)


def edited(chat: Chat) -> Mapping[str, Any]:
    return {"edited_message": message(chat, text="qsdfg", edit_date=2)["message"]}


async def keeps_the_question(bot: Bot, everybody: list[Waiting]) -> None:
    for one in everybody:
        await one.stand()
    for kind in NO_ANSWERS:
        asked = [one for one in everybody if (one.flow, kind) not in ANSWERS]
        await arrives(bot, *(message(one.chat, **KINDS[kind]) for one in asked))
    for one in everybody:
        state = await ChatState.get(chat_id=one.chat.person.id)
        assert (state.flow, state.step) == (one.flow, one.step)
