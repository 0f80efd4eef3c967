"""The switches of the product."""

from collections.abc import Collection

from bot.admin_callbacks import OnSwitch
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.admin_menu import back
from core.services.switches import Switch


def page(context: BotContext, off: Collection[Switch]) -> Screen:
    """What is on and off; a tap turns it."""
    t = context.t
    rows = []
    for switch in Switch:
        sign, on = ("⛔", 1) if switch in off else ("✅", 0)
        rows.append([Button(f"{sign} {t.plain(f'admin.switch_{switch.value}')}", OnSwitch(switch.value, on))])
    return Screen(t("admin.switches"), [*rows, *back(context)])
