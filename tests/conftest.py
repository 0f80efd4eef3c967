"""What every test may ask for: a database, the simulator, a running bot, a person's chat."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from pydantic import SecretStr

from app.runtime import Runtime, running
from app.wiring import build
from core.gateways.clock import MovableClock
from core.i18n import Translator, translator
from core.settings import Settings
from simulator.testing import Message, Person, Simulator
from tests.postgres.databases import migrated_file, sqlite_url

__all__ = ["migrated_file"]

# A run that was started in the background inherits an ignored SIGINT, and so would every bot that a test stops by it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Every commit waits for the disk; what a test writes is thrown away, so it lies in memory where there is plenty.
MEMORY = Path("/dev/shm")
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 4 << 30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# The commands close what they write to everybody else, for their whole process; a test's process has others to serve.
UMASK = os.umask(0o022)
os.umask(UMASK)


def pytest_runtest_setup() -> None:
    os.umask(UMASK)


PATIENCE = 20.0
# Nobody reads along: pushes to one chat need not be a second apart.
PUSH_SECONDS = 0.02


def log_plainly() -> None:
    """Show faults as Python does; the library's own way draws every variable of every frame, which takes seconds."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S"),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
    )


log_plainly()


@dataclass(slots=True, repr=False)
class Bot:
    """A running bot and the simulator it talks to."""

    sim: Simulator
    runtime: Runtime
    clock: MovableClock

    async def settle(self, patience: float = PATIENCE) -> None:
        """Wait until nothing is on its way: no update unconfirmed, no job, no message unsent."""
        async with asyncio.timeout(patience):
            quiet = 0
            while quiet < 2:
                idle = self.sim.unconfirmed == 0 and await self.runtime.idle()
                quiet = quiet + 1 if idle else 0
                await asyncio.sleep(0.01)

    async def advance(self, **span: float) -> None:
        """Move the product's clock forward and let what became due happen."""
        await self.sim.advance(**span)
        self.clock.move_to(self.clock.offset + timedelta(**span))
        await self.runtime.ticker.once()
        await self.settle()


@dataclass(slots=True, repr=False)
class Chat:
    """A person's chat; every act waits until the bot is done with it."""

    bot: Bot
    person: Person
    t: Translator

    @property
    def last(self) -> str:
        """The text of the bot's newest message."""
        return self.message.text

    @property
    def message(self) -> Message:
        """The bot's newest message."""
        return self.person.last

    @property
    def labels(self) -> list[str]:
        """The labels of the newest message's buttons."""
        return [label for row in self.message.buttons for label, _ in row]

    async def say(self, text: str) -> None:
        await self.person.say(text)
        await self.bot.settle()

    async def tap(self, button: str, *, message: Message | None = None) -> None:
        await self.person.tap(button, message=message)
        await self.bot.settle()

    async def send_photo(self, photo: Path | bytes, caption: str | None = None) -> None:
        await self.person.send_photo(photo, caption)
        await self.bot.settle()

    async def send_document(self, content: Path | bytes, name: str, mime: str) -> None:
        await self.person.send_document(content, name, mime)
        await self.bot.settle()

    def sees(self, text: str) -> bool:
        """Whether a message of the bot reads so now, be it an older one that was edited."""
        return any(message.text == text for message in self.person.messages)

    def sees_part(self, text: str) -> bool:
        """Whether a message of the bot holds this text now."""
        return any(text in message.text for message in self.person.messages)

    @property
    def shown(self) -> Message:
        """The bot's message with buttons that is furthest down."""
        return next(message for message in reversed(self.person.messages) if message.buttons)

    def says(self, key: str, **values: object) -> str:
        """A catalogue text as the person sees it: without markup."""
        return plain(self.t(key, **values))


def plain(html: str) -> str:
    """The visible text of Telegram HTML."""
    import html as escapes
    import re

    return escapes.unescape(re.sub(r"<[^>]+>", "", html))


def settings_for(sim: Simulator, folder: Path) -> Settings:
    """Settings of a bot on the simulator, untouched by the machine's environment."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it at construction
        bot_token=SecretStr(sim.token),
        telegram_api_url=sim.api_url,
        data_dir=folder,
        http_port=0,
    ).model_copy(update={"smtp_url": SecretStr(f"{sim.api_url}/sim/mails")})


def at_noon() -> MovableClock:
    """Today's noon, also when the tests are run at night, when nobody is told anything."""
    now = MovableClock().now()
    return MovableClock(now.replace(hour=12, minute=0) - now)


@asynccontextmanager
async def running_bot(
    sim: Simulator, folder: Path, *, admins: tuple[int, ...] = (), clock: MovableClock | None = None
) -> AsyncIterator[Bot]:
    """A bot in this event loop, on its own database; its day is at noon unless another clock is given."""
    clock = clock or at_noon()
    parts = build(settings_for(sim, folder).model_copy(update={"admin_ids": admins}), clock)
    parts.messenger.pace.per_chat_seconds = PUSH_SECONDS
    async with running(parts, warm=False) as runtime:
        yield Bot(sim, runtime, clock)


@pytest.fixture(autouse=True)
def plain_logs() -> Iterator[None]:
    yield
    structlog.reset_defaults()
    log_plainly()


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator.running() as simulator:
        yield simulator
        assert simulator.violations == []


@pytest.fixture
async def bot(sim: Simulator, migrated_file: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    sqlite_url(migrated_file, tmp_path)
    async with running_bot(sim, tmp_path) as bot:
        yield bot


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def chat(bot: Bot, language: str) -> Chat:
    return Chat(bot, bot.sim.user("Camille", lang=language), translator(language))
