"""Vehicles: the list, the card, the form that adds one."""

from functools import partial

from bot.callbacks import (
    AddVehicle,
    AskReading,
    ChooseEnergy,
    FormMove,
    Open,
    OpenDates,
    OpenHistory,
    OpenPlan,
    OpenVehicle,
)
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.lists import pager
from bot.views.names import vehicle_name
from core.domain.energy import Energy, energy_name
from core.models import Vehicle
from core.services.vehicles import PAGE, VehiclePage


def page(context: BotContext, found: VehiclePage) -> Screen:
    """The person's vehicles."""
    t = context.t
    adding = [
        [
            Button(t.plain("vehicles.add_photo"), AddVehicle("photo")),
            Button(t.plain("vehicles.add_form"), AddVehicle("form")),
        ]
    ]
    if not found.total:
        return Screen(t("vehicles.none"), [*adding, [Button(t.plain("menu.button"), Open("menu"))]])
    rows = [[Button(vehicle_name(t, vehicle), OpenVehicle(vehicle.id))] for vehicle in found.vehicles]
    turn = partial(Open, "vehicles")
    return Screen(
        t("vehicles.title", n=found.total), [*rows, *adding, *pager(t, turn, found.position, found.total, PAGE)]
    )


def card(context: BotContext, vehicle: Vehicle) -> Screen:
    """What is known of a vehicle."""
    t = context.t
    lines = [t("vehicle.title", vehicle=vehicle_name(t, vehicle)), ""]
    if vehicle.kilometres is not None:
        lines.append(t("vehicle.kilometres", kilometres=vehicle.kilometres))
    if vehicle.energy:
        lines.append(t("vehicle.energy", energy=t.plain(energy_name(Energy(vehicle.energy)))))
    if vehicle.first_registered_on is not None:
        lines.append(t("vehicle.first_registered", day=vehicle.first_registered_on))
    if vehicle.vin:
        lines.append(t("vehicle.vin", vin=vehicle.vin))
    if len(lines) == 2:
        lines.append(t("vehicle.little_known"))
    rows = [
        [Button(t.plain("odometer.note"), AskReading(vehicle.id))],
        [
            Button(t.plain("menu.history"), OpenHistory(vehicle.id)),
            Button(t.plain("menu.reminders"), Open("reminders")),
        ],
        [Button(t.plain("plan.button"), OpenPlan(vehicle.id)), Button(t.plain("dates.button"), OpenDates(vehicle.id))],
        [Button(t.plain("vehicles.back"), Open("vehicles"))],
    ]
    return Screen("\n".join(lines), rows)


def send_the_card(context: BotContext) -> Screen:
    """Ask for the photo of the registration card."""
    t = context.t
    rows = [[Button(t.plain("start.add_by_form"), AddVehicle("form"))], [Button(t.plain("menu.button"), Open("menu"))]]
    return Screen(t("vehicle.send_card"), rows)


def ask(context: BotContext, step: str) -> Screen:
    """One question of the form, with skip, back, cancel."""
    t = context.t
    rows: list[list[Button]] = []
    if step == "energy":
        energies = [Button(t.plain(energy_name(energy)), ChooseEnergy(energy.value)) for energy in Energy]
        rows = [energies[i : i + 2] for i in range(0, len(energies), 2)]
    moves = [Button(t.plain("flow.skip"), FormMove("skip", step))]
    if step != "make":
        moves.insert(0, Button(t.plain("flow.back"), FormMove("back", step)))
    return Screen(t(f"form.{step}"), [*rows, moves, [Button(t.plain("flow.cancel"), FormMove("cancel", step))]])


def added(context: BotContext, vehicle: Vehicle) -> Screen:
    """The vehicle is there."""
    screen = card(context, vehicle)
    return Screen(
        f"{context.t('vehicle.added', vehicle=vehicle_name(context.t, vehicle))}\n\n{screen.text}", screen.rows
    )
