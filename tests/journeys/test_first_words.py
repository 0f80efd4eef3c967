from tests.conftest import Chat


async def test_whoever_says_what_they_drive_is_asked_whether_to_add_it(chat: Chat):
    await chat.say("/start")
    await chat.say("jai une ford focus" if chat.t.language == "fr" else "i have a ford focus")
    assert chat.last == chat.says("vehicle.introduced", name="Ford Focus")
    assert chat.t.plain("vehicles.add_photo") in chat.labels


async def test_start_greets_by_name_and_offers_three_ways_on(chat: Chat):
    await chat.say("/start")
    assert chat.last.startswith(chat.says("start.welcome", name="Camille"))
    assert len(chat.labels) == 4
    assert chat.labels[-1] == chat.t.plain("consent.agree")


async def test_a_text_that_means_nothing_gets_a_hint_and_a_menu(chat: Chat):
    await chat.say("qsdfg ???")
    assert chat.last.startswith(chat.says("chat.hint"))
    assert chat.t.plain("menu.button") in chat.labels


async def test_a_mileage_without_a_vehicle_offers_to_add_one(chat: Chat):
    await chat.say("84 200 km")
    assert chat.last == chat.says("early.kept", line="84200 km")
    assert chat.t.plain("start.add_by_form") in chat.labels


async def test_a_sticker_a_voice_and_a_location_are_each_answered(chat: Chat):
    await chat.person.send_sticker()
    await chat.person.send_voice()
    await chat.person.send_location(48.85, 2.35)
    await chat.bot.settle()
    # A place asks for the garages around it.
    said = [chat.says(key) for key in ("chat.unsupported", "chat.unsupported", "garage.none_near")]
    assert [message.text for message in chat.person.messages] == said
