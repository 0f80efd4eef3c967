from core.domain.plans import Level
from tests.conftest import Chat
from tests.making import ai_uses, subscriber

PRESSURE = {"fr": "quelle pression pour les pneus de ma voiture ?", "en": "what tyre pressure for my car?"}


async def test_without_a_key_the_knowledge_answers_says_so_and_a_free_plan_sees_a_preview_after_its_try(chat: Chat):
    await chat.say(PRESSURE[chat.t.language])
    assert chat.says("ask.from_knowledge") in chat.last
    assert chat.says("ask.tried") in chat.last
    whole = chat.last
    await chat.say(PRESSURE[chat.t.language])
    assert chat.says("ask.preview") in chat.last
    assert len(chat.last) < len(whole)
    assert await ai_uses(chat) == 1
    await subscriber(chat, Level.STANDARD)
    await chat.say(PRESSURE[chat.t.language])
    assert chat.says("ask.preview") not in chat.last
    assert await ai_uses(chat) == 1
    await chat.say("asdf qsdf")
    assert chat.last == chat.says("chat.hint")


async def test_a_question_that_nothing_answers_gets_help_and_the_offer(chat: Chat):
    await chat.say("asdf qsdf ?")
    assert chat.last == f"{chat.says('chat.hint')}\n\n{chat.says('ask.offer')}"
    await chat.tap(chat.t.plain("ask.see_plans"))
