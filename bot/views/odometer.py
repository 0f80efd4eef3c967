"""Odometer readings: questions and confirmations."""

from collections.abc import Sequence

from bot.callbacks import AddVehicle, Open, OpenVehicle, ReadingAnyway, ReadingVehicle
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.names import vehicle_name
from core.models import Vehicle


def saved(context: BotContext, vehicle: Vehicle, kilometres: int) -> Screen:
    """The reading was kept."""
    t = context.t
    rows = [[Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))]]
    return Screen(t("odometer.saved", vehicle=vehicle_name(t, vehicle), kilometres=kilometres), rows)


def which_vehicle(context: BotContext, vehicles: Sequence[Vehicle], kilometres: int) -> Screen:
    """Ask which vehicle shows these kilometres; with one vehicle, whether it is meant."""
    t = context.t
    rows = [[Button(vehicle_name(t, vehicle), ReadingVehicle(vehicle.id, kilometres))] for vehicle in vehicles[:8]]
    rows.append([Button(t.plain("odometer.not_a_reading"), Open("menu"))])
    return Screen(t("odometer.which_vehicle", kilometres=kilometres), rows)


def lower(context: BotContext, vehicle: Vehicle, kilometres: int, last: int) -> Screen:
    """Ask whether a reading that runs backwards is right."""
    t = context.t
    rows = [
        [Button(t.plain("odometer.keep_anyway"), ReadingAnyway(vehicle.id, kilometres))],
        [Button(t.plain("odometer.mistake"), OpenVehicle(vehicle.id))],
    ]
    return Screen(t("odometer.lower", vehicle=vehicle_name(t, vehicle), kilometres=kilometres, last=last), rows)


def no_vehicle(context: BotContext) -> Screen:
    """A reading needs a vehicle first."""
    t = context.t
    rows = [
        [Button(t.plain("start.add_by_photo"), AddVehicle("photo"), style="primary")],
        [Button(t.plain("start.add_by_form"), AddVehicle("form"))],
    ]
    return Screen(t("odometer.no_vehicle"), rows)


def ask(context: BotContext, vehicle: Vehicle) -> Screen:
    """Ask for the kilometres."""
    t = context.t
    return Screen(t("odometer.ask", vehicle=vehicle_name(t, vehicle)), [[Button(t.plain("flow.cancel"), Open("menu"))]])


def choose(context: BotContext, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask whose odometer it is."""
    t = context.t
    rows = [[Button(vehicle_name(t, vehicle), OpenVehicle(vehicle.id))] for vehicle in vehicles[:8]]
    rows.append([Button(t.plain("flow.cancel"), Open("menu"))])
    return Screen(t("odometer.whose"), rows)


def cancelled(context: BotContext) -> Screen:
    """The question was dropped."""
    return Screen(context.t("flow.cancelled"), [[Button(context.t.plain("menu.button"), Open("menu"))]])
