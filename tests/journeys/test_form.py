from datetime import date

from core.models import OdometerReading, Vehicle
from tests.conftest import Chat
from tests.making import vehicle


async def begin(chat: Chat) -> None:
    await chat.say("/start")
    await chat.tap(chat.t.plain("start.add_by_form"))
    assert chat.sees(chat.says("form.make"))


async def test_the_form_makes_a_vehicle_of_what_was_answered(chat: Chat):
    await begin(chat)
    await chat.say("Peugeot")
    await chat.say("208")
    await chat.say("ab 123 cd")
    await chat.tap(chat.t.plain("energy.diesel"))
    await chat.say("12/03/2019" if chat.t.language == "fr" else "12 March 2019")
    await chat.say("84 200")
    made = await Vehicle.get()
    assert (made.make, made.model, made.plate, made.energy) == ("Peugeot", "208", "AB123CD", "diesel")
    assert made.first_registered_on == date(2019, 3, 12)
    assert (await OdometerReading.get()).kilometres == 84_200
    assert "AB-123-CD" in chat.last


async def test_every_question_can_be_skipped(chat: Chat):
    await begin(chat)
    for _ in range(6):
        await chat.tap(chat.t.plain("flow.skip"))
    assert (await Vehicle.get()).plate is None
    assert chat.sees_part(chat.says("vehicle.little_known"))


async def test_back_asks_the_earlier_question_again_and_keeps_the_rest(chat: Chat):
    await begin(chat)
    await chat.say("Peugeot")
    await chat.say("207")
    await chat.tap(chat.t.plain("flow.back"))
    assert chat.sees(chat.says("form.model"))
    await chat.say("208")
    for _ in range(4):
        await chat.tap(chat.t.plain("flow.skip"))
    made = await Vehicle.get()
    assert (made.make, made.model) == ("Peugeot", "208")


async def test_cancel_leaves_nothing_behind(chat: Chat):
    await begin(chat)
    await chat.say("Peugeot")
    await chat.tap(chat.t.plain("flow.cancel"))
    assert chat.sees(chat.says("flow.cancelled"))
    assert await Vehicle.all().count() == 0
    await chat.say("208")
    assert chat.last == chat.says("chat.hint")


async def test_an_answer_that_cannot_be_read_keeps_the_question(chat: Chat):
    await begin(chat)
    await chat.tap(chat.t.plain("flow.skip"))
    await chat.tap(chat.t.plain("flow.skip"))
    await chat.say("!!!")
    assert chat.last == f"{chat.says('error.plate_not_understood')}\n\n{chat.says('form.plate')}"
    assert chat.t.plain("flow.skip") in chat.labels
    await chat.say("AB-123-CD")
    assert chat.last == chat.says("form.energy")
    await chat.say("au charbon")
    assert chat.last == f"{chat.says('error.choose_energy')}\n\n{chat.says('form.energy')}"
    await chat.tap(chat.t.plain("energy.diesel"))
    assert chat.last == chat.says("form.first_registration")


async def test_a_plate_typed_where_the_model_is_asked_is_taken_and_not_asked_again(chat: Chat):
    await begin(chat)
    await chat.say("Peugeot")
    await chat.say("ab123cd")
    assert "AB-123-CD" in chat.last
    assert chat.says("form.model") in chat.last
    await chat.say("208")
    assert chat.says("form.energy") in chat.last


async def test_a_plate_that_is_already_there_is_refused_and_can_be_corrected(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await begin_again(chat)
    await chat.tap(chat.t.plain("flow.skip"))
    await chat.tap(chat.t.plain("flow.skip"))
    await chat.say("AB123CD")
    assert chat.last == chat.says("vehicle.known", plate="AB-123-CD")
    await chat.say("EF456GH")
    for _ in range(3):
        await chat.tap(chat.t.plain("flow.skip"))
    assert await Vehicle.all().count() == 2


async def test_a_double_tap_on_skip_skips_one_question(chat: Chat):
    await begin(chat)
    first = chat.shown
    await chat.person.tap(chat.t.plain("flow.skip"), message=first)
    await chat.person.tap(chat.t.plain("flow.skip"), message=first)
    await chat.bot.settle()
    assert chat.sees(chat.says("form.model"))


async def begin_again(chat: Chat) -> None:
    await chat.say("/vehicles")
    await chat.tap(chat.t.plain("vehicles.add_form"))
