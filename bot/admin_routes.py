"""Every route of the administration, behind the one seam (`bot/admin.py`)."""

from bot.admin import AdminOnly
from bot.admin_callbacks import OnPerson, OpenAdmin, OpenPaper
from bot.conversations import admin_type
from bot.handlers import admin_menu, admin_people
from bot.routing import command, tap

# The commands that only administrators have; the bot's menu shows them in their chats alone.
ADMIN_COMMANDS = ("admin",)


def admin_routes() -> AdminOnly:
    """Commands, then the steps that wait, then buttons."""
    return AdminOnly(
        command("admin", admin_menu.menu),
        admin_type.build(),
        tap(OpenAdmin, admin_menu.open_page),
        tap(OnPerson, admin_people.act),
        tap(OpenPaper, admin_people.open_paper),
    )
