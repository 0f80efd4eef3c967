import ast
import json
from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest

from app.profile import introduce_to_admins
from bot.views.admin_words import deed_name
from core import db
from core.domain.broadcasts import Move
from core.domain.garages.corrections import CorrectionState
from core.domain.plans import Feature, Level
from core.domain.states import EntryState, ReminderState
from core.i18n import translator
from core.models import Account, AccountNote, AuditEntry, BillingEvent, Document, Job, PlanPrice, Reminder
from simulator.methods.profile import commands_for
from simulator.testing import Person
from tests.architecture.sources import sources
from tests.bot.telegram import arrives, message
from tests.conftest import Chat
from tests.journeys.papers import blank
from tests.making import account, invoice_card, vehicle

PAPER = {"vendor_name": "Garage du Parc", "invoice_date": "2026-03-12", "total_incl_tax": "89.00", "currency": "EUR",
         "plate": "QX717ZK"}  # fmt: skip


async def admin_and_somebody(chat: Chat) -> tuple[Chat, Account]:
    """The chat becomes an administrator's; somebody else with a vehicle."""
    await account(chat)
    chat.bot.runtime.parts.services.admin.admins.ids.add(chat.person.id)
    other = Chat(chat.bot, chat.bot.sim.user("Ana", lang="fr"), translator("fr"))
    await vehicle(other, plate="QX717ZK")
    return other, await account(other)


async def find(chat: Chat, words: str) -> None:
    await chat.say("/admin")
    await chat.tap(chat.t.plain("admin.page_people"))
    await chat.tap(chat.t.plain("admin.find"))
    await chat.say(words)


async def entries() -> list[tuple[str, object, object, str | None]]:
    return [
        (one.action, json.loads(one.before or "null"), json.loads(one.after or "null"), one.reason)
        for one in await AuditEntry.all().order_by("id")
    ]


async def test_somebody_is_found_by_whatever_is_known_of_them(chat: Chat):
    other, person = await admin_and_somebody(chat)
    await Account.filter(id=person.id).update(username="ana_drives")
    words = (str(person.id), str(person.telegram_id), "@Ana_Drives", "qx-717 zk", "an")
    for one in words:
        await find(chat, one)
        assert f"<b>{other.person.name}" not in chat.last, "markup is drawn, not told"
        assert str(person.telegram_id) in chat.last, one
    await find(chat, "nobody@example.org")
    assert chat.last == chat.says("admin.found_none", words="nobody@example.org")
    await chat.tap(chat.t.plain("admin.find_again"))
    await chat.tap(chat.t.plain("flow.cancel"))
    assert await AuditEntry.all().count() == 0


async def test_whoever_is_suspended_reads_one_sentence_and_is_told_nothing_until_reinstated(chat: Chat):
    other, person = await admin_and_somebody(chat)
    await find(chat, "Ana")
    await chat.tap(chat.t.plain("admin.block"))
    await chat.say("x")
    assert chat.last == chat.says("admin.words_missing")
    await chat.say("spam in reviews")
    assert chat.last.startswith(chat.says("admin.blocked"))
    now = chat.bot.clock.now()
    reminder = await Reminder.create(
        owner_id=person.id,
        subject="pression",
        state=ReminderState.WAITING,
        remind_at=now + timedelta(hours=1),
        due_on=now.date(),
        created_at=now,
    )
    for text in ("vidange 89 €", "/vehicles", "bonjour"):
        await other.say(text)
        assert other.last == other.says("account.blocked")
    said = len(other.person.messages)
    await chat.bot.advance(hours=2)
    await reminder.refresh_from_db()
    assert (len(other.person.messages), reminder.state) == (said, ReminderState.WAITING)
    await find(chat, "Ana")
    await chat.tap(chat.t.plain("admin.unblock"))
    await chat.bot.advance(minutes=1)
    await reminder.refresh_from_db()
    assert (len(other.person.messages) > said, reminder.state) == (True, ReminderState.PUSHED)
    blocked, free = {"blocked": True}, {"blocked": False}
    assert await entries() == [
        ("person.block", free, blocked, "spam in reviews"),
        ("person.unblock", blocked, free, None),
    ]


async def test_a_question_that_was_left_by_a_tap_takes_no_words_any_more(chat: Chat):
    _, person = await admin_and_somebody(chat)
    await find(chat, "Ana")
    await chat.tap(chat.t.plain("admin.block"))
    await chat.tap(chat.t.plain("admin.card"))
    await chat.say("a reason that came too late")
    await person.refresh_from_db()
    assert (person.blocked_at, await AuditEntry.all().count()) == (None, 0)


async def test_an_administrator_cannot_be_suspended(chat: Chat):
    await admin_and_somebody(chat)
    await find(chat, str(chat.person.id))
    await chat.tap(chat.t.plain("admin.block"))
    await chat.say("by mistake")
    assert chat.last == chat.says("admin.not_an_admin")
    assert await AuditEntry.all().count() == 0


async def test_a_plan_given_by_hand_opens_at_once_and_ends_when_it_is_ended(chat: Chat):
    other, person = await admin_and_somebody(chat)
    services = chat.bot.runtime.parts.services
    await find(chat, "Ana")
    await chat.tap(chat.t.plain("admin.give_plan"))
    await chat.tap(chat.t.plain("plan_name.premium"))
    await chat.say("hier" if chat.t.language == "fr" else "yesterday")
    assert chat.last == chat.says("admin.end_not_possible")
    day = (chat.bot.clock.now() + timedelta(days=40)).date()
    await chat.say(f"{day.day}/{day.month}/{day.year}" if day.day > 12 else day.isoformat())
    assert chat.last.startswith(chat.says("admin.plan_given"))
    access = await services.entitlements.access(person)
    assert access.level is Level.PREMIUM
    assert access.until is not None
    assert access.until.date() == day
    assert other.says("plan_name.premium") in other.last
    await find(chat, "Ana")
    await chat.tap(chat.t.plain("admin.end_plan"))
    assert chat.last.startswith(chat.says("admin.plan_ended"))
    assert (await services.entitlements.access(person)).level is Level.FREE
    (given, before, after, _), (ended, was, now, _) = await entries()
    assert (given, ended) == ("person.plan", "person.plan")
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert (before["plan"], after["plan"], after["provider"]) == ("free", "premium", "gift")
    assert (was, isinstance(now, dict) and now["plan"]) == (after, "free")


async def test_papers_are_shown_only_after_a_reason_and_only_for_a_while(chat: Chat):
    other, person = await admin_and_somebody(chat)
    await invoice_card(other, PAPER, ["Vidange"])
    await other.tap(other.t.plain("document.save"))
    stored = await chat.bot.runtime.parts.files.put(blank())
    await Document.filter(owner_id=person.id).update(preview=stored)
    await find(chat, "Ana")
    assert "Garage du Parc" not in chat.last
    await chat.tap(chat.t.plain("admin.papers"))
    assert chat.last == chat.says("admin.ask_papers")
    await chat.say("she asked us to look")
    assert chat.last == chat.says("admin.papers_open", n=30)
    ((action, _, after, reason),) = await entries()
    assert (action, after, reason) == ("person.papers", {"shown": 1}, "she asked us to look")
    shelf = chat.message
    await chat.tap(chat.labels[0], message=shelf)
    assert [one[0] for one in await entries()] == ["person.papers", "person.paper"]
    await chat.bot.advance(minutes=31)
    await chat.tap(shelf.buttons[0][0][0], message=shelf)
    assert chat.last == chat.says("admin.reason_is_old")
    assert (await AuditEntry.filter(about_id=person.id).count(), await AuditEntry.all().count()) == (2, 2)


async def test_notes_are_kept_and_taken_away_and_the_audit_does_not_repeat_them(chat: Chat):
    await admin_and_somebody(chat)
    await find(chat, "Ana")
    await chat.tap(chat.t.plain("admin.notes", n=0))
    await chat.tap(chat.t.plain("admin.add_note"))
    await chat.say("<b>called</b> twice\nabout a refund")
    assert "<b>called</b> twice about a refund" in chat.last
    await chat.tap(chat.t.plain("admin.drop_note", number=1))
    assert chat.last.endswith(chat.says("admin.notes_none"))
    assert await AccountNote.all().count() == 0
    assert [one[:3] for one in await entries()] == [
        ("person.note", None, {"length": 34}),
        ("person.note_removed", {"length": 34}, None),
    ]
    await chat.tap(chat.t.plain("admin.card"))
    await chat.tap(chat.t.plain("admin.page_audit"))
    assert chat.says("did.person_note_removed") in chat.last
    assert "refund" not in chat.last


async def open_page(chat: Chat, page: str) -> None:
    await chat.say("/admin")
    await chat.tap(chat.t.plain(f"admin.page_{page}"))


async def test_a_limit_that_is_changed_counts_for_the_next_message(chat: Chat):
    other, person = await admin_and_somebody(chat)
    entitlements = chat.bot.runtime.parts.services.entitlements
    assert (await entitlements.limits(person))[1][Feature.VEHICLES] == 3
    await open_page(chat, "plans")
    await chat.tap(chat.t.plain("plan_name.free"))
    await chat.tap(chat.t.plain("admin.edit_limits"))
    await chat.tap(chat.t.plain("admin.plan_limit", feature=chat.t.plain("feature.vehicles"), amount="3"))
    what = f"{chat.t.plain('plan_name.free')}, {chat.t.plain('feature.vehicles')}"
    assert chat.last == chat.says("admin.ask_limit", word=what)
    await chat.say("many")
    assert chat.last == chat.says("admin.amount_not_understood")
    await chat.say("1")
    assert chat.last.startswith(chat.says("admin.saved"))
    await other.say("/add")
    await other.say("/plans")
    assert other.says("gives.vehicles", n=1) in other.last
    assert await entries() == [("plan.limit", {"amount": 3}, {"amount": 1}, None)]


async def test_a_price_is_replaced_and_the_old_one_stays_for_whoever_pays_it(chat: Chat):
    await admin_and_somebody(chat)
    await open_page(chat, "plans")
    await chat.tap(chat.t.plain("plan_name.standard"))
    await chat.tap(chat.t.plain("admin.edit_prices"))
    await chat.tap(chat.t.plain("admin.set_price", interval=chat.t.plain("admin.by_month"), currency="EUR"))
    await chat.say("0")
    assert chat.last == chat.says("admin.price_not_possible")
    await chat.say("11,50 €")
    assert chat.last.startswith(chat.says("admin.saved"))
    monthly = await PlanPrice.filter(plan_id="standard", interval="month", currency="EUR").order_by("id")
    assert [(one.amount_cents, one.active) for one in monthly] == [(999, False), (1150, True)]
    await chat.tap(chat.t.plain("admin.back_to_plan"))
    await chat.tap(chat.t.plain("admin.plan_withdraw"))
    await chat.say("/plans")
    assert chat.says("plan_name.standard") not in chat.last
    assert [one[:3] for one in await entries()] == [
        ("plan.price", {"cents": [999]}, {"cents": [1150]}),
        ("plan.offer", {"active": True}, {"active": False}),
    ]


async def test_what_is_switched_off_answers_kindly_and_comes_back(chat: Chat):
    other, _ = await admin_and_somebody(chat)
    await open_page(chat, "switches")
    await chat.tap(f"✅ {chat.t.plain('admin.switch_capture')}")
    await chat.tap(f"✅ {chat.t.plain('admin.switch_exports')}")
    await other.send_photo(blank())
    assert other.last == other.says("switch_off.capture")
    await other.say("/export")
    await other.tap(other.labels[0])
    assert other.last == other.says("switch_off.exports")
    await open_page(chat, "audit")
    assert f"{chat.says('did.switch_off')} {chat.says('admin.switch_capture')}" in chat.last
    await open_page(chat, "switches")
    await chat.tap(f"⛔ {chat.t.plain('admin.switch_exports')}")
    await other.say("/export")
    await other.tap(other.labels[0])
    assert other.last != other.says("switch_off.exports")
    assert [one[:3] for one in await entries()] == [
        ("switch.off", {"on": True}, {"on": False}),
        ("switch.off", {"on": True}, {"on": False}),
        ("switch.on", {"on": False}, {"on": True}),
    ]


async def test_a_payment_event_is_shown_without_people_and_handled_again(chat: Chat):
    await admin_and_somebody(chat)
    services = chat.bot.runtime.parts.services
    payload = {"id": "evt_1", "type": "invoice.paid", "data": {"customer_email": "CANARY@example.org", "amount": 999}}
    event = await BillingEvent.create(
        event_id="evt_1", kind="invoice.paid", subject="in_1", customer="cus_1", payload=json.dumps(payload),
        state="parked", attempts=3, error="Timeout", happened_at=services.clock.now(),
        received_at=services.clock.now(),
    )  # fmt: skip
    await chat.say("/admin")
    await chat.tap(f"{chat.t.plain('admin.page_events')} (1)")
    await chat.tap(chat.t.plain("admin.events_parked"))
    await chat.tap(chat.labels[0])
    assert "evt_1" in chat.last
    assert '"amount": 999' in chat.last
    assert "CANARY" not in chat.last
    await chat.tap(chat.t.plain("admin.replay"))
    # Nothing is sold here: who could handle it?
    assert chat.last == chat.says("admin.nothing_sold")
    await event.refresh_from_db()
    assert (event.state, await AuditEntry.all().count()) == ("parked", 0)


async def test_a_job_that_was_given_up_is_shown_without_words_and_tried_again(chat: Chat):
    other, person = await admin_and_somebody(chat)
    words = {"message": {"chat": {"id": person.telegram_id, "type": "private"}, "text": "CANARY words"}}
    job = await Job.create(
        queue="chat", name="update", payload=json.dumps({"update": words}), key=f"chat:{person.telegram_id}",
        state="failed", attempts=3, run_at=0, created_at=db.stamp(), error="KeyError",
    )  # fmt: skip
    await open_page(chat, "jobs")
    await chat.tap(chat.labels[0])
    assert "KeyError" in chat.last
    assert "CANARY" not in chat.last
    assert str(person.telegram_id) in chat.last or other.person.id == person.telegram_id
    await chat.tap(chat.t.plain("admin.retry"))
    assert [one[0] for one in await entries()] == ["job.retry"]
    again = await Job.get_or_none(id=job.id)
    assert again is None or again.attempts > 0


async def test_health_is_looked_at_and_told_in_place(chat: Chat):
    await admin_and_somebody(chat)
    await open_page(chat, "health")
    await chat.bot.settle()
    assert chat.last.startswith((chat.says("admin.health_good"), chat.says("admin.health_bad")))
    for part in ("db", "queue", "schedule", "telegram", "stripe"):
        assert chat.says(f"admin.part_{part}") in chat.last
    assert chat.says("admin.health_line", n="0") in chat.last


async def test_only_chats_of_administrators_show_their_commands_and_only_as_long_as_they_are(chat: Chat):
    other, _ = await admin_and_somebody(chat)
    parts, world = chat.bot.runtime.parts, chat.bot.sim.world

    def shown(person: Person) -> bool:
        return any(one["command"] == "admin" for one in commands_for(world, world.users[person.id]))

    await introduce_to_admins(parts.api, parts.services.admin)
    assert (shown(chat.person), shown(other.person)) == (True, False)
    parts.services.admin.admins.ids.clear()
    await introduce_to_admins(parts.api, parts.services.admin)
    assert not shown(chat.person)


async def test_a_name_that_was_given_up_at_telegram_finds_nobody_any_more(chat: Chat):
    await account(chat)
    assert (await Account.get(telegram_id=chat.person.id)).username is not None
    # Updates of this kind name nobody in Telegram's addresses.
    sent = message(chat, text="bonjour")
    sent["message"]["from"].pop("username")  # type: ignore[index]  # a message of ours
    await arrives(chat.bot, sent)
    assert (await Account.get(telegram_id=chat.person.id)).username is None


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_whatever_the_code_notes_has_words_in_the_audit(language: str):
    t = translator(language)
    noted = {found for source in sources("bot", "core", "app") for found in deeds(source.tree)}
    assert len(noted) > 30
    assert [action for action, _ in noted if deed_name(t, action) == action] == []
    assert all(t.plain(f"did_to.{subject}") for _, subject in noted)


def deeds(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The actions and subjects of every `Deed(…)` in a module."""
    states: dict[str, Iterable[str]] = {"broadcast.": Move, "make.": set(EntryState) - {EntryState.PROPOSED},
              "garage_correction.": set(CorrectionState) - {CorrectionState.WAITING}}  # fmt: skip
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and ast.unparse(call.func) == "Deed"):
            continue
        subject = ast.literal_eval(call.args[1])
        for name in [str(part.value) for part in ast.walk(call.args[0]) if isinstance(part, ast.Constant)]:
            if name in states:
                yield from ((f"{name}{state}", subject) for state in states[name])
            elif "." in name:
                yield name, subject
