import re

from core.domain.consent import NOTICE
from core.models import Account, Mail, MailCode, RecoveryEmail
from tests.conftest import Chat
from tests.making import account


async def tap(chat: Chat, key: str, **values: object) -> None:
    await chat.tap(chat.t.plain(key, **values))


def code_in(chat: Chat) -> str:
    """The code of the newest letter, as it is printed."""
    found = re.search(r"^ {4}([0-9A-Z]+-[0-9A-Z]+)$", chat.bot.sim.mailbox[-1].text, re.MULTILINE)
    assert found is not None
    return found[1]


async def linked(chat: Chat, address: str = "camille@example.org") -> None:
    """An address that was linked by its code."""
    await account(chat)
    await chat.say("/account")
    await tap(chat, "account.open_email")
    await tap(chat, "email.link")
    await chat.say(address)
    await chat.say(code_in(chat))
    assert chat.last == chat.says("email.now_linked")


async def test_consent_is_asked_in_one_sentence_noted_with_its_version_and_asked_again_for_another(chat: Chat):
    await chat.say("/start")
    asked = chat.says("consent.ask", version="1", day=NOTICE.since)
    assert chat.last == f"{chat.says('start.welcome', name='Camille')}\n\n{asked}"
    await tap(chat, "consent.agree")
    assert chat.last == chat.says("start.welcome", name="Camille")
    person = await Account.get()
    assert (person.consent_version, person.consented_at is not None) == (NOTICE.version, True)
    await chat.say("/start")
    assert asked not in chat.last
    await Account.filter(id=person.id).update(consent_version=NOTICE.version + 7)
    await chat.say("/start")
    assert chat.says("consent.changed", version="1", day=NOTICE.since) in chat.last


async def test_an_address_is_linked_by_the_code_of_a_letter_and_nothing_of_it_is_in_clear(chat: Chat):
    await linked(chat)
    assert "/recover" in chat.bot.sim.mailbox[-1].text
    assert "example.org" in chat.bot.sim.mailbox[-1].to
    row, mails, codes = await RecoveryEmail.get(), await Mail.all(), await MailCode.all()
    kept = [row.sealed, row.lookup, *(mail.sealed for mail in mails), *(str(code.code) for code in codes)]
    assert not any("camille" in text or "example.org" in text for text in kept)
    assert {mail.sealed for mail in mails} == {""}
    await tap(chat, "email.copies_on")
    assert (await Account.get()).mail_copies
    await chat.say("/account")
    assert chat.says("account.email", email="c•••e@example.org") in chat.last
