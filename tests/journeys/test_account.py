import re
from datetime import timedelta

from core.domain.consent import NOTICE
from core.domain.money import Money
from core.domain.plans import Level
from core.models import Account, Mail, MailCode, RecoveryEmail
from core.services.billing_notices import About
from tests.bot.telegram import arrives, message
from tests.conftest import Chat
from tests.making import account, vehicle


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
    assert chat.says("account.email", email="c•••@example.org") in chat.last


async def test_a_code_is_tried_three_times_sent_again_after_a_minute_and_three_times_a_day(chat: Chat):
    await account(chat)
    await chat.say("/account")
    await tap(chat, "account.open_email")
    await tap(chat, "email.link")
    for typed in ("not an address", "ana@example.org bob@example.org", "аna@example.org"):
        await chat.say(typed)
    assert chat.last == chat.says("email.plain_letters")
    await chat.say("camille@gmial.com")
    assert chat.last == chat.says("email.ask_meant", typed="camille@gmial.com", meant="camille@gmail.com")
    await tap(chat, "email.meant", email="camille@gmail.com")
    assert chat.last == chat.says("email.code_sent", email="camille@gmail.com")
    await tap(chat, "email.resend")
    assert chat.last == chat.says("email.wait_soon")
    await chat.say("hello?")
    assert chat.last == chat.says("email.code_expected")
    await chat.say("camille@example.org")
    assert chat.last == chat.says("email.wait_soon")
    right = code_in(chat)
    wrong = f"{(int(right.replace('-', '')) + 1) % 10**6:06}"
    for _ in range(2):
        await chat.say(wrong)
        assert chat.last == chat.says("email.code_wrong")
    await chat.say(wrong)
    await chat.say(right)
    assert chat.last == chat.says("email.code_over")
    await chat.bot.advance(minutes=2)
    await tap(chat, "email.resend")
    await chat.bot.advance(minutes=11)
    await chat.say(code_in(chat))
    assert chat.last == chat.says("email.code_over")
    await tap(chat, "email.resend")
    await chat.bot.advance(minutes=2)
    await tap(chat, "email.resend")
    assert chat.last.startswith(chat.says("email.wait_long", day=None, time=None)[:40])
    assert len(chat.bot.sim.mailbox) == 3
    await chat.say(code_in(chat))
    assert chat.last == chat.says("email.now_linked")


async def test_an_address_is_changed_by_the_old_mailbox_or_after_a_week_in_which_it_may_say_no(chat: Chat):
    await linked(chat)
    await chat.bot.advance(minutes=2)
    await chat.say("/account")
    await tap(chat, "account.open_email")
    await tap(chat, "email.change")
    await chat.say("new@example.org")
    await chat.say(code_in(chat))
    assert chat.last == chat.says("email.ask_old", email="c•••@example.org", n=7)
    assert await address_of(chat) == "camille@example.org"
    await chat.tap(chat.t.plain("email.by_old", email="c•••@example.org"))
    assert "camille@example.org" in chat.bot.sim.mailbox[-1].to
    await chat.say(code_in(chat))
    assert chat.last == chat.says("email.changed")
    assert await address_of(chat) == "new@example.org"
    # Taking it off without the old mailbox: its notice stops it, and the second time nobody does.
    await tap(chat, "account.back")
    await tap(chat, "account.open_email")
    await tap(chat, "email.unlink")
    await tap(chat, "email.unlink_yes")
    await chat.tap("⏳")
    notice = chat.bot.sim.mailbox[-1]
    assert "new@example.org" in notice.to
    await chat.person.start(notice.links[-1].partition("?start=")[2])
    await chat.bot.settle()
    assert chat.sees(chat.says("email.kept"))
    await chat.bot.advance(days=8)
    assert await address_of(chat) == "new@example.org"
    await chat.say("/account")
    await tap(chat, "account.open_email")
    await tap(chat, "email.unlink")
    await tap(chat, "email.unlink_yes")
    await chat.tap("⏳")
    await chat.bot.advance(days=6)
    assert await RecoveryEmail.all().count() == 1
    await chat.bot.advance(days=2)
    assert await RecoveryEmail.all().count() == 0
    assert chat.last == chat.says("email.unlinked")


async def address_of(chat: Chat) -> str:
    return chat.bot.runtime.parts.services.email.unseal((await RecoveryEmail.get()).sealed).text


async def test_name_and_phone_are_ones_own_and_what_is_in_use_can_be_ended(chat: Chat):
    await linked(chat)
    await chat.say("/account")
    await tap(chat, "account.change_name")
    await chat.say("x" * 256)
    assert chat.last == chat.says("account.name_too_long", most=255)
    await chat.say("É" * 255)
    assert (await Account.get()).name == "É" * 255
    await chat.say("/account")
    await tap(chat, "account.change_name")
    await chat.say("<b>Cam</b>")
    assert chat.says("account.name", name="<b>Cam</b>") in chat.last
    await tap(chat, "account.add_phone")
    assert chat.labels == [chat.t.plain("account.share_phone")]
    await chat.say("+33612345678")
    assert chat.last == chat.says("account.phone_by_key")
    other = chat.bot.sim.user("Bob").id
    card = {"phone_number": "33698765432", "first_name": "Bob", "user_id": other}
    await arrives(chat.bot, message(chat, contact=card))
    assert chat.last == chat.says("account.phone_not_own")
    await chat.person.send_contact("+33612345678")
    await chat.bot.settle()
    kept = (await Account.get()).phone
    assert kept is not None
    assert "612345678" not in kept
    assert chat.says("account.phone", phone="+33 •• 78") in chat.last
    await MailCode.all().update(used_at=None, tries=0)
    await chat.say("/account")
    await tap(chat, "account.open_links")
    await tap(chat, "links.end_all")
    assert chat.says("links.none") in chat.last
    await tap(chat, "account.back")
    await tap(chat, "account.forget_phone")
    assert (await Account.get()).phone is None


async def test_a_blocked_person_keeps_their_rights_and_nothing_else(chat: Chat):
    owner = await account(chat)
    services = chat.bot.runtime.parts.services
    await services.profiles.block(owner, blocked=True)
    for said in ("/vehicles", "/start", "84 200 km", "/recover"):
        await chat.say(said)
        assert chat.last == chat.says("account.blocked")
    await chat.say("/privacy")
    assert chat.last != chat.says("account.blocked")
    await services.profiles.block(owner, blocked=False)
    await chat.say("/vehicles")
    assert chat.last != chat.says("account.blocked")


async def test_what_is_pushed_is_copied_by_mail_to_those_who_want_it_and_money_is_receipted(chat: Chat):
    owner = await account(chat)
    car = await vehicle(chat, plate="AB123CD", kilometres=84_200)
    services = chat.bot.runtime.parts.services
    await services.reminders.add_topic(owner, car, "insurance", chat.bot.clock.now().date() + timedelta(days=8))
    await linked(chat)
    await tap(chat, "email.copies_on")
    await chat.bot.advance(days=2)
    copy = chat.bot.sim.mailbox[-1]
    assert "AB-123-CD" in copy.text
    assert copy.subject == " ".join(chat.t.plain("mail.reminder_title").split())
    await chat.say("/settings")
    assert chat.says("settings.mail_on") in chat.last
    await tap(chat, "settings.open_mail")
    await tap(chat, "settings.mail_off_button")
    assert not (await Account.get()).mail_copies
    about = About(None, Level.STANDARD, Money(9_99), chat.bot.clock.now())
    await services.billing_notices.tell(await account(chat), "started", about)
    await services.billing_notices.tell(await account(chat), "will_end", about)
    await chat.bot.settle()
    receipt, news = chat.bot.sim.mailbox[-2:]
    assert chat.t.plain("mail.receipt_paid", amount=Money(9_99)) in receipt.text
    assert news.subject == " ".join(chat.t.plain("mail.subscription_title").split())
