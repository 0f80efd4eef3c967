from core.domain.garages.globe import Point
from core.domain.garages.specialties import Specialty
from core.models import GarageCorrection, ListedGarage, MyGarage
from tests.conftest import Chat
from tests.making import account
from tests.services.listed import LYON, add, listed


async def place(chat: Chat, latitude: float, longitude: float) -> None:
    await chat.person.send_location(latitude, longitude)
    await chat.bot.settle()


async def test_a_place_sent_finds_the_nearest_and_its_card_has_pin_call_and_route(chat: Chat):
    await account(chat)
    await add(
        listed("Garage du Parc", Point(45.7600, 4.8400), Specialty.REPAIR, phone="+33 4 72 00 00 00"),
        listed("Pneus & <Fils>", LYON, Specialty.TYRES, ratings=2, stars=9, hours="Mo-Fr 08:00-18:00"),
    )
    await chat.say("/garages")
    await chat.tap(chat.t.plain("garage.near_me"))
    await place(chat, LYON.latitude, LYON.longitude)
    assert chat.says("garage.title_near") in chat.last
    assert chat.last.index("Pneus & <Fils>") < chat.last.index("Garage du Parc")
    await chat.tap("2. Garage du Parc")
    assert "+33 4 72 00 00 00" in chat.shown.text
    assert any("maps" in target for row in chat.shown.buttons for _, target in row)
    await chat.tap(chat.t.plain("garage.pin"), message=chat.shown)
    await chat.tap(chat.t.plain("garage.call"), message=chat.shown)
    sent = [one.method for one in chat.bot.sim.requests]
    assert {"sendVenue", "sendContact"} <= set(sent)
    await chat.tap(chat.t.plain("garage.mark"), message=chat.shown)
    assert (await MyGarage.get()).favourite
    # Nothing says where they were.
    assert "45.757" not in str(await ListedGarage.exclude(latitude=LYON.latitude).values())


async def test_words_find_by_town_name_and_specialty_and_nothing_found_says_so(chat: Chat):
    await account(chat)
    await add(listed("Pneus Express", LYON, Specialty.TYRES), listed("Garage Élysée", LYON, Specialty.REPAIR))
    await chat.say("/garages pneus Lyon")
    assert "Pneus Express" in chat.last
    assert "Élysée" not in chat.last
    await chat.say("/garages")
    await chat.tap(chat.t.plain("garage.search"))
    await chat.say("elysee")
    assert "Garage Élysée" in chat.last
    await chat.say("/garages xyzzy")
    assert chat.last == chat.says("garage.none_found")
    await chat.say("/garages")
    await chat.tap(chat.t.plain("garage.top"))
    await chat.tap(chat.t.plain("garage.does_tyres"))
    assert "Pneus Express" in chat.shown.text


async def test_a_missing_garage_is_suggested_step_by_step_with_back_wrong_answers_and_skip(chat: Chat):
    await account(chat)
    await chat.say("/garages")
    await chat.tap(chat.t.plain("garage.suggest"))
    await chat.say("Garage du Parc")
    await chat.say("nulle part du tout")
    assert chat.last == chat.says("garage.town_not_found")
    asked = next(one for one in chat.person.messages if one.text == chat.says("garage.ask_where"))
    await chat.tap(chat.t.plain("flow.back"), message=asked)
    await chat.say("Garage des <b>Lilas</b>")
    await chat.say("12 rue des Lilas, 69003 Lyon")
    await chat.say("pas de numéro")
    assert chat.last == chat.says("garage.phone_not_understood")
    asked = next(one for one in chat.person.messages if one.text == chat.says("garage.ask_phone"))
    await chat.tap(chat.t.plain("flow.skip"), message=asked)
    assert chat.sees_part(chat.says("garage.suggested"))
    assert (await ListedGarage.get()).name == "Garage des <b>Lilas</b>"
    await chat.say("/cancel")
    await chat.say("/garages")
    await chat.tap(chat.t.plain("garage.suggest"))
    await chat.say("/cancel")
    assert await ListedGarage.all().count() == 1


async def test_a_card_shows_what_it_is_certified_for_and_costs_and_is_corrected_step_by_step(chat: Chat):
    await account(chat)
    garage = listed("Garage du Parc", LYON, Specialty.REPAIR, hours="sur rdv <b>", certifications="electric eco")
    await add(garage)
    await chat.say("/garages parc")
    await chat.tap("1. Garage du Parc")
    assert chat.t.plain("garage.certified_electric") in chat.shown.text
    assert "sur rdv <b>" in chat.shown.text
    assert "💶" in chat.shown.text
    await chat.tap(chat.t.plain("garage.prices"), message=chat.shown)
    assert chat.says("garage.prices_elsewhere") in chat.shown.text
    await chat.tap(chat.t.plain("review.back"), message=chat.shown)
    await chat.tap(chat.t.plain("garage.correct"), message=chat.shown)
    await chat.tap(chat.t.plain("garage.fix_hours"), message=chat.shown)
    await chat.say("quand il veut")
    assert chat.last == chat.says("garage.hours_expected")
    asked = next(
        one for one in chat.person.messages if one.text == chat.says("garage.ask_hours", name="Garage du Parc")
    )
    await chat.tap(chat.t.plain("flow.back"), message=asked)
    which = next(one for one in chat.person.messages if one.text == chat.says("garage.fix", name="Garage du Parc"))
    await chat.tap(chat.t.plain("garage.fix_hours"), message=which)
    await chat.say("lun-ven 8h-18h")
    assert chat.last == chat.says("garage.fix_waits")
    assert (await GarageCorrection.get()).value == "mo-fr 08:00-18:00"
    await chat.tap(chat.t.plain("review.back"), message=chat.shown)
    await chat.tap(chat.t.plain("garage.correct"), message=chat.shown)
    await chat.tap(chat.t.plain("garage.fix_closed"), message=chat.shown)
    assert chat.shown.text == chat.says("garage.fix_waits")
    assert await GarageCorrection.all().count() == 2
