"""Odometer readings: questions and confirmations."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from bot.callbacks import LeaveFlow, Open, OpenVehicle, Tap
from bot.context import BotContext
from bot.due_callbacks import (
    AskReading,
    ClusterAnswer,
    ConfirmReading,
    NewCluster,
    ReadingAnyway,
    ReadingQuestions,
    ReadingVehicle,
    UndoCluster,
    UndoReading,
)
from bot.screens import Button, Rows, Screen
from bot.views import vehicle_choice
from bot.views.names import vehicle_name
from core.i18n import Translator
from core.models import OdometerReading, Vehicle
from core.services.mileage import ExpectedReading
from core.services.odometer import OdometerDoubted, OdometerWentBack

# What a tap answers to go back to the question before.
BACK = -1


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
    no = [Button(t.plain("odometer.not_a_reading"), Open("nothing"))]
    if len(vehicles) == 1:
        yes = [Button(t.plain("odometer.is_this_it_yes"), ReadingVehicle(vehicles[0].id, kilometres))]
        text = t("odometer.is_this_it", kilometres=kilometres, vehicle=vehicle_name(t, vehicles[0]))
        return Screen(text, [yes, no])
    rows = vehicle_choice.buttons(context, vehicles, lambda vehicle: ReadingVehicle(vehicle.id, kilometres))
    return Screen(t("odometer.which_vehicle", kilometres=kilometres), [*rows, no])


def unlikely(context: BotContext, vehicle: Vehicle, kilometres: int, doubt: OdometerDoubted) -> Screen:
    """Ask whether a reading that other days contradict is right: what was meant, correct, keep, a new cluster."""
    t = context.t
    went_back = isinstance(doubt, OdometerWentBack)
    rows = [
        [Button(t.plain("odometer.meant", kilometres=guess), ReadingVehicle(vehicle.id, guess))]
        for guess in doubt.guesses
    ]
    rows.append([Button(t.plain("odometer.correct"), AskReading(vehicle.id))])
    rows.append([Button(t.plain("odometer.keep_anyway"), ReadingAnyway(vehicle.id, kilometres))])
    if went_back:
        rows.append([Button(t.plain("odometer.new_cluster"), NewCluster(vehicle.id, kilometres))])
    rows.append([Button(t.plain("odometer.mistake"), Open("nothing"))])
    key = "odometer.lower" if went_back else "odometer.jumped"
    return Screen(t(key, vehicle=vehicle_name(t, vehicle), kilometres=kilometres, last=doubt.last), rows)


def expected_button(t: Translator, expected: ExpectedReading | None, tap: Callable[[int], Tap]) -> Rows:
    """The expected kilometres as a button, wherever kilometres are asked; no row when nothing is expected."""
    if expected is None or expected.kilometres < 0:
        return []
    return [[Button(t.plain("odometer.about", kilometres=expected.kilometres), tap(expected.kilometres))]]


def no_vehicle(context: BotContext, key: str = "odometer.no_vehicle") -> Screen:
    """A reading needs a vehicle first, and so do other things."""
    return vehicle_choice.needed(context, context.t(key))


def ask(context: BotContext, vehicle: Vehicle, expected: ExpectedReading | None = None) -> Screen:
    """Ask for the kilometres; the expected ones are a tap away."""
    t = context.t
    rows = expected_button(t, expected, partial(ConfirmReading, vehicle.id))
    return Screen(
        t("odometer.ask", vehicle=vehicle_name(t, vehicle)), [*rows, [Button(t.plain("flow.cancel"), LeaveFlow())]]
    )


def request_line(context: BotContext, vehicle: Vehicle) -> str:
    """What the inbox says of the question."""
    return context.t.plain("odometer.request_line", vehicle=vehicle_name(context.t, vehicle))


def request(context: BotContext, vehicle: Vehicle, expected: ExpectedReading | None) -> Screen:
    """Ask by ourselves, quietly: a reminder depends on it."""
    t = context.t
    text = t("odometer.request", vehicle=vehicle_name(t, vehicle))
    if expected is not None and expected.low < expected.high:
        text = t(
            "odometer.request_expected",
            vehicle=vehicle_name(t, vehicle),
            low=expected.low,
            high=expected.high,
            day=expected.last_on,
        )
    rows = [
        *expected_button(t, expected, partial(ConfirmReading, vehicle.id)),
        [Button(t.plain("odometer.another"), AskReading(vehicle.id))],
        [Button(t.plain("odometer.ask_no_more"), ReadingQuestions("off", vehicle.id))],
    ]
    return Screen(text, rows, quiet=True)


def questions(context: BotContext, vehicle: Vehicle) -> Screen:
    """Whether we ask about this vehicle from now on, with the way back."""
    t = context.t
    key, action = ("odometer.asks", "off") if vehicle.asks_odometer else ("odometer.asks_not", "on")
    label = t.plain("odometer.ask_no_more" if vehicle.asks_odometer else "odometer.ask_again")
    rows = [
        [Button(label, ReadingQuestions(action, vehicle.id))],
        [Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))],
    ]
    return Screen(t(key, vehicle=vehicle_name(t, vehicle)), rows)


def ask_cluster(context: BotContext, vehicle: Vehicle, step: str, choices: Sequence[tuple[str, int]]) -> Screen:
    """One question about the replaced cluster, with likely answers as buttons."""
    t = context.t
    rows = [[Button(label, ClusterAnswer(step, value))] for label, value in choices]
    last = [Button(t.plain("flow.cancel"), LeaveFlow())]
    if step != "day":
        last.insert(0, Button(t.plain("flow.back"), ClusterAnswer(step, BACK)))
    return Screen(t(f"cluster.{step}", vehicle=vehicle_name(t, vehicle)), [*rows, last])


def cluster_replaced(context: BotContext, vehicle: Vehicle, old: int, new: int, day: date) -> Screen:
    """The new cluster is noted."""
    t = context.t
    text = t("cluster.saved", vehicle=vehicle_name(t, vehicle), old=old, new=new, day=day)
    rows = [
        [Button(t.plain("cluster.undo"), UndoCluster(vehicle.id))],
        [Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))],
    ]
    return Screen(text, rows)


def cluster_undone(context: BotContext, vehicle: Vehicle) -> Screen:
    """The replacement is forgotten."""
    t = context.t
    return Screen(t("cluster.undone"), [[Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))]])


def choose(context: BotContext, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask whose odometer it is."""
    t = context.t
    rows = vehicle_choice.buttons(context, vehicles, lambda vehicle: AskReading(vehicle.id))
    rows.append([Button(t.plain("flow.cancel"), LeaveFlow())])
    return Screen(t("odometer.whose"), rows)


def cancelled(context: BotContext) -> Screen:
    """The question was dropped."""
    return Screen(context.t("flow.cancelled"), [[Button(context.t.plain("menu.button"), Open("menu"))]])
