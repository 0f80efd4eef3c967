from datetime import time, timedelta

import pytest

from core.domain.service_types import ServiceType
from core.domain.sharing import InviteKind, Role
from core.errors import Refusal
from core.models import (
    Cost,
    Document,
    FillUp,
    MaintenanceRecord,
    OdometerReading,
    Reminder,
    Vehicle,
    VehicleDeed,
    VehicleMember,
)
from core.services.appointments import NewAppointment
from core.services.sharing import PREFIX
from tests.bot.telegram import arrives, tap
from tests.conftest import Chat
from tests.journeys.test_cards import FULL
from tests.making import account, cost, fill_up, invoice_card, record, reminder, vehicle
from tests.services.listed import LYON, add, listed
from tests.sharing import joined, somebody, word_of

FRENCH = pytest.mark.parametrize("language", ["fr"])


async def test_a_family_shares_a_car_from_the_link_to_who_did_what(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=42_000)
    await chat.say("/vehicles")
    await chat.tap(next(label for label in chat.labels if "AB-123-CD" in label))
    await chat.tap(chat.t.plain("sharing.button"))
    await chat.tap(chat.t.plain("sharing.invite"))
    await chat.tap(chat.t.plain("sharing.role_writer"))
    word = chat.shown.text.rpartition("start=")[2].split()[0]
    ben = somebody(chat, "Ben")
    await ben.say(f"/start {word}")
    assert "Camille" in ben.shown.text
    await ben.tap(ben.t.plain("sharing.accept"))
    assert ben.shown.text == ben.says("sharing.accepted", vehicle="AB-123-CD")
    told = chat.says("sharing.taken", name="Ben", vehicle="AB-123-CD", role=chat.t.plain("sharing.role_writer"))
    assert chat.sees(told)
    await ben.say("42 500 km")
    assert (await Vehicle.get(id=car.id)).kilometres == 42_500
    await ben.say("vidange 89 € hier" if chat.t.language == "fr" else "oil change 89 € yesterday")
    await ben.tap(ben.labels[0])
    assert await MaintenanceRecord.filter(vehicle_id=car.id, total_cents=8900).count() == 1
    await ben.say("/vehicles")
    await ben.tap(next(label for label in ben.labels if "AB-123-CD" in label))
    assert ben.says("sharing.with_you") in ben.shown.text
    await ben.tap(ben.t.plain("menu.history"))
    assert any("89" in label for label in ben.labels)
    await chat.say("/vehicles")
    await chat.tap(next(label for label in chat.labels if "AB-123-CD" in label))
    await chat.tap(chat.t.plain("sharing.button"))
    assert "Ben" in chat.shown.text
    assert chat.t.plain("sharing.did_record") in chat.shown.text
    await chat.tap(next(label for label in chat.labels if label.startswith("👤 Ben")))
    await chat.tap(chat.t.plain("sharing.remove"))
    await ben.say("43 000 km")
    assert (await Vehicle.get(id=car.id)).kilometres == 42_500


@FRENCH
async def test_a_link_answers_kindly_to_its_maker_twice_after_revoke_and_after_its_end(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    word = await word_of(chat, car)
    await chat.say(f"/start {word}")
    assert chat.last == chat.says("sharing.link_own")
    ben, eve = somebody(chat, "Ben"), somebody(chat, "Eve")
    await ben.say(f"/start {word}")
    await ben.tap(ben.t.plain("sharing.accept"))
    await arrives(chat.bot, tap(ben, f"1:inv:yes:{word.removeprefix(PREFIX)}"))
    await eve.say(f"/start {word}")
    assert eve.last == eve.says("sharing.link_used")
    second = await word_of(chat, car)
    await ben.say(f"/start {second}")
    assert ben.last == ben.says("sharing.link_member")
    await chat.say("/vehicles")
    await chat.tap(next(label for label in chat.labels if "AB-123-CD" in label))
    await chat.tap(chat.t.plain("sharing.button"))
    await chat.tap(next(label for label in chat.labels if label.startswith("✖️")))
    await eve.say(f"/start {second}")
    assert eve.last == eve.says("sharing.link_revoked")
    third = await word_of(chat, car)
    await chat.bot.advance(days=4)
    await eve.say(f"/start {third}")
    assert eve.last == eve.says("sharing.link_expired")
    await eve.say(f"/start j{'0' * 32}")
    assert eve.last == eve.says("sharing.link_unknown")
    assert await VehicleMember.all().count() == 1


@FRENCH
async def test_a_mechanic_sends_an_invoice_of_a_shared_car_and_it_is_the_owners(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=42_000)
    mechanic = await joined(chat, car, "Max", Role.WRITER)
    card = await invoice_card(mechanic, FULL | {"plate": "AB123CD"}, ["Vidange moteur"])
    await Document.filter(id=card.id).update(vehicle_id=car.id)
    await mechanic.tap(mechanic.t.plain("document.save"))
    kept = await MaintenanceRecord.get(vehicle_id=car.id)
    assert kept.document_id == card.id
    assert (await Document.get(id=card.id)).owner_id == car.owner_id
    assert await VehicleDeed.filter(what="confirming.confirm").count() == 1
    await mechanic.say("/documents")
    assert chat.t.plain("documents.title", n=1)[:12] not in mechanic.last


@FRENCH
async def test_a_viewer_sees_and_is_kindly_refused_more_and_leaves(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=42_000)
    kept = await record(chat, car, note="CANARYNOTE")
    viewer = await joined(chat, car, "Vic", Role.VIEWER)
    await viewer.say("/vehicles")
    await viewer.tap(next(label for label in viewer.labels if "AB-123-CD" in label))
    await viewer.tap(viewer.t.plain("odometer.note"))
    await viewer.say("50 000")
    assert viewer.last == viewer.says("sharing.not_allowed")
    assert (await Vehicle.get(id=car.id)).kilometres == 42_000
    await viewer.say("/cancel")
    await viewer.say("/vehicles")
    await viewer.tap(next(label for label in viewer.labels if "AB-123-CD" in label))
    await viewer.tap(viewer.t.plain("sharing.button"))
    await viewer.tap(viewer.t.plain("sharing.leave"))
    await viewer.tap(viewer.t.plain("sharing.leave_yes"))
    await viewer.say("/vehicles")
    assert "AB-123-CD" not in viewer.last
    assert await MaintenanceRecord.filter(id=kept.id).count() == 1


@FRENCH
async def test_each_member_is_told_what_is_due_until_they_want_no_more(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=42_000)
    ben = await joined(chat, car, "Ben", Role.VIEWER)
    eve = await joined(chat, car, "Eve", Role.MANAGER)
    services = chat.bot.runtime.parts.services
    await services.sharing.switch(await account(eve), car.id, told=False)
    await reminder(chat, car)
    await chat.bot.advance(days=58)
    assert any("AB-123-CD" in one.text and one.text.startswith("🔔") for one in ben.person.messages)
    assert not any(one.text.startswith("🔔") for one in eve.person.messages)


@FRENCH
async def test_a_buyer_gets_the_cars_history_and_nothing_of_the_sellers_own(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=42_000)
    car.nickname, car.insurer, car.purchase_cents = "CANARYPET", "CANARYINSURER", 12_345_00
    await car.save()
    await record(chat, car, note="CANARYNOTE")
    await fill_up(chat, car)
    await cost(chat, car)
    card = await invoice_card(chat, FULL, ["Plaquettes"])
    await Document.filter(id=card.id).update(vehicle_id=car.id)
    await chat.tap(chat.t.plain("document.save"))
    buyer = somebody(chat, "Bea")
    word = await word_of(chat, car, kind=InviteKind.HANDOVER)
    await buyer.say(f"/start {word}")
    await buyer.tap(buyer.t.plain("sharing.accept"))
    new = await Vehicle.get(owner_id=(await account(buyer)).id)
    assert (new.plate, new.nickname, new.insurer, new.purchase_cents) == ("AB123CD", None, None, None)
    copies = await MaintenanceRecord.filter(vehicle_id=new.id)
    assert len(copies) == await MaintenanceRecord.filter(vehicle_id=car.id).count() == 2
    assert not any(one.note or one.document_id or one.invoice_number for one in copies)
    assert all("canary" not in one.search for one in copies)
    assert await OdometerReading.filter(vehicle_id=new.id).count() >= 1
    assert [await table.filter(vehicle_id=new.id).count() for table in (FillUp, Cost, Document)] == [0, 0, 0]
    await car.refresh_from_db()
    assert car.archived_at is not None
    assert await FillUp.filter(vehicle_id=car.id).count() == 1
    assert chat.sees_part("CANARYPET")
    assert new.created_at - car.created_at < timedelta(minutes=1)


async def test_an_appointment_to_come_goes_with_a_vehicle_that_is_handed_over(chat: Chat):
    car, buyer = await vehicle(chat, plate="AB123CD"), somebody(chat, "Nadia")
    (garage,) = await add(listed("Garage du Parc", LYON))
    seller, services = await account(chat), chat.bot.runtime.parts.services
    day = chat.bot.clock.now().date() + timedelta(days=10)
    new = NewAppointment(car.id, garage.id, ServiceType.OIL_CHANGE, day, time(14, 30), "CANARYNOTE")
    found = await services.garage.appointments.note(seller, new)
    word = await word_of(chat, car, kind=InviteKind.HANDOVER)
    await buyer.say(f"/start {word}")
    await buyer.tap(buyer.t.plain("sharing.accept"))
    assert "Garage du Parc" in buyer.last
    await buyer.tap(buyer.t.plain("sharing.to_calendar"))
    assert b"14" in (buyer.message.document or b"")
    assert chat.sees(chat.says("sharing.taken_handover", vehicle="AB-123-CD"))
    await found.refresh_from_db()
    owner = await account(buyer)
    assert (found.owner_id, found.vehicle_id == car.id, found.note) == (owner.id, False, None)
    told = await Reminder.filter(appointment_id=found.id, state="waiting")
    assert [one.owner_id for one in told] == [owner.id]
    assert await services.garage.appointments.ahead(seller) == []


@FRENCH
async def test_open_links_count_as_those_they_may_bring_and_a_full_vehicle_can_still_be_handed_over(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=42_000)
    for name in ("Ben", "Zoé", "Lou", "Max", "Eva", "Tim", "Noa", "Léo"):
        await joined(chat, car, name, Role.WRITER)
    for _ in range(2):
        await word_of(chat, car, Role.WRITER)
    with pytest.raises(Refusal, match="enough"):
        await word_of(chat, car, Role.WRITER)
    assert await word_of(chat, car, kind=InviteKind.HANDOVER)
