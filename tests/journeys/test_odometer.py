from core.models import OdometerReading, Vehicle
from tests.conftest import Chat
from tests.making import vehicle


async def test_a_typed_mileage_is_kept_for_the_only_vehicle(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("84 200 km")
    assert chat.last == chat.says("odometer.saved", kilometres=84_200, vehicle="AB-123-CD")
    assert (await OdometerReading.get()).kilometres == 84_200
    assert (await Vehicle.get()).kilometres == 84_200


async def test_with_two_vehicles_the_person_says_which(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await vehicle(chat, plate="EF456GH")
    await chat.say("84 200 km")
    await chat.tap("EF-456-GH")
    assert chat.last == chat.says("odometer.saved", kilometres=84_200, vehicle="EF-456-GH")


async def test_a_reading_that_runs_backwards_is_asked_about_and_replaces_what_it_contradicts_on_insistence(chat: Chat):
    await vehicle(chat, plate="AB123CD", kilometres=90_000)
    await chat.say("84 200 km")
    assert chat.last == chat.says("odometer.lower", vehicle="AB-123-CD", kilometres=84_200, last=90_000)
    assert await OdometerReading.all().count() == 1
    await chat.tap(chat.t.plain("odometer.keep_anyway"))
    assert chat.last == chat.says("odometer.saved", kilometres=84_200, vehicle="AB-123-CD")
    assert (await OdometerReading.get()).kilometres == 84_200


async def test_the_question_of_km_is_asked_again_until_a_number_comes(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/km")
    assert chat.last == chat.says("odometer.ask", vehicle="AB-123-CD")
    await chat.say("beaucoup")
    assert chat.last == chat.says("error.distance_not_understood")
    await chat.say("42 100")
    assert chat.last == chat.says("odometer.saved", kilometres=42_100, vehicle="AB-123-CD")


async def test_a_command_in_the_middle_leaves_the_question_and_says_so(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/km")
    await chat.say("/vehicles")
    assert chat.last.startswith(chat.says("chat.left_flow"))
    await chat.say("qsdf")
    assert chat.last == chat.says("chat.hint")


async def test_cancel_says_what_it_did(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/km")
    await chat.say("/cancel")
    assert chat.last == chat.says("flow.cancelled")
    await chat.say("/cancel")
    assert chat.last == chat.says("flow.nothing_to_cancel")


async def test_the_same_reading_twice_is_one_reading(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("84 200 km")
    await chat.say("84 200 km")
    assert await OdometerReading.all().count() == 1


async def test_a_reading_no_car_can_have_driven_is_asked_about_and_a_kept_one_can_be_undone(chat: Chat):
    await vehicle(chat, plate="AB123CD", kilometres=84_100)
    await chat.say("900 000 km")
    assert chat.last == chat.says("odometer.jumped", vehicle="AB-123-CD", kilometres=900_000, last=84_100)
    await chat.tap(chat.t.plain("odometer.keep_anyway"))
    await chat.tap(chat.t.plain("odometer.undo"))
    assert (await Vehicle.get()).kilometres == 84_100
    assert await OdometerReading.all().count() == 1


async def test_the_command_takes_the_mileage_with_it(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/km 85 000")
    assert chat.last == chat.says("odometer.saved", kilometres=85_000, vehicle="AB-123-CD")


async def test_words_do_what_their_commands_do(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await chat.say("/km")
    await chat.say("annuler")
    assert chat.last == chat.says("flow.cancelled")
    await chat.say("menu")
    assert chat.last == chat.says("menu.title")
    await chat.say("Merci !")
    assert chat.last == chat.says("chat.thanks")
