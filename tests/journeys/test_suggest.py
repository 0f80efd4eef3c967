from datetime import timedelta

from core.domain.plans import Level
from core.domain.record_status import RecordStatus
from core.domain.service_types import ServiceType
from core.models import MaintenanceRecord
from core.services.days import today_of
from tests.conftest import Chat
from tests.making import account, ai_uses, record, subscriber, vehicle


async def test_advice_is_pressing_first_with_reason_and_cost_and_one_tap_plans_it(chat: Chat):
    owner = await subscriber(chat, Level.STANDARD)
    car = await vehicle(chat, plate="AB123CD", kilometres=84_000)
    today = today_of(owner, chat.bot.clock)
    await record(chat, car, ServiceType.OIL_CHANGE, kilometres=62_000, done_on=today - timedelta(days=800))
    await chat.say("/suggest")
    oil = chat.t.plain("service.oil_change")
    lines = chat.last.split("\n")
    assert lines[0] == chat.says("suggest.title", vehicle="AB-123-CD")
    assert lines[2] == f"1. {oil}"
    assert lines[3].startswith("🔴")
    assert chat.says("suggest.basis") in chat.last
    assert sum(line[:1].isdigit() for line in lines) == 5
    await chat.tap(chat.t.plain("suggest.plan", service=oil))
    planned = await MaintenanceRecord.get(status=RecordStatus.SCHEDULED)
    assert planned.done_on == today + timedelta(days=7)
    assert chat.sees(chat.says("suggest.planned", service=oil, day=planned.done_on))
    await chat.tap(chat.t.plain("suggest.back"))
    assert f"1. {oil}" not in chat.message.text
    assert await ai_uses(chat) == 0


async def test_a_free_plan_tries_advice_once_and_then_sees_the_first_of_it(chat: Chat):
    await vehicle(chat, plate="AB123CD", kilometres=184_000)
    await chat.say("/suggest")
    assert chat.says("ask.tried") in chat.last
    assert "\n5. " in chat.last
    await chat.say("/suggest")
    assert chat.says("ask.preview") in chat.last
    assert "\n1. " in chat.last
    assert "\n2. " not in chat.last
    assert await ai_uses(chat) == 1


async def test_without_a_vehicle_or_with_several_it_asks(chat: Chat):
    await account(chat)
    await chat.say("/suggest")
    assert chat.last == chat.says("vehicle.needed")
    await vehicle(chat, plate="AB123CD", kilometres=84_000)
    await vehicle(chat, plate="EF456GH", kilometres=84_000)
    await chat.say("/suggest")
    assert chat.last == chat.says("suggest.whose")
    await chat.tap("EF-456-GH")
    assert chat.says("suggest.title", vehicle="EF-456-GH") in chat.message.text
