"""Odometer readings: questions and confirmations."""

from collections.abc import Sequence

from bot.callbacks import (
    AddVehicle,
    AskReading,
    LeaveFlow,
    Open,
    OpenVehicle,
    ReadingAnyway,
    ReadingVehicle,
    UndoReading,
)
from bot.context import BotContext
from bot.screens import Button, Screen
from bot.views.names import newest, vehicle_name
from core.models import OdometerReading, Vehicle


def saved(context: BotContext, vehicle: Vehicle, reading: OdometerReading) -> Screen:
    """The reading was kept."""
    t = context.t
    rows = [
        [Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))],
        [Button(t.plain("odometer.undo"), UndoReading(reading.id))],
    ]
    return Screen(t("odometer.saved", vehicle=vehicle_name(t, vehicle), kilometres=reading.kilometres), rows)


def undone(context: BotContext, vehicle: Vehicle) -> Screen:
    """The reading was taken back."""
    t = context.t
    return Screen(t("odometer.undone"), [[Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))]])


def which_vehicle(context: BotContext, vehicles: Sequence[Vehicle], kilometres: int) -> Screen:
    """Ask which vehicle shows these kilometres; with one vehicle, whether it is meant."""
    t = context.t
    rows = [
        [Button(vehicle_name(t, vehicle), ReadingVehicle(vehicle.id, kilometres))]
        for vehicle in newest(vehicles, context.account.default_vehicle_id)
    ]
    rows.append([Button(t.plain("odometer.not_a_reading"), Open("nothing"))])
    return Screen(t("odometer.which_vehicle", kilometres=kilometres), rows)


def unlikely(context: BotContext, vehicle: Vehicle, kilometres: int, last: int, key: str) -> Screen:
    """Ask whether a reading that runs backwards or jumps is right."""
    t = context.t
    rows = [
        [Button(t.plain("odometer.keep_anyway"), ReadingAnyway(vehicle.id, kilometres))],
        [Button(t.plain("odometer.mistake"), Open("nothing"))],
    ]
    return Screen(t(key, vehicle=vehicle_name(t, vehicle), kilometres=kilometres, last=last), rows)


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
    return Screen(t("odometer.ask", vehicle=vehicle_name(t, vehicle)), [[Button(t.plain("flow.cancel"), LeaveFlow())]])


def choose(context: BotContext, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask whose odometer it is."""
    t = context.t
    rows = [
        [Button(vehicle_name(t, vehicle), AskReading(vehicle.id))]
        for vehicle in newest(vehicles, context.account.default_vehicle_id)
    ]
    rows.append([Button(t.plain("flow.cancel"), LeaveFlow())])
    return Screen(t("odometer.whose"), rows)


def cancelled(context: BotContext) -> Screen:
    """The question was dropped."""
    return Screen(context.t("flow.cancelled"), [[Button(context.t.plain("menu.button"), Open("menu"))]])
