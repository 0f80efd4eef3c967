"""How everything is, for administrators: what /health/ready tells, looked at by a job and put in place of a message."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from telegram import Update

from bot.admin import desk
from bot.context import BotContext
from bot.views import admin_health as views
from core import db
from core.ports import RunningJob
from core.services import Services
from core.services.outbox import Lane

Look = Callable[[], Awaitable[Mapping[str, Mapping[str, object]]]]
JOB = "admin_health"


async def page(_: Update, context: BotContext) -> None:
    """Have it looked at: others are asked, which no update waits for."""
    desk(context)
    await context.services.jobs.enqueue(JOB, {"chat_id": context.account.telegram_id})
    await context.reply(views.looking(context.t), live=JOB)


@dataclass(slots=True)
class HealthReport:
    """Does the job. `look` is handed in by whoever runs the checks."""

    services: Services
    look: Look | None = field(default=None)

    async def work(self, job: RunningJob) -> None:
        """Look, and say what was seen to an administrator."""
        account = await self.services.accounts.by_chat(int(str(job.payload["chat_id"])))
        if account is None or not self.services.admin.admins.include(account):
            return
        seen = await self.look() if self.look is not None else {}
        method, parameters = views.report(account, seen).edit(None)
        async with db.transaction():
            put = self.services.outbox.put
            chat, language = account.telegram_id, account.language
            await put(chat, method, parameters, language=language, lane=Lane.ANSWER, live=JOB)
            await job.finish()
