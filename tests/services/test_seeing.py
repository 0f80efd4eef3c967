from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import db
from core.assistant_port import AssistantFailed, FormT, Prompt, Spent, Trouble
from core.domain.capture.types import Box, Captured, DocumentType, Field, FieldState, Reading
from core.domain.diagnosis.diagnose import diagnose
from core.domain.diagnosis.diagnosis_status import PieceKind
from core.models import Account
from core.services.ai_spending import AiSpending, Rates
from core.services.assistance import Assistance
from core.services.seeing import Seeing
from tests.postgres.databases import sqlite_url
from tests.services.own_world import built, on_the_day

PLACE = Box(0, 0.1, 0.1, 0.3, 0.2)


class Eyes:
    """A model that fills forms with what it was made with, and keeps the pictures it was shown."""

    model = "eyes"

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers, self.shown = list(answers), [b""][:0]

    async def close(self) -> None: ...

    async def ping(self) -> None: ...

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Spent]:
        yield Spent(1, 1)

    async def fill(self, prompt: Prompt, form: type[FormT]) -> tuple[FormT, Spent]:
        if prompt.picture is not None:
            self.shown.append(prompt.picture.content)
        if not self.answers:
            raise AssistantFailed(Trouble.SLOW)
        return form.model_validate(self.answers.pop(0)), Spent(10, 10)

    async def hear(self, recording: bytes, name: str, language: str) -> tuple[str, Spent]:
        return "les freins grincent", Spent(10, 5)


class Scissors:
    """Cuts pages so that it can be told what was cut."""

    async def look(self, page: bytes) -> str | None:
        return None

    async def crop(self, page: bytes, box: Box) -> bytes:
        return b"part of " + page

    async def bound(self, pages: object) -> bytes:
        return b""

    async def joined(self, pages: object) -> bytes:
        return b""


@pytest.fixture
async def owner(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Account]:
    await db.connect(sqlite_url(migrated_file, tmp_path))
    try:
        owner = await built(tmp_path).accounts.arrive((77, "Camille", "fr"))
        owner.ai_consent = "yes"
        await owner.save()
        yield owner
    finally:
        await db.disconnect()


def seeing(eyes: Eyes) -> Seeing:
    clock = on_the_day()
    return Seeing(clock, Assistance(eyes, AiSpending(clock, Rates(2.5, 10, 50, 5))), Scissors())


def invoice(**fields: Field) -> Captured:
    return Captured(Reading(DocumentType.INVOICE, fields), b"page", (b"page",))


async def test_a_doubtful_value_that_a_second_look_confirms_is_no_longer_doubtful_and_only_its_place_is_shown(
    owner: Account,
):
    total = Field(Decimal("184.50"), 0.4, FieldState.DOUBTFUL, PLACE)
    day = Field(date(2026, 3, 12), 0.4, FieldState.DOUBTFUL, PLACE)
    eyes = Eyes({"text": "184,50"}, {"text": "13/03/2026"})
    found = (await seeing(eyes).completed(owner, invoice(total_incl_tax=total, invoice_date=day))).reading.fields
    assert found["total_incl_tax"].state is FieldState.READ
    assert found["total_incl_tax"].value == Decimal("184.50")
    assert found["invoice_date"] == day
    assert eyes.shown == [b"part of page", b"part of page"]


async def test_what_is_verified_or_was_read_is_neither_shown_nor_changed(owner: Account):
    for state in (FieldState.VERIFIED, FieldState.READ):
        eyes = Eyes({"text": "1,00"})
        read = invoice(total_incl_tax=Field(Decimal("184.50"), 1.0, state, PLACE))
        assert await seeing(eyes).completed(owner, read) is read
        known = Field(84_200, 1.0, state)
        dash = Captured(Reading(DocumentType.ODOMETER, {"odometer_km": known}), b"dash", (b"dash",))
        assert await seeing(eyes).completed(owner, dash) is dash
        assert eyes.shown == []


async def test_a_dashboard_that_could_not_be_read_gets_a_doubtful_distance_and_nonsense_gets_none(owner: Account):
    dash = Captured(Reading(DocumentType.ODOMETER, {}), b"dash", (b"dash",))
    found = await seeing(Eyes({"kilometres": 84_200})).completed(owner, dash)
    assert found.reading.fields["odometer_km"] == Field(84_200, 0.55, FieldState.DOUBTFUL)
    assert await seeing(Eyes({"kilometres": 0})).completed(owner, dash) is dash
    assert await seeing(Eyes()).completed(owner, dash) is dash


async def test_lights_and_sights_become_words_that_the_rules_read_and_voice_is_written_down(owner: Account):
    eyes = Eyes({"lights": ["oil_pressure"], "sights": []}, {"lights": [], "sights": []})
    senses = seeing(eyes)
    words = await senses.words_of(owner, PieceKind.PHOTO, b"photo")
    assert diagnose(words or "").stop_driving
    assert await senses.words_of(owner, PieceKind.PHOTO, b"photo") is None
    assert await senses.words_of(owner, PieceKind.PHOTO, b"photo") is None
    assert await senses.words_of(owner, PieceKind.VOICE, b"OggS") == "les freins grincent"


async def test_nothing_is_looked_at_without_a_yes(owner: Account):
    owner.ai_consent = None
    eyes = Eyes({"kilometres": 84_200})
    dash = Captured(Reading(DocumentType.ODOMETER, {}), b"dash", (b"dash",))
    assert await seeing(eyes).completed(owner, dash) is dash
    assert await seeing(eyes).words_of(owner, PieceKind.VOICE, b"OggS") is None
    assert eyes.shown == []


@pytest.mark.parametrize("language", ["fr", "en", "es"])
async def test_red_lights_mean_stop_in_every_language(owner: Account, language: str):
    owner.language = language
    for light in ("oil_pressure", "coolant_temperature", "brake"):
        words = await seeing(Eyes({"lights": [light], "sights": []})).words_of(owner, PieceKind.PHOTO, b"photo")
        assert diagnose(words or "").alarms, (light, words)
