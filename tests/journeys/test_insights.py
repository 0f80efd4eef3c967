import pytest

from core.domain.service_figures import Insight
from tests.conftest import Chat
from tests.journeys.test_broadcasts import as_admin, tap
from tests.queries import of_the_logbook, statements


@pytest.mark.parametrize("language", ["fr"])
async def test_figures_are_a_picture_and_the_same_in_words_and_nobody_elses(chat: Chat):
    await as_admin(chat)
    await chat.say("/admin")
    await tap(chat, "admin.page_insights")
    assert chat.message.photo is not None
    assert chat.says("insight.caption", what=chat.t.plain("insight.people")) in (chat.message.caption or "")
    picture = chat.message
    await tap(chat, "insight.plans")
    assert chat.message.id == picture.id
    assert chat.t.plain("insight.plans") in (chat.message.caption or "")
    await tap(chat, "stats.dark")
    async with statements() as seen:
        await tap(chat, "insight.in_words")
        for view in Insight:
            label = chat.t.plain(f"insight.{view}")
            await chat.tap(next(one for one in chat.labels if one.endswith(label)))
    assert len(of_the_logbook(seen.most())) <= 8
    assert chat.last == chat.says("insight.nothing", what=chat.t.plain("insight.ai"))
    # Whoever is no administrator any more sees nothing, and gets no picture that was asked for before.
    chat.bot.runtime.parts.services.admin.admins.ids.clear()
    await tap(chat, "insight.as_picture")
    assert chat.last == chat.says("chat.button_expired_menu")
