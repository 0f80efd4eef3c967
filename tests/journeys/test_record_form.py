from datetime import date, timedelta

import pytest

from core.domain.money import Money
from core.domain.record_status import RecordStatus
from core.models import MaintenanceRecord, OdometerReading, Reminder
from core.services.days import today_of
from tests.conftest import Chat
from tests.making import account, vehicle


async def today(chat: Chat) -> date:
    return today_of(await account(chat), chat.bot.clock)


async def begin(chat: Chat) -> None:
    await vehicle(chat, plate="AB123CD")
    await chat.say("/add")
    assert chat.last == chat.says("form.services")


async def services() -> list[str]:
    record = await MaintenanceRecord.get().prefetch_related("services")
    return [done.service for done in sorted(record.services, key=lambda done: done.id)]


async def test_work_is_written_down_by_buttons_and_words_and_can_be_undone(chat: Chat):
    await begin(chat)
    await chat.tap(chat.t.plain("service.oil_change"))
    await chat.tap(chat.t.plain("service.tyres"))
    await chat.tap(f"✓ {chat.t.plain('service.tyres')}")
    await chat.tap(chat.t.plain("form.services_done"))
    await chat.tap(chat.t.plain("form.yesterday"))
    await chat.say("84 200")
    await chat.say("Garage <b>Müller</b> & fils")
    await chat.say("89,90 €")
    assert "Garage <b>Müller</b> & fils" in chat.last
    await chat.say("Huile 5W30")
    assert "Huile 5W30" in chat.last
    await chat.tap(chat.t.plain("document.save"))
    record = await MaintenanceRecord.get()
    assert (record.total_cents, record.kilometres, record.note) == (8990, 84_200, "Huile 5W30")
    assert record.done_on == await today(chat) - timedelta(days=1)
    assert await services() == ["oil_change"]
    assert (await OdometerReading.get()).kilometres == 84_200
    assert chat.sees_part(chat.says("record.next_due").strip())
    await chat.tap(chat.t.plain("record.undo"))
    assert await MaintenanceRecord.all().count() == 0
    assert await OdometerReading.all().count() == 0
    await chat.tap(chat.t.plain("record.put_back"))
    assert (await MaintenanceRecord.get()).id == record.id
    assert chat.says("record.restored") in chat.shown.text


async def test_only_what_and_when_have_to_be_answered(chat: Chat):
    await begin(chat)
    await chat.say("Vidange" if chat.t.language == "fr" else "Oil change")
    await chat.tap(chat.t.plain("form.today"))
    for _ in range(3):
        await chat.tap(chat.t.plain("flow.skip"))
    await chat.tap(chat.t.plain("document.save"))
    record = await MaintenanceRecord.get()
    assert (record.done_on, record.kilometres, record.garage, record.total_cents) == (
        await today(chat),
        None,
        None,
        None,
    )


async def test_words_that_name_no_service_are_asked_about_and_kept_as_a_note(chat: Chat):
    await begin(chat)
    await chat.say("zorglub 🚗 quantique")
    assert chat.last.startswith(chat.says("form.service_unknown", said="zorglub 🚗 quantique"))
    await chat.tap(chat.t.plain("service.other_repair"))
    await chat.tap(chat.t.plain("form.services_done"))
    await chat.tap(chat.t.plain("form.today"))
    for _ in range(3):
        await chat.tap(chat.t.plain("flow.skip"))
    await chat.tap(chat.t.plain("document.save"))
    assert (await MaintenanceRecord.get()).note == "zorglub 🚗 quantique"


async def test_a_word_with_a_slip_finds_its_service_among_the_nearest(chat: Chat):
    await begin(chat)
    await chat.say("batri")
    await chat.tap(chat.t.plain("service.battery"))
    await chat.tap(chat.t.plain("form.services_done"))
    assert chat.sees(chat.says("form.record_day"))


async def test_every_wrong_answer_keeps_its_question_and_back_asks_the_earlier_one(chat: Chat):
    await begin(chat)
    await chat.tap(chat.t.plain("form.more_services"))
    await chat.tap(chat.t.plain("list.earlier"))
    await chat.say("vidange")
    await chat.say("le 31 février")
    assert chat.last == chat.says("error.date_not_understood")
    await chat.say("x" * 4096)
    assert chat.last == chat.says("error.date_not_understood")
    await chat.say("12/03/2199")
    assert chat.last == chat.says("error.date_not_understood") or chat.last == chat.says("error.date_too_far")
    await chat.say("hier" if chat.t.language == "fr" else "yesterday")
    await chat.say("-5")
    assert chat.last == chat.says("error.distance_not_understood")
    await chat.say("9 999 999 km")
    assert chat.last.startswith(chat.says("error.distance_out_of_range", highest=2_000_000)[:30])
    await chat.say("84 200 km")
    await chat.say("Norauto")
    await chat.say("beaucoup")
    assert chat.last == chat.says("error.money_not_understood")
    await chat.tap(chat.t.plain("flow.back"))
    assert chat.sees(chat.says("form.garage"))
    await chat.say("Midas")
    await chat.tap(chat.t.plain("flow.skip"))
    await chat.tap(chat.t.plain("document.save"))
    assert (await MaintenanceRecord.get()).garage == "Midas"


@pytest.mark.parametrize("steps", range(6))
async def test_cancel_leaves_nothing_behind_at_any_question(chat: Chat, steps: int):
    if chat.t.language == "en":
        return
    await begin(chat)
    for answer in ("vidange", "hier", "84 200", "Norauto", "89 €")[:steps]:
        await chat.say(answer)
    await chat.tap(chat.t.plain("flow.cancel"))
    assert chat.sees(chat.says("flow.cancelled"))
    assert await MaintenanceRecord.all().count() == 0
    await chat.say("qsdf")
    assert chat.last == chat.says("chat.hint")


async def test_with_several_cars_the_person_says_which_and_a_garage_of_before_is_a_button(chat: Chat):
    await begin(chat)
    for answer in ("vidange", "hier" if chat.t.language == "fr" else "yesterday", "84 200", "Norauto", "89 €"):
        await chat.say(answer)
    await chat.tap(chat.t.plain("document.save"))
    await vehicle(chat, plate="EF456GH")
    await chat.say("/add")
    await chat.say("la rouge")
    assert chat.last == chat.says("error.choose_vehicle")
    await chat.tap("EF-456-GH")
    await chat.say("vidange")
    await chat.tap(chat.t.plain("form.today"))
    await chat.tap(chat.t.plain("flow.skip"))
    await chat.tap("Norauto")
    await chat.tap(chat.t.plain("flow.skip"))
    await chat.tap(chat.t.plain("document.save"))
    assert await MaintenanceRecord.filter(garage="Norauto").count() == 2


async def test_a_mileage_that_readings_contradict_is_asked_about_and_the_expected_one_is_a_button(chat: Chat):
    await vehicle(chat, plate="AB123CD", kilometres=90_000)
    await chat.say("/add")
    await chat.say("vidange")
    await chat.tap(chat.t.plain("form.today"))
    assert chat.t.plain("form.about", kilometres=90_000) in chat.shown.buttons[0][0]
    await chat.say("9 000")
    assert chat.last == chat.says("form.kilometres_doubtful", kilometres=9_000, last=90_000)
    await chat.tap(chat.t.plain("odometer.keep_anyway"))
    for _ in range(2):
        await chat.tap(chat.t.plain("flow.skip"))
    await chat.tap(chat.t.plain("document.save"))
    assert (await MaintenanceRecord.get()).kilometres == 9_000
    assert (await OdometerReading.get()).kilometres == 90_000


async def test_the_same_work_is_not_written_twice_without_asking_nor_by_two_taps(chat: Chat):
    await begin(chat)
    for again in (False, True):
        if again:
            await chat.say("/add")
        await chat.say("vidange")
        await chat.tap(chat.t.plain("form.today"))
        for _ in range(3):
            await chat.tap(chat.t.plain("flow.skip"))
        look = chat.shown
        await chat.person.tap(chat.t.plain("document.save"), message=look)
        await chat.person.tap(chat.t.plain("document.save"), message=look)
        await chat.bot.settle()
        assert await MaintenanceRecord.all().count() == 1
    assert chat.sees_part(chat.t.plain("service.oil_change"))
    await chat.tap(chat.t.plain("record.save_anyway"))
    assert await MaintenanceRecord.all().count() == 2


async def test_a_day_to_come_makes_planned_work_that_is_done_later(chat: Chat):
    await begin(chat)
    await chat.say("vidange")
    await chat.say("dans 10 jours" if chat.t.language == "fr" else "in 10 days")
    assert chat.sees(chat.says("form.garage"))
    await chat.say("Norauto")
    await chat.say("95 €")
    await chat.tap(chat.t.plain("document.save"))
    planned = await MaintenanceRecord.get()
    assert (planned.status, planned.done_on) == (RecordStatus.SCHEDULED, await today(chat) + timedelta(days=10))
    await chat.tap(chat.t.plain("reminder.accept"))
    await chat.bot.advance(days=9)
    assert chat.last.startswith("🔔")
    await chat.bot.advance(days=2)
    await chat.say("/history")
    assert "🗓" in chat.shown.buttons[0][0][0]
    await chat.tap(f"1:rec:{planned.id}")
    await chat.tap(chat.t.plain("record.complete"))
    await chat.say("demain" if chat.t.language == "fr" else "tomorrow")
    assert chat.last == chat.says("error.date_in_future")
    await chat.tap(chat.t.plain("form.yesterday"))
    await chat.say("84 200")
    await chat.tap(chat.t.plain("value.money", amount=Money(9500)))
    done = await MaintenanceRecord.get()
    assert (done.status, done.kilometres, done.total_cents) == (RecordStatus.COMPLETED, 84_200, 9500)
    due = await Reminder.get(state="proposed")
    assert due.due_kilometres == 99_200
    await chat.tap(chat.t.plain("record.undo_change"))
    assert (await MaintenanceRecord.get()).status is RecordStatus.SCHEDULED
