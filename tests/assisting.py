"""A bot whose questions go to the stand-in of an AI service, and what every prompt it received must not hold."""

import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from app.runtime import running
from app.wiring import build
from core.gateways.openai_assistant import Deadlines, OpenAIAssistant
from core.models import Account, MaintenanceRecord, Vehicle, deleted_vehicles
from simulator.openai.model_server import KEY, MODEL
from simulator.openai.saying import everything_told
from simulator.testing import Simulator
from tests.conftest import PUSH_SECONDS, Bot, at_noon, settings_for

# For a service that fails; a busy machine may take longer than this for an answer.
QUICK = Deadlines(talk=1.5, look=1.5, hear=1.5)
PATIENT = Deadlines(talk=12, look=12, hear=12)
# What no prompt may hold, whosever it is.
PERSONAL = re.compile(
    r"\b[A-Z]{2}-\d{3}-[A-Z]{2}\b|[\w.]+@[\w-]+\.\w+|\b(?:\d[ -]?){13,19}\b|\b[A-HJ-NPR-Z0-9]{17}\b"
    r"|\bFR\d{2}(?: ?\d{4}){3}|sk-[\w-]{8,}|\b0[67](?:[ .]?\d\d){4}\b"
)


@asynccontextmanager
async def assisted_bot(
    sim: Simulator, folder: Path, *, deadlines: Deadlines = PATIENT, **more: object
) -> AsyncIterator[Bot]:
    """A bot with a key; at its end every prompt that left is checked."""
    known = {
        "openai_api_key": SecretStr(KEY),
        "openai_base_url": f"{sim.api_url}/openai/v1",
        "openai_model": MODEL,
        "openai_mode": "responses",
        **more,
    }
    clock = at_noon()
    parts = build(settings_for(sim, folder).model_copy(update=known), clock)
    parts.jobs.backoff = 0.05
    parts.messenger.pace.per_chat_seconds = PUSH_SECONDS
    assistant = parts.services.assistance.assistant
    assert isinstance(assistant, OpenAIAssistant)
    assistant.deadlines = deadlines
    async with running(parts, warm=False) as runtime:
        yield Bot(sim, runtime, clock)
        await check_prompts(sim, runtime.parts.services.assistance.salt)


async def check_prompts(sim: Simulator, salt: bytes) -> None:
    """No prompt holds anything of another person, nor what is personal of anybody."""
    owners = {account.id: account for account in await Account.all()}
    words = {owner: set(await canaries(account)) for owner, account in owners.items()}
    by_name = {hashlib.sha256(salt + str(owner).encode()).hexdigest()[:32]: owner for owner in owners}
    for call in sim.model.script.calls:
        if not call.get("input") and not call.get("messages"):
            continue
        told = everything_told(call)
        assert not PERSONAL.search(told), PERSONAL.search(told)
        asker = by_name[str(call.get("safety_identifier") or call.get("user"))]
        for owner, theirs in words.items():
            crossed = [word for word in theirs if word in told and (owner == asker or word not in words[asker])]
            assert crossed == [], (owner, asker, crossed)


async def canaries(owner: Account) -> list[str]:
    """What is personal of somebody: their plates, VINs, policies, and words that only their rows hold."""
    found: list[str] = []
    mine = [*await Vehicle.filter(owner_id=owner.id), *await deleted_vehicles().filter(owner_id=owner.id)]
    for vehicle in mine:
        found += [str(value) for value in (vehicle.plate, vehicle.vin, vehicle.policy_number) if value]
        for record in await MaintenanceRecord.filter(vehicle_id=vehicle.id):
            words = f"{record.note or ''} {record.garage or ''}".split()
            found += [word for word in words if word.startswith("CANARY")]
    return found
