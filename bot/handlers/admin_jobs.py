"""Jobs that were given up, for administrators."""

from telegram import Update

from bot.admin import desk
from bot.admin_callbacks import OnJob
from bot.context import BotContext
from bot.views import admin_jobs as views
from core.errors import Gone
from core.services.job_desk import SIZE


async def page(_: Update, context: BotContext) -> None:
    """The newest of them."""
    await _page(context, 0)


async def _page(context: BotContext, position: int) -> None:
    administration, _actor = desk(context)
    start = max(position, 0)
    total, jobs = await administration.jobs.page(start)
    await context.show(views.page(context, jobs, start, total, SIZE))


async def act(_: Update, context: BotContext) -> None:
    """A button of the list or of one job."""
    administration, actor = desk(context)
    tapped = context.tap(OnJob)
    match tapped.action:
        case "page":
            await _page(context, tapped.job)
        case "open":
            await context.show(views.job(context, *await administration.jobs.get(tapped.job)))
        case "retry":
            await administration.jobs.retry(actor, tapped.job)
            context.toast("admin.retried")
            await _page(context, 0)
        case _:
            raise Gone
