from datetime import timedelta

from core.domain.recurring import CostType
from core.models import (
    Account,
    ChatState,
    Cost,
    FillUp,
    MaintenanceRecord,
    OdometerReading,
    RecoveryEmail,
    Reminder,
    Vehicle,
)
from tests.conftest import Chat
from tests.making import vehicle


async def flow(chat: Chat) -> str:
    return (await ChatState.get(chat_id=chat.person.id)).flow or ""


def one_of(chat: Chat, **words: str) -> str:
    return words[chat.t.language]


async def test_a_sum_alone_is_asked_what_it_was_for_and_a_button_answers(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say(one_of(chat, fr="95€ hier", en="€95 yesterday"))
    assert chat.last.startswith("95" if chat.t.language == "fr" else "€95")
    await chat.tap(chat.t.plain("entry.for_fuel"))
    assert chat.says("entry.ask_quantity") in chat.last
    await chat.say("50")
    await chat.tap(chat.t.plain("entry.save"))
    fill = await FillUp.get()
    assert (fill.total_cents, fill.quantity_milli, fill.full) == (9_500, 50_000, None)
    assert fill.filled_on == chat.bot.clock.now().date() - timedelta(days=1)


async def test_a_sum_alone_is_asked_what_it_was_for_and_words_answer(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("95 €")
    await chat.say(one_of(chat, fr="vidange", en="oil change"))
    assert chat.says("entry.title_maintenance") in chat.last
    await chat.say("ok")
    assert (await MaintenanceRecord.get()).total_cents == 9_500
    await chat.say("12 €")
    await chat.tap(chat.t.plain("entry.for_other"))
    await chat.say("truc machin")
    await chat.say(one_of(chat, fr="oui", en="yes"))
    cost = await Cost.get()
    assert (cost.kind, cost.label, cost.amount_cents) == (CostType.OTHER, "truc machin", 1_200)


async def test_a_sum_typed_before_there_is_a_vehicle_is_kept_and_asked_about_then(chat: Chat):
    await chat.say("/start")
    await chat.say("95 €")
    assert "95 €" in chat.last.replace("\u00a0", " ")
    await chat.tap(chat.t.plain("start.add_by_form"))
    await chat.say("Renault Clio")
    await chat.tap(chat.t.plain("form.finish"))
    await chat.tap(chat.t.plain("early.note"))
    await chat.tap(chat.t.plain("entry.for_maintenance"))
    await chat.say(one_of(chat, fr="batterie", en="battery"))
    await chat.tap(chat.t.plain("entry.save"))
    assert (await MaintenanceRecord.get()).total_cents == 9_500


async def test_under_a_card_a_sum_is_its_amount_and_no_drops_it(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say(one_of(chat, fr="vidange hier", en="oil change yesterday"))
    await chat.say("130 €")
    assert "130" in chat.last
    await chat.say(one_of(chat, fr="non", en="no"))
    assert chat.last == chat.says("odometer.nothing_noted")
    assert (await MaintenanceRecord.all().count(), await flow(chat)) == (0, "")


async def test_undo_offers_to_take_back_the_last_entry_of_each_kind(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    lines = one_of(
        chat,
        fr="vidange 89 €|plein 40 l 70 €|péage 12 €|84 200 km|rappelle-moi les pneus demain",
        en="oil change €89|fill-up 40 l €70|toll €12|84,200 km|remind me of the tyres tomorrow",
    ).split("|")
    for line in lines:
        await chat.say(line)
        if chat.t.plain("entry.save") in chat.labels:
            await chat.tap(chat.t.plain("entry.save"))
        await chat.bot.advance(minutes=1)
    word = one_of(chat, fr="annuler", en="undo")
    for _ in lines:
        await chat.say(word)
        await chat.tap(chat.t.plain("last.undo"))
    assert [await model.all().count() for model in (MaintenanceRecord, OdometerReading)] == [0, 0]
    assert await FillUp.filter(deleted_at=None).count() == await Cost.filter(deleted_at=None).count() == 0
    assert await Reminder.filter(state="waiting").count() == 0
    await chat.say(word)
    assert chat.last == chat.says("last.nothing")


async def test_undo_can_be_thought_better_of(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("84 200 km")
    await chat.say("undo")
    await chat.tap(chat.t.plain("last.keep"))
    assert chat.last == chat.says("last.kept")
    assert await OdometerReading.all().count() == 1


async def test_single_words_get_an_answer_that_leads_on(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    for fr, en, says in (
        ("stop", "stop", "flow.nothing_to_cancel"),
        ("non", "no", "odometer.nothing_noted"),
        ("oui", "yes", "chat.yes_to_what"),
        ("retour", "back", "menu.title"),
    ):
        await chat.say(one_of(chat, fr=fr, en=en))
        assert chat.last == chat.says(says)
        assert chat.t.plain("menu.button") in chat.labels or says == "menu.title"
    await chat.say("/diagnose")
    await chat.say(one_of(chat, fr="retour", en="back"))
    assert (chat.last, await flow(chat)) == (chat.says("flow.cancelled"), "")
    await chat.say("/add")
    await chat.say("stop")
    assert (chat.last, await flow(chat)) == (chat.says("flow.cancelled"), "")


async def test_an_address_typed_before_link_is_offered_to_be_the_recovery_address(chat: Chat):
    await chat.say("/start")
    await chat.say("/account")
    await chat.say("ana@example.org")
    assert chat.last == chat.says("email.ask_this", email="ana@example.org")
    await chat.say(one_of(chat, fr="stop", en="stop"))
    assert await flow(chat) == ""
    await chat.say("ana@example.org")
    await chat.tap(chat.t.plain("email.this_one"))
    assert await flow(chat) == "link_email"
    assert await RecoveryEmail.all().count() == 0


async def test_a_line_typed_where_the_make_is_asked_is_kept_and_is_no_make(chat: Chat):
    await chat.say("/start")
    await chat.tap(chat.t.plain("start.add_by_form"))
    await chat.say(one_of(chat, fr="plein 40 l 60 €", en="fill-up 40 l €60"))
    assert chat.t.plain("early.kept_meanwhile", line="")[:8] in chat.last
    await chat.say(one_of(chat, fr="oui", en="yes"))
    await chat.say("Renault Clio")
    await chat.tap(chat.t.plain("form.finish"))
    await chat.tap(chat.t.plain("early.note"))
    await chat.tap(chat.t.plain("entry.save"))
    assert (await FillUp.get()).total_cents == 6_000
    assert (await Vehicle.get()).make == "Renault"


async def test_a_mileage_in_miles_that_is_kept_for_later_is_shown_in_miles(chat: Chat):
    await chat.say("/start")
    await Account.all().update(distance_unit="mi")
    await chat.say("60000")
    assert "60000 miles" in chat.last


async def test_no_where_a_note_is_asked_is_no_note(chat: Chat):
    await vehicle(chat, plate="AB123CD", kilometres=84_000)
    form = one_of(
        chat, fr="/add|vidange|hier|83 900|Norauto|89 €|non", en="/add|oil change|yesterday|83,900|Norauto|€89|no"
    )
    for said in form.split("|"):
        await chat.say(said)
    await chat.say(one_of(chat, fr="oui", en="yes"))
    await chat.tap(chat.t.plain("document.save"))
    assert (await MaintenanceRecord.get()).note is None
