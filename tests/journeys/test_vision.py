"""Photos that a model looks at: a dashboard, a doubtful sum, a warning light; without a yes it looks at none."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest
from PIL import ImageFilter

from core.models import DiagnosisPiece, ExtractedField, MaintenanceRecord, OdometerReading
from simulator.openai.script import Act
from simulator.testing import Simulator
from tests.assisting import assisted_bot
from tests.conftest import Bot, Chat
from tests.domain.capture.pages import page
from tests.journeys.papers import blank, jpeg
from tests.making import account, subscriber, vehicle
from tests.postgres.databases import sqlite_url
from tests.reading import hurries, reads
from tests.samples.papers import dashboard
from tests.samples.sheet import photographed

ONE_LANGUAGE = pytest.mark.parametrize("language", ["fr"])
# The instruments around a distance that nobody can read.
DASHBOARD = page("1|30", "2|60", "3|90", "x1000 r/min|km/h", "0|10°C")
# A total with a stain on its cents.
STAINED = page(
    "GARAGE DU PARC|FACTURE N° 2026-0142", "18 rue des Artisans 69003 LYON|Date : 12/10/2026",
    "Véhicule : RENAULT CLIO|Immatriculation : AB-123-CD|Kilométrage : 84 200 km",
    "Désignation|Quantité|P.U. HT|Montant HT", "Vidange|1|100,00|100,00",
    "Total HT|150,00 €", "TVA 20 %|20,00 €", "Total TTC|187,00 €",
)  # fmt: skip
WARNING = {"fr": "un voyant s'est allumé", "en": "a warning light came on"}


@pytest.fixture
async def bot(sim: Simulator, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    sqlite_url(migrated_file, tmp_path)
    async with assisted_bot(sim, tmp_path) as bot:
        yield bot


def smeared_dashboard() -> bytes:
    """A photo of instruments whose odometer is out of focus."""
    picture, _ = dashboard(Random("b"), None)
    window = (600, 270, 1010, 470)
    picture.paste(picture.crop(window).filter(ImageFilter.GaussianBlur(9)), window[:2])
    return jpeg(photographed(picture, Random("light"), 0.2))


async def agree(chat: Chat) -> None:
    owner = await account(chat)
    owner.ai_consent = "yes"
    await owner.save()


def pictures_shown(chat: Chat) -> int:
    return sum("input_image" in json.dumps(call) for call in chat.bot.sim.model.script.calls)


@ONE_LANGUAGE
async def test_a_photo_of_a_dashboard_that_no_reader_can_read_is_seen_and_waits_for_a_tap(chat: Chat):
    await subscriber(chat)
    await agree(chat)
    await vehicle(chat, plate="AB123CD", kilometres=80_000)
    hurries(chat.bot)
    chat.bot.sim.model.script.will(Act(text='{"kilometres": 84200}'))
    await chat.person.send_photo(smeared_dashboard())
    await chat.bot.settle(60)
    assert pictures_shown(chat) == 1
    assert chat.says("document.title_odometer") in chat.last
    seen = await ExtractedField.get(name="odometer_km")
    assert (seen.value, seen.state) == ("84200", "doubtful")
    assert not await OdometerReading.filter(kilometres=84_200).exists()
    await chat.tap(chat.t.plain("document.save"))
    assert await OdometerReading.filter(kilometres=84_200).exists()


async def test_without_a_yes_no_photo_leaves_and_the_person_types_what_nobody_could_read(chat: Chat):
    await subscriber(chat)
    await vehicle(chat, plate="AB123CD", kilometres=80_000)
    reads(chat.bot, DASHBOARD)
    await chat.send_photo(blank())
    await chat.tap(chat.t.plain("document.save"))
    await chat.say("84 200")
    await chat.tap(chat.t.plain("document.save"))
    assert await OdometerReading.filter(kilometres=84_200).exists()
    await chat.say("/diagnose")
    await chat.send_photo(blank())
    assert chat.last == chat.says("diagnose.photo_kept")
    assert chat.bot.sim.model.script.calls == []


async def test_a_red_light_on_a_photo_means_stop_once_the_person_agreed(chat: Chat):
    await subscriber(chat)
    await agree(chat)
    await vehicle(chat, plate="AB123CD")
    chat.bot.sim.model.script.will(Act(text='{"lights": ["oil_pressure"], "sights": []}'), Act("garbage"))
    await chat.say("/diagnose")
    await chat.send_photo(blank())
    assert chat.last == chat.says("diagnose.photo_perceived")
    await chat.say(WARNING[chat.t.language])
    await chat.tap(chat.t.plain("diagnose.finish"))
    assert chat.last.startswith(chat.says("diagnose.understood"))
    assert chat.says("diagnose.stop_driving") in chat.last
    assert (await DiagnosisPiece.get()).words == chat.t.plain("seen.light_oil_pressure")
    await chat.tap(chat.t.plain("diagnose.more"))
    await chat.send_photo(blank())
    assert pictures_shown(chat) == 2
    assert await DiagnosisPiece.filter(words="").count() == 1


@ONE_LANGUAGE
async def test_only_the_place_of_a_doubtful_sum_is_shown_and_what_the_look_says_otherwise_changes_nothing(chat: Chat):
    await subscriber(chat)
    await agree(chat)
    await vehicle(chat, plate="AB123CD", kilometres=80_000)
    reads(chat.bot, STAINED)
    script = chat.bot.sim.model.script
    script.usual = Act(text='{"text": "180,00"}')
    await chat.send_photo(blank())
    assert 1 <= pictures_shown(chat) <= 3
    assert "GARAGE" not in json.dumps(script.calls)
    total = await ExtractedField.get(name="total_incl_tax")
    assert (total.value, total.state) == ("187.00", "doubtful")
    script.usual = Act(text='{"text": "187,00 €"}')
    await chat.send_photo(smeared_dashboard())
    again = await ExtractedField.filter(name="total_incl_tax").order_by("-id").first()
    assert again is not None
    assert (again.value, again.state) == ("187.00", "read")
    assert await MaintenanceRecord.all().count() == 0


async def test_a_voice_note_is_written_down_and_a_danger_in_it_means_stop_once_the_person_agreed(chat: Chat):
    await subscriber(chat)
    await agree(chat)
    await vehicle(chat, plate="AB123CD")
    said = {"fr": "la pédale de frein va au plancher", "en": "the brake pedal goes to the floor"}[chat.t.language]
    chat.bot.sim.model.script.will(Act(text=said))
    await chat.say("/diagnose")
    await chat.person.send_voice()
    await chat.bot.settle()
    assert chat.last == chat.says("diagnose.voice_perceived")
    await chat.say(WARNING[chat.t.language])
    await chat.tap(chat.t.plain("diagnose.finish"))
    assert chat.last.startswith(chat.says("diagnose.understood"))
    assert chat.says("diagnose.stop_driving") in chat.last
    assert said in chat.last
