import asyncio
from datetime import datetime, timedelta

import pytest

from core.domain.broadcasts import BroadcastState, Move
from core.i18n import translator
from core.models import Account, AuditEntry, Broadcast, Notification
from core.services.broadcasting import Broadcasting
from tests.conftest import Chat
from tests.making import account
from tests.queries import of_the_logbook, statements


async def tap(chat: Chat, key: str, **values: object) -> None:
    await chat.tap(chat.t.plain(key, **values))


async def as_admin(chat: Chat) -> Account:
    admin = await account(chat)
    chat.bot.runtime.parts.services.admin.admins.ids.add(chat.person.id)
    return admin


async def ended(chat: Chat) -> None:
    """It looks again each second whether everybody has it."""
    for _ in range(200):
        await asyncio.sleep(0.05)
        await chat.bot.settle()
        if (await Broadcast.get()).state is BroadcastState.DONE:
            return
    raise AssertionError("it does not end")


async def other(chat: Chat, name: str, language: str) -> Chat:
    found = Chat(chat.bot, chat.bot.sim.user(name, lang=language), translator(language))
    await account(found)
    return found


async def test_a_broadcast_is_written_aimed_tried_and_sent_and_everybody_can_have_no_more(chat: Chat):
    await as_admin(chat)
    ana, bob = await other(chat, "Ana", "fr"), await other(chat, "Bob", "en")
    cleo = await other(chat, "Cleo", "es")
    await chat.say("/admin")
    await tap(chat, "admin.page_broadcasts")
    await tap(chat, "broadcast.new")
    await chat.say("x" * 3_600)
    assert chat.last == chat.says("broadcast.too_long", n=3_500)
    await chat.say("Nouveau : les <garages> & avis, n'hésitez pas !")
    await chat.tap("➕ EN")
    await chat.say("New: garages & reviews")
    one = await Broadcast.get()
    assert chat.says("broadcast.people", n=4) in chat.last
    await chat.tap(f"🌍 {chat.t.plain('broadcast.any_language')}")
    await chat.tap(f"🌍 {chat.t.plain('broadcast.language_fr')}")
    await chat.tap(f"🌍 {chat.t.plain('broadcast.language_en')}")
    assert chat.says("broadcast.people", n=1) in chat.last
    await chat.tap(f"🌍 {chat.t.plain('broadcast.language_es')}")
    await tap(chat, "broadcast.preview")
    assert chat.last.startswith("Nouveau : les <garages> & avis, n'hésitez pas !")
    await chat.tap("ES")
    assert chat.says("broadcast.falls_back") in chat.last
    await tap(chat, "flow.back")
    await tap(chat, "broadcast.try")
    assert chat.message.buttons[0][0][0] == chat.t.plain("news.off")
    assert not ana.sees_part("Nouveau")
    await chat.tap(chat.t.plain("broadcast.start"), message=chat.person.messages[-2])
    await tap(chat, "broadcast.start_yes")
    await ended(chat)
    assert (await Broadcast.get()).claimed == 4
    assert ana.last == "Nouveau : les <garages> & avis, n'hésitez pas !"
    assert bob.last == "New: garages & reviews"
    assert cleo.last == ana.last
    assert chat.sees_part(chat.says("broadcast.sent", n=4, of=4))
    await ana.tap(ana.t.plain("news.off"))
    assert ana.last == ana.says("news.is_off")
    assert (await Account.get(telegram_id=ana.person.id)).muted == "news"
    await ana.tap(ana.t.plain("news.on"))
    assert (await Account.get(telegram_id=ana.person.id)).muted == ""
    assert await Notification.filter(kind="news").count() == 4
    acts = [entry.action for entry in await AuditEntry.all().order_by("id") if entry.subject_id == str(one.id)]
    assert acts == ["broadcast.write", "broadcast.write", *["broadcast.aim"] * 4, "broadcast.start"]


async def test_a_broadcast_is_planned_put_off_and_thrown_away(chat: Chat):
    admin = await as_admin(chat)
    one = await chat.bot.runtime.parts.services.broadcasts.write(admin, None, "fr", "Bonjour")
    await chat.say("/admin")
    await tap(chat, "admin.page_broadcasts")
    await chat.tap(
        chat.t.plain("broadcast.row", number=str(one.id), state=chat.t.plain("broadcast.state_draft"), text="Bonjour")
    )
    await tap(chat, "broadcast.when")
    await chat.say("hier 9h")
    assert chat.last == chat.says("broadcast.moment_past") or "?" in chat.last
    await chat.say("2027-13-45 25h")
    tomorrow = (chat.bot.clock.now() + timedelta(days=1)).date()
    await chat.say(f"{tomorrow.isoformat()} 18:30")
    planned = await Broadcast.get()
    assert isinstance(planned.starts_at, datetime)
    assert chat.says("broadcast.state_scheduled") in chat.last
    await tap(chat, "broadcast.when")
    await tap(chat, "broadcast.at_morning")
    assert (await Broadcast.get()).starts_at != planned.starts_at
    async with statements() as seen:
        await tap(chat, "broadcast.unschedule")
    assert len(of_the_logbook(seen.most())) <= 8
    await tap(chat, "broadcast.delete")
    assert await Broadcast.all().count() == 0


async def test_what_runs_is_held_up_and_stopped_from_its_own_message(chat: Chat, monkeypatch: pytest.MonkeyPatch):
    # There is no room for any message, so it does not come to its end meanwhile.
    monkeypatch.setattr(Broadcasting, "handed_over", 0)
    admin = await as_admin(chat)
    broadcasts = chat.bot.runtime.parts.services.broadcasts
    one = await broadcasts.write(admin, None, "fr", "Bonjour")
    await chat.say("/admin")
    await tap(chat, "admin.page_broadcasts")
    await broadcasts.move(admin, one.id, Move.START)
    await chat.tap(
        chat.t.plain("broadcast.row", number=str(one.id), state=chat.t.plain("broadcast.state_draft"), text="Bonjour")
    )
    await tap(chat, "broadcast.pause")
    assert chat.says("broadcast.state_paused") in chat.last
    await tap(chat, "broadcast.resume")
    await tap(chat, "broadcast.stop")
    await tap(chat, "broadcast.stop_yes")
    assert chat.says("broadcast.state_stopped") in chat.shown.text
