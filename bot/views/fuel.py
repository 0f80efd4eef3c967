"""Fill-ups and charges: the list with its consumption, one fill-up, what was saved."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from bot.callbacks import Open, OpenVehicle
from bot.context import BotContext
from bot.cost_callbacks import AddFill, CorrectFill, OnFill, OpenFigures, OpenFuel
from bot.screens import Button, Screen
from bot.views import vehicle_choice
from bot.views.lists import pager
from bot.views.names import vehicle_name
from core.domain.consumption import Consumption, Leg
from core.domain.energy import Energy, energy_name
from core.domain.fuel import only_fuel
from core.domain.money import Money, UnitPrice
from core.i18n import Rate, Translator
from core.models import FillUp, Vehicle
from core.services.fuel import FillSaved
from core.services.fuel_figures import PAGE, FuelPage

# The fields of a fill-up that can be corrected, in the order of its card.
FIELDS = ("filled_on", "quantity", "total", "unit_price", "kilometres", "energy", "station")
_TENTH = Decimal("0.1")


def no_vehicle(context: BotContext) -> Screen:
    """A fill-up needs a vehicle first."""
    return vehicle_choice.needed(context, context.t("fuel.no_vehicle"))


def choose(context: BotContext, vehicles: Sequence[Vehicle]) -> Screen:
    """Ask whose fill-ups to show."""
    t = context.t
    rows = vehicle_choice.buttons(context, vehicles, lambda vehicle: OpenFuel(vehicle.id))
    return Screen(t("fuel.whose"), [*rows, [Button(t.plain("menu.button"), Open("menu"))]])


def page(context: BotContext, found: FuelPage) -> Screen:
    """The fill-ups of a vehicle, newest first, under its consumption."""
    t, vehicle = context.t, found.vehicle
    lines = [t("fuel.title", vehicle=vehicle_name(t, vehicle)), ""]
    lines += [line for one in found.consumption for line in consumption_lines(t, one, named=len(found.consumption) > 1)]
    if not found.total:
        lines.append(t("fuel.none"))
    elif not found.consumption:
        lines.append(t("fuel.no_consumption_yet"))
    if found.total:
        lines += ["", t("fuel.count", n=found.total)]
    rows = [[Button(t.plain(_adding(vehicle)), AddFill(vehicle.id), style="primary")]]
    rows += [[Button(_row(t, fill), OnFill("open", fill.id))] for fill in found.fills]
    if found.total:
        rows.append([Button(t.plain("fuel.prices"), OpenFigures("prices", vehicle.id))])
    rows.append([Button(t.plain("vehicle.open"), OpenVehicle(vehicle.id))])
    return Screen(
        "\n".join(lines), [*rows, *pager(t, partial(OpenFuel, vehicle.id), found.position, found.total, PAGE)]
    )


def consumption_lines(t: Translator, found: Consumption, *, named: bool) -> list[str]:
    """What one tank uses, in a few lines; named where the vehicle has several."""
    unit = found.unit.value
    lines: list[str] = [t("fuel.tank", tank=t.plain(f"tank.{found.tank}"))] if named else []
    lines.append(t("fuel.average", average=Rate(found.average, unit), kilometres=found.kilometres))
    if len(found.legs) > 1:
        best, worst, last = (Rate(leg.per_100_km, unit) for leg in (found.best, found.worst, found.last))
        lines.append(t("fuel.extremes", last=last, best=best, worst=worst))
    for currency, cents in sorted(found.cost_per_100_km().items()):
        lines.append(t("fuel.cost_per_100_km", cost=Money(cents, currency)))
    return lines


def saved(context: BotContext, done: FillSaved) -> Screen:
    """A fill-up was kept; what it says about consumption."""
    t, fill = context.t, done.fill
    text = t("fill.saved", amounts=amounts_text(t, fill), vehicle=vehicle_name(t, done.vehicle), day=fill.filled_on)
    lines = [text, *_about(t, done)]
    rows = [[Button(t.plain("fill.was_full"), OnFill("full", fill.id))]] if fill.full is None else []
    rows += [
        [
            Button(t.plain("fill.undo"), OnFill("delete", fill.id)),
            Button(t.plain("fill.correct"), OnFill("correct", fill.id)),
        ],
        [
            Button(t.plain("fuel.back"), OpenFuel(done.vehicle.id)),
            Button(t.plain("vehicle.open"), OpenVehicle(done.vehicle.id)),
        ],
    ]
    return Screen("\n".join(lines), rows)


def detail(context: BotContext, data: FillSaved) -> Screen:
    """One fill-up whole."""
    t, fill = context.t, data.fill
    lines = [
        t("fill.title", amounts=amounts_text(t, fill)),
        t("document.vehicle", vehicle=vehicle_name(t, data.vehicle)),
        "",
        t("fill.day", day=fill.filled_on),
        t("fill.energy", energy=t.plain(energy_name(fill.energy))),
        *_about(t, data),
        t(f"fill.is_{fullness(fill)}"),
    ]
    if fill.missed:
        lines.append(t("fill.is_missed"))
    full = "fill.make_partial" if fill.full else "fill.make_full"
    missed = "fill.make_not_missed" if fill.missed else "fill.make_missed"
    rows = [
        [Button(t.plain(full), OnFill("full", fill.id)), Button(t.plain(missed), OnFill("missed", fill.id))],
    ]
    if fill.energy is Energy.ELECTRIC:
        place = "fill.make_public" if fill.place == "home" else "fill.make_home"
        rows.append([Button(t.plain(place), OnFill("place", fill.id))])
    rows += [
        [
            Button(t.plain("fill.correct"), OnFill("correct", fill.id)),
            Button(t.plain("fill.delete"), OnFill("delete", fill.id)),
        ],
        [Button(t.plain("fuel.back"), OpenFuel(fill.vehicle_id))],
    ]
    return Screen("\n".join(lines), rows)


def fields(context: BotContext, data: FillSaved) -> Screen:
    """Ask which field to correct."""
    t, fill = context.t, data.fill
    buttons = [Button(t.plain(f"fill.field_{name}"), CorrectFill(name, fill.id)) for name in FIELDS]
    rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    rows.append([Button(t.plain("flow.back"), OnFill("open", fill.id))])
    return Screen(t("fill.which_field", amounts=amounts_text(t, fill)), rows)


def deleted(context: BotContext, fill: FillUp) -> Screen:
    """A fill-up was taken off, and can be brought back."""
    t = context.t
    rows = [
        [Button(t.plain("fill.restore"), OnFill("restore", fill.id))],
        [Button(t.plain("fuel.back"), OpenFuel(fill.vehicle_id))],
    ]
    return Screen(t("fill.deleted", amounts=amounts_text(t, fill), day=fill.filled_on), rows)


def amounts_text(t: Translator, fill: FillUp) -> str:
    """What was filled and paid, in a few figures."""
    parts = []
    if fill.quantity_milli is not None:
        parts.append(quantity_text(t, fill.quantity_milli, fill.unit.value))
    if fill.total_cents is not None:
        parts.append(t.plain("value.money", amount=Money(fill.total_cents, fill.currency)))
    return " · ".join(parts)


def quantity_text(t: Translator, quantity_milli: int, unit: str) -> str:
    """A quantity in its unit: `42,3 l`."""
    return t.plain("value.quantity", quantity=Decimal(quantity_milli).scaleb(-3), unit=unit)


def fullness(fill: FillUp) -> str:
    """Whether it filled the tank, as the catalogue says it."""
    return "unknown" if fill.full is None else "full" if fill.full else "partial"


def tenth(value: Decimal) -> Decimal:
    """A consumption as people say it: with one decimal."""
    return value.quantize(_TENTH, ROUND_HALF_UP)


def _about(t: Translator, data: FillSaved) -> list[str]:
    """Price, place, mileage and what was used since the last full tank, as far as they are known."""
    fill = data.fill
    lines: list[str] = []
    if fill.unit_price is not None:
        lines.append(t("fill.price", price=UnitPrice(fill.unit_price, fill.currency), unit=fill.unit.value))
    where = [t.plain(f"fill.place_{fill.place}")] if fill.place else []
    where += [fill.station] if fill.station else []
    if where:
        lines.append(t("fill.where", where=", ".join(where)))
    if fill.kilometres is not None:
        lines.append(t("record.kilometres", kilometres=fill.kilometres))
    if data.leg is not None:
        lines.append(_leg(t, data.leg, fill.unit.value))
    if fill.note:
        lines.append(t("fill.note", note=fill.note[:500]))
    return lines


def _leg(t: Translator, leg: Leg, unit: str) -> str:
    return t("fill.leg", per_100=Rate(leg.per_100_km, unit), kilometres=leg.kilometres)


def _adding(vehicle: Vehicle) -> str:
    energy = Energy(vehicle.energy) if vehicle.energy else None
    return "fuel.add_charge" if only_fuel(energy) is Energy.ELECTRIC else "fuel.add"


def _row(t: Translator, fill: FillUp) -> str:
    return t.plain("fuel.row", day=fill.filled_on, amounts=amounts_text(t, fill))
