"""Which job engine the database asks for, and who sends and polls where several processes work."""

from dataclasses import dataclass

from app.roles import SLOTS, Roles
from bot.messenger import Messenger
from bot.polling import Polling, SharedPolling
from bot.sending import Sending
from bot.transport import TelegramApi
from core import db
from core.db.lead import Lead
from core.db.presence import Presence
from core.gateways.jobs_embedded import EmbeddedJobs
from core.ports import JobEngine
from core.services.outbox import Outbox

# Numbers of what one process does at a time, in the locks of the database.
SENDS, POLLS = 1, 2


@dataclass(frozen=True, slots=True)
class Scale:
    """One process on a file, or any number of them on PostgreSQL, where each has its own `presence`."""

    jobs: JobEngine
    presence: Presence | None = None

    def sender(self, messenger: Messenger, outbox: Outbox) -> Messenger | Sending:
        """Who sends: we, or whoever of many leads."""
        if self.presence is None:
            return messenger
        return Sending(Lead(self.presence, "send", SENDS), messenger, outbox)

    def poller(self, api: TelegramApi, jobs: JobEngine) -> Polling | SharedPolling:
        """Who polls: we, or whoever of many leads."""
        if self.presence is None:
            return Polling(api, jobs)
        return SharedPolling(Lead(self.presence, "poll", POLLS), lambda: Polling(api, jobs))


def scale_of(url: str, roles: Roles) -> Scale:
    """What fits the database."""
    slots = {queue: SLOTS[queue] for queue in roles.queues}
    if db.is_file(url):
        return Scale(EmbeddedJobs(slots))
    # Imported for PostgreSQL alone: the library costs a tenth of a second at the start.
    from core.gateways.jobs_procrastinate import ProcrastinateJobs

    presence = Presence(url)
    return Scale(ProcrastinateJobs(slots, presence), presence)
