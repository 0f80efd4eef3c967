from datetime import timedelta

import pytest

from core.domain.money import Money
from core.domain.record_lines import LineKind
from core.domain.record_status import RecordStatus
from core.domain.states import DocumentState
from core.models import Document, MaintenanceLine, MaintenanceRecord, RecordAttachment, Reminder
from core.services.days import today_of
from core.services.maintenance import NewRecord
from tests.conftest import Chat
from tests.journeys.papers import invoice
from tests.journeys.test_cards import FULL
from tests.making import account, invoice_card, vehicle
from tests.services.logbook import OIL, euros


async def written(chat: Chat, days_ago: int = 3, **more: object) -> MaintenanceRecord:
    """A record of the person's car, shown as its card."""
    known = await chat.bot.runtime.parts.services.vehicles.all(await account(chat))
    car = known[0] if known else await vehicle(chat, plate="AB123CD")
    owner, services = await account(chat), chat.bot.runtime.parts.services
    day = today_of(owner, services.clock) - timedelta(days=days_ago)
    given = {"services": (OIL,), "total": euros(89), "garage": "Norauto", **more}
    saved = await services.maintenance.create(owner, NewRecord(car.id, day, **given), insist=True)  # type: ignore[arg-type]  # as NewRecord takes them
    assert saved.record is not None
    await chat.say("/history")
    await chat.tap(f"1:rec:{saved.record.id}")
    return saved.record


async def change(chat: Chat, field: str, value: str) -> None:
    await chat.tap(chat.t.plain("record.edit"))
    await chat.tap(chat.t.plain(f"record_field.{field}"))
    await chat.say(value)


async def test_each_field_is_changed_by_typing_and_every_change_can_be_undone(chat: Chat):
    record = await written(chat)
    for field, value, stored in (
        ("garage", "Garage <b> & Cie", "Garage <b> & Cie"),
        ("kilometres", "84 200", 84_200),
        ("note", "x" * 4096, "x" * 2000),
    ):
        await change(chat, field, value)
        assert getattr(await MaintenanceRecord.get(), field) == stored
        await chat.tap(chat.t.plain("record.undo_change"))
        assert getattr(await MaintenanceRecord.get(), field) == getattr(record, field)
    await change(chat, "total", "101,50 €")
    assert (await MaintenanceRecord.get()).total_cents == 10150
    await change(chat, "done_on", "hier" if chat.t.language == "fr" else "yesterday")
    assert (await MaintenanceRecord.get()).done_on == record.done_on + timedelta(days=2)


async def test_a_wrong_value_is_asked_again_and_back_changes_nothing(chat: Chat):
    await written(chat)
    await change(chat, "total", "beaucoup")
    assert chat.last == chat.says("error.money_not_understood")
    await chat.say("-12")
    assert chat.last == chat.says("error.money_not_understood")
    await chat.tap(chat.t.plain("flow.back"))
    await chat.tap(chat.t.plain("flow.back"))
    await chat.say("99 €")
    assert chat.last == chat.says("entry.ask_purpose", amount=Money(99_00))
    assert (await MaintenanceRecord.get()).total_cents == 8900
    await chat.tap(chat.t.plain("record.edit"))
    await chat.tap(chat.t.plain("record_field.total"))
    await chat.tap(chat.t.plain("record.clear"))
    assert (await MaintenanceRecord.get()).total_cents is None


async def test_services_category_and_vehicle_are_changed_by_buttons(chat: Chat):
    await written(chat)
    other = await vehicle(chat, plate="EF456GH")
    await chat.tap(chat.t.plain("record.edit"))
    await chat.tap(chat.t.plain("record_field.services"))
    await chat.say("pneus avant" if chat.t.language == "fr" else "front tyres")
    await chat.tap(f"✓ {chat.t.plain('service.oil_change')}")
    await chat.tap(chat.t.plain("form.services_done"))
    assert chat.t.plain("service.tyres_front") in chat.shown.text
    assert chat.says("record.category", category=chat.t.plain("category.tyres")) in chat.shown.text
    await chat.tap(chat.t.plain("record.edit"))
    await chat.tap(chat.t.plain("record_field.category"))
    await chat.tap(chat.t.plain("category.accessories"))
    await chat.tap(chat.t.plain("record.edit"))
    await chat.tap(chat.t.plain("record_field.vehicle"))
    await chat.tap("EF-456-GH")
    record = await MaintenanceRecord.get()
    assert (record.vehicle_id, record.category.value) == (other.id, "accessories")


async def test_a_deleted_record_is_put_back_whole(chat: Chat):
    record = await written(chat, note="à garder", kilometres=84_200)
    await chat.tap(chat.t.plain("record.remove"))
    assert await MaintenanceRecord.all().count() == 0
    await chat.tap(chat.t.plain("record.put_back"))
    assert (await MaintenanceRecord.get()).note == record.note
    assert await MaintenanceRecord.all().count() == 1


async def test_a_warranty_is_said_as_months_and_becomes_a_reminder(chat: Chat):
    record = await written(chat)
    await change(chat, "warranty_until", "24 mois" if chat.t.language == "fr" else "24 months")
    warranted = await MaintenanceRecord.get()
    assert warranted.warranty_until is not None
    assert warranted.warranty_until.year == record.done_on.year + 2
    await chat.tap(chat.t.plain("reminder.accept"))
    reminder = await Reminder.get(service="warranty")
    assert (reminder.state.value, reminder.due_on) == ("waiting", warranted.warranty_until)
    await chat.say("/reminders")
    assert chat.t.plain("reminder.warranty") in str(chat.shown.buttons)
    await chat.bot.advance(days=705)
    assert chat.t.plain("reminder.warranty") in chat.last


async def test_planned_work_goes_to_the_garage_is_called_off_and_planned_again(chat: Chat):
    await written(chat, -10, status=RecordStatus.SCHEDULED)
    assert chat.t.plain("status.scheduled") in chat.shown.text
    card = chat.shown
    await chat.tap(chat.t.plain("record.at_garage"))
    await chat.tap(chat.t.plain("record.call_off"))
    assert (await MaintenanceRecord.get()).status is RecordStatus.CANCELLED
    await chat.person.tap(chat.t.plain("record.take_up"))
    await chat.bot.settle()
    assert (await MaintenanceRecord.get()).status is RecordStatus.SCHEDULED
    assert card.id == chat.shown.id


async def test_lines_are_typed_sorted_by_kind_and_held_against_the_total(chat: Chat):
    await written(chat, total=euros(71))
    await chat.tap(chat.t.plain("record.lines", n=0))
    for line in ("Filtre à huile 16,00 €", "Main d'œuvre 55,00 €"):
        await chat.tap(chat.t.plain("lines.add"))
        await chat.say(line)
    assert chat.says("lines.sum_exact", sum=euros(71)) in chat.last
    assert [line.kind for line in await MaintenanceLine.all().order_by("position")] == [LineKind.PART, LineKind.LABOUR]
    await chat.tap("Filtre à huile · " + chat.t.plain("value.money", amount=euros(16)))
    await chat.tap(chat.t.plain("line.kind_other"))
    assert (await MaintenanceLine.get(position=0)).kind is LineKind.OTHER
    await chat.tap("Filtre à huile · " + chat.t.plain("value.money", amount=euros(16)))
    await chat.tap(chat.t.plain("lines.retype"))
    await chat.say("Filtre à air 20,00 €")
    assert chat.says("lines.sum_different", sum=euros(75), total=euros(71)) in chat.last
    await chat.tap("Filtre à air · " + chat.t.plain("value.money", amount=euros(20)))
    await chat.tap(chat.t.plain("lines.remove"))
    assert await MaintenanceLine.all().count() == 1
    await chat.tap(chat.t.plain("record.undo_change"))
    assert await MaintenanceLine.all().count() == 2


@pytest.mark.parametrize("language", ["en"])
async def test_a_photo_sent_for_a_record_is_kept_with_it_and_shown_again(chat: Chat):
    record = await written(chat)
    await chat.tap(chat.t.plain("record.papers", n=0))
    await chat.tap(chat.t.plain("attach.add"))
    await chat.say("voilà")
    assert chat.last == chat.says("chat.hint")
    paper = invoice(plate="AB-123-CD", day=record.done_on, kilometres=84_200)
    for _ in range(2):
        await chat.send_photo(paper)
        assert chat.sees_part(chat.says("attach.done", services=chat.t.plain("service.oil_change"), day=record.done_on))
    assert await RecordAttachment.filter(record_id=record.id).count() == 2
    await chat.tap(chat.t.plain("record.papers", n=1))
    await chat.tap(chat.t.plain("document.kind_other"))
    await chat.tap(chat.t.plain("document.show_file"))
    assert chat.message.photo is not None
    await chat.say("/history")
    await chat.tap(f"1:rec:{record.id}")
    await chat.tap(chat.t.plain("record.papers", n=2))
    await chat.tap(chat.t.plain("attach.detach"))
    assert (await RecordAttachment.all().count(), await Document.all().count()) == (1, 2)


@pytest.mark.parametrize("language", ["fr"])
async def test_a_photo_sent_while_a_record_is_looked_at_may_belong_to_it(chat: Chat):
    record = await written(chat)
    await chat.send_photo(invoice(plate="AB-123-CD", day=record.done_on, kilometres=84_200))
    offer = chat.t.plain("attach.to", services=chat.t.plain("service.oil_change"), day=record.done_on)
    await chat.tap(offer)
    assert await RecordAttachment.filter(record_id=record.id).count() == 1
    assert (await Document.get()).state is DocumentState.KEPT


async def test_a_file_that_cannot_be_kept_is_refused_and_leaves_nothing(chat: Chat):
    await written(chat)
    await chat.tap(chat.t.plain("record.papers", n=0))
    await chat.tap(chat.t.plain("attach.add"))
    await chat.send_document(b"\x00\x01 not a picture at all", "x.jpg", "image/jpeg")
    assert await RecordAttachment.all().count() == 0
    assert chat.sees_part(chat.says("capture.unsupported")) or chat.sees_part(chat.says("capture.broken"))


async def test_a_record_stays_when_its_paper_is_deleted_and_the_other_way_round(chat: Chat):
    await invoice_card(chat, FULL, ["Vidange"])
    await chat.tap(chat.t.plain("document.save"))
    record = await MaintenanceRecord.get()
    await chat.tap(chat.t.plain("record.undo"))
    assert await Document.filter(state="kept").count() == 1
    await chat.say("/documents")
    await chat.tap(chat.t.plain("document.kind_invoice"))
    await chat.tap(chat.t.plain("document.remove"))
    await Document.filter(state="deleted").update(deleted_at=chat.bot.clock.now() - timedelta(days=8))
    await chat.bot.runtime.parts.services.document_list.purge()
    await chat.tap(chat.t.plain("record.put_back"))
    back = await MaintenanceRecord.get()
    assert (back.id, back.document_id) == (record.id, None)
