"""Every route of the administration, behind the one seam (`bot/admin.py`)."""

from bot.admin import AdminOnly
from bot.admin_callbacks import OpenAdmin
from bot.conversations import admin_answer, admin_broadcast
from bot.handlers import admin_broadcasts, admin_insights, admin_menu, admin_support
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
        tap(OpenAdmin, admin_menu.open_page),
        tap(OnBroadcast, admin_broadcasts.act),
        tap(OnQueue, admin_support.act),
        tap(OpenInsight, admin_insights.opened),
    )
