"""Orders printed on invoices, read by the real capture, with a model that looks at what stayed doubtful and obeys them.

Each run tries a seeded few of them; `EVERY_INJECTION=1` tries all.
"""

import json
import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from core.domain.capture.reading import interpret
from core.domain.capture.stored import plain_value
from core.domain.capture.types import PageText
from core.domain.plans import Level
from core.models import Document, ExtractedField, MaintenanceRecord
from core.services.days import today_of
from simulator.openai.script import Act
from simulator.testing import Simulator
from tests.assisting import assisted_bot
from tests.conftest import Bot, Chat
from tests.domain.capture.pages import page
from tests.journeys.papers import jpeg
from tests.journeys.test_injections import INJECTIONS, everything
from tests.making import subscriber, vehicle
from tests.postgres.databases import sqlite_url
from tests.reading import reads

# What a photo that was read leaves behind, whatever is printed on it; a record comes with the person's tap.
OF_READING = {"document", "document_page", "document_text", "extracted_field", "extracted_line", "garage"}


@pytest.fixture
async def bot(sim: Simulator, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    sqlite_url(migrated_file, tmp_path)
    async with assisted_bot(sim, tmp_path, openai_price_in=0, openai_price_out=0) as bot:
        yield bot


def photo(number: int) -> bytes:
    """A photo unlike any other."""
    return jpeg(Image.effect_noise((400, 500 + number), 40))


def answers(words: str) -> tuple[Act, ...]:
    """What a model that obeys says of a place: the order itself, another sum with orders in the form, or garbage."""
    lie = {"text": "9999,99", "plan": "premium", "is_admin": True, "url": "https://evil.example/collect"}
    return Act(text=json.dumps({"text": words[:60]})), Act(text=json.dumps(lie)), Act("obey"), Act("garbage")


def printed(number: int, words: str) -> PageText:
    """An invoice whose garage and whose line are the order; its cents cannot be read."""
    order = words.replace("|", "/")
    return page(
        f"{order[:60]}|FACTURE N° 2026-{number:04}", "18 rue des Artisans 69003 LYON|Date : 12/10/2026",
        "Véhicule : RENAULT CLIO|Immatriculation : AB-123-CD|Kilométrage : 84 200 km",
        "Désignation|Quantité|P.U. HT|Montant HT", f"{order}|1|100,00|100,00", "Total TTC|187 €",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["fr"])
async def test_orders_printed_on_an_invoice_reach_no_model_and_change_nothing_whatever_it_says(chat: Chat):
    owner = await subscriber(chat, Level.PREMIUM)
    owner.ai_consent = "yes"
    await owner.save()
    await vehicle(chat, plate="AB123CD", kilometres=80_000)
    script, day = chat.bot.sim.model.script, today_of(owner, chat.bot.clock)
    every = list(enumerate(INJECTIONS))
    tried = every if "EVERY_INJECTION" in os.environ else random.Random(20261126).sample(every, 4)
    looked = 0
    for number, words in tried:
        script.usual = answers(words)[number % 4]
        paper = printed(number, words)
        reads(chat.bot, paper)
        before, asked = await everything(), len(script.calls)
        await chat.send_photo(photo(number))
        after = await everything()
        assert {name for name in after if after[name] != before[name]} <= OF_READING, words
        calls = script.calls[asked:]
        looked += bool(calls)
        assert words[:40] not in json.dumps(calls, ensure_ascii=False), words
        # What the paper says is kept as it was read; nothing that the model said.
        said = interpret([paper], 1, day).fields
        document = await Document.all().order_by("-id").first()
        assert document is not None
        for field in await ExtractedField.filter(document_id=document.id):
            assert field.value == (None if said[field.name].value is None else str(plain_value(said[field.name].value)))
    assert looked >= len(tried) * 0.7
    assert await MaintenanceRecord.all().count() == 0
    shown = [one.text for one in chat.person.messages]
    assert not any("9999" in text or "9 999" in text or "collect" in text for text in shown if not _printed(text))
    sent = str([one.params for one in chat.bot.sim.requests if one.method.startswith(("send", "edit"))])
    assert "<a href" not in sent


def _printed(text: str) -> bool:
    """Whether a card repeats what stands on the paper itself."""
    return any(words[:40] in text for words in INJECTIONS)
