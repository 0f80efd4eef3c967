"""The matrix: whoever is no administrator, or no longer one, tries every route of the administration."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.admin import AdminOnly
from bot.admin_callbacks import ADMIN_KINDS
from bot.admin_routes import ADMIN_COMMANDS, admin_routes
from bot.callbacks import Tap
from bot.flow import Flow
from bot.routes import routes
from core import db
from core.i18n import translator
from core.models import AuditEntry, ChatState
from tests.bot.telegram import arrives, message, rows, tap
from tests.bot.test_every_state import DRAFTS
from tests.bot.test_forged_taps import KINDS
from tests.conftest import Chat
from tests.making import account, vehicle

Handler = BaseHandler[Any, Any, Any]
# What the way of a message writes for anybody.
WAY = ("once", "job", "outgoing", "live_message", "sqlite_sequence", "account", "chat_state")
SEEN = "CANARYADMIN"


def inside(route: Handler) -> Iterator[Handler]:
    """A route and those within it."""
    yield route
    within = [*getattr(route, "handlers", ()), *getattr(route, "entry", ()), *getattr(route, "anywhere", ())]
    for step in getattr(route, "steps", {}).values():
        within += step
    for one in within:
        yield from inside(one)


def takes(handler: Handler, kind: type[Tap]) -> bool:
    """Whether a route takes a button of this kind."""
    return (
        isinstance(handler, CallbackQueryHandler)
        and callable(handler.pattern)
        and any(bool(handler.pattern(data)) for data in buttons(kind))
    )


def buttons(kind: type[Tap]) -> Iterator[str]:
    """Buttons of a kind with values that routes ask for by name."""
    for word in ("menu", *WORDS):
        for number in (1, 0):
            yield kind(**{one.name: number if one.type is int else word for one in fields(kind)}).pack()


WORDS = ("audit", "yes", "open", "find", "x")


def admin_buttons() -> list[str]:
    """One of each thing that a button of the administration can say, as far as it is written in the code."""
    return sorted({data for kind in ADMIN_KINDS for data in buttons(kind)})


def admin_states() -> list[tuple[str, str]]:
    """Every question that an administrator can be asked."""
    flows = [one for one in admin_routes().handlers if isinstance(one, Flow)]
    return [(flow.name, step) for flow in flows for step in flow.steps]


def test_what_is_for_administrators_stands_behind_the_seam_and_nowhere_else():
    admin = {kind.kind for kind in ADMIN_KINDS}
    assert {kind.kind for kind in KINDS if kind.kind.startswith("adm")} == admin
    outside = [one for route in routes() if not isinstance(route, AdminOnly) for one in inside(route)]
    behind = [one for one in inside(admin_routes()) if not isinstance(one, AdminOnly | Flow)]
    assert sum(isinstance(route, AdminOnly) for route in routes()) == 1
    assert [kind for one in outside for kind in ADMIN_KINDS if takes(one, kind)] == []
    assert [kind for kind in ADMIN_KINDS if not any(takes(one, kind) for one in behind)] == []
    others = [kind for kind in KINDS if kind not in ADMIN_KINDS]
    assert [kind for one in admin_routes().handlers for kind in others if takes(one, kind)] == []
    commands = {name for one in behind if isinstance(one, CommandHandler) for name in one.commands}
    assert commands == set(ADMIN_COMMANDS)
    assert all(name.startswith("admin") for name, _ in admin_states())


@pytest.mark.parametrize("language", ["fr"])
async def test_to_anybody_else_no_route_of_the_administration_is_there(chat: Chat):
    await vehicle(chat, plate="QX717ZK", kilometres=77_717)
    stranger = Chat(chat.bot, chat.bot.sim.user("Stranger"), translator("fr"))
    await account(stranger)
    unknown = [message(stranger, text="/unknown"), tap(stranger, "1:nothing:1")]
    before, asked = await rows(*WAY), len(chat.bot.sim.requests)
    await arrives(chat.bot, *unknown)
    words = {told(one) for one in list(chat.bot.sim.requests)[asked:] if one.method.startswith("send")}
    asked = len(chat.bot.sim.requests)
    attempts = [message(stranger, text=f"/{name}") for name in ADMIN_COMMANDS]
    attempts += [tap(stranger, data) for data in admin_buttons()]
    await arrives(chat.bot, *attempts)
    answers = [told(one) for one in list(chat.bot.sim.requests)[asked:] if one.method.startswith("send")]
    # Word for word what an unknown command and an unknown button get.
    assert set(answers) == words
    assert len(answers) == len(attempts)
    assert await rows(*WAY) == before


@pytest.mark.parametrize("language", ["fr"])
async def test_whoever_was_an_administrator_is_refused_in_every_open_question(chat: Chat):
    person = await account(chat)
    before = await rows(*WAY)
    for flow, step in admin_states():
        draft = str(DRAFTS.get(flow, {})).replace("'", '"')
        for update in (message(chat, text="word 12/03/2030"), *(tap(chat, data) for data in admin_buttons()[:3])):
            await db.execute("DELETE FROM chat_state WHERE chat_id = ?", person.telegram_id)
            await db.fetch(
                "INSERT INTO chat_state(chat_id, flow, step, draft, version, updated_at)"
                " VALUES(?, ?, ?, ?, 1, ?) RETURNING step",
                *(person.telegram_id, flow, step, draft, db.stamp()),
            )
            await arrives(chat.bot, update)
            state = await ChatState.get(chat_id=person.telegram_id)
            assert (state.flow or "", await AuditEntry.all().count()) == ("", 0), (flow, step)
    assert await rows(*WAY) == before


async def test_an_administrator_sees_the_menu_and_everybody_else_an_unknown_command(chat: Chat):
    await chat.say("/admin")
    assert chat.last == chat.says("chat.hint")
    chat.bot.runtime.parts.services.admin.admins.ids.add(chat.person.id)
    await chat.say("/admin")
    assert chat.last == chat.says("admin.title")
    await chat.tap(chat.t.plain("admin.page_audit"))
    assert chat.last.startswith(chat.says("admin.audit_title", n=0))
    await chat.tap(chat.t.plain("admin.back"))
    assert chat.last == chat.says("admin.title")
    chat.bot.runtime.parts.services.admin.admins.ids.clear()
    await chat.tap(chat.t.plain("admin.page_audit"))
    assert chat.last == chat.says("chat.button_expired_menu")


def told(request: Any) -> str:
    return str(request.params.get("text"))
