import logging
from collections.abc import Iterator
from contextlib import contextmanager

from core.domain.states import DocumentState
from core.models import CatalogueEntry, Document, MaintenanceRecord, OdometerReading, Reminder, Vehicle
from tests.bot.telegram import arrives
from tests.bot.telegram import tap as a_tap
from tests.conftest import Chat
from tests.journeys.test_cards import FULL
from tests.making import account, invoice_card, subscriber, vehicle

# What the message path itself needs for an update: person, place, message, done mark.
STATEMENTS = 8


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements of a step, from reading who writes to marking the update done."""
    heard: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    logger, listener = logging.getLogger("tortoise.db_client"), Listener()
    logger.addHandler(listener)
    before = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        yield heard
    finally:
        logger.removeHandler(listener)
        logger.setLevel(before)
    begins = next(place for place, one in enumerate(heard) if 'FROM "account"' in one or "FROM account " in one)
    ends = next(place for place, one in enumerate(heard) if place > begins and one.startswith("DELETE FROM job"))
    heard[:] = heard[begins : ends + 1]


def first_registration(chat: Chat) -> str:
    return "12/03/2023" if chat.t.language == "fr" else "12 March 2023"


async def tap(chat: Chat, key: str, **values: object) -> None:
    await chat.tap(chat.t.plain(key, **values))


async def test_a_typo_is_offered_put_right_and_the_form_takes_at_most_eight_messages(chat: Chat):
    steps = (
        chat.say("/vehicles"),
        tap(chat, "vehicles.add_form"),
        chat.say("renaut clio"),
        chat.tap("Renault Clio"),
        chat.say("ab 123 cd"),
        tap(chat, "energy.petrol"),
        chat.say(first_registration(chat)),
        chat.say("84 200"),
    )
    assert len(steps) <= 8
    seen = []
    for step in steps:
        await step
        seen.append(chat.last)
    assert seen[2] == chat.says("form.did_you_mean", typed="renaut clio")
    assert seen[3] == f"{chat.says('form.taken', value='Renault Clio')}\n{chat.says('form.plate')}"
    made = await Vehicle.get()
    assert (made.make, made.model, made.plate, made.country) == ("Renault", "Clio", "AB123CD", "FR")
    assert (made.kilometres, (await OdometerReading.get()).kilometres) == (84_200, 84_200)
    assert await CatalogueEntry.all().count() == 0
    await tap(chat, "reminder.accept")
    assert (await Reminder.get()).service == "technical_inspection"


async def test_a_name_nobody_knows_is_kept_as_typed_and_proposed(chat: Chat):
    await chat.say("/vehicles")
    await tap(chat, "vehicles.add_form")
    await chat.say("renolt")
    await tap(chat, "form.keep", typed="renolt")
    await chat.say("<b>Turbo</b> 🚗")
    await tap(chat, "form.finish")
    made, entry = await Vehicle.get(), await CatalogueEntry.get()
    assert (made.make, made.model) == ("renolt", "<b>Turbo</b> 🚗")
    assert (entry.make, entry.model) == ("renolt", "<b>Turbo</b> 🚗")
    assert "<b>Turbo</b> 🚗" in chat.last


async def test_models_of_the_make_are_buttons_and_a_motorbike_is_known_as_one(chat: Chat):
    await chat.say("/vehicles")
    await tap(chat, "vehicles.add_form")
    await chat.say("yamaha")
    assert "MT-07" in chat.labels
    await chat.tap("MT-07")
    await tap(chat, "form.finish")
    made = await Vehicle.get()
    assert (made.make, made.model, made.category) == ("Yamaha", "MT-07", "L3e")
    await chat.say("/vehicles")
    await tap(chat, "vehicles.add_form")
    await chat.say("CB 500 X")
    assert chat.last == f"{chat.says('form.taken', value='Honda CB 500 X')}\n{chat.says('form.plate')}"


async def test_a_plate_typed_at_any_moment_is_added_or_opened(chat: Chat):
    await chat.say("EF-456-GH")
    assert chat.last == chat.says("typed.plate", plate="EF-456-GH")
    await tap(chat, "typed.no")
    assert await Vehicle.all().count() == 0
    await chat.say("M-AB 1234")
    await tap(chat, "typed.add")
    await chat.say("bmw serie 3")
    assert chat.says("form.country") in chat.last
    await tap(chat, "flow.back")
    assert chat.says("form.model") in chat.last
    await tap(chat, "flow.skip")
    await chat.tap("Allemagne" if chat.t.language == "fr" else "Germany")
    assert chat.last == chat.says("form.energy")
    await tap(chat, "form.finish")
    made = await Vehicle.get()
    assert (made.model, made.plate, made.country) == ("Série 3", "MAB1234", "DE")
    await chat.say("M-AB 1234")
    assert chat.last.startswith(chat.says("vehicle.title", vehicle="BMW Série 3 · M-AB 1234"))
    await chat.say("ma bmw" if chat.t.language == "fr" else "my bmw")
    assert chat.last.startswith(chat.says("vehicle.title", vehicle="BMW Série 3 · M-AB 1234"))


async def test_a_vin_typed_at_any_moment_is_decoded_put_right_and_added(chat: Chat):
    await chat.say("VF1AAAAA55512345")
    assert chat.last == chat.says("error.vin_too_short", length=16, missing=1)
    await chat.say("VF1AAOAA555123456")
    likely = "VF1AA0AA555123456"
    assert chat.last == chat.says("error.vin_forbidden", letters="O", likely=likely)
    await tap(chat, "vin.take", vin=likely)
    assert chat.last == f"{chat.says('form.taken', value=likely)}\n{chat.says('form.model')}"
    await chat.say("megane")
    await tap(chat, "form.finish")
    made = await Vehicle.get()
    assert (made.make, made.model, made.vin) == ("Renault", "Mégane", likely)
    await chat.say("1HGCM82633A004352")
    for told in ("vin.check_right", "typed.vin"):
        assert chat.says(told) in chat.last
    assert chat.says("vin.year", year=2003) in chat.last
    await chat.say(likely.lower())
    await tap(chat, "vehicle.decode")
    assert chat.says("vin.maker", maker="Renault") in chat.last
    assert chat.says("vin.no_check") in chat.last


async def test_a_plate_typed_where_the_make_is_asked_is_understood(chat: Chat):
    car = await vehicle(chat, plate="EF456GH")
    await chat.say("/vehicles")
    await tap(chat, "vehicles.add_form")
    await chat.say("EF-456-GH")
    assert chat.last == chat.says("vehicle.known", plate="EF-456-GH")
    await chat.say("AB-123-CD")
    assert chat.says("form.taken", value="AB-123-CD") in chat.last
    await tap(chat, "form.finish")
    assert (await Vehicle.exclude(id=car.id).get()).plate == "AB123CD"


async def test_one_field_is_changed_at_a_time_with_back_and_wrong_input(chat: Chat):
    car, other = await vehicle(chat, plate="AB123CD"), await vehicle(chat, plate="EF456GH")
    await chat.say("AB-123-CD")
    await tap(chat, "vehicle.edit")
    await tap(chat, "edit.nickname")
    await chat.say("Titine")
    assert chat.last.startswith(chat.says("edit.changed", field=chat.t.plain("edit.nickname"), value="Titine"))
    await tap(chat, "vehicle.edit")
    await tap(chat, "edit.purchase")
    await chat.say("beaucoup")
    assert chat.last == chat.says("error.money_not_understood")
    await chat.say("12 000 €")
    await tap(chat, "vehicle.edit")
    await tap(chat, "edit.vin")
    await chat.say("ABC 12345")
    await tap(chat, "vin.is_old")
    await tap(chat, "vehicle.edit")
    await tap(chat, "edit.vin")
    await tap(chat, "edit.erase")
    await tap(chat, "vehicle.edit")
    await tap(chat, "edit.category")
    await tap(chat, "category.motorcycle")
    await tap(chat, "vehicle.edit")
    await tap(chat, "edit.plate")
    await chat.say("EF-456-GH")
    assert chat.last == chat.says("vehicle.known", plate="EF-456-GH")
    await chat.say("ABC 123")
    assert chat.t.plain("edit.country") in chat.last
    await tap(chat, "flow.back")
    await tap(chat, "edit.default")
    changed = await Vehicle.get(id=car.id)
    assert (changed.nickname, changed.purchase_cents, changed.vin) == ("Titine", 1_200_000, None)
    assert (changed.category, changed.plate, changed.country) == ("L3e", "ABC123", None)
    assert (await account(chat)).default_vehicle_id == car.id
    assert (await Vehicle.get(id=other.id)).plate == "EF456GH"


async def test_a_vehicle_is_archived_with_its_price_listed_apart_and_put_back(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=84_000)
    await vehicle(chat, plate="EF456GH")
    await chat.say("AB-123-CD")
    await tap(chat, "vehicle.edit")
    await tap(chat, "archive.start")
    await tap(chat, "archive.reason_sold")
    await chat.say("31/02/2026")
    assert chat.last == chat.says("error.date_not_understood")
    await tap(chat, "archive.today")
    await tap(chat, "flow.back")
    await chat.say("hier" if chat.t.language == "fr" else "yesterday")
    await chat.say("4 500 €")
    assert chat.last.startswith(chat.says("archive.done"))
    sold = await Vehicle.get(id=car.id)
    assert (sold.archive_reason, sold.sale_cents) == ("sold", 450_000)
    await chat.say("84 200 km")
    assert chat.sees(chat.says("odometer.saved", kilometres=84_200, vehicle="EF-456-GH"))
    await chat.say("/vehicles")
    assert "AB-123-CD" not in chat.last
    await tap(chat, "vehicles.archived", n=1)
    await chat.tap("AB-123-CD")
    await chat.say("/vehicles")
    await tap(chat, "vehicles.add_form")
    await tap(chat, "flow.skip")
    await tap(chat, "flow.skip")
    await chat.say("AB-123-CD")
    assert chat.last == chat.says("vehicle.known_archived", plate="AB-123-CD")
    await tap(chat, "archive.restore")
    assert chat.last.startswith(chat.says("archive.restored"))
    assert (await Vehicle.get(id=car.id)).archived_at is None
    await chat.say("qsdf")
    assert chat.last == chat.says("chat.hint")


async def test_a_deleted_vehicle_is_out_of_reach_until_it_is_taken_back_and_then_whole(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=80_000)
    await invoice_card(chat, FULL, ["Vidange moteur"])
    await tap(chat, "document.save")
    pending = await invoice_card(chat, FULL | {"invoice_date": "2026-04-13"}, ["Freins"])
    record = await MaintenanceRecord.get()
    document = await Document.get(state=DocumentState.KEPT)
    reminder = await Reminder.first()
    reading = await OdometerReading.first()
    assert reminder is not None
    assert reading is not None
    await chat.say("AB-123-CD")
    await tap(chat, "vehicle.edit")
    await tap(chat, "deletion.start")
    assert chat.says("deletion.records", n=1) in chat.last
    await tap(chat, "deletion.yes")
    deleted = chat.message
    assert chat.last == chat.says("deletion.done", vehicle="AB-123-CD")
    for data in (f"1:veh:{car.id}", f"1:rec:{record.id}", f"1:doc:{document.id}", f"1:file:{document.id}",
                 f"1:r:open:{reminder.id}", f"1:r:accept:{reminder.id}", f"1:prop:accept:{record.id}",
                 f"1:hist:{car.id}:0", f"1:vd:{car.id}:0", f"1:odo_undo:{reading.id}", f"1:odo:{car.id}:90000",
                 f"1:v:edit:{car.id}", f"1:vf:make:{car.id}", f"1:va:sold:{car.id}",
                 f"1:d:removed:{document.id}:2"):  # fmt: skip
        await arrives(chat.bot, a_tap(chat, data))
        assert chat.last == chat.says("error.gone"), data
    for command, nothing in (
        ("/vehicles", "vehicles.none"),
        ("/history", "history.none"),
        ("/reminders", "reminders.none"),
    ):
        await chat.say(command)
        assert chat.last.startswith(chat.says(nothing))
    assert (await Document.get(id=pending.id)).vehicle_id is None
    await chat.say("AB-123-CD")
    assert chat.says("typed.was_deleted") in chat.last
    await chat.tap(chat.t.plain("deletion.undo"), message=deleted)
    assert chat.sees_part(chat.says("deletion.undone"))
    await chat.say("/history")
    assert chat.last == chat.says("history.title", n=1)


async def test_a_deleted_vehicle_is_purged_with_its_files_after_a_week(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    await chat.say("AB-123-CD")
    await tap(chat, "vehicle.edit")
    await tap(chat, "deletion.start")
    await tap(chat, "deletion.no")
    await tap(chat, "vehicle.edit")
    await tap(chat, "deletion.start")
    await tap(chat, "deletion.yes")
    deleted = chat.message
    await chat.bot.advance(days=8)
    await chat.tap(chat.t.plain("deletion.undo"), message=deleted)
    assert chat.last == chat.says("error.gone")
    assert not await Vehicle.exists(id=car.id)


async def test_a_search_finds_by_every_name_and_is_paged(chat: Chat):
    await subscriber(chat)
    for n in range(8):
        await vehicle(chat, plate=f"AB{n}23CD")
    await Vehicle.filter(plate="AB723CD").update(nickname="Titine", make="Renault", model="Clio")
    await chat.say("/vehicles")
    await tap(chat, "vehicles.find")
    await chat.say("cd")
    assert chat.last.startswith(chat.says("vehicles.found", n=8, words="cd"))
    await tap(chat, "list.later")
    assert "Titine" in chat.last
    await tap(chat, "vehicles.find_again")
    await chat.say("x" * 4_096)
    assert chat.last.startswith(chat.says("vehicles.none_found", words="x" * 30))
    await chat.say("/vehicles renaut clio")
    assert chat.last.startswith(chat.says("vehicles.found", n=1, words="renaut clio"))
    await chat.tap("Titine")
    assert chat.last.startswith(chat.says("vehicle.title", vehicle="Titine · AB-723-CD"))


async def test_a_card_with_what_is_due_next_takes_at_most_eight_statements(chat: Chat):
    await vehicle(chat, plate="AB123CD")
    await vehicle(chat, plate="EF456GH")
    await invoice_card(chat, FULL, ["Vidange moteur", "Filtre à huile"])
    await tap(chat, "document.save")
    with statements() as card:
        await chat.say("AB-123-CD")
    assert chat.t.plain("service.oil_change") in chat.last
    with statements() as listed:
        await chat.say("/vehicles")
    assert chat.t.plain("service.oil_change") in chat.last
    with statements() as found:
        await chat.say("/vehicles ab")
    with statements() as named:
        await chat.say("Peugeot")
    assert [len(one) for one in (card, listed, found, named) if len(one) > STATEMENTS] == []


async def test_the_documents_of_a_vehicle_are_a_tab_of_its_card(chat: Chat):
    await vehicle(chat, plate="EF456GH")
    await vehicle(chat, plate="AB123CD")
    await invoice_card(chat, FULL, ["Vidange moteur"])
    await tap(chat, "document.save")
    await chat.say("EF-456-GH")
    await tap(chat, "menu.documents")
    assert chat.last == chat.says("documents.none_of_vehicle")
    await chat.say("AB-123-CD")
    await tap(chat, "menu.documents")
    assert chat.last == chat.says("documents.title_vehicle", n=1, vehicle="AB-123-CD")
    await tap(chat, "vehicle.open")
    assert chat.last.startswith(chat.says("vehicle.title", vehicle="AB-123-CD"))
