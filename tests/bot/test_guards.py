import pytest

from bot.guards import needs
from bot.handlers import menu
from bot.routing import command
from core.domain.plans import Feature
from tests.conftest import Chat
from tests.making import subscriber


@pytest.fixture
def language() -> str:
    return "fr"


async def test_a_guarded_command_explains_itself_to_some_and_works_for_whose_plan_has_it(chat: Chat):
    application = chat.bot.runtime.parts.application
    application.add_handler(command("full", needs(Feature.DIAGNOSES, menu.help_)), group=-1)
    await chat.say("/full")
    assert any(one.text.startswith(chat.says("blocked_none.diagnoses")) for one in chat.person.messages)
    assert not chat.sees(chat.says("help.text"))
    await subscriber(chat)
    await chat.say("/full")
    assert chat.sees(chat.says("help.text"))
