"""An AI service fails in every way that the stand-in knows, with the deadlines of production and nothing made quicker.

Each way meets a question that wants words, a question whose query a model is to choose, and a photo that nobody else
can read. Answers must be there within 25 seconds, from the built-in knowledge or from the person; nothing is counted.
"""

import io
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from PIL import Image
from pydantic import SecretStr
from structlog.testing import capture_logs

from benchmarks.rows import Row
from core.domain.plans import Level
from core.gateways.breaker import Breaker
from core.gateways.openai_assistant import OpenAIAssistant
from core.i18n import translator
from core.models import AskExchange, Document, ExtractedField
from simulator.openai.model_server import KEY, MODEL
from simulator.openai.script import FAULTS, Act, Way
from simulator.testing import Simulator
from tests.conftest import Bot, Chat
from tests.domain.capture.pages import page
from tests.faults.places import sqlite_place
from tests.faults.setting import Setting
from tests.making import ai_uses, subscriber, vehicle
from tests.reading import reads

MOST, PATIENCE = 25.0, 60.0
WORDS, QUERY = "quelle pression pour les pneus de ma voiture ?", "combien j'ai dépensé l'hiver dernier ?"
DASHBOARD = page("1|30", "2|60", "3|90", "x1000 r/min|km/h", "0|10°C")


async def run(setting: Setting) -> list[Row]:
    ways = random.Random(setting.seed).sample(FAULTS, setting.scaled(len(FAULTS)))
    with tempfile.TemporaryDirectory(prefix="autotrack-faults-") as folder, capture_logs() as logs:
        structlog.contextvars.clear_contextvars()
        async with Simulator.running() as sim, sqlite_place(Path(folder)) as place:
            bot = place.bot(
                sim,
                openai_api_key=SecretStr(KEY),
                openai_base_url=f"{sim.api_url}/openai/v1",
                openai_model=MODEL,
                openai_mode="responses",
            )
            async with bot as running:
                seconds, wrong = await tried(running, ways)
                counted = await AskExchange.filter(counted=True).count()
    errors = [str(one["event"]) for one in logs if one["log_level"] in {"error", "critical"}]
    setting.note(seconds=seconds, wrong=wrong, errors=errors[:5])
    slowest = max(seconds, key=lambda way: seconds[way])
    return [
        Row("ways in which a service failed", len(ways), None, "", "each met words, a query and a photo"),
        Row("the slowest answer", round(seconds[slowest], 1), MOST, "s", slowest),
        Row("questions and photos without a right answer", len(wrong), 0, "errors", ", ".join(wrong[:5])),
        Row("answers counted against a quota", counted, 0, "errors"),
        Row("exceptions logged", len(errors), 0, "errors"),
    ]


async def tried(bot: Bot, ways: list[Way]) -> tuple[dict[str, float], list[str]]:
    """How long each way took at each task, and which were answered wrongly."""
    chat = Chat(bot, bot.sim.user("Ana", lang="fr"), translator("fr"))
    owner = await subscriber(chat, Level.PREMIUM)
    owner.ai_consent = "yes"
    await owner.save()
    await vehicle(chat, plate="AB123CD", kilometres=84_000)
    reads(bot, DASHBOARD)
    assistant = bot.runtime.parts.services.assistance.assistant
    assert isinstance(assistant, OpenAIAssistant)
    tasks: dict[str, Callable[[Chat], Awaitable[bool]]] = {"words": words, "query": query, "photo": photo}
    seconds: dict[str, float] = {}
    wrong = []
    for way in ways:
        for task, right in tasks.items():
            assistant.breaker = Breaker()
            bot.sim.model.script.usual, asked = Act(way), len(bot.sim.model.script.calls)
            began = time.monotonic()
            fine = await right(chat) and await ai_uses(chat) == 0 and len(bot.sim.model.script.calls) > asked
            seconds[f"{way}, {task}"] = time.monotonic() - began
            if not fine:
                wrong.append(f"{way}, {task}")
    return seconds, wrong


async def words(chat: Chat) -> bool:
    """A question of upkeep: the built-in knowledge answers and says so."""
    await chat.person.say(f"/ask {WORDS}")
    await chat.bot.settle(PATIENCE)
    return chat.says("ask.from_knowledge") in chat.last and chat.says("ask.model_failed") in chat.last


async def query(chat: Chat) -> bool:
    """A question on one's own rows that no rule reads: it is said what can be asked, and no figure is made up."""
    await chat.person.say(f"/ask {QUERY}")
    await chat.bot.settle(PATIENCE)
    return chat.last == chat.says("ask.unclear")


async def photo(chat: Chat) -> bool:
    """A dashboard that cannot be read: its card comes without a distance."""
    picture = io.BytesIO()
    Image.effect_noise((400, 500 + random.randrange(400)), 40).convert("RGB").save(picture, "JPEG")
    await chat.person.send_photo(picture.getvalue())
    await chat.bot.settle(PATIENCE)
    document = await Document.all().order_by("-id").first()
    if document is None or document.state != "proposed":
        return False
    return await ExtractedField.filter(document_id=document.id, name="odometer_km", value__isnull=False).count() == 0
