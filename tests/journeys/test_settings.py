from datetime import time, timedelta
from decimal import Decimal

from core.i18n import Rate, translator
from core.models import Account, Cost, OdometerReading, Reminder
from core.services.days import today_of
from tests.conftest import Chat
from tests.making import account, vehicle


async def tap(chat: Chat, key: str, **values: object) -> None:
    await chat.tap(chat.t.plain(key, **values))


async def test_every_group_of_the_settings_is_edited_in_place_and_everything_can_be_reset(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=84_200)
    owner = await account(chat)
    services, today = chat.bot.runtime.parts.services, today_of(owner, chat.bot.clock)
    await services.reminders.add_topic(owner, car, "insurance", today + timedelta(days=60))
    await chat.say("/settings")
    messages = len(chat.person.messages)
    for group in ("language", "units", "currency", "when", "quiet", "kinds", "digest", "reset"):
        await tap(chat, f"settings.open_{group}")
        await tap(chat, "settings.back")
    await tap(chat, "settings.open_when")
    await tap(chat, "settings.days", n=14)
    await tap(chat, "settings.open_hour", hour=time(9))
    await tap(chat, "settings.hour", hour=time(18))
    assert chat.says("settings.lead", n=14) in chat.last
    reminder = await Reminder.get()
    assert reminder.remind_at is not None
    there = reminder.remind_at.astimezone(chat.bot.clock.now().astimezone().tzinfo)
    assert (reminder.due_on or today) - there.date() == timedelta(days=14)
    await tap(chat, "settings.back")
    await tap(chat, "settings.open_quiet")
    await tap(chat, "settings.open_quiet_until", hour=time(8))
    await tap(chat, "settings.hour", hour=time(20))
    await tap(chat, "settings.back")
    await tap(chat, "settings.open_when")
    assert chat.says("settings.hour_is_quiet", hour=time(18), end=time(20)) in chat.last
    await tap(chat, "settings.back")
    await tap(chat, "settings.open_kinds")
    await chat.tap(f"🔔 {chat.t.plain('reminder.kind_cost')}")
    assert f"🔕 {chat.t.plain('reminder.kind_cost')}" in chat.labels
    await tap(chat, "settings.back")
    await tap(chat, "settings.open_digest")
    await tap(chat, "settings.digest_weekly")
    changed = await Account.get(telegram_id=chat.person.id)
    assert (changed.lead_days, changed.remind_hour, changed.quiet_until, changed.muted) == (14, 18, 20, "cost")
    assert changed.digest_at is not None
    assert changed.digest_at > chat.bot.clock.now()
    await tap(chat, "settings.back")
    await tap(chat, "settings.open_reset")
    await tap(chat, "settings.reset_yes")
    assert len(chat.person.messages) == messages
    reset = await Account.get(telegram_id=chat.person.id)
    assert (reset.lead_days, reset.remind_hour, reset.digest_at, reset.muted) == (7, 9, None, "")
    assert ((await Reminder.get()).due_on or today) - timedelta(days=7) == (await Reminder.get()).remind_at.date()  # type: ignore[union-attr]  # it waits


async def test_units_are_those_of_the_person_wherever_they_read_and_type(chat: Chat):
    await vehicle(chat, plate="AB123CD", kilometres=84_200)
    await chat.say("/settings")
    await tap(chat, "settings.open_units")
    await tap(chat, "settings.unit_mi")
    assert f"✓ {chat.t.plain('settings.consumption_mpg_uk')}" in chat.labels
    await tap(chat, "settings.back")
    await tap(chat, "settings.open_currency")
    await chat.tap("GBP")
    chat.t = translator(chat.t.language, "mi", "mpg_uk")
    await chat.say("/km")
    await chat.say("52 400")
    assert chat.says("odometer.saved", kilometres=84_330, vehicle="AB-123-CD") in chat.last
    assert "mi" in chat.last
    await chat.say("odo 52 500")
    assert (await OdometerReading.all().order_by("-id").first()).kilometres == 84_491  # type: ignore[union-attr]  # one was made
    await chat.say("52 600 km")
    assert chat.says("odometer.lower", vehicle="AB-123-CD", kilometres=52_600, last=84_491) == chat.last
    await chat.say("/cancel")
    await chat.say("assurance 300")
    await tap(chat, "entry.save")
    assert (await Cost.get()).currency == "GBP"
    rate = Rate(Decimal("6.4"))
    assert "44" in chat.t.plain("fill.leg", per_100=rate, kilometres=600)


async def test_the_time_zone_is_said_by_place_by_name_or_from_the_list(chat: Chat):
    await chat.say("/settings")
    await tap(chat, "settings.open_zone")
    await chat.person.send_location(-20.9, 55.5)
    await chat.bot.settle()
    assert (await Account.get()).time_zone == "Indian/Reunion"
    await tap(chat, "settings.back")
    await tap(chat, "settings.open_zone")
    await chat.say("Atlantis")
    assert chat.last == chat.says("settings.zone_not_found")
    await chat.person.send_location(0.0, -30.0)
    await chat.bot.settle()
    assert chat.last == chat.says("settings.no_zone_there")
    await chat.say("Espagne")
    await chat.tap({"fr": "Madrid", "en": "Madrid"}[chat.t.language])
    assert (await Account.get()).time_zone == "Europe/Madrid"
    await chat.say("/settings")
    await tap(chat, "settings.open_zone")
    await tap(chat, "settings.back")
    await chat.say("/language")
    assert not chat.last.startswith(chat.says("chat.left_flow"))
    await tap(chat, "settings.back")
    await tap(chat, "settings.open_zone")
    await tap(chat, "settings.area_africa")
    await tap(chat, "list.later")
    await tap(chat, "list.earlier")
    await chat.tap("Casablanca")
    assert (await Account.get()).time_zone == "Africa/Casablanca"
