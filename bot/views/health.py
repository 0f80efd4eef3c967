"""Health reports: the picture with its words, the details, the choice of a vehicle."""

from collections.abc import Sequence

from bot.callbacks import Open, OpenVehicle
from bot.context import BotContext
from bot.due_callbacks import OpenPlan
from bot.health_callbacks import OnHealth, OpenHealth
from bot.screens import Button, Screen, StoredFile
from bot.views import vehicle_choice
from core.models import Vehicle
from core.services.health import ShownReport


def live_name(made_id: int) -> str:
    """The name under which a report's message is replaced."""
    return f"health:{made_id}"


def making(context: BotContext) -> Screen:
    """The first sign of life."""
    return Screen(context.t("health.making"))


def choose(context: BotContext, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask of which vehicle."""
    t = context.t
    rows = vehicle_choice.buttons(context, vehicles, lambda one: OpenHealth(one.id))
    return Screen(t("health.whose"), [*rows, [Button(t.plain("menu.button"), Open("menu"))]])


def report(context: BotContext, found: ShownReport) -> Screen:
    """The report; a preview leads to the plans."""
    t = context.t
    back = [Button(t.plain("vehicle.open"), OpenVehicle(found.vehicle_id))]
    if found.failed:
        return Screen(t("health.failed"), [[Button(t.plain("health.again"), OpenHealth(found.vehicle_id))], back])
    plan = Button(t.plain("plan.button"), OpenPlan(found.vehicle_id))
    if found.preview:
        return Screen(found.caption, [[Button(t.plain("diagnose.see_plans"), Open("plans"))], [plan, *back]])
    theme = "stats.light" if found.dark else "stats.dark"
    rows = [
        [
            Button(t.plain("health.details"), OnHealth("details", found.id)),
            Button(t.plain(theme), OpenHealth(found.vehicle_id, int(not found.dark))),
        ],
        [
            Button(t.plain("health.right"), OnHealth("right", found.id)),
            Button(t.plain("health.wrong"), OnHealth("wrong", found.id)),
        ],
        [plan, *back],
    ]
    stored = StoredFile(found.stored, "autotrack.png", "image/png") if found.stored is not None else None
    return Screen(found.caption, rows, photo=stored)


def details(context: BotContext, found: ShownReport) -> Screen:
    """Everything the report says."""
    t = context.t
    plan = Button(t.plain("plan.button"), OpenPlan(found.vehicle_id))
    return Screen(found.details, [[plan, Button(t.plain("vehicle.open"), OpenVehicle(found.vehicle_id))]])
