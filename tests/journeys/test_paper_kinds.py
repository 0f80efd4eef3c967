from datetime import date, timedelta

import pytest
from PIL import Image

from bot.callbacks import OnDocument
from core.domain.capture.types import DocumentType
from core.models import (
    Document,
    DocumentPage,
    DocumentText,
    ExtractedField,
    FillUp,
    Inspection,
    MaintenanceRecord,
    OdometerReading,
    Reminder,
    Vehicle,
    VehicleDate,
)
from core.services.days import today_of
from tests.bot.telegram import arrives, tap
from tests.conftest import Chat
from tests.journeys.papers import jpeg
from tests.making import account, paper_card, record, vehicle

PLATE = "AB123CD"


async def today(chat: Chat) -> date:
    return today_of(await account(chat), chat.bot.clock)


async def test_an_insurance_paper_names_insurer_policy_and_day_and_is_remembered(chat: Chat):
    car, day = await vehicle(chat, plate=PLATE), await today(chat)
    until = day + timedelta(days=200)
    fields = {"insurer": "MUTUELLE DU LITTORAL", "policy_number": "AU12345678", "plate": PLATE,
              "valid_from": (day - timedelta(days=165)).isoformat(), "valid_until": until.isoformat()}  # fmt: skip
    await paper_card(chat, DocumentType.INSURANCE, fields)
    assert chat.last.startswith(chat.says("document.title_insurance"))
    await chat.tap(chat.t.plain("document.save"))
    assert chat.says("insurance.until", day=until) in chat.last
    insured = await Vehicle.get(id=car.id)
    assert (insured.insurer, insured.policy_number) == ("MUTUELLE DU LITTORAL", "AU12345678")
    assert (await VehicleDate.get(vehicle_id=car.id, kind="insurance")).due_on == until
    assert (await Reminder.get(topic="insurance", state="waiting")).due_on == until
    assert (await Document.get()).expires_on == until
    await chat.tap(chat.t.plain("dates.button"))
    assert "MUTUELLE DU LITTORAL" in chat.last


async def test_an_insurance_that_is_past_is_kept_and_reminds_of_nothing(chat: Chat):
    await vehicle(chat, plate=PLATE)
    past = await today(chat) - timedelta(days=3)
    await paper_card(
        chat, DocumentType.INSURANCE, {"insurer": "NORDIA", "plate": PLATE, "valid_until": past.isoformat()}
    )
    await chat.tap(chat.t.plain("document.save"))
    assert chat.says("insurance.past", day=past) in chat.last
    assert await Reminder.all().count() == 0


async def test_an_insurance_without_its_last_day_asks_for_it_in_words(chat: Chat):
    await vehicle(chat, plate=PLATE)
    await paper_card(chat, DocumentType.INSURANCE, {"insurer": "NORDIA", "plate": PLATE, "valid_until": None})
    await chat.tap(chat.t.plain("document.save"))
    assert await Document.filter(state="kept").count() == 0
    until = await today(chat) + timedelta(days=90)
    await chat.say(f"{until:%d/%m/%Y}")
    await chat.tap(chat.t.plain("document.save"))
    assert (await VehicleDate.get()).due_on == until


async def test_an_inspection_is_a_record_with_its_faults_and_the_next_one_is_remembered(chat: Chat):
    car, day = await vehicle(chat, plate=PLATE), await today(chat)
    following = day + timedelta(days=700)
    fields = {"inspection_date": day.isoformat(), "result": "favourable", "next_inspection": following.isoformat(),
              "mileage_km": "84200", "plate": PLATE, "defects": "Usure anormale AVG\nMauvaise fixation"}  # fmt: skip
    await paper_card(chat, DocumentType.INSPECTION, fields)
    assert chat.t.plain("inspection.favourable") in chat.last
    assert "• Usure anormale AVG" in chat.last
    await chat.tap(chat.t.plain("document.save"))
    assert chat.says("inspection.next_by", day=following) in chat.last
    done = await MaintenanceRecord.get().prefetch_related("services")
    assert [one.service for one in done.services] == ["technical_inspection"]
    assert (done.kilometres, done.note) == (84_200, "Usure anormale AVG\nMauvaise fixation")
    assert (await Inspection.get()).valid_until == following
    assert (await Vehicle.get(id=car.id)).inspection_due_on == following
    assert (await Reminder.get(service="technical_inspection", state="waiting")).due_on == following


async def test_a_failed_inspection_asks_for_the_retest_in_two_months(chat: Chat):
    car = await vehicle(chat, plate=PLATE)
    day = await today(chat)
    # What the registration card said, and the date the person had set, are from before.
    await Vehicle.filter(id=car.id).update(inspection_due_on=day + timedelta(days=5))
    await VehicleDate.create(vehicle_id=car.id, kind="inspection", due_on=day + timedelta(days=9))
    fields = {"inspection_date": day.isoformat(), "result": None, "next_inspection": None, "plate": PLATE}
    await paper_card(chat, DocumentType.INSPECTION, fields)
    await chat.tap(chat.t.plain("document.correct"))
    await chat.tap(chat.t.plain("field.result"))
    await chat.say("raté")
    assert chat.last == chat.says("error.choose_result")
    await chat.tap(chat.t.plain("inspection.major"))
    await chat.tap(chat.t.plain("document.save"))
    assert (await Inspection.get()).result == "major"
    due = await Reminder.get(service="technical_inspection", state="waiting")
    assert due.due_on is not None
    assert 55 <= (due.due_on - day).days <= 63
    assert chat.sees_part(chat.says("inspection.retest_by", day=due.due_on))
    assert not await VehicleDate.exists()
    assert (await Vehicle.get(id=car.id)).inspection_due_on is None


async def test_a_quote_is_kept_costs_nothing_and_becomes_planned_work(chat: Chat):
    await vehicle(chat, plate=PLATE)
    day = await today(chat)
    fields = {"vendor_name": "Garage du Parc", "quote_date": day.isoformat(), "total_incl_tax": "640.00",
              "plate": PLATE, "quote_number": "D-77", "valid_until": "2099-01-30"}  # fmt: skip
    await paper_card(chat, DocumentType.QUOTE, fields, ["Remplacement embrayage"])
    assert chat.says("document.quote_note") in chat.last
    await chat.tap(chat.t.plain("document.save"))
    assert await MaintenanceRecord.all().count() == 0
    await chat.tap(chat.t.plain("quote.plan"))
    await chat.say("hier" if chat.t.language == "fr" else "yesterday")
    await chat.tap(chat.t.plain("quote.in_days", n=14))
    planned = await MaintenanceRecord.get().prefetch_related("services")
    assert (planned.status, planned.done_on, planned.total_cents) == ("scheduled", day + timedelta(days=14), 64_000)
    assert [one.service for one in planned.services] == ["clutch"]


async def test_a_fuel_receipt_is_a_fill_up_once(chat: Chat):
    car, day = await vehicle(chat, plate=PLATE), await today(chat)
    fields = {"date": day.isoformat(), "quantity": "42.31", "quantity_unit": "l", "unit_price": "1.689",
              "total": "71.46", "station": "RELAIS DU PORT", "currency": "EUR"}  # fmt: skip
    await paper_card(chat, DocumentType.FUEL_RECEIPT, fields)
    await chat.tap(chat.t.plain("document.save"))
    await arrives(chat.bot, tap(chat, OnDocument("save", 1, 1).pack()))
    fill = await FillUp.get(vehicle_id=car.id)
    assert (fill.quantity_milli, fill.total_cents, fill.station) == (42_310, 7_146, "RELAIS DU PORT")
    assert (await Document.get()).made_id == fill.id
    assert chat.t.plain("fill.was_full") in chat.labels


async def test_a_fuel_receipt_whose_amounts_disagree_asks_before_it_is_kept(chat: Chat):
    await vehicle(chat, plate=PLATE)
    day = await today(chat)
    fields = {"date": day.isoformat(), "quantity": "42.31", "unit_price": "1.689", "total": "17.46", "currency": "EUR"}
    await paper_card(chat, DocumentType.FUEL_RECEIPT, fields)
    await chat.tap(chat.t.plain("document.save"))
    assert await FillUp.all().count() == 0
    await chat.tap(chat.t.plain("document.correct"))
    await chat.tap(chat.t.plain("field.total"))
    await chat.say("71,46 €" if chat.t.language == "fr" else "71.46")
    await chat.tap(chat.t.plain("document.save"))
    assert (await FillUp.get()).total_cents == 7_146


async def test_a_photo_of_the_dashboard_is_a_reading_that_is_doubted_like_a_typed_one(chat: Chat):
    car = await vehicle(chat, plate=PLATE, kilometres=84_000)
    await paper_card(chat, DocumentType.ODOMETER, {"odometer_km": "8415"}, doubtful=["odometer_km"])
    assert "⚠️" in chat.last
    await chat.tap(chat.t.plain("document.save"))
    assert chat.last == chat.says("error.odometer_went_back", last=84_000)
    assert await OdometerReading.all().count() == 1
    await chat.tap(chat.t.plain("document.correct"))
    await chat.tap(f"⚠️ {chat.t.plain('field.odometer_km')}")
    await chat.say("84 150")
    await chat.tap(chat.t.plain("document.save"))
    assert (await Vehicle.get(id=car.id)).kilometres == 84_150
    assert (await OdometerReading.filter(kilometres=84_150).get()).source == "photo"


async def test_another_paper_is_given_a_kind_by_a_tap_or_kept_under_a_name(chat: Chat):
    await vehicle(chat, plate=PLATE)
    await paper_card(chat, DocumentType.OTHER, {})
    await chat.tap(chat.t.plain("document.name_it"))
    await chat.say("Certificat de cession")
    assert "Certificat de cession" in chat.last
    await chat.tap(chat.t.plain("document.keep_as_paper"))
    kept = await Document.get()
    assert (kept.state, kept.label, kept.kind) == ("kept", "Certificat de cession", "other")
    await paper_card(chat, DocumentType.OTHER, {"label": None})
    await chat.tap(chat.t.plain("document.kind_insurance"))
    assert chat.last.startswith(chat.says("document.title_insurance"))
    assert chat.says("document.field_missing", field=chat.t.plain("field.insurer")) in chat.last


async def test_a_paper_taken_for_another_kind_keeps_what_was_read(chat: Chat):
    await vehicle(chat, plate=PLATE)
    fields = {"vendor_name": "Garage du Parc", "invoice_date": "2026-03-12", "total_incl_tax": "640.00", "plate": PLATE}
    await paper_card(chat, DocumentType.INVOICE, fields, ["Vidange"])
    await chat.tap(chat.t.plain("document.correct"))
    await chat.tap(chat.t.plain("document.other_kind"))
    await chat.tap(chat.t.plain("document.kind_quote"))
    assert chat.last.startswith(chat.says("document.title_quote"))
    assert (await ExtractedField.get(name="quote_date")).value == "2026-03-12"


@pytest.mark.parametrize("language", ["fr"])
async def test_the_holder_of_a_registration_card_is_kept_only_if_asked(chat: Chat):
    fields = {"plate": PLATE, "make": "RENAULT", "holder_name": "DUPONT JEANNE", "holder_address": "1 RUE X"}
    for keep in (False, True):
        made = await paper_card(chat, DocumentType.REGISTRATION, fields)
        assert "DUPONT JEANNE" in chat.last
        if keep:
            await chat.tap(chat.t.plain("document.keep_holder"))
        await chat.tap(chat.t.plain("document.complete_vehicle" if keep else "document.save_vehicle"))
        assert await ExtractedField.filter(document_id=made.id, name__startswith="holder").count() == (2 if keep else 0)


@pytest.mark.parametrize("language", ["fr"])
async def test_an_invoice_proposes_the_work_of_its_lines_and_closes_what_it_settles(chat: Chat):
    car = await vehicle(chat, plate=PLATE, kilometres=84_000)
    day = await today(chat)
    await record(chat, car, done_on=day - timedelta(days=300))
    await Reminder.filter(service="oil_change").update(state="waiting")
    fields = {"vendor_name": "Garage du Parc", "invoice_date": day.isoformat(), "total_incl_tax": "180.00",
              "plate": PLATE, "currency": "EUR", "warranty_until": (day + timedelta(days=365)).isoformat()}  # fmt: skip
    await paper_card(chat, DocumentType.INVOICE, fields, ["Forfait vidange 5W30", "Prestation XK12"])
    assert chat.t.plain("service.oil_change") in chat.last
    await chat.tap(chat.t.plain("document.correct"))
    await chat.tap(chat.t.plain("field.services"))
    await chat.say("pneus")
    await chat.tap(chat.t.plain("form.services_done"))
    assert chat.t.plain("service.tyres") in chat.last
    await chat.tap(chat.t.plain("document.save"))
    assert chat.says("record.reminder_closed", n=1) in chat.last
    done = await MaintenanceRecord.get(document_id__not_isnull=True).prefetch_related("services")
    assert {one.service for one in done.services} == {"oil_change", "tyres"}
    assert done.warranty_until == day + timedelta(days=365)


async def test_a_doubtful_field_is_shown_on_the_paper_and_put_right_by_a_tap(chat: Chat):
    await vehicle(chat, plate=PLATE)
    fields = {"vendor_name": "Garage du Parc", "invoice_date": "2026-03-14", "total_incl_tax": "89.90", "plate": PLATE}
    made = await paper_card(chat, DocumentType.INVOICE, fields, ["Vidange"], doubtful=["invoice_date"])
    picture = jpeg(Image.new("RGB", (800, 1_000), "white"))
    stored = await chat.bot.runtime.parts.files.put(picture)
    await DocumentPage.create(document_id=made.id, number=0, stored=stored, size=len(picture))
    await DocumentText.create(document_id=made.id, content="Imprimé le 14/03/2026\nFait le 12/03/2026", words="")
    await ExtractedField.filter(name="invoice_date").update(seen="[0, 0.1, 0.1, 0.4, 0.15]")
    await chat.tap(f"⚠️ {chat.t.plain('field.invoice_date')}")
    await chat.tap(chat.t.plain("document.see_field"))
    assert chat.message.photo is not None
    await chat.tap(chat.t.plain("document.correct"))
    await chat.tap(chat.t.plain("value.date", day=date(2026, 3, 12)))
    assert chat.says("document.doubtful_note") not in chat.last
    await chat.tap(chat.t.plain("document.save"))
    assert (await MaintenanceRecord.get()).done_on == date(2026, 3, 12)


async def test_the_same_number_again_is_kept_twice_only_when_that_is_said(chat: Chat):
    await vehicle(chat, plate=PLATE)
    fields = {"vendor_name": "Garage du Parc", "invoice_date": "2026-03-14", "total_incl_tax": "89.90", "plate": PLATE,
              "invoice_number": "F-1"}  # fmt: skip
    first = await paper_card(chat, DocumentType.INVOICE, fields, ["Vidange"])
    await chat.tap(chat.t.plain("document.save"))
    again = await paper_card(chat, DocumentType.INVOICE, fields | {"invoice_number": None}, ["Vidange"])
    await chat.tap(chat.t.plain("document.correct"))
    await chat.tap(chat.t.plain("field.invoice_number"))
    await chat.say("F-1")
    assert (await Document.get(id=again.id)).same_as == first.id
    assert chat.t.plain("document.save") not in chat.labels
    await chat.tap(chat.t.plain("document.earlier"))
    assert chat.t.plain("document.open_record") in chat.labels
    await chat.say("/documents")
    await chat.tap(next(label for label in chat.labels if "⏳" in label))
    await chat.tap(chat.t.plain("document.keep_both"))
    assert await MaintenanceRecord.all().count() == 2
