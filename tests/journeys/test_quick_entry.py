from datetime import timedelta
from decimal import Decimal

from core.domain.money import Money
from core.domain.record_status import RecordStatus
from core.models import Account, ChatState, Cost, FillUp, MaintenanceRecord, OdometerReading, Reminder, ServiceDone
from tests.conftest import Chat
from tests.making import vehicle

WORK = {"fr": "vidange 89€ 84 200 km Norauto hier", "en": "oil change €89 84,200 km at Norauto yesterday"}
FUEL = {"fr": "plein 42,3 L 71,50 €", "en": "filled up 42.3 L for €71.50"}


async def step(chat: Chat) -> str:
    state = await ChatState.get(chat_id=chat.person.id)
    return f"{state.flow}:{state.step}" if state.flow else ""


async def test_work_is_logged_in_two_messages_and_can_be_taken_back(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say(WORK[chat.t.language])
    assert chat.says("entry.title_maintenance") in chat.last
    assert chat.says("entry.garage", garage="Norauto") in chat.last
    assert await MaintenanceRecord.all().count() == 0
    await chat.tap(chat.t.plain("entry.save"))
    record = await MaintenanceRecord.get()
    assert (record.total_cents, record.kilometres, record.garage) == (8_900, 84_200, "Norauto")
    assert (await ServiceDone.get(record_id=record.id)).service == "oil_change"
    assert await step(chat) == ""
    await chat.tap(chat.t.plain("record.undo"))
    assert await OdometerReading.all().count() == 0


async def test_what_is_past_when_it_is_accepted_is_told_on_the_next_day_and_not_days_before(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("vidange 89 € le 3 mars 2022" if chat.t.language == "fr" else "oil change €89 on 3 March 2022")
    await chat.tap(chat.t.plain("entry.save"))
    await chat.tap(chat.t.plain("reminder.accept"))
    told = (await Reminder.get()).remind_at
    assert told is not None
    assert chat.says("reminder.planned_on", day=told.date()) in chat.last
    assert chat.says("reminder.planned", n=7) not in chat.last


async def test_a_fill_up_is_logged_in_two_messages(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say(FUEL[chat.t.language])
    await chat.tap(chat.t.plain("entry.save"))
    fill = await FillUp.get()
    assert (fill.quantity_milli, fill.total_cents, fill.full) == (42_300, 7_150, True)
    assert chat.t.plain("fill.undo") in chat.labels


async def test_a_mileage_with_a_day_is_one_message(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("hier 84 150 km au compteur" if chat.t.language == "fr" else "84150 km yesterday")
    assert chat.last == chat.says("odometer.saved", kilometres=84_150, vehicle="AB-123-CD")
    assert (await OdometerReading.get()).kilometres == 84_150


async def test_what_is_missing_is_asked_and_a_wrong_answer_is_asked_again(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("assurance" if chat.t.language == "fr" else "insurance")
    assert chat.says("entry.ask_amount") in chat.last
    await chat.say("beaucoup")
    assert chat.last == chat.says("error.money_not_understood")
    assert await step(chat) == "quick_entry:value"
    await chat.say("450 €")
    await chat.tap(chat.t.plain("entry.save"))
    assert (await Cost.get()).amount_cents == 45_000


async def test_another_whole_line_takes_the_place_of_an_open_question(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("assurance" if chat.t.language == "fr" else "insurance")
    await chat.say(WORK[chat.t.language])
    assert chat.says("entry.title_maintenance") in chat.last
    assert chat.last.startswith(chat.says("chat.left_flow"))
    await chat.tap(chat.t.plain("entry.save"))
    assert (await MaintenanceRecord.all().count(), await Cost.all().count()) == (1, 0)


async def test_a_bare_number_answers_the_question_and_is_no_mileage(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    line = "assurance" if chat.t.language == "fr" else "insurance"
    await chat.say("84100")
    assert chat.last == chat.says("odometer.is_this_it", kilometres=84_100, vehicle="AB-123-CD")
    await chat.tap(chat.t.plain("odometer.is_this_it_yes"))
    await chat.say(line)
    await chat.say("1200")
    await chat.tap(chat.t.plain("entry.save"))
    assert (await Cost.get()).amount_cents == 120_000
    await chat.say(line)
    # What says itself that it is a mileage takes the question's place.
    await chat.say("84 150 km")
    assert [one.kilometres for one in await OdometerReading.all().order_by("id")] == [84_100, 84_150]
    assert await step(chat) == ""
    await chat.say(WORK[chat.t.language])
    await chat.tap(chat.t.plain("entry.correct"))
    await chat.tap(chat.t.plain("entry.field_odometer_km"))
    await chat.say("84 250 km")
    await chat.tap(chat.t.plain("entry.save"))
    assert (await MaintenanceRecord.get()).kilometres == 84_250


async def test_work_of_a_day_to_come_is_planned(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("vidange demain 89 €" if chat.t.language == "fr" else "oil change tomorrow 89 €")
    assert chat.says("entry.ask_date") in chat.last
    await chat.say("demain" if chat.t.language == "fr" else "tomorrow")
    await chat.tap(chat.t.plain("entry.save"))
    record = await MaintenanceRecord.get()
    assert (record.status, record.total_cents) == (RecordStatus.SCHEDULED, 8_900)


async def test_with_two_vehicles_the_one_that_is_named_is_meant_or_asked(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    second = await vehicle(chat, plate="EF456GH")
    await chat.say(WORK[chat.t.language])
    assert chat.says("entry.whose") in chat.last
    await chat.tap("EF-456-GH")
    await chat.tap(chat.t.plain("entry.save"))
    assert (await MaintenanceRecord.get()).vehicle_id == second.id
    await chat.say("EF-456-GH péage 12,40 €")
    await chat.tap(chat.t.plain("entry.save"))
    assert (await Cost.get()).vehicle_id == second.id


async def test_a_field_is_corrected_before_saving_and_back_changes_nothing(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say(WORK[chat.t.language])
    await chat.tap(chat.t.plain("entry.correct"))
    await chat.tap(chat.t.plain("entry.field_amount"))
    await chat.tap(chat.t.plain("entry.back"))
    await chat.tap(chat.t.plain("entry.correct"))
    await chat.tap(chat.t.plain("entry.field_amount"))
    await chat.say("98,50 €")
    assert chat.says("entry.amount", amount=Money.of(Decimal("98.50"))) in chat.last
    await chat.tap(chat.t.plain("entry.save"))
    assert (await MaintenanceRecord.get()).total_cents == 9_850


async def test_a_vague_day_is_asked_with_buttons(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("vidange la semaine dernière 89€" if chat.t.language == "fr" else "oil change last week €89")
    assert chat.says("entry.ask_date") in chat.last
    await chat.tap(chat.t.plain("entry.yesterday"))
    await chat.tap(chat.t.plain("entry.save"))
    assert await MaintenanceRecord.all().count() == 1


async def test_a_danger_told_at_once_leaves_the_open_card_as_it_was(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say(WORK[chat.t.language])
    card = chat.message
    await chat.say("la pédale de frein est molle" if chat.t.language == "fr" else "the brake pedal feels soft")
    assert await step(chat) == "quick_entry:card"
    await chat.tap(chat.t.plain("entry.save"), message=card)
    assert await MaintenanceRecord.all().count() == 1


async def test_discard_cancel_and_an_old_card_write_nothing(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say(WORK[chat.t.language])
    old = chat.message
    await chat.say(FUEL[chat.t.language])
    await chat.tap(chat.t.plain("entry.save"), message=old)
    assert chat.t.plain("entry.replaced") in chat.person.toasts
    assert await step(chat) == "quick_entry:card"
    await chat.tap(chat.t.plain("entry.discard"))
    assert await step(chat) == ""
    said = len(chat.person.messages)
    await chat.tap(chat.t.plain("entry.save"), message=old)
    assert chat.person.toasts[-1] == chat.t.plain("entry.settled")
    assert len(chat.person.messages) == said
    await chat.say(WORK[chat.t.language])
    await chat.say("/cancel")
    assert chat.last == chat.says("flow.cancelled")
    assert (await MaintenanceRecord.all().count(), await FillUp.all().count()) == (0, 0)


async def test_the_same_work_twice_is_asked_about_and_kept_on_insistence(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    for _ in range(2):
        await chat.say(WORK[chat.t.language])
        await chat.tap(chat.t.plain("entry.save"))
    assert await MaintenanceRecord.all().count() == 1
    await chat.tap(chat.t.plain("entry.keep_anyway"))
    assert await MaintenanceRecord.all().count() == 2


async def test_a_reminder_is_set_in_two_messages_and_can_be_taken_back(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    french = chat.t.language == "fr"
    await chat.say("rappelle-moi de laver la voiture demain" if french else "remind me to wash the car tomorrow")
    await chat.tap(chat.t.plain("entry.save"))
    assert chat.says("entry.reminder_saved") in chat.last
    assert "voiture" in chat.last or "car" in chat.last
    await chat.tap(chat.t.plain("entry.undo"))


async def test_next_friday_is_asked_with_its_two_days_and_a_day_that_is_past_says_so(chat: Chat):
    french, today = chat.t.language == "fr", chat.bot.clock.now().date()
    # The Sunday of this week: its own, or the one of the next.
    coming = today + timedelta(days=6 - today.weekday() or 7)
    await chat.say("rappelle-moi dimanche prochain les pneus" if french else "remind me next Sunday about the tyres")
    assert chat.says("entry.ask_when") in chat.last
    days = [chat.t.plain("mail.day", day=coming + timedelta(days=more)) for more in (0, 7)]
    assert set(days) <= set(chat.labels)
    await chat.say("dimanche prochain" if french else "next Sunday")
    assert chat.last == chat.says("error.date_ambiguous", first=coming, second=coming + timedelta(days=7))
    await chat.say("hier" if french else "yesterday")
    assert chat.last == chat.says("reminder.in_the_past")
    await chat.say("rappelle-moi hier les pneus" if french else "remind me yesterday about the tyres")
    assert chat.says("entry.is_past", day=today - timedelta(days=1)) in chat.last
    await chat.say("rappelle-moi dimanche prochain les pneus" if french else "remind me next Sunday about the tyres")
    await chat.tap(days[1])
    await chat.tap(chat.t.plain("entry.save"))
    assert (await Reminder.get()).due_on == coming + timedelta(days=7)


async def test_a_long_or_negative_answer_is_asked_again_and_writes_nothing(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("assurance" if chat.t.language == "fr" else "insurance")
    await chat.say("x" * 4_096)
    assert await step(chat) == "quick_entry:value"
    await chat.say("-5 €")
    assert await step(chat) == "quick_entry:value"
    assert await Cost.all().count() == 0


async def test_what_is_typed_before_there_is_a_vehicle_is_kept_and_noted_of_its_day_once_there_is_one(chat: Chat):
    await chat.say("/start")
    typed_on = chat.bot.clock.now().date()
    await chat.say(WORK[chat.t.language])
    assert chat.last == chat.says("early.kept", line=WORK[chat.t.language])
    await chat.say("84 150 km")
    await chat.bot.advance(days=3)
    await chat.tap(chat.t.plain("start.add_by_form"))
    for answer in ("Peugeot 208", "AB-123-CD"):
        await chat.say(answer)
    await chat.tap(chat.t.plain("form.finish"))
    first, second = chat.person.messages[-2:]
    assert first.text == chat.says("early.offer", line=WORK[chat.t.language])
    for label in ("early.note", "entry.save"):
        shown = next(message for message in chat.person.messages if message.id == first.id)
        await chat.person.tap(chat.t.plain(label), message=shown)
        await chat.bot.settle()
    made = await MaintenanceRecord.get()
    assert typed_on - timedelta(days=1) <= made.done_on <= typed_on
    await chat.person.tap(chat.t.plain("early.drop"), message=second)
    await chat.bot.settle()
    assert (await Account.get()).early_lines is None


async def test_what_is_no_entry_gets_the_hint(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("qsdf 12")
    assert chat.last == chat.says("chat.hint")
