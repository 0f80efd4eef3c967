"""What a running bot is made of; `app/wiring.py` builds it."""

from dataclasses import dataclass

from app.engines import Scale
from app.mail import BotLink
from app.payment import Payments
from app.roles import Roles
from app.schedule import Schedule
from bot.application import ChatApplication
from bot.background import Background
from bot.handlers.admin_health import HealthReport
from bot.messenger import Messenger
from bot.polling import Polling, SharedPolling
from bot.sending import Sending
from bot.transport import TelegramApi
from core.gateways.file_store import EncryptedFiles
from core.gateways.send_journal import FileSendJournal
from core.gateways.studio.worker_pool import ChildStudio
from core.meters import Meters
from core.ports import Clock, JobEngine
from core.services import Services
from core.services.billing_events import BillingEvents
from core.services.capture import Capture
from core.services.soundings import Soundings
from core.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """What a running bot is made of."""

    settings: Settings
    clock: Clock
    roles: Roles
    scale: Scale
    files: EncryptedFiles
    jobs: JobEngine
    services: Services
    api: TelegramApi
    application: ChatApplication
    messenger: Messenger
    journal: FileSendJournal
    sender: Messenger | Sending
    poller: Polling | SharedPolling
    background: Background
    capture: Capture
    meters: Meters
    payments: Payments
    billing_events: BillingEvents | None
    studio: ChildStudio
    schedule: Schedule
    chat: BotLink
    health: HealthReport

    async def end(self) -> None:
        """Close what speaks to services and what makes files."""
        await self.payments.close()
        await self.studio.close()
        if self.services.assistance.assistant is not None:
            await self.services.assistance.assistant.close()

    @property
    def soundings(self) -> Soundings:
        """How the queues stand."""
        return Soundings(self.services.intake.line)
