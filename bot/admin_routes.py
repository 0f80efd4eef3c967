"""Every route of the administration, behind the one seam (`bot/admin.py`)."""

from bot.admin import AdminOnly
from bot.admin_callbacks import OnEvent, OnJob, OnMake, OnPerson, OnPlan, OnSwitch, OpenAdmin, OpenPaper
from bot.conversations import admin_answer, admin_broadcast, admin_type
from bot.handlers import (
    admin_broadcasts,
    admin_events,
    admin_insights,
    admin_jobs,
    admin_makes,
    admin_menu,
    admin_people,
    admin_plans,
    admin_support,
    admin_switches,
)
from bot.outreach_admin_callbacks import OnBroadcast, OnQueue, OpenInsight
from bot.routing import command, tap

# The commands that only administrators have; the bot's menu shows them in their chats alone.
ADMIN_COMMANDS = ("admin",)


def admin_routes() -> AdminOnly:
    """Commands, then the steps that wait, then buttons."""
    return AdminOnly(
        command("admin", admin_menu.menu),
        admin_answer.build(),
        admin_broadcast.build(),
        admin_type.build(),
        tap(OpenAdmin, admin_menu.open_page),
        tap(OnPerson, admin_people.act),
        tap(OpenPaper, admin_people.open_paper),
        tap(OnPlan, admin_plans.act),
        tap(OnSwitch, admin_switches.act),
        tap(OnMake, admin_makes.act),
        tap(OnEvent, admin_events.act),
        tap(OnJob, admin_jobs.act),
        tap(OnBroadcast, admin_broadcasts.act),
        tap(OnQueue, admin_support.act),
        tap(OpenInsight, admin_insights.opened),
    )
