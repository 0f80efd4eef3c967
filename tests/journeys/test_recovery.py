import asyncio
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from core.domain.recovery import RecoveryState
from core.faults import set_trap
from core.i18n import translator
from core.models import Account, Document, DocumentPage, MadeFile, Recovery, Reminder, Vehicle
from simulator.mails import Mail
from tests.conftest import Bot, Chat
from tests.journeys.test_account import code_in, linked, tap
from tests.journeys.test_cards import FULL
from tests.making import account, invoice_card, subscriber, vehicle

ADDRESS = "camille@example.org"


def drawn() -> bytes:
    held = BytesIO()
    Image.new("RGB", (320, 200), "white").save(held, "JPEG")
    return held.getvalue()


PAPER = drawn()


@pytest.fixture
def new(bot: Bot, language: str) -> Chat:
    """The same person on another Telegram account."""
    return Chat(bot, bot.sim.user("Nouvelle", lang=language), translator(language))


def word_in(letter: Mail) -> str:
    """What the link of a letter hands to /start."""
    return letter.links[-1].partition("?start=")[2]


async def with_a_past(chat: Chat) -> Account:
    """An account with a plan, a car, a paper, a reminder and a shared file, secured by an address."""
    owner = await subscriber(chat)
    car = await vehicle(chat, plate="AB123CD", kilometres=84_200)
    card = await invoice_card(chat, FULL, ["Vidange"])
    stored = await chat.bot.runtime.parts.files.put(PAPER)
    await DocumentPage.create(document_id=card.id, number=1, stored=stored, size=len(PAPER))
    await Document.filter(id=card.id).update(state="kept", preview=stored, kept_at=chat.bot.clock.now(), pages=1)
    services, day = chat.bot.runtime.parts.services, chat.bot.clock.now().date()
    await services.reminders.add_topic(owner, car, "insurance", day + timedelta(days=60))
    later = chat.bot.clock.now() + timedelta(days=14)
    await MadeFile.create(
        owner_id=owner.id, kind="book", form="pdf", state="ready", share="s", share_until=later,
        created_at=later, expires_at=later,
    )  # fmt: skip
    await linked(chat, ADDRESS)
    return owner


async def asked_by_code(new: Chat, address: str = ADDRESS) -> None:
    await new.say("/recover")
    await new.say(address)
    assert new.last == new.says("recovery.asked")
    await new.say(code_in(new))


async def confirmed(new: Chat) -> None:
    await tap(new, "recovery.check")
    await tap(new, "recovery.confirm")


async def test_a_lost_account_comes_back_whole_after_three_days_and_the_old_one_starts_afresh(chat: Chat, new: Chat):
    owner = await with_a_past(chat)
    await vehicle(new, plate="AB123CD")
    await vehicle(new, plate="EE111EE")
    await asked_by_code(new)
    for key, n in (("vehicles", 1), ("documents", 1), ("reminders", 1)):
        assert new.says(f"recovery.{key}", n=n) in new.last
    assert new.says("recovery.plan", plan=new.t.plain("plan_name.premium")) in new.last
    assert new.says("recovery.joins", n=2) in new.last
    await confirmed(new)
    assert chat.last == chat.says("recovery.warning", n=72)
    await chat.bot.advance(hours=71)
    assert chat.last == chat.says("recovery.warning", n=1)
    assert (await Account.get(id=owner.id)).telegram_id == chat.person.id
    await chat.bot.advance(hours=2)
    assert new.last == new.says("recovery.moved")
    assert chat.last == chat.says("recovery.moved_away")
    moved = await Account.get(id=owner.id)
    assert (moved.telegram_id, await Account.all().count()) == (new.person.id, 1)
    assert (await MadeFile.get()).share is None
    plates = {(one.plate, one.nickname) for one in await Vehicle.filter(owner_id=owner.id)}
    assert plates == {("AB123CD", None), ("EE111EE", None), (None, "AB123CD (2)")}
    await new.say("/vehicles")
    assert "AB-123-CD" in new.last
    await new.say("/account")
    assert new.t.plain("plan_name.premium") in new.last
    await chat.say("/vehicles")
    assert "AB-123-CD" not in chat.last
    assert (await Reminder.get(topic="insurance")).owner_id == owner.id
    # A paper that was kept opens here, decrypted, and is out of reach there.
    await new.say("/documents")
    await new.tap(str(new.labels[0]))
    await tap(new, "document.show_file")
    assert new.message.photo == PAPER


async def test_a_move_that_is_cut_in_the_middle_moves_nothing_and_then_everything(chat: Chat, new: Chat):
    owner = await with_a_past(chat)
    await vehicle(new, plate="EE111EE")
    await asked_by_code(new)
    await confirmed(new)
    cut: list[int] = []

    def trap(name: str) -> None:
        if name == "moving.joined":
            cut.append(1)
            if len(cut) == 1:
                raise OSError(name)

    chat.bot.runtime.parts.jobs.backoff = 0.02
    set_trap(trap)
    try:
        await chat.bot.advance(hours=73)
        async with asyncio.timeout(10):
            while len(cut) < 2:  # noqa: ASYNC110 - the pause before another try tells nobody
                await asyncio.sleep(0.02)
        await chat.bot.settle()
    finally:
        set_trap(None)
    assert (await Account.get()).telegram_id == new.person.id
    assert await Vehicle.filter(owner_id=owner.id).count() == 2
    assert [message.text for message in new.person.messages].count(new.says("recovery.moved")) == 1


async def test_whoever_only_knows_the_address_learns_nothing_and_moves_nothing(chat: Chat, new: Chat):
    await with_a_past(chat)
    said = len(chat.person.messages)
    await new.say("/recover")
    await new.say(ADDRESS)
    known = [message.text for message in new.person.messages][-1]
    for guess in ("AAAA-2222", "BBBB-3333"):
        await new.say(guess)
        assert new.last == new.says("recovery.code_wrong")
    await new.say("CCCC-4444")
    assert new.last == new.says("recovery.code_over")
    await new.say(code_in(new))
    assert new.last == new.says("recovery.code_over")
    assert len(chat.person.messages) == said
    stranger = Chat(chat.bot, chat.bot.sim.user("Curieuse", lang=new.t.language), new.t)
    await stranger.say("/recover")
    await stranger.say("nobody@example.org")
    assert stranger.last == known
    assert await Recovery.all().count() == 0
    assert "nobody@example.org" in chat.bot.sim.mailbox[-1].to


async def test_the_old_account_says_no_and_nobody_tries_again_for_a_week(chat: Chat, new: Chat):
    owner = await with_a_past(chat)
    await asked_by_code(new)
    await confirmed(new)
    await tap(chat, "recovery.object")
    assert chat.last == chat.says("recovery.objected")
    assert new.last == new.says("recovery.refused")
    await chat.bot.advance(hours=80)
    assert (await Account.get(id=owner.id)).telegram_id == chat.person.id
    await asked_by_code(new)
    assert new.last.startswith(new.says("recovery.objected_lately", day=None)[:20])
    await chat.bot.advance(days=5)
    await asked_by_code(new)
    assert new.says("recovery.found") in new.last
    await confirmed(new)
    # The mailbox may object too, on whichever Telegram account its reader has.
    await chat.person.start(word_in(chat.bot.sim.mailbox[-1]))
    await chat.bot.settle()
    assert chat.last == chat.says("recovery.objected_by_link")
    assert (await Recovery.all().order_by("-id").first()).state is RecoveryState.OBJECTED  # type: ignore[union-attr]  # there are two


async def test_a_link_opens_once_where_it_was_asked_for_and_not_after_half_an_hour(chat: Chat, new: Chat):
    await with_a_past(chat)
    await new.say("/recover")
    await new.say(ADDRESS)
    word = word_in(chat.bot.sim.mailbox[-1])
    await chat.person.start(word)
    await chat.bot.settle()
    assert chat.last == chat.says("recovery.other_chat")
    await new.person.start(word)
    await new.bot.settle()
    assert new.says("recovery.found") in new.last
    await new.person.start(word)
    await new.bot.settle()
    assert new.last == new.says("error.gone")
    await new.bot.advance(minutes=2)
    await new.say("/recover")
    await new.say(ADDRESS)
    late = word_in(chat.bot.sim.mailbox[-1])
    await new.bot.advance(minutes=31)
    await new.person.start(late)
    await new.bot.settle()
    assert new.last == new.says("error.gone")
    await account(new)
