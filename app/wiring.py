"""Builds every object, once. Nobody else constructs a service or a gateway."""

from dataclasses import dataclass

from bot.application import ChatApplication, build_application
from bot.background import Background
from bot.inbox import Inbox
from bot.messenger import Messenger
from bot.routes import routes
from bot.transport import AiohttpRequest, TelegramApi
from core.gateways.file_store import EncryptedFiles, data_key
from core.gateways.jobs_embedded import EmbeddedJobs
from core.ports import Clock, RunningJob
from core.services import Services
from core.services.accounts import Accounts
from core.services.conversations import Conversations
from core.services.odometer import Odometer
from core.services.outbox import Outbox
from core.services.tidying import Tidying
from core.services.vehicles import Vehicles
from core.settings import Settings
from scheduler.ticker import SECONDS

# How many jobs of a queue run at once in one process.
SLOTS = {"chat": 32, "ocr": 2, "clock": 1}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a running bot is made of."""

    settings: Settings
    clock: Clock
    files: EncryptedFiles
    jobs: EmbeddedJobs
    services: Services
    api: TelegramApi
    application: ChatApplication
    messenger: Messenger
    background: Background
    key_was_made: bool

    async def tick(self) -> None:
        """Ask once per slot what is due, however many processes tick."""
        slot = int(self.clock.now().timestamp() // SECONDS)
        await self.jobs.enqueue("tick", {}, dedupe=f"tick:{slot}")

    async def close(self) -> None:
        """End what was started besides the tasks."""


def build(settings: Settings, clock: Clock) -> Parts:
    """Wire everything; opens no connection yet."""
    if settings.bot_token is None:
        raise ValueError("a bot needs BOT_TOKEN")
    given = settings.data_key.get_secret_value() if settings.data_key else None
    keys, made = data_key(given, settings.data_dir)
    files = EncryptedFiles.open(settings.data_dir / "files", keys)
    jobs = EmbeddedJobs(SLOTS)
    outbox, tidying = Outbox(), Tidying()
    services = Services(
        clock=clock,
        jobs=jobs,
        accounts=Accounts(clock, settings.default_language),
        conversations=Conversations(),
        outbox=outbox,
        vehicles=Vehicles(clock),
        odometer=Odometer(clock),
    )
    api = TelegramApi(AiohttpRequest(), settings.telegram_api_url, settings.bot_token.get_secret_value())
    application = build_application(api, services)
    application.add_handlers(routes())
    background = Background()
    messenger = Messenger(api, outbox, files, services.accounts.unreachable)
    inbox = Inbox(application, services, api, background)
    jobs.register("update", inbox.update, buried=inbox.buried)
    jobs.register("event", inbox.event)

    async def tick(_: RunningJob) -> None:
        await tidying.tidy()

    jobs.register("tick", tick, queue="clock")
    return Parts(settings, clock, files, jobs, services, api, application, messenger, background, made)
