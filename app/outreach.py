"""What goes from the team to people and back, and what it sees of them all: broadcasts, requests for help, figures."""

from collections.abc import Sequence

from bot.messenger import Undelivered
from bot.views import news
from core.ports import Clock, Jobs
from core.services import Services
from core.services.broadcasting import Broadcasting
from core.services.broadcasts import Broadcasts
from core.services.outbox import Outbox
from core.services.watched_jobs import WatchedJobs


def broadcasts_of(clock: Clock, jobs: Jobs, outbox: Outbox) -> Broadcasts:
    """Broadcasts, which look as the chat shows them."""
    return Broadcasts(clock, Broadcasting(clock, jobs, outbox, news.message))


def undelivered(services: Services) -> Undelivered:
    """Who is told what could not be delivered."""

    async def tell(chat_id: int, about: Sequence[str]) -> None:
        await services.reminders.undelivered(chat_id, about)
        await services.broadcasts.sending.undelivered(about)

    return tell


def register_outreach(jobs: WatchedJobs, services: Services) -> None:
    """Their kinds of job."""
    jobs.register("broadcast", services.broadcasts.sending.step, queue="clock")
    jobs.register("draw_insight", services.insights.draw, queue="files", buried=services.insights.failed)
