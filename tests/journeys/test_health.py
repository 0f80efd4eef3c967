from datetime import timedelta
from decimal import Decimal

import pytest

from core.domain.capture.types import DocumentType
from core.domain.money import Money
from core.domain.service_types import ServiceType
from core.models import Document, ExtractedLine, HealthFeedback, MadeFile
from core.services.days import today_of
from tests.bot.telegram import arrives, tap
from tests.conftest import Chat
from tests.making import diagnosis, fill_up, paper_card, record, subscriber, vehicle

ONE_LANGUAGE = pytest.mark.parametrize("language", ["fr"])
QUOTE = {"vendor_name": "Garage du Port", "quote_number": "D1", "quote_date": "2026-11-20", "currency": "EUR"}
LINES = ("Vidange huile moteur", "Batterie 70 Ah")


async def drawn(chat: Chat) -> list[str]:
    sent = [one for one in chat.bot.sim.requests if one.method == "editMessageMedia"]
    return [str(one.params) for one in sent]


async def test_a_report_has_a_score_with_its_reasons_a_picture_details_and_a_word_of_what_it_was_worth(chat: Chat):
    owner = await subscriber(chat)
    car = await vehicle(chat, plate="AB123CD", kilometres=84_200)
    await record(chat, car, ServiceType.OIL_CHANGE, total=Money(900_00))
    await fill_up(chat, car)
    await diagnosis(chat, car)
    await chat.say("/health")
    assert chat.sees_part("/100")
    assert len(await drawn(chat)) == 1
    labels = [label for row in chat.shown.buttons for label, _ in row]
    assert chat.t.plain("health.details") in labels
    made = await MadeFile.get(kind="health")
    await arrives(chat.bot, tap(chat, f"1:hlo:details:{made.id}"))
    assert chat.sees_part(chat.says("health.odd"))
    assert chat.sees_part(chat.says("health.forecast_head"))
    await arrives(chat.bot, tap(chat, f"1:hlo:wrong:{made.id}"), tap(chat, f"1:hlo:right:{made.id}"))
    said = await HealthFeedback.get(owner_id=owner.id)
    assert (said.right, said.vehicle_id, 0 <= said.score <= 100) == (True, car.id, True)
    await arrives(chat.bot, tap(chat, f"1:hl:{car.id}:1"))
    dark = await MadeFile.get(form="dark")
    assert dark.digest != made.digest
    await arrives(chat.bot, tap(chat, f"1:hl:{car.id}:0"))
    assert (await MadeFile.filter(kind="health").order_by("-id").first()).stored == made.stored  # type: ignore[union-attr]  # it was just made


@ONE_LANGUAGE
async def test_without_the_plan_the_score_is_real_and_the_rest_is_counted(chat: Chat):
    car = await vehicle(chat, plate="AB123CD", kilometres=84_200)
    await vehicle(chat, plate="EF456GH")
    await chat.say("/health")
    assert chat.last == chat.says("health.whose")
    await chat.tap("AB-123-CD")
    assert chat.sees_part("/100")
    assert "PREMIUM" in chat.shown.text
    assert await drawn(chat) == []
    made = await MadeFile.get(kind="health")
    await arrives(chat.bot, tap(chat, f"1:hlo:details:{made.id}"), tap(chat, f"1:hlo:right:{made.id}"))
    assert await HealthFeedback.all().count() == 0
    assert made.vehicle_id == car.id


async def quote(chat: Chat, car_plate: str, *amounts: str, total: str) -> Document:
    card = await paper_card(chat, DocumentType.QUOTE, QUOTE | {"plate": car_plate, "total_incl_tax": total}, LINES)
    for line, amount in zip(await ExtractedLine.filter(document_id=card.id).order_by("position"), amounts, strict=True):
        line.total = Decimal(amount)
        await line.save()
    return card


async def test_a_quote_is_compared_with_the_history_usual_prices_and_its_own_sum(chat: Chat):
    owner = await subscriber(chat)
    car = await vehicle(chat, plate="AB123CD", kilometres=84_200)
    month_ago = today_of(owner, chat.bot.clock) - timedelta(days=30)
    await record(chat, car, ServiceType.OIL_CHANGE, done_on=month_ago, kilometres=84_000)
    card = await quote(chat, "AB123CD", "120.00", "480.00", total="640.00")
    await chat.tap(chat.t.plain("quote_check.button"))
    assert "⏳" in chat.shown.text
    assert "💶" in chat.shown.text
    off = Money(40_00)
    assert chat.sees_part(chat.says("quote_check.sum_more", off=off))
    await chat.tap(chat.t.plain("flow.back"))
    await arrives(chat.bot, tap(chat, f"1:qcheck:{card.id + 99}"))
    assert chat.last == chat.says("error.gone")


@ONE_LANGUAGE
async def test_without_the_plan_a_quote_is_added_up_and_what_stands_out_is_counted(chat: Chat):
    await vehicle(chat, plate="AB123CD", kilometres=84_200)
    await quote(chat, "AB123CD", "120.00", "480.00", total="600.00")
    await chat.tap(chat.t.plain("quote_check.button"))
    assert chat.sees_part(chat.says("quote_check.preview", n=2, odd=1))
    assert chat.sees_part(chat.says("quote_check.sum_right"))
