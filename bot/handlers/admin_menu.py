"""/admin: the menu of administrators and the list of its pages.

To add a page: write `bot/handlers/admin_<name>.py` with an `async def page(update, context)` that begins with
`administration, actor = desk(context)` and shows a screen, add `AdminPage("<name>", "admin.page_<name>",
admin_<name>.page)` to `PAGES` below and its label to the catalogues, its buttons to `bot/admin_callbacks.py` (or
`<name>_admin_callbacks.py` with its kinds in `ADMIN_KINDS`; a kind begins with `adm`), its taps and flows (whose
names begin with `admin_`) to `bot/admin_routes.py`, and, where something waits there, a count to `WAITING` in
`core/services/administration.py`. A page is opened by `OpenAdmin("<name>", position)`. Every act is noted by
`administration.auditing.note` in the transaction of its effect.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Update

from bot.admin import desk
from bot.admin_callbacks import OpenAdmin
from bot.context import BotContext
from bot.handlers import (
    admin_audit,
    admin_broadcasts,
    admin_events,
    admin_health,
    admin_insights,
    admin_jobs,
    admin_makes,
    admin_people,
    admin_plans,
    admin_support,
    admin_switches,
)
from bot.views import admin_menu as views

Page = Callable[[Update, BotContext], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class AdminPage:
    """A page of the administration: its name in buttons, the catalogue id of its label, what shows it."""

    name: str
    label: str
    show: Page


PAGES: tuple[AdminPage, ...] = (
    AdminPage("people", "admin.page_people", admin_people.page),
    AdminPage("support", "admin.page_support", admin_support.page),
    AdminPage("plans", "admin.page_plans", admin_plans.page),
    AdminPage("makes", "admin.page_makes", admin_makes.page),
    AdminPage("events", "admin.page_events", admin_events.page),
    AdminPage("jobs", "admin.page_jobs", admin_jobs.page),
    AdminPage("broadcasts", "admin.page_broadcasts", admin_broadcasts.page),
    AdminPage("insights", "admin.page_insights", admin_insights.page),
    AdminPage("health", "admin.page_health", admin_health.page),
    AdminPage("switches", "admin.page_switches", admin_switches.page),
    AdminPage("audit", "admin.page_audit", admin_audit.page),
)


async def menu(_: Update, context: BotContext) -> None:
    """The pages there are, with what waits on each."""
    administration, _actor = desk(context)
    labels = [(page.name, page.label) for page in PAGES]
    await context.show(views.menu(context, labels, await administration.waiting()))


async def open_page(update: Update, context: BotContext) -> None:
    """Show a page; a name of another time leads to the menu."""
    name = context.tap(OpenAdmin).page
    await next((page.show for page in PAGES if page.name == name), menu)(update, context)
