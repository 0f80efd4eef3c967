import random

import pytest
from structlog.testing import capture_logs

from bot.routes import routes
from core.services.access import RULES
from tests.conftest import Chat
from tests.isolation import ROLES, commands, house, news, tries, uncovered

SEED = 20261126
# A seeded share of the routes here; all of them, many times, in `make faults PART=isolation`.
EACH = 0.3


@pytest.fixture
def language() -> str:
    return "fr"


def test_every_route_is_tried():
    assert uncovered() == []
    assert len(commands()) > 20
    assert len(news()) > 15
    assert len(routes()) > 100


async def test_nobody_sees_or_changes_what_their_role_does_not_give(chat: Chat):
    known = await house(chat)
    with capture_logs() as log:
        found = {role: await tries(known, role, random.Random(f"{SEED}{role}"), EACH) for role in ROLES}
    own = {role: ["OPENCANARY"] if role in {"viewer", "writer", "manager"} else [] for role in ROLES}
    assert found == {role: {"reads": [], "writes": [], "own": own[role]} for role in ROLES}
    assert [one for one in log if one["log_level"] in {"error", "critical"}] == []


async def test_what_a_role_is_given_names_methods_that_are_there(chat: Chat):
    services = chat.bot.runtime.parts.services
    assert [name for name in RULES if not callable(_method(services, name))] == []


def _method(services: object, name: str) -> object:
    service, _, method = name.partition(".")
    return getattr(getattr(services, service), method, None)
