"""Which vehicle is meant: one of those there are, or a first one to add."""

from collections.abc import Callable, Sequence

from bot.callbacks import AddVehicle, Tap
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.names import ticked, vehicle_name
from core.models import Vehicle

# A keyboard takes 100 buttons; the last vehicles added are the likeliest ones.
CHOICES = 40


def needed(context: BotContext, text: str) -> Screen:
    """Say that this needs a vehicle, and offer both ways to add one."""
    t = context.t
    rows = [
        [Button(t.plain("start.add_by_photo"), AddVehicle("photo"), style="primary")],
        [Button(t.plain("start.add_by_form"), AddVehicle("form"))],
    ]
    return Screen(text, rows)


def buttons(
    context: BotContext, vehicles: Sequence[Vehicle], tap: Callable[[Vehicle], Tap], *, now: int | None = None
) -> list[list[Button]]:
    """A button for each vehicle, the one they usually mean first, then the latest; `now` is the id of the one it is."""
    usual = context.account.default_vehicle_id
    chosen = sorted(vehicles, key=lambda vehicle: (vehicle.id != usual, -vehicle.id))[:CHOICES]
    names = {vehicle.id: vehicle_name(context.t, vehicle) for vehicle in chosen}
    return [[Button(ticked(names[vehicle.id], vehicle.id == now), tap(vehicle))] for vehicle in chosen]
