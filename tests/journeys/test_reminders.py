from datetime import timedelta

from core.domain.money import Money
from core.domain.service_types import ServiceType
from core.models import Account, MaintenanceRecord, Notification, Reminder
from core.services.days import today_of
from tests.bot.telegram import arrives
from tests.bot.telegram import tap as an_old_tap
from tests.conftest import Chat
from tests.making import account, record, reminder, vehicle


async def tap(chat: Chat, key: str, **values: object) -> None:
    await chat.tap(chat.t.plain(key, **values))


async def test_work_that_was_due_is_noted_with_one_tap_or_corrected_first_and_the_next_one_waits(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=84_000)
    owner = await account(chat)
    services, today = chat.bot.runtime.parts.services, today_of(owner, chat.bot.clock)
    await record(
        chat, car, ServiceType.BRAKE_FLUID, done_on=today - timedelta(days=700), kilometres=60_000, total=Money(8_900)
    )
    await services.reminders.decide(owner, [(await Reminder.get(service="brake_fluid")).id], accept=True)
    await chat.bot.advance(days=31)
    assert chat.last.startswith("🔔")
    await tap(chat, "reminder.done")
    day = today - timedelta(days=700)
    assert chat.says("finish.price_as_before", price=Money(8_900), day=day) in chat.last
    await tap(chat, "finish.change_price")
    await chat.say("beaucoup")
    assert chat.last == chat.says("error.money_not_understood")
    await chat.say("92,50 €")
    await tap(chat, "finish.change_kilometres")
    await tap(chat, "flow.back")
    await tap(chat, "finish.change_kilometres")
    await chat.say("84 900")
    await tap(chat, "finish.change_day")
    await tap(chat, "day.yesterday")
    assert chat.says("finish.kilometres", kilometres=84_900) in chat.shown.text
    await chat.say("oui")
    assert chat.last == chat.says("error.choose_answer")
    await chat.say("84 910 km 95 €")
    assert chat.says("finish.kilometres", kilometres=84_910) in chat.shown.text
    await tap(chat, "finish.save")
    made = await MaintenanceRecord.all().order_by("-id").first()
    assert made is not None
    assert (made.total_cents, made.kilometres, made.done_on) == (9_500, 84_910, today + timedelta(days=30))
    following = await Reminder.get(service="brake_fluid", state="waiting")
    assert following.due_on is not None
    assert following.due_on.year == made.done_on.year + 2
    done = await Reminder.get(service="brake_fluid", state="done")
    await arrives(chat.bot, an_old_tap(chat, f"1:r:done:{done.id}"))
    assert chat.sees(chat.says("reminder.is_done", what=f"{chat.t.plain('service.brake_fluid')} (AB-123-CD)"))
    assert await MaintenanceRecord.all().count() == 2


async def test_several_things_of_one_day_come_together_and_an_old_tap_is_answered_kindly(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    owner = await account(chat)
    reminders, today = chat.bot.runtime.parts.services.reminders, today_of(owner, chat.bot.clock)
    for subject in ("laver la voiture", "gonfler les pneus"):
        await reminders.add_custom(owner, subject, today + timedelta(days=2))
    before = len(chat.person.messages)
    await chat.bot.advance(days=3)
    assert len(chat.person.messages) == before + 1
    assert chat.last.startswith(chat.says("reminder.several", n=2))
    await tap(chat, "reminder.all_in_a_week")
    assert await Reminder.filter(state="waiting").count() == 2
    await chat.say("/reminders")
    await chat.tap(next(label for label in chat.labels if "laver" in label))
    await tap(chat, "reminder.done")
    assert chat.last == chat.says("reminder.own_is_done", what="laver la voiture")
    await chat.say("/notifications")
    assert chat.says("notices.none") not in chat.last


async def test_work_that_is_noted_settles_ones_own_reminder_of_it_and_undoing_it_opens_that_again(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    owner = await account(chat)
    services, today = chat.bot.runtime.parts.services, today_of(owner, chat.bot.clock)
    for subject, days in (("changer les pneus", 5), ("pneus", 200), ("appeler le garage", 5)):
        await services.reminders.add_custom(owner, subject, today + timedelta(days=days), vehicle_id=car.id)
    made = await record(chat, car, ServiceType.TYRES_FRONT)
    assert [one.subject for one in await Reminder.filter(state="done")] == ["changer les pneus"]
    await services.maintenance.undo(owner, made.id)
    assert await Reminder.filter(state="waiting", subject__not_isnull=True).count() == 3


async def test_it_is_put_off_to_a_day_of_choice_with_a_word_when_that_is_too_late(chat: Chat):
    number = await _own(chat)
    kept = await Reminder.get(id=number)
    await chat.say("/reminders")
    await chat.tap(next(label for label in chat.labels if "CANARYWISH" in label))
    await tap(chat, "reminder.pick_a_day")
    await chat.say("hier")
    assert chat.last == chat.says("reminder.in_the_past")
    await chat.say("01/01/2031")
    assert chat.says("reminder.beyond", due=kept.due_on) in chat.last
    await tap(chat, "reminder.on_the_day", day=kept.due_on)
    assert (await Reminder.get(id=number)).snoozed_on == kept.due_on


async def test_a_reminder_is_changed_word_by_word_and_left_with_nothing_changed(chat: Chat):
    number = await _own(chat)
    await vehicle(chat, plate="AB123CD")
    await chat.say("/reminders")
    await chat.tap(next(label for label in chat.labels if "CANARYWISH" in label))
    for key, answer in (
        ("edit_text", "changer les pneus"),
        ("edit_day", "dans 3 semaines" if chat.t.language == "fr" else "in 3 weeks"),
        ("edit_time", "18h30"),
        ("edit_repeat", "tous les 6 mois" if chat.t.language == "fr" else "every 6 months"),
    ):
        await tap(chat, "reminder.edit")
        await tap(chat, f"reminder.{key}")
        await chat.say(answer)
    await tap(chat, "reminder.edit")
    await tap(chat, "reminder.edit_time")
    await chat.say("bientôt peut-être")
    assert chat.last == chat.says("entry.time_not_understood")
    await chat.say("/cancel")
    await chat.say("/reminders")
    await chat.tap(next(label for label in chat.labels if "pneus" in label))
    await tap(chat, "reminder.edit")
    await tap(chat, "reminder.edit_vehicle")
    await chat.tap("AB-123-CD")
    changed = await Reminder.get(id=number)
    today = today_of(await account(chat), chat.bot.clock)
    assert (changed.subject, changed.due_on, changed.at_minute) == (
        "changer les pneus",
        today + timedelta(days=21),
        1110,
    )
    assert (changed.repeat, changed.vehicle_id is not None) == ("P6M", True)
    assert chat.says("reminder.repeats", every=chat.t.plain("reminder.every_months", n=6)) in chat.last


async def test_the_inbox_keeps_what_was_pushed_until_it_is_read_and_deleted(chat: Chat):
    await chat.say("/notifications")
    assert chat.last == chat.says("notices.none")
    await _own(chat)
    await chat.bot.advance(days=61)
    await chat.say("/notifications")
    assert chat.last == chat.says("notices.title", n=1)
    await chat.tap(next(label for label in chat.labels if label.startswith("🔵")))
    assert "CANARYWISH" in chat.last
    await tap(chat, "notices.mark_unread")
    await tap(chat, "notices.read_all")
    await tap(chat, "notices.unread", n=0)
    assert chat.says("notices.none_such") in chat.last
    await tap(chat, "notices.all", n=1)
    await tap(chat, "notices.delete_read")
    await tap(chat, "notices.delete_read")
    assert not await Notification.exists()
    assert await Reminder.exists()


async def test_a_digest_comes_in_one_message_and_not_when_there_is_nothing_to_say(chat: Chat):
    owner = await account(chat)
    services = chat.bot.runtime.parts.services
    await services.preferences.choose(owner, "digest", "weekly")
    before = len(chat.person.messages)
    await chat.bot.advance(days=8)
    assert len(chat.person.messages) == before
    await services.reminders.add_custom(owner, "pneus", today_of(owner, chat.bot.clock) + timedelta(days=12))
    await chat.bot.advance(days=7)
    assert chat.last.startswith("🗞")
    assert "pneus" in chat.last
    assert (await Account.get()).digest_at is not None


async def _own(chat: Chat) -> int:
    await account(chat)
    return await reminder(chat, None)
