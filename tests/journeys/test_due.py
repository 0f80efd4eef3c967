from datetime import date, timedelta

from core.models import ClusterReplacement, OdometerReading, Reminder, ServiceInterval, Vehicle, VehicleDate
from core.services.days import today_of
from tests.conftest import Chat
from tests.journeys.test_cards import FULL
from tests.making import account, invoice_card, vehicle


async def drive(chat: Chat, car: Vehicle, *readings: tuple[int, int]) -> date:
    """Readings as (days ago, kilometres), oldest first; today."""
    owner = await account(chat)
    odometer, today = chat.bot.runtime.parts.services.odometer, today_of(owner, chat.bot.clock)
    for days, kilometres in readings:
        await odometer.record(owner, car.id, kilometres, read_on=today - timedelta(days=days))
    return today


async def tap(chat: Chat, key: str, **values: object) -> None:
    await chat.tap(chat.t.plain(key, **values))


async def test_a_doubted_reading_is_what_was_meant_or_corrected_or_kept_or_a_new_cluster(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    await drive(chat, car, (90, 69_049), (60, 70_249), (30, 71_449))
    await chat.say("2 649 km")
    assert chat.last == chat.says("odometer.lower", vehicle="AB-123-CD", kilometres=2_649, last=71_449)
    await tap(chat, "odometer.meant", kilometres=72_649)
    assert (await Vehicle.get()).kilometres == 72_649
    await chat.say("9 km")
    assert chat.last == chat.says("odometer.lower", vehicle="AB-123-CD", kilometres=9, last=72_649)
    await tap(chat, "odometer.correct")
    assert chat.t.plain("odometer.about", kilometres=72_649) in chat.labels
    await chat.say("72 700")
    assert (await Vehicle.get()).kilometres == 72_700


async def test_a_replaced_cluster_goes_on_with_the_history_and_can_be_undone(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    await drive(chat, car, (60, 79_000), (30, 80_000))
    await Reminder.create(
        owner_id=car.owner_id, vehicle_id=car.id, service="brake_pads", state="waiting", due_kilometres=90_000,
        created_at=chat.bot.clock.now(),
    )  # fmt: skip
    await chat.say("odo 12 km")
    await tap(chat, "odometer.new_cluster")
    await chat.say("dans trois siècles")
    assert chat.last == chat.says("error.date_not_understood")
    await tap(
        chat,
        "day.today",
    )
    assert chat.sees(chat.says("cluster.old"))
    await tap(chat, "flow.back")
    await tap(chat, "day.today")
    await chat.say("79 500")
    await tap(chat, "value.kilometres", kilometres=12)
    assert chat.last == chat.says("error.odometer_went_back", last=80_000)
    await chat.say("/cancel")
    await chat.say("odo 12 km")
    await tap(chat, "odometer.new_cluster")
    await tap(chat, "day.yesterday")
    await chat.say("81 000")
    await chat.say("10")
    assert chat.t("cluster.undo") in str(chat.labels)
    assert ((await Vehicle.get()).kilometres, (await Vehicle.get()).odometer_offset) == (10, 80_990)
    assert (await Reminder.get()).due_kilometres == 9_010
    await chat.say("odo 50 km")
    newest = await OdometerReading.all().order_by("-id").first()
    assert newest is not None
    assert (newest.kilometres, newest.cluster_offset) == (50, 80_990)
    await chat.say("/km")
    await chat.say("/cancel")
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    expected = await services.odometer.expected(owner, await Vehicle.get())
    assert expected is not None
    assert expected.kilometres == 50
    await chat.tap(
        f"1:clu_undo:{car.id}",
        message=next(m for m in chat.person.messages if f"1:clu_undo:{car.id}" in str(m.buttons)),
    )
    assert not await ClusterReplacement.exists()
    assert (await Reminder.get()).due_kilometres == 90_000


async def test_the_bot_asks_for_a_reading_when_a_reminder_depends_on_it_and_stops_when_told(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    today = await drive(chat, car, (120, 70_000), (60, 72_400), (0, 74_800))
    reminder = await Reminder.create(
        owner_id=car.owner_id, vehicle_id=car.id, service="brake_pads", state="proposed", due_kilometres=79_000,
        created_at=chat.bot.clock.now(),
    )  # fmt: skip
    owner, services = await account(chat), chat.bot.runtime.parts.services
    await services.reminders.decide(owner, [reminder.id], accept=True)
    ask_at = (await Vehicle.get()).ask_odometer_at
    assert ask_at is not None
    days = (ask_at.date() - today).days
    assert days >= 14
    await chat.bot.advance(days=days - 1)
    assert not chat.sees_part("🔢")
    await chat.bot.advance(days=2)
    assert chat.last.startswith("🔢")
    about = chat.labels[0]
    assert about.startswith("≈")
    await chat.tap(about)
    assert chat.last.startswith("✅")
    assert (await OdometerReading.all().order_by("-id").first()).source == "confirmed"  # type: ignore[union-attr]
    await services.odometer.undo(owner, (await OdometerReading.all().order_by("-id").first()).id)  # type: ignore[union-attr]
    await Vehicle.all().update(ask_odometer_at=chat.bot.clock.now() - timedelta(days=1))
    await chat.bot.advance(days=1)
    await tap(chat, "odometer.ask_no_more")
    assert chat.last == chat.says("odometer.asks_not", vehicle="AB-123-CD")
    asked = len(chat.person.messages)
    await chat.bot.advance(days=3)
    assert (await Vehicle.get()).ask_odometer_at is None
    assert len(chat.person.messages) == asked
    await tap(chat, "odometer.ask_again")
    assert chat.last == chat.says("odometer.asks", vehicle="AB-123-CD")


async def test_a_service_plan_is_read_and_changed_service_by_service(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    await drive(chat, car, (400, 70_000), (200, 79_000), (0, 88_000))
    await invoice_card(chat, FULL, ["Vidange moteur"])
    await tap(chat, "document.save")
    await chat.say("/vehicles")
    await chat.tap("AB-123-CD")
    await tap(chat, "plan.button")
    assert chat.says("plan.pace", km=45, low=0, high=0).split("45")[0] in chat.last
    await chat.tap(f"1:pl:open:oil_change:{car.id}")
    assert chat.says("plan.last_at", day=date(2026, 3, 12), kilometres=84_200) in chat.last
    assert chat.says("plan.next_both", day=date(2027, 3, 12), kilometres=99_200) in chat.last
    await tap(chat, "plan.do_months")
    await chat.say("beaucoup")
    assert chat.last == chat.says("error.number_not_understood")
    await chat.say("24")
    assert chat.says("plan.next_both", day=date(2028, 3, 12), kilometres=99_200) in chat.last
    await tap(chat, "plan.do_kilometres")
    await tap(chat, "value.kilometres", kilometres=20_000)
    assert chat.says("plan.next_both", day=date(2028, 3, 12), kilometres=104_200) in chat.last
    assert (await Reminder.get(service="oil_change")).due_kilometres == 104_200
    await tap(chat, "plan.do_remind")
    assert chat.t.plain("plan.reminded") in chat.person.toasts
    assert (await Reminder.get(service="oil_change")).state == "waiting"
    await tap(chat, "plan.do_fixed")
    assert chat.says("plan.is_fixed", day=date(2026, 3, 12)) in chat.last
    await tap(chat, "plan.do_off")
    assert chat.says("plan.off") in chat.last
    assert (await Reminder.get(service="oil_change")).state == "dismissed"
    await tap(chat, "plan.do_reset")
    assert not await ServiceInterval.exists()
    await tap(chat, "plan.do_months")
    await tap(chat, "flow.cancel")
    assert chat.last == chat.says("flow.cancelled")


async def test_the_dates_of_a_car_name_their_rules_and_follow_what_is_said(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    today = await drive(chat, car, (0, 88_000))
    await Vehicle.all().update(first_registered_on=today - timedelta(days=3_000), category="N1")
    await chat.say("/vehicles")
    await chat.tap("AB-123-CD")
    await tap(chat, "dates.button")
    assert chat.says("inspection.rule_car_first") in chat.last
    assert chat.says("dates.sale_needs") in chat.last
    await tap(chat, "dates.inspected")
    await tap(chat, "inspection.favourable")
    await tap(chat, "day.yesterday")
    assert chat.says("inspection.rule_car_again") in chat.last
    assert chat.says("inspection.rule_emissions") in chat.last
    assert {row.service for row in await Reminder.filter(state="waiting")} == {
        "technical_inspection",
        "emissions_check",
    }
    await tap(chat, "dates.set_insurance")
    await chat.say("2020-03-12")
    assert chat.last == chat.says("reminder.in_the_past")
    until = today + timedelta(days=40)
    await chat.say(until.strftime("%Y-%m-%d"))
    assert chat.says("dates.insurance", day=until) in chat.last
    await tap(chat, "dates.classes")
    await tap(chat, "inspection.class_plain")
    assert chat.says("dates.no_inspection") in chat.last
    await tap(chat, "dates.set_inspection")
    await chat.say((today + timedelta(days=60)).strftime("%Y-%m-%d"))
    await chat.say("souvent")
    assert chat.last == chat.says("dates.ask_repeat")
    await tap(chat, "reminder.every_years", n=2)
    assert chat.says("inspection.rule_own") in chat.last
    assert (await VehicleDate.get(kind="inspection")).repeat == "P2Y"
    await chat.bot.advance(days=34)
    assert chat.sees_part(chat.t.plain("reminder.topic_insurance"))
    await tap(chat, "reminder.done")
    assert chat.last.startswith("✅")
    await tap(chat, "reminders.back")
    assert chat.t.plain("reminder.topic_insurance") in str(chat.labels)


async def test_what_is_coming_is_seen_by_days_and_by_distance_and_what_was_done_lately(chat: Chat):
    await chat.say("/upcoming")
    assert chat.last == chat.says("upcoming.days_none", days=30)
    car = await vehicle(chat, plate="AB123CD")
    today = await drive(chat, car, (60, 86_000), (0, 88_000))
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    await services.reminders.add_custom(owner, "pneus hiver", today + timedelta(days=20), None, car.id, None)
    await invoice_card(chat, {**FULL, "invoice_date": today.isoformat(), "mileage_km": "88000"}, ["Vidange moteur"])
    await tap(chat, "document.save")
    await chat.say("/upcoming")
    assert chat.last == chat.says("upcoming.days", n=1, days=30)
    await tap(chat, "upcoming.span_7")
    assert chat.last == chat.says("upcoming.days_none", days=7)
    await tap(chat, "upcoming.span_km")
    assert chat.t.plain("upcoming.left", kilometres=15_000) in chat.labels[0]
    await tap(chat, "upcoming.span_recent")
    assert chat.last == chat.says("upcoming.recent", n=1)
    await tap(chat, "upcoming.span_30")
    await chat.tap(next(label for label in chat.labels if "pneus hiver" in label))
    assert "pneus hiver" in chat.last


async def test_a_card_without_a_mileage_offers_the_one_expected_on_its_day(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    today = await drive(chat, car, (100, 80_000), (0, 84_000))
    paper = {**FULL, "mileage_km": None, "invoice_date": (today - timedelta(days=50)).isoformat()}
    await invoice_card(chat, paper, ["Vidange"])
    await tap(chat, "document.correct")
    await tap(chat, "field.mileage_km")
    await tap(chat, "odometer.about", kilometres=82_000)
    await tap(chat, "document.save")
    reading = await OdometerReading.get(kilometres=82_000)
    assert (reading.source, reading.read_on) == ("invoice", today - timedelta(days=50))
