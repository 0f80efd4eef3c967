import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from core import db
from core.assistant_port import AssistantFailed, FormT, Prompt, Said, Spent, Trouble
from core.domain.assistant.exchange import Consent
from core.models import Account, AiBudget, AiSpend
from core.services.ai_spending import AiSpending, Rates
from core.services.assistance import Assistance
from core.services.vehicles import NewVehicle
from tests.postgres.databases import database, database_url
from tests.postgres.server import postgres
from tests.services.own_world import built, on_the_day

__all__ = ["database", "database_url", "postgres"]

ASKED = Prompt("Rules.", (Said("person", "Bonjour, Camille ici, AB-123-CD : 4539 1488 0343 6467 ?"),), 400, "")


class Speaker:
    """A model that says what it was made with, and keeps what it was told."""

    model = "speaker"

    def __init__(self, *pieces: str | Spent, trouble: Trouble | None = None) -> None:
        self.pieces, self.trouble, self.told = pieces, trouble, [ASKED][:0]

    async def close(self) -> None: ...

    async def ping(self) -> None: ...

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Spent]:
        self.told.append(prompt)
        for piece in self.pieces:
            await asyncio.sleep(0)
            yield piece
        if self.trouble is not None:
            raise AssistantFailed(self.trouble)

    async def fill(self, prompt: Prompt, form: type[FormT]) -> tuple[FormT, Spent]:
        raise AssistantFailed(Trouble.GARBAGE)

    async def hear(self, recording: bytes, name: str, language: str) -> tuple[str, Spent]:
        return "bonjour", Spent(10, 5)


@pytest.fixture
async def owner(database: str, tmp_path: Path) -> Account:
    services = built(tmp_path)
    owner = await services.accounts.arrive((77, "Camille", "fr"))
    await services.vehicles.add(owner, NewVehicle(plate="AB123CD"))
    owner.ai_consent = Consent.YES.value
    await owner.save()
    return owner


def assistance(speaker: Speaker, most: float = 50, each: float = 5) -> Assistance:
    return Assistance(speaker, AiSpending(on_the_day(), Rates(2.5, 10, most, each)), b"salt")


async def said(asking: Assistance, owner: Account) -> str:
    return "".join([piece async for piece in asking.stream(owner, ASKED)])


async def test_words_are_masked_before_they_leave_and_cost_is_kept_by_person_and_month(owner: Account):
    speaker = Speaker("Oui", ".", Spent(1_000, 200))
    assert await said(assistance(speaker), owner) == "Oui."
    (told,) = speaker.told
    assert told.said[0].text == "Bonjour, [name] ici, [plate] : [card] ?"
    assert told.person
    assert str(owner.id) not in told.person
    spent = await AiSpend.get(owner_id=owner.id)
    assert (spent.month, spent.calls, spent.taken_in, spent.given_out, spent.micros) == (
        "2026-11",
        1,
        1_000,
        200,
        4_500,
    )
    assert (await AiBudget.get(month="2026-11")).micros == 4_500


@pytest.mark.parametrize("trouble", list(Trouble))
async def test_a_call_that_failed_before_its_first_word_costs_nothing(owner: Account, trouble: Trouble):
    with pytest.raises(AssistantFailed):
        await said(assistance(Speaker(trouble=trouble)), owner)
    spent = await AiSpend.get(owner_id=owner.id)
    assert (spent.calls, spent.failed, spent.micros) == (1, 1, 0)
    assert (await AiBudget.get(month="2026-11")).micros == 0


async def test_an_answer_that_broke_off_is_paid_for_as_far_as_it_came(owner: Account):
    with pytest.raises(AssistantFailed):
        await said(assistance(Speaker("Il faut " * 20, trouble=Trouble.CUT)), owner)
    spent = await AiSpend.get(owner_id=owner.id)
    assert spent.failed == 1
    assert spent.micros > 0


async def test_of_many_calls_at_once_only_as_many_as_the_ceiling_pays_for_are_made(owner: Account):
    speaker = Speaker("Oui", Spent(100, 400))
    # A call may cost 400 tokens out and some in: three of them fit.
    asking = assistance(speaker, most=0.0135)
    results = await asyncio.gather(*[said(asking, owner) for _ in range(12)], return_exceptions=True)
    refused = [one for one in results if isinstance(one, AssistantFailed)]
    assert {one.trouble for one in refused} == {Trouble.CEILING}
    assert len(speaker.told) == 12 - len(refused) <= 3
    assert (await AiBudget.get(month="2026-11")).micros <= 13_500


async def test_one_persons_ceiling_is_theirs_alone(owner: Account, tmp_path: Path):
    other = await built(tmp_path).accounts.arrive((78, "Ana", "en"))
    other.ai_consent = "yes"
    await other.save()
    speaker = Speaker("Oui", Spent(100, 400))
    asking = assistance(speaker, each=0.006)
    assert await said(asking, owner)
    with pytest.raises(AssistantFailed):
        await said(asking, owner)
    assert await said(asking, other)


async def test_nothing_leaves_without_a_yes_nor_without_a_service(owner: Account):
    speaker = Speaker("Oui")
    asking = assistance(speaker)
    await asking.decide(owner, Consent.NO)
    for one in (asking, replace(asking, assistant=None)):
        with pytest.raises(AssistantFailed) as failed:
            await said(one, owner)
        assert failed.value.trouble is Trouble.OFF
    assert speaker.told == []
    assert not await db.fetch("SELECT 1 AS one FROM ai_spend")
