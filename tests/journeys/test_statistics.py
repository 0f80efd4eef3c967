import io
from datetime import timedelta
from decimal import Decimal

import pytest
from PIL import Image

from core.domain.fuel import FuelUnit
from core.domain.money import Money
from core.domain.ownership import Period
from core.domain.service_types import ServiceType
from core.i18n import Rate, translator
from core.i18n.formats import KILOMETRES_PER_MILE
from core.models import MadeFile, Vehicle
from core.services.days import today_of
from core.services.figures_read import read_figures
from core.services.fuel import NewFill
from core.services.picture_making import captioned
from tests.conftest import Chat
from tests.making import account, cost, record, vehicle


def size_of(png: bytes | None) -> tuple[int, int]:
    assert png is not None
    return Image.open(io.BytesIO(png)).size


async def fuelled(chat: Chat, car: object, times: int = 6) -> None:
    services, owner = chat.bot.runtime.parts.services, await account(chat)
    day = today_of(owner, services.clock)
    for n in range(times):
        new = NewFill(
            car.id, day - timedelta(days=20 * (times - n)), None, 32_000, FuelUnit.LITRE, Money(5_440), None,  # type: ignore[attr-defined]  # a vehicle
            full=True, kilometres=60_000 + 500 * n,
        )  # fmt: skip
        await services.fuel.add(owner, new)


async def test_figures_are_a_picture_whose_filters_change_it_in_place(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    await fuelled(chat, car)
    await record(chat, car, ServiceType.OIL_CHANGE, total=Money(8_990))
    await cost(chat, car)
    await chat.say("/stats")
    shown = chat.message
    assert size_of(shown.photo)[0] == 1_080
    assert chat.says("value.money", amount=Money(6 * 5_440 + 8_990 + 4_890)) in (shown.caption or "")
    before = len(chat.person.messages)
    first = shown.photo
    await chat.tap(chat.t.plain("stats.dark"))
    assert len(chat.person.messages) == before
    assert chat.message.photo != first
    await chat.tap(chat.t.plain("stats.view_driving"))
    assert chat.says("stats.caption_driving", what="AB-123-CD") in (chat.message.caption or "")
    await chat.tap(chat.t.plain("stats.view_costs"))
    await chat.tap(chat.t.plain("stats.light"))
    assert chat.message.photo == first
    assert len({made.digest for made in await MadeFile.all()}) == 3
    await chat.tap(chat.t.plain("stats.in_words"))
    assert chat.says("summary.all") in chat.last


@pytest.mark.parametrize("language", ["en"])
async def test_several_vehicles_are_compared_and_one_is_chosen(chat: Chat):
    one = await vehicle(chat, plate="AB123CD", kilometres=84_000)
    await vehicle(chat, plate="CD456EF", kilometres=12_000)
    await fuelled(chat, one)
    await chat.say("/stats")
    await chat.tap(chat.t.plain("stats.view_fleet"))
    assert "84" in (chat.message.caption or "")
    await chat.tap(chat.t.plain("stats.vehicle"))
    await chat.tap("CD-456-EF")
    assert chat.last == chat.says("stats.no_costs", what="CD-456-EF")


async def test_without_a_vehicle_or_a_cost_there_are_words_instead(chat: Chat):
    await chat.say("/stats")
    assert chat.message.photo is None
    await vehicle(chat, plate="AB123CD")
    await chat.say("/stats")
    assert chat.last == chat.says("stats.no_costs", what="AB-123-CD")


@pytest.mark.parametrize("language", ["en"])
async def test_who_reads_miles_and_gallons_sees_them_on_the_picture_and_in_its_words(chat: Chat):
    car = await vehicle(chat, plate="AB123CD")
    await fuelled(chat, car)
    preferences, owner = chat.bot.runtime.parts.services.preferences, await account(chat)
    await preferences.choose(owner, "distance_unit", "mi")
    miles = translator(chat.t.language, "mi", "mpg_uk")
    figures = await read_figures(await Vehicle.get(id=car.id), Period.LIFE, today_of(owner, chat.bot.clock))
    picture, caption = captioned(miles, "driving", Period.LIFE, False, [figures], today_of(owner, chat.bot.clock))
    assert picture is not None
    mileage, used = picture.curves[:2]
    assert (mileage.unit, mileage.values[-1]) == ("mi", int(62_500 / KILOMETRES_PER_MILE * 1000))
    assert used.title == miles.plain("stats.consumption", unit="mpg")
    assert used.level == 44_137  # 6.4 l/100 km
    assert miles("stats.caption_used", used=Rate(Decimal("6.4"))) in caption
    await chat.say("/stats")
    await chat.tap(chat.t.plain("stats.view_driving"))
    assert "44" in (chat.message.caption or "")
    assert "mpg" in (chat.message.caption or "")
